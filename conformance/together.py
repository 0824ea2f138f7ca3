"""Many calls at the same moment."""

import threading


def together(calls):
    """Makes every call at the same moment, each in a thread of its own, and returns their answers in order."""
    answers, start = [None] * len(calls), threading.Barrier(len(calls))

    def one(place, call):
        start.wait(30)
        answers[place] = call()

    threads = [threading.Thread(target=one, args=pair, daemon=True) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert None not in answers
    return answers
