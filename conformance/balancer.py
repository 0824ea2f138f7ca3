"""A balancer for tests: of TCP, with as much as a real one does of asking nodes whether they are ready."""

import contextlib
import http.client
import itertools
import socket
import threading
import time

EVERY = 0.1


class Balancer:
    """Listens on a free port, and leads each connection to the next node that says that it is ready."""

    def __init__(self, ports):
        self.ports, self.ready, self.next = list(ports), set(), itertools.count()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.ends = threading.Event()
        for port in self.ports:
            threading.Thread(target=self._look, args=(port,), daemon=True).start()
        threading.Thread(target=self._serve, daemon=True).start()

    def _look(self, port):
        while not self.ends.is_set():
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=3)) as asked:
                try:
                    asked.request("GET", "/_accede/ready")
                    is_ready = asked.getresponse().status == 200
                except OSError:
                    is_ready = False
            (self.ready.add if is_ready else self.ready.discard)(port)
            time.sleep(EVERY)

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                front, _ = self.listener.accept()
                threading.Thread(target=self._lead, args=(front,), daemon=True).start()

    def _lead(self, front):
        with front:
            first = next(self.next)
            for turn in range(len(self.ports)):
                port = self.ports[(first + turn) % len(self.ports)]
                if port not in self.ready:
                    continue
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as back:
                    back.settimeout(None)
                    other = threading.Thread(target=_pour, args=(back, front), daemon=True)
                    other.start()
                    _pour(front, back)
                    other.join()
                    return

    def __enter__(self):
        deadline = time.monotonic() + 20
        while len(self.ready) < len(self.ports):
            assert time.monotonic() < deadline, f"ready: {self.ready} of {self.ports}"
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self.ends.set()
        self.listener.close()


def _pour(source, sink):
    with contextlib.suppress(OSError):
        while bytes := source.recv(65536):
            sink.sendall(bytes)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
