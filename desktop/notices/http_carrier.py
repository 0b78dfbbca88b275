"""Texts over HTTP: each outcome told apart as the wire allows, above all "not sent" from "not known" (gửi qua HTTP)."""

import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from desktop.notices.carrier import Outcome, Receipt
from desktop.notices.gateway import Gateway, Reading, address_for, filled_in, is_this_computer, values_of
from desktop.notices.states import Outgoing
from desktop.terms import MessageChannel

MAX_ANSWER: Final = 64 * 1024
"""Bytes of an answer that are read; no gateway says more about one text."""
FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0
"""Seconds between tries: doubled from the first on, or what the gateway asks for, up to the longest."""

NEVER_LEFT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
)
"""Faults before the first byte of a text could go."""

# Their lines name addresses and answers; what a citizen is told has no place in a log.
for _library in ("httpx", "httpcore"):
    logging.getLogger(_library).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class _Answered:
    status: int
    body: bytes
    wait: float


@dataclass(frozen=True, slots=True)
class _Try:
    """One try: what is known after it, how long the gateway wants to be left alone, whether another try is safe."""

    receipt: Receipt
    wait: float = 0.0
    again: bool = False


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """A gateway reached over HTTP. `secret` fills {secret} and is shown nowhere.

    `timer` counts seconds for the time limit, `rest` waits between tries.
    """

    gateway: Gateway
    secret: str = field(default="", repr=False)
    rest: Callable[[float], None] = time.sleep
    timer: Callable[[], float] = time.monotonic

    @property
    def channels(self) -> frozenset[MessageChannel]:
        """What the gateway sends."""
        return frozenset(self.gateway.channels)

    @property
    def together(self) -> bool:
        """One text at a time: a stop loses at most one outcome."""
        return False

    @property
    def repeatable(self) -> bool:
        """Whether the gateway knows a text by its id."""
        return self.gateway.repeatable

    @property
    def real(self) -> bool:
        """Whether it reaches citizens: a gateway on this computer is a trial."""
        return not is_this_computer(self.gateway.url)

    def send(self, outgoing: Sequence[Outgoing]) -> Iterator[Receipt]:
        """Send texts, each tried again where that is safe; ends after one that shows that the gateway is away."""
        with self._client() as client:
            for text in outgoing:
                receipt = self._tried(client, text)
                yield receipt
                if receipt.stop:
                    return

    def ask(self, outgoing: Sequence[Outgoing]) -> Iterator[Receipt]:
        """Ask the gateway what became of texts; nothing where it can not be asked."""
        if self.gateway.ask is None or not outgoing:
            return
        with self._client() as client:
            for text in outgoing:
                receipt = self._asked(client, text)
                yield receipt
                if receipt.stop:
                    return

    def _client(self) -> httpx.Client:
        return httpx.Client(timeout=self.gateway.timeout_seconds, follow_redirects=False)

    def _tried(self, client: httpx.Client, text: Outgoing) -> Receipt:
        """Send one text up to `tries` times. Once it may have gone, no later refusal makes that certain again."""
        doubt: Receipt | None = None
        last = _Try(Receipt(text.id, Outcome.NOT_SENT))
        for turn in range(self.gateway.tries):
            last = self._once(client, text)
            open_still = last.receipt.outcome is Outcome.UNSURE
            doubt = last.receipt if open_still else doubt
            again = last.again or (open_still and self.repeatable)
            if not again or turn + 1 == self.gateway.tries:
                break
            self.rest(min(max(FIRST_WAIT * 2**turn, last.wait), LONGEST_WAIT))
        return doubt if doubt is not None and last.receipt.outcome is Outcome.NOT_SENT else last.receipt

    def _once(self, client: httpx.Client, text: Outgoing) -> _Try:
        try:
            request = self._request(client, text)
        except (httpx.InvalidURL, UnicodeError, ValueError):
            return _Try(Receipt(text.id, Outcome.NOT_SENT, reason=SETUP.format(what="khóa truy cập"), stop=True))
        try:
            answered = self._answer(client, request)
        except NEVER_LEFT:
            return _Try(Receipt(text.id, Outcome.NOT_SENT, reason=AWAY, stop=True), again=True)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, TimeoutError, UnicodeError):
            return _Try(Receipt(text.id, Outcome.UNSURE, reason=CUT_OFF))
        return self._read(answered, text)

    def _request(self, client: httpx.Client, text: Outgoing) -> httpx.Request:
        values = values_of(text, self.secret)
        headers = {name: filled_in(value, values) for name, value in self.gateway.headers.items()}
        if self.gateway.idempotency_header:
            headers[self.gateway.idempotency_header] = text.id
        body = filled_in(self.gateway.body, values)
        content: dict[str, Any] = {"json": body} if self.gateway.body_type == "json" else {"data": body}
        url = address_for(self.gateway.url, text.id)
        return client.build_request(self.gateway.method, url, headers=headers, **content)

    def _answer(self, client: httpx.Client, request: httpx.Request) -> _Answered:
        """Return a whole answer, or raise when it takes longer than the time limit as a whole."""
        end = self.timer() + self.gateway.timeout_seconds
        body = b""
        response = client.send(request, stream=True)
        try:
            for piece in response.iter_bytes():
                body += piece
                if self.timer() > end:
                    raise TimeoutError
                if len(body) > MAX_ANSWER:
                    break
        finally:
            response.close()
        return _Answered(response.status_code, body, _seconds(response.headers.get("Retry-After", "")))

    def _read(self, answered: _Answered, text: Outgoing) -> _Try:
        gateway, status = self.gateway, answered.status
        proof = _at(answered.body, gateway.answer.proof)
        if status in gateway.handed_status:
            receipt = _by_code(gateway.answer, answered.body, text, Outcome.HANDED)
            return _Try(receipt, answered.wait, again=receipt.outcome is Outcome.NOT_SENT)
        if status in gateway.duplicate_status:
            return _Try(Receipt(text.id, Outcome.HANDED, proof or "cổng đã nhận từ lần gửi trước"))
        if status in gateway.failed_status:
            return _Try(Receipt(text.id, Outcome.FAILED, proof, f"Cổng nhắn tin từ chối tin này (mã {status})"))
        if status == httpx.codes.TOO_MANY_REQUESTS:
            busy = Receipt(text.id, Outcome.NOT_SENT, reason="Cổng nhắn tin đang bận, chưa nhận tin", stop=True)
            return _Try(busy, answered.wait, again=True)
        if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return _Try(Receipt(text.id, Outcome.UNSURE, reason=f"cổng nhắn tin báo lỗi {status}"), answered.wait)
        setup = SETUP.format(what=f"trả lời mã {status}")
        return _Try(Receipt(text.id, Outcome.NOT_SENT, reason=setup, stop=True))

    def _asked(self, client: httpx.Client, text: Outgoing) -> Receipt:
        ask = self.gateway.ask
        assert ask is not None
        values = values_of(text, self.secret)
        headers = {name: filled_in(value, values) for name, value in self.gateway.headers.items()}
        try:
            request = client.build_request(ask.method, address_for(ask.url, text.id), headers=headers)
            answered = self._answer(client, request)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, TimeoutError, UnicodeError, ValueError):
            return Receipt(text.id, Outcome.UNSURE, reason="chưa hỏi được cổng nhắn tin", stop=True)
        if answered.status in ask.never_seen_status:
            return Receipt(text.id, Outcome.NEVER_SEEN, reason=NEVER_SEEN)
        if answered.status not in self.gateway.handed_status:
            return Receipt(text.id, Outcome.UNSURE, reason=f"cổng nhắn tin trả lời mã {answered.status}")
        return _by_code(ask.answer, answered.body, text, Outcome.UNSURE)


