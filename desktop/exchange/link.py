"""A desk's end of the link to its hub: a broken line costs what was in the air, not what has arrived (đường truyền).

Files go up and down from where they broke off. The hub proves itself by its key before anything is sent.
"""

import contextlib
import logging
import os
import secrets
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import httpx
import msgspec

from desktop.errors import UserFacingError
from desktop.exchange.keys import DeskKeys, OfficeCard
from desktop.exchange.pending import Pending, digest_of
from desktop.exchange.sync_words import (
    COMPLETE,
    MAX_WORDS,
    OFFSET,
    PIECE,
    ROOT,
    Challenge,
    Hello,
    Proof,
    Refusal,
    Session,
    Taken,
    Waiting,
    desk_text,
    hub_text,
    safe_words,
)

PATIENCE: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between tries that bring nothing further; a try that does begins them anew."""

TIMES: Final = httpx.Timeout(connect=10, read=60, write=30, pool=10)

KNOWN: Final = "known"

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
"""Told the name of a file, how many bytes of it are over, and how many there are."""

# Their lines name addresses; a log is no place for them.
for _library in ("httpx", "httpcore"):
    logging.getLogger(_library).setLevel(logging.WARNING)


class SyncFault(UserFacingError):
    """The link or the hub; what has arrived stays, and the next time goes on from there."""


class HubUnknown(SyncFault):
    """Whoever answers is not the hub whose card this desk holds."""


class _TryAgain(Exception):
    """The line broke, or the hub was not ready; `at` is how far the file is over, if known."""


def unreachable() -> SyncFault:
    """Return what to say when the line is down."""
    return SyncFault(
        "Đường truyền tới đầu mối bị đứt. Những gì đã gửi, đã nhận vẫn còn; hãy làm lại khi có mạng, chương trình sẽ "
        "tiếp từ chỗ đứt. Nếu gấp, hãy chuyển gói bằng USB."
    )


@dataclass
class Link:
    """An open link. `card_of` gives the trusted card of a desk; `patience` the waits between tries, in seconds."""

    url: str
    desk_id: str
    keys: Callable[[str], DeskKeys]
    card_of: Callable[[str], OfficeCard | None]
    authority: Path | None = None
    patience: tuple[float, ...] = PATIENCE
    progress: Progress = field(default=lambda _name, _done, _all: None)

    def __enter__(self) -> Self:
        self._http = httpx.Client(base_url=self._address(), verify=self._trust(), timeout=TIMES)
        self._token = ""
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def _address(self) -> str:
        given = httpx.URL(self.url) if "://" in self.url else None
        if given is None or given.scheme not in {"https", "http"} or not given.host:
            raise SyncFault("Địa chỉ đầu mối chưa đúng. Hãy ghi dạng https://máy-chủ:cổng.", field="url")
        return self.url.rstrip("/") + ROOT

    def _trust(self) -> ssl.SSLContext | bool:
        if self.authority is None:
            return True
        try:
            return ssl.create_default_context(cafile=str(self.authority))
        except (OSError, ssl.SSLError) as error:
            raise SyncFault(
                f"Không đọc được chứng thư “{self.authority}”. Hãy xin lại tệp chứng thư của tỉnh.", field="authority"
            ) from error

    # Who is who

    def greet(self) -> OfficeCard:
        """Prove both ends to each other; return the hub's card.

        Raises:
            HubUnknown: it is not the hub we know, or it does not know us.
            SyncFault: it can not be reached.
        """
        asked = secrets.token_hex(32)
        challenge = self._ask("/hello", Hello(self.desk_id, asked), Challenge)
        card = self.card_of(challenge.hub)
        text = hub_text(challenge.hub, self.desk_id, asked, challenge.nonce)
        if card is None or not card.verifies(text, bytes.fromhex(challenge.signature)):
            raise HubUnknown(
                "Máy chủ trả lời không phải đầu mối mà đơn vị có thẻ, nên chưa gửi gì. Hãy xem lại địa chỉ, hoặc nhập "
                "thẻ của đầu mối và đối chiếu dấu vân tay trước."
            )
        signed = self.keys(challenge.hub).sign(desk_text(challenge.hub, self.desk_id, asked, challenge.nonce))
        proof = Proof(self.desk_id, asked, challenge.nonce, signed.hex())
        self._token = self._ask("/session", proof, Session).token
        return card

    def _ask(self, path: str, words: msgspec.Struct, kind: type[T]) -> T:
        def once() -> T:
            with self._answer("POST", path, content=msgspec.json.encode(words)) as response:
                return _read(response, kind)

        return self._patiently(once)

    # Files

    def waiting(self) -> list[Waiting]:
        """Return the batches that wait at the hub for this desk, by number."""

        def once() -> list[Waiting]:
            with self._answer("GET", "/out") as response:
                return _read(response, list[Waiting])

        return sorted(self._patiently(once), key=lambda found: found.number)

    def upload(self, batch: Pending) -> Taken:
        """Bring a batch to the hub, from where it broke off before; return what became of it.

        Raises:
            SyncFault: the line broke for good, or the hub refused the batch and said why.
        """
        reached = -1

        def once() -> Taken:
            nonlocal reached
            at, complete = self._offset(batch)
            if complete:
                return Taken(KNOWN)
            if at > reached:
                reached, self._tries = at, 0
            return self._send(batch, at)

        return self._patiently(once)

    def _offset(self, batch: Pending) -> tuple[int, bool]:
        with self._answer("HEAD", f"/in/{batch.hash}") as response:
            response.read()  # there is nothing, but only a read answer leaves the line open for the next question
            at = response.headers.get(OFFSET, "0")
            return min(int(at) if at.isdecimal() else 0, batch.size), COMPLETE in response.headers

    def _send(self, batch: Pending, at: int) -> Taken:
        span = f"{at}-{batch.size - 1}" if at < batch.size else "*"
        headers = {"Content-Range": f"bytes {span}/{batch.size}", "Content-Length": str(batch.size - at)}
        pieces = self._pieces(batch, at)
        with self._answer("PUT", f"/in/{batch.hash}", content=pieces, headers=headers) as response:
            return _read(response, Taken)

    def _pieces(self, batch: Pending, at: int) -> Iterator[bytes]:
        with batch.path.open("rb") as file:
            file.seek(at)
            while piece := file.read(PIECE):
                yield piece
                at += len(piece)
                self.progress(batch.path.name, at, batch.size)

    def download(self, batch: Waiting, path: Path) -> None:
        """Fetch a batch into a file, from where it broke off before.

        Raises:
            SyncFault: the line broke for good, or what came is not what was announced.
        """
        part = path.with_name(path.name + ".part")

        def once() -> None:
            before = _size(part)
            if before < batch.size:
                try:
                    self._fetch(batch, part, before)
                finally:
                    if _size(part) > before:
                        self._tries = 0
            if digest_of(part) != batch.hash:  # another file's rest, or a proxy's page
                part.unlink()
                raise _TryAgain

        self._patiently(once)
        part.replace(path)

    def _fetch(self, batch: Waiting, part: Path, at: int) -> None:
        with self._answer("GET", f"/out/{batch.hash}", headers={"Range": f"bytes={at}-"}) as response:
            whole = response.status_code != httpx.codes.PARTIAL_CONTENT
            with part.open("wb" if whole else "ab") as file:
                for piece in response.iter_raw(PIECE):
                    if file.tell() + len(piece) > batch.size:
                        raise _TryAgain
                    file.write(piece)
                    self.progress(part.name, file.tell(), batch.size)
                file.flush()
                os.fsync(file.fileno())
        if _size(part) < batch.size:
            raise _TryAgain

    # The line

    @contextlib.contextmanager
    def _answer(self, method: str, path: str, **given: Any) -> Iterator[httpx.Response]:
        """Give the hub's answer to one request; a refusal is raised in its own words."""
        proof = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        headers = {**proof, **given.pop("headers", {})}
        with self._http.stream(method, path, headers=headers, **given) as response:
            if response.is_success:
                yield response
            elif response.status_code == httpx.codes.UNAUTHORIZED and path not in {"/hello", "/session"}:
                self._token = ""
                raise _TryAgain
            elif response.status_code in {409, 429, 502, 503, 504}:
                raise _TryAgain
            else:
                raise _refused(response)

    def _patiently(self, once: Callable[[], T]) -> T:
        """Do something until it succeeds, is refused, or the line has been down for longer than our patience."""
        self._tries = 0
        while True:
            try:
                return once()
            except (httpx.TransportError, _TryAgain) as error:
                if _bad_certificate(error):
                    raise HubUnknown(
                        "Chứng thư của đầu mối không được máy này tin, nên chưa gửi gì. Hãy xem lại địa chỉ, đồng hồ "
                        "máy, hoặc nêu tệp chứng thư do tỉnh cấp (--authority)."
                    ) from error
                self._rest(error)

    def _rest(self, error: Exception) -> None:
        if self._tries >= len(self.patience):
            raise unreachable() from error
        tries = self._tries
        time.sleep(self.patience[tries])
        if not self._token and isinstance(error, _TryAgain):
            with contextlib.suppress(_TryAgain, httpx.TransportError):
                self.greet()  # the hub was started anew, or the word ran out
        self._tries = tries + 1


def _read(response: httpx.Response, kind: type[T]) -> T:
    said = b""
    for piece in response.iter_raw(PIECE):
        said += piece
        if len(said) > MAX_WORDS * 16:
            break
    try:
        return msgspec.json.decode(said, type=kind)
    except (msgspec.DecodeError, RecursionError):
        raise SyncFault(
            "Máy chủ ở địa chỉ này không trả lời như đầu mối Một Cửa. Hãy xem lại địa chỉ và cổng.", field="url"
        ) from None


def _refused(response: httpx.Response) -> SyncFault:
    try:
        said = safe_words(msgspec.json.decode(response.read()[:MAX_WORDS], type=Refusal).error)
    except msgspec.DecodeError:
        said = ""
    if response.status_code == httpx.codes.FORBIDDEN:
        return HubUnknown(said or "Đầu mối không nhận máy này. Hãy gửi thẻ đơn vị cho tỉnh rồi làm lại.")
    return SyncFault(
        said or f"Đầu mối không làm được việc này (mã {response.status_code}). Hãy báo người quản trị tỉnh."
    )


def _bad_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
