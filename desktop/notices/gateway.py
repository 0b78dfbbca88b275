"""How to speak to an HTTP gateway: a document checked when it is set, so that no round meets a surprise (cổng HTTP)."""

import json
import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any, Final, Literal
from urllib.parse import quote, urlsplit

import msgspec

from desktop.errors import UserFacingError
from desktop.notices.phones import international
from desktop.notices.states import Outgoing
from desktop.terms import MessageChannel

FORMAT: Final = "sms-gateway/1"
FIELDS: Final = frozenset({"id", "to", "to_international", "text", "subject", "parts", "secret"})
"""What a document may name in braces."""

_FIELD: Final = re.compile(r"\{([a-z_]+)\}")
_HEADER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to read an answer's body: the place of its code ("data.code"), which code means what, where its number is.

    Without `field` the HTTP status alone decides. A code that stands nowhere leaves the outcome open.
    """

    field: str = ""
    handed: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()
    never_seen: tuple[str, ...] = ()
    proof: str = ""


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to ask what became of a text, by its id in the address."""

    url: str
    answer: Reading
    method: Literal["GET", "POST"] = "GET"
    never_seen_status: tuple[int, ...] = (404,)


class Gateway(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gateway. `repeatable`: it tells the citizen once what it gets twice under one id.

    `timeout_seconds` bounds a whole answer, `tries` one text in one round, `idempotency_header` carries the id.
    """

    format: str
    url: str
    body: Any
    method: Literal["POST", "PUT"] = "POST"
    body_type: Literal["json", "form"] = "json"
    headers: dict[str, str] = {}
    idempotency_header: str = ""
    repeatable: bool = False
    channels: tuple[MessageChannel, ...] = (MessageChannel.SMS,)
    timeout_seconds: float = 15.0
    tries: int = 3
    handed_status: tuple[int, ...] = (200, 201, 202)
    duplicate_status: tuple[int, ...] = (409,)
    failed_status: tuple[int, ...] = (400, 422)
    answer: Reading = Reading()
    ask: Ask | None = None
    plain_http: bool = False
    """Only for a gateway inside the province's own network: texts and numbers go unencrypted."""
    source: str = ""


class GatewayRefused(UserFacingError):
    """The document can not be used; what is wrong is named."""


def read_gateway(text: str) -> Gateway:
    """Read and check a gateway's document.

    Raises:
        GatewayRefused: not JSON of this shape, an unsafe address, an unknown field in braces, a text or number left
            out, or a promise of repeatability without an id.
    """
    try:
        gateway = msgspec.convert(json.loads(text), Gateway)
    except json.JSONDecodeError as error:
        raise _refused(f"dòng {error.lineno} không đúng dạng JSON ({error.msg})") from error
    except (msgspec.ValidationError, RecursionError) as error:
        raise _refused(str(error)) from error
    fault = next(_faults(gateway), None)
    if fault:
        raise _refused(fault)
    return gateway


def _refused(fault: str) -> GatewayRefused:
    return GatewayRefused(
        f"Thiết lập cổng nhắn tin không dùng được: {fault}. Hãy sửa tệp rồi làm lại.", field="gateway"
    )


def _faults(gateway: Gateway) -> Iterator[str]:
    if gateway.format != FORMAT:
        yield f"cần “format”: “{FORMAT}”"
    yield from _address_faults(gateway)
    named = _named(gateway)
    for name in sorted(named - FIELDS):
        yield f"không có thông tin “{{{name}}}” (dùng được: {', '.join(sorted(FIELDS))})"
    in_body = set(_fields_in(gateway.body))
    if "text" not in in_body or not in_body & {"to", "to_international"}:
        yield "nội dung “body” phải có {text} và {to} hoặc {to_international}"
    if gateway.repeatable and not (gateway.idempotency_header or "id" in in_body):
        yield "cổng nhận lặp lại an toàn (“repeatable”) phải nhận {id} trong “body” hoặc “idempotency_header”"
    if gateway.body_type == "form" and not _is_flat(gateway.body):
        yield "“body” dạng form phải là các cặp tên, giá trị chữ"
    yield from _header_faults(gateway)
    if not 0 < gateway.timeout_seconds <= 120 or not 1 <= gateway.tries <= 10:
        yield "“timeout_seconds” từ trên 0 đến 120 giây, “tries” từ 1 đến 10 lần"
    if gateway.ask is not None and "id" not in _fields_in(gateway.ask.url):
        yield "địa chỉ hỏi kết quả phải có {id}"


def _address_faults(gateway: Gateway) -> Iterator[str]:
    for url in (gateway.url, gateway.ask.url if gateway.ask else gateway.url):
        parts = urlsplit(url)
        if parts.scheme not in {"https", "http"} or not parts.hostname:
            yield f"địa chỉ “{url}” không phải địa chỉ https"
        elif parts.scheme == "http" and not (gateway.plain_http or is_this_computer(url)):
            yield f"địa chỉ “{url}” không mã hóa; nếu cổng nằm trong mạng riêng của tỉnh, hãy ghi “plain_http”: true"
        if parts.username or parts.password or "secret" in _fields_in(url):
            yield "mã bí mật không được nằm trong địa chỉ; hãy để {secret} trong “headers” hoặc “body”"
        if set(_fields_in(url)) - {"id", "secret"}:
            yield "địa chỉ chỉ được chứa {id}"


def _header_faults(gateway: Gateway) -> Iterator[str]:
    for name, value in {
        **gateway.headers,
        **({gateway.idempotency_header: ""} if gateway.idempotency_header else {}),
    }.items():
        if not _HEADER.fullmatch(name) or not value.isascii() or not value.isprintable():
            yield f"dòng đầu “{name}” không đúng dạng"
        if set(_fields_in(value)) - {"id", "secret"}:
            yield f"dòng đầu “{name}” chỉ được chứa {{id}} và {{secret}}"


def _is_flat(body: Any) -> bool:
    return isinstance(body, dict) and all(isinstance(value, str) for value in body.values())


def _named(gateway: Gateway) -> set[str]:
    return {*_fields_in(gateway.body), *_fields_in(gateway.headers), *_fields_in(gateway.url)}


def _fields_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return _FIELD.findall(value)
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [name for one in inside for name in _fields_in(one)]


def is_this_computer(url: str) -> bool:
    """Whether an address is that of this computer, where trials run."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def values_of(text: Outgoing, secret: str) -> dict[str, str]:
    """Return what stands for the fields in braces."""
    return {
        "id": text.id,
        "to": text.to,
        "to_international": international(text.to),
        "text": text.text,
        "subject": text.subject,
        "parts": str(text.parts),
        "secret": secret,
    }


def filled_in(template: Any, values: Mapping[str, str]) -> Any:
    """Return a body with its fields filled, in one pass: what a citizen is called can not become a field itself."""
    if isinstance(template, str):
        return _FIELD.sub(lambda found: values.get(found[1], found[0]), template)
    if isinstance(template, dict):
        return {name: filled_in(value, values) for name, value in template.items()}
    return [filled_in(value, values) for value in template] if isinstance(template, list) else template


def address_for(url: str, message_id: str) -> str:
    """Return an address with the id in it, quoted."""
    return url.replace("{id}", quote(message_id, safe=""))
