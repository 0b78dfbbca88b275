"""The hub's address: a small HTTPS server of the standard library that takes batches in and hands batches out.

It needs so little that a framework would bring more than it saves: seven requests, a thread for each line, no state but
a folder and the store. It trusts nothing but signatures: to the questions at the door, and those on the batches.
"""

import logging
import re
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from desktop.errors import UserFacingError
from desktop.exchange.keys import DeskKeys, OfficeCard
from desktop.exchange.peers import card_of, check_carries_batches, former_card_of, former_keys, own_keys
from desktop.exchange.sync_words import (
    COMPLETE,
    MAX_WORDS,
    OFFSET,
    PIECE,
    ROOT,
    Hello,
    Proof,
    Refusal,
    Waiting,
)
from desktop.hub.counter import Counter, Refused, TooMuch, WrongPlace
from desktop.hub.entrance import Entrance, NotAdmitted
from desktop.models.store import Store
from desktop.models.tables import PeerRow

SILENCE: Final = 60
"""Seconds a line may say nothing before the server lets go of it; the desk goes on where it was."""

LINES: Final = 64
"""Desks served at the same time; others are told to come again."""

_IN: Final = re.compile(rf"{ROOT}/in/([0-9a-f]{{64}})\Z")
_OUT: Final = re.compile(rf"{ROOT}/out/([0-9a-f]{{64}})\Z")
_CONTENT_RANGE: Final = re.compile(r"bytes (?:([0-9]{1,12})-([0-9]{1,12})|\*)/([0-9]{1,12})\Z")
_RANGE: Final = re.compile(r"bytes=([0-9]{1,12})-\Z")

log = logging.getLogger(__name__)
T = TypeVar("T")


