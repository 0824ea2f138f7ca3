"""Clients in numbers: busy ones that ask without pause, and sockets that are merely there.

As a program, `crowd.py PORT CONNECTIONS HEAD…`, it is the busy ones, in a process of their own: it says "begun" once each
of them was answered, and at the end of its standard input how many requests were answered and what went wrong.
"""

import asyncio
import json
import resource
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

HEALTH = b"GET /_accede/health HTTP/1.1\r\nHost: accede\r\n\r\n"
# How many sockets are opened before the server is given a moment, and how long that is.
BATCH, PAUSE = 50, 0.01


def enough_files(wanted):
    """Has the system allow so many open files; says why not if it does not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        return f"the system allows {hard} open files, and {wanted} are needed"
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return None


def sockets(port, count, first=b"", answered=False):
    """Opens so many connections. Each sends the same bytes; the answer, if there is one, is waited for."""
    opened = []
    while len(opened) < count:
        batch = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(min(BATCH, count - len(opened)))]
        for stream in batch if first else ():
            stream.sendall(first)
        for stream in batch if answered else ():
            assert stream.recv(4096).startswith(b"HTTP/1.1 200 ")
        opened += batch
        time.sleep(PAUSE)
    return opened


@contextmanager
def busy(port, connections, head):
    """Busy clients that all send this request. What is yielded has, at the end, what became of them."""
    words = [sys.executable, __file__, str(port), str(connections), head]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    outcome = {}
    try:
        assert process.stdout.readline() == "begun\n"
        yield outcome
        told, _ = process.communicate(timeout=60)
        outcome.update(json.loads(told))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


async def _ask(reader, writer, request):
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
    )
    await reader.readexactly(length)
    return int(head.split(b" ")[1])


async def _busy(port, request, begun, end, outcome):
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while not end.is_set():
            sent = time.monotonic()
            status = await _ask(reader, writer, request)
            outcome["slowest"] = max(outcome["slowest"], time.monotonic() - sent)
            outcome["answered"] += 1
            if status != 200:
                outcome["faults"].append(f"status {status}")
                return
            begun.release()
        writer.close()
    except (OSError, EOFError) as error:
        outcome["faults"].append(repr(error))
    finally:
        begun.release()


async def _main(port, connections, head):
    outcome = {"answered": 0, "slowest": 0.0, "faults": []}
    begun, end = asyncio.Semaphore(0), asyncio.Event()
    tasks = [
        asyncio.create_task(_busy(port, head.encode(), begun, end, outcome)) for _ in range(connections)
    ]
    for _ in range(connections):
        await begun.acquire()
    print("begun", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    end.set()
    await asyncio.gather(*tasks)
    print(json.dumps(outcome))


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
