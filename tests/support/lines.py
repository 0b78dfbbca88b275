"""A bad line between a desk and its hub: real sockets that are cut after so many bytes, or let few bytes through."""

import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Cut:
    """When one connection breaks: after bytes up to the hub, or down to the desk; None never."""

    up: int | None = None
    down: int | None = None


WHOLE = Cut()


class BadLine:
    """Listens, and passes each connection on; the first connections break as planned, those after them hold.

    `per_second` bounds the bytes each way; `up` and `down` count what crossed.
    """

    def __init__(self, hub: tuple[str, int], cuts: Sequence[Cut] = (), per_second: int | None = None) -> None:
        self.hub = hub
        self.cuts = list(cuts)
        self.per_second = per_second
        self.up = self.down = self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        for one in self._open:
            _reset(one)

    def _listen(self) -> None:
        while True:
            try:
                desk, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            cut = self.cuts.pop(0) if self.cuts else WHOLE
            try:
                hub = socket.create_connection(self.hub)
            except OSError:
                _reset(desk)
                continue
            self._open += [desk, hub]
            for source, target, limit, way in ((desk, hub, cut.up, "up"), (hub, desk, cut.down, "down")):
                threading.Thread(target=self._pass, args=(source, target, limit, way), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, limit: int | None, way: str) -> None:
        passed = 0
        with suppress(OSError):
            while piece := source.recv(8192):
                piece = piece if limit is None else piece[: limit - passed]
                target.sendall(piece)
                passed += len(piece)
                setattr(self, way, getattr(self, way) + len(piece))
                if self.per_second:
                    time.sleep(len(piece) / self.per_second)
                if limit is not None and passed >= limit:
                    break
        # What crossed arrives; a reset would make the other end's system throw away what its program has not read yet.
        for one, way_out in ((target, socket.SHUT_WR), (source, socket.SHUT_RDWR)):
            with suppress(OSError):
                one.shutdown(way_out)


def _reset(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