class Web(ThreadingHTTPServer):
    """The server. `serve_forever` runs it, `shutdown` and `server_close` end it.

    Without `tls` it speaks plain HTTP, for a line that something else protects; what it carries is sealed anyway.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        store: Store,
        folder: Path,
        address: tuple[str, int],
        now: Callable[[], datetime],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        with store.read() as session:
            check_carries_batches(session, store)
        self.counter = Counter(store, folder, now)
        self.entrance = Entrance(store.desk_id, lambda desk: _keys_known_to(store, desk), lambda d: _cards(store, d))
        self._tls = tls
        self._lines = threading.BoundedSemaphore(LINES)
        super().__init__(address, Desk)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a line in a thread of its own, unless there are too many."""
        if self._lines.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a line, and make room again."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._lines.release()

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Agree on TLS in the line's own thread, so that a silent stranger keeps nobody else waiting."""
        request.settimeout(SILENCE)
        if self._tls is None:
            super().finish_request(request, client_address)
            return
        with self._tls.wrap_socket(request, server_side=True) as safe:
            super().finish_request(safe, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log a line that broke; what arrived is kept."""
        log.info("a line broke", exc_info=True)


def tls_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return what a server needs to prove its name by a certificate.

    Raises:
        UserFacingError: the files can not be read or do not belong together.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise UserFacingError(
            f"Không dùng được chứng thư “{certificate}” với khoá “{key}”. Hãy xem lại hai tệp.", field="certificate"
        ) from error
    return context


def _keys_known_to(store: Store, desk: str) -> DeskKeys:
    """Return the keys by which a desk knows the hub: earlier ones where it has not heard of a change."""
    with store.read() as session:
        row = session.get(PeerRow, desk)
        known = row.knows_card if row else ""
        return next((keys for keys in former_keys(session) if keys.verify_key == known), own_keys(session))


def _cards(store: Store, desk: str) -> list[OfficeCard]:
    """Return the cards whose signature is believed of a desk now."""
    with store.read() as session:
        row = session.get(PeerRow, desk)
        if row is None or row.revoked:
            return []
        former = former_card_of(row)
        return [card_of(row), *([former] if former else [])]


class Desk(BaseHTTPRequestHandler):
    """One line to a desk."""

    server: Web
    protocol_version = "HTTP/1.1"
    server_version = "MotCua"
    sys_version = ""
    timeout = SILENCE

    def do_POST(self) -> None:
        """Hello, and proof."""
        self._guarded(self._post)

    def do_HEAD(self) -> None:
        """How much of a batch has arrived."""
        self._guarded(self._head)

    def do_PUT(self) -> None:
        """A piece of a batch."""
        self._guarded(self._put)

    def do_GET(self) -> None:
        """What waits, and the bytes of it."""
        self._guarded(self._get)

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except WrongPlace as wrong:
            self.close_connection = True  # the rest of the piece is still on the line
            self._say(HTTPStatus.CONFLICT, Refusal("Gói bắt đầu không đúng chỗ."), {OFFSET: str(wrong.at)})
        except UserFacingError as error:
            self.close_connection = True
            self._say(_STATUS.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY), Refusal(error.message))
        except (ConnectionError, TimeoutError, ssl.SSLError, socket.timeout):  # noqa: UP041 - both names, old and new
            self.close_connection = True
        except Exception:
            log.exception("a request failed")
            self.close_connection = True
            self._say(HTTPStatus.INTERNAL_SERVER_ERROR, Refusal("Đầu mối gặp lỗi. Hãy báo người quản trị tỉnh."))

    def _post(self) -> None:
        if self.path == f"{ROOT}/hello":
            self._say(HTTPStatus.OK, self.server.entrance.challenge(self._read(Hello)))
        elif self.path == f"{ROOT}/session":
            self._say(HTTPStatus.OK, self.server.entrance.admit(self._read(Proof)))
        else:
            raise NoSuchThing

    def _read(self, kind: type[T]) -> T:
        length = self._length()
        if length > MAX_WORDS:
            raise BadRequest
        try:
            return msgspec.json.decode(self.rfile.read(length), type=kind)
        except (msgspec.DecodeError, RecursionError):
            raise BadRequest from None

    def _length(self) -> int:
        given = self.headers.get("Content-Length", "")
        if not given.isdecimal() or len(given) > 12:
            raise BadRequest
        return int(given)

    def _desk(self) -> str:
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        desk = self.server.entrance.desk_of(token.strip()) if kind == "Bearer" else None
        if desk is None:
            raise ComeAgain
        return desk

    def _head(self) -> None:
        here = self.server.counter.offset(self._desk(), _named(_IN, self.path))
        self._say(HTTPStatus.OK, None, {COMPLETE: "1"} if here is None else {OFFSET: str(here)})

    def _put(self) -> None:
        desk, digest, length = self._desk(), _named(_IN, self.path), self._length()
        found = _CONTENT_RANGE.match(self.headers.get("Content-Range", ""))
        if found is None:
            raise BadRequest
        total = int(found[3])
        at = int(found[1]) if found[1] else total
        if found[1] and int(found[2]) - at + 1 != length:
            raise BadRequest
        taken = self.server.counter.receive(desk, digest, at, length, total, self.rfile)
        if taken is None:
            self._say(HTTPStatus.ACCEPTED, None, {OFFSET: str(at + length)})
        else:
            self._say(HTTPStatus.CREATED, taken)

    def _get(self) -> None:
        desk = self._desk()
        if self.path == f"{ROOT}/out":
            ready = self.server.counter.waiting(desk)
            self._say(HTTPStatus.OK, [Waiting(batch.hash, batch.number, batch.size) for batch in ready])
            return
        path = self.server.counter.file(desk, _named(_OUT, self.path))
        if path is None:
            raise NoSuchThing
        self._give(path)

    def _give(self, path: Path) -> None:
        size = path.stat().st_size
        asked = _RANGE.match(self.headers.get("Range", ""))
        at = min(int(asked[1]), size) if asked else 0
        self.send_response(HTTPStatus.PARTIAL_CONTENT if asked else HTTPStatus.OK)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(size - at))
        if asked:
            self.send_header("Content-Range", f"bytes {at}-{max(size - 1, 0)}/{size}")
        self.end_headers()
        with path.open("rb") as file:
            file.seek(at)
            while piece := file.read(PIECE):
                self.wfile.write(piece)

    def _say(self, status: HTTPStatus, words: Any, headers: dict[str, str] | None = None) -> None:
        body = b"" if words is None else msgspec.json.encode(words)
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name the library calls it by
        """Write what happened to the log, not to the screen."""
        log.info("%s %s", self.address_string(), format % args)


class BadRequest(UserFacingError):
    """No desk of ours asks so."""

    def __init__(self) -> None:
        super().__init__("Yêu cầu không đúng cách. Hãy cập nhật chương trình ở đơn vị.")


class NoSuchThing(UserFacingError):
    """There is nothing under this address."""

    def __init__(self) -> None:
        super().__init__("Đầu mối không có mục này. Hãy làm lại từ đầu.")


class ComeAgain(UserFacingError):
    """The proof ran out, or the server was started anew."""

    def __init__(self) -> None:
        super().__init__("Phiên trao đổi đã hết. Hãy làm lại.")


_STATUS: Final[dict[type[UserFacingError], HTTPStatus]] = {
    BadRequest: HTTPStatus.BAD_REQUEST,
    ComeAgain: HTTPStatus.UNAUTHORIZED,
    NotAdmitted: HTTPStatus.FORBIDDEN,
    NoSuchThing: HTTPStatus.NOT_FOUND,
    TooMuch: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Refused: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def _named(pattern: re.Pattern[str], path: str) -> str:
    found = pattern.match(path)
    if found is None:
        raise NoSuchThing
    return found[1]
