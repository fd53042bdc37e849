"""A slow line to every site: AFTERGLOW_E2E_SLOW=0.5 pytest tests/e2e

In: seconds. Out: a browser flag. All that the browser sends arrives so much later, so that a test
that looks before the page has come fails every time, and not only on a busy machine.
"""

from __future__ import annotations

import os
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = float(os.environ.get("AFTERGLOW_E2E_SLOW", "0"))
# "I listen to everybody", and "connected": what a SOCKS 5 proxy answers
GREETED, CONNECTED, REFUSED = b"\5\0", b"\5\0\0\1" + bytes(6), b"\5\5\0\1" + bytes(6)
NAME = 3


class _Line(socketserver.BaseRequestHandler):
    """One connection, as a SOCKS 5 proxy passes it on."""

    def handle(self) -> None:
        self._exactly(self._exactly(2)[1])
        self.request.sendall(GREETED)
        kind = self._exactly(4)[3]
        host = (
            self._exactly(self._exactly(1)[0]).decode()
            if kind == NAME
            else socket.inet_ntoa(self._exactly(4))
        )
        try:
            site = socket.create_connection((host, int.from_bytes(self._exactly(2))))
        except OSError:
            self.request.sendall(REFUSED)
            return
        self.request.sendall(CONNECTED)
        with site:
            back = threading.Thread(target=_pass, args=(site, self.request, 0), daemon=True)
            back.start()
            _pass(self.request, site, SECONDS)
            back.join()

    def _exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            more = self.request.recv(count - len(found))
            if not more:
                raise ConnectionError("the browser went away")
            found += more
        return found


def _pass(one: socket.socket, other: socket.socket, seconds: float) -> None:
    """All that comes from one to the other, each piece so much later."""
    try:
        while piece := one.recv(65536):
            time.sleep(seconds)
            other.sendall(piece)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        # a side that broke off is gone for the other one too
        for side in (one, other):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that breaks off a page is nothing to tell."""


@contextmanager
def slow_line() -> Iterator[list[str]]:
    """What a browser has to be told to be slow; nothing without AFTERGLOW_E2E_SLOW."""
    if not SECONDS:
        yield []
        return
    with _Proxy(("127.0.0.1", 0), _Line) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        port = proxy.server_address[1]
        # by itself Chromium takes no proxy to this machine
        yield [f"--proxy-server=socks5://127.0.0.1:{port}", "--proxy-bypass-list=<-loopback>"]
        proxy.shutdown()