AWAY: Final = "Không kết nối được cổng nhắn tin; chương trình sẽ gửi lại khi có mạng"
CUT_OFF: Final = "cổng nhắn tin trả lời chậm hoặc ngắt giữa chừng"
SETUP: Final = "Thiết lập cổng nhắn tin chưa đúng ({what}). Hãy báo người quản trị; tin vẫn đang chờ gửi"
NEVER_SEEN: Final = "Cổng nhắn tin cho biết chưa từng nhận tin này; tin sẽ được gửi lại"
UNKNOWN_CODE: Final = "cổng nhắn tin trả lời mã “{code}” chưa có trong thiết lập"


def _by_code(reading: Reading, body: bytes, text: Outgoing, otherwise: Outcome) -> Receipt:
    """Return what the code in an answer means; without a place for a code, `otherwise`."""
    proof = _at(body, reading.proof)
    if not reading.field:
        return Receipt(text.id, otherwise, proof)
    code = _at(body, reading.field)
    meanings = (
        (reading.handed, Outcome.HANDED, ""),
        (reading.confirmed, Outcome.CONFIRMED, ""),
        (reading.failed, Outcome.FAILED, f"Cổng nhắn tin báo gửi không được (mã {code})"),
        (reading.busy, Outcome.NOT_SENT, f"Cổng nhắn tin chưa nhận tin (mã {code})"),
        (reading.never_seen, Outcome.NEVER_SEEN, NEVER_SEEN),
    )
    for codes, outcome, reason in meanings:
        if code and code in codes:
            return Receipt(text.id, outcome, proof, reason)
    return Receipt(text.id, Outcome.UNSURE, proof, UNKNOWN_CODE.format(code=code[:40]))


def _at(body: bytes, place: str) -> str:
    """Return what stands at a place ("data.code", "items.0.id") of a JSON answer, or nothing."""
    if not place:
        return ""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    for name in place.split("."):
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        elif isinstance(value, dict):
            value = value.get(name)
        else:
            return ""
    return "" if value is None or isinstance(value, dict | list) else str(value)[:200]


def _seconds(text: str) -> float:
    """Return the wait a gateway asks for in seconds; a date instead is left to our own waiting."""
    return float(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0.0
