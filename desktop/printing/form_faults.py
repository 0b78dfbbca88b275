"""What is wrong with a forms file: the key at fault and, in Vietnamese, why (lỗi trong tệp mẫu)."""

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any, TypeVar

import msgspec

Record = TypeVar("Record", bound=msgspec.Struct)


class FormFault(Exception):
    """A forms file breaks the format at `key` ("receipt.due"); `why` is Vietnamese and ends without a stop."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}")
        self.key = key
        self.why = why


_DATE = {"day", "month", "year"}
_PLACEHOLDERS: dict[str, set[str]] = {
    "common.number": {"number", "symbol"},
    "common.place_and_date": {"place", *_DATE},
    "common.moment": {"hour", "minute", *_DATE},
    "common.originals": {"count"},
    "common.copies": {"count"},
    "common.reprint": {"times"},
    "common.reprint_reason": {"times", "reason"},
    "common.page": {"page", "pages"},
    "common.day": _DATE,
    "common.day_and_time": {"hour", "minute", *_DATE},
    "receipt.sets": {"sets"},
    "receipt.register": {"book", "number"},
    "receipt.notes": {"desk"},
    "supplement.help": {"officer", "phone"},
    "rejection.refusal": {"desk", "issuer"},
    "apology.addressee": {"applicant"},
    "apology.received": {*_DATE, "agency", "procedure", "applicant", "code"},
    "apology.promised": {"promised_at"},
    "apology.before_due.delay": {"agency", "reason"},
    "apology.after_due.delay": {"agency", "reason"},
    "apology.new_date": {"agency", "new_due_at"},
    "due_notice.addressee": {"applicant"},
    "due_notice.received": {*_DATE, "issuer", "procedure", "applicant", "code"},
    "due_notice.promised": {"promised_at"},
    "due_notice.change": {"reason"},
    "due_notice.new_date": {"new_due_at"},
    "due_notice.help": {"desk", "phone"},
    "stop.addressee": {"applicant"},
    "stop.received": {*_DATE, "agency", "procedure", "applicant", "code"},
    "stop.requested": _DATE,
    "stop.stopped": {"agency", *_DATE},
    "stop.help": {"desk", "phone"},
    "register.field": {"field"},
    "register.book": {"book"},
    "register.period": {"first", "last"},
    "handover_list.total": {"total"},
    "reminder.addressee": {"unit"},
    "reminder.earlier": {"times", "state", *_DATE},
    "reminder.asks": {"desk", "within"},
}
_MAY_LEAVE_OUT = {"receipt.notes", "reminder.asks"}
"""Wording that need not name its data; everywhere else a left-out name would lose what the paper must say."""

_WHY = (
    (r"Object contains unknown field", "mẫu không có mục này"),
    (r"Object missing required field", "thiếu mục này"),
    (r"Expected `str` of length >= 1", "không được để trống"),
    (r"Expected `array` of (?:at least )?length (?:>= )?(\d+)", r"phải có đủ \1 dòng"),
    (r"Expected `array` of length <= (\d+)", r"nhiều hơn \1 dòng"),
    (r"Expected `str` matching regex", "dùng dấu ngoặc nhọn { } không đúng chỗ"),
    (r"Invalid enum value '?([^']*)'?", r"không có lựa chọn “\1”"),
    (r"Invalid enum value (.*)", r"không có lựa chọn “\1”"),
    (r"Expected `(\w+)[^`]*`, got `(\w+)`", r"sai kiểu dữ liệu (cần \1, đang là \2)"),
)
"""What msgspec says, in the officer's language; the keys of JSON types stay as JSON names them."""


def decoded(content: bytes, kind: type[Record]) -> Record:
    """Return a set of forms out of its JSON, with placeholders and orders of lines checked.

    Raises:
        FormFault: the first key that breaks the format.
    """
    try:
        forms = msgspec.json.decode(content, type=kind)
    except msgspec.ValidationError as error:
        raise fault_of(error) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FormFault("", f"không phải JSON hợp lệ ({error})") from error
    for key, part in _parts(forms, ""):
        _check_placeholders(key, part)
        _check_lines(key, part)
    return forms


def fault_of(error: msgspec.ValidationError) -> FormFault:
    """Return the key a msgspec message speaks of, and its reason in Vietnamese."""
    message, _, _ = str(error).partition(" - at ")
    at = re.search(r" - at `\$\.?(.*)`$", str(error))
    named = re.search(r"(?:required|unknown) field `(\w+)`", message)
    return FormFault(".".join(match[1] for match in (at, named) if match and match[1]), _vietnamese(message))


def _vietnamese(message: str) -> str:
    for pattern, words in _WHY:
        found = re.match(pattern, message)
        if found:
            return found.expand(words)
    return message


def _parts(part: Any, key: str) -> Iterator[tuple[str, Any]]:
    """Yield every record of the file with its dotted key; list items bear the key of their list."""
    if isinstance(part, msgspec.Struct):
        yield key, part
        for name in part.__struct_fields__:
            yield from _parts(getattr(part, name), f"{key}.{name}" if key else name)
    elif isinstance(part, tuple):
        for item in part:
            yield from _parts(item, key)


def _check_placeholders(key: str, part: Any) -> None:
    text = getattr(part, "text", None)
    if text is None:
        return
    wanted = _PLACEHOLDERS.get(key, set())
    try:
        found = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise FormFault(key, "dấu ngoặc nhọn { } không thành cặp") from error
    missing = set() if key in _MAY_LEAVE_OUT else wanted - found
    if missing or found - wanted:
        raise FormFault(key, _name_fault(sorted(missing), sorted(found - wanted)))


def _name_fault(missing: list[str], foreign: list[str]) -> str:
    faults = [f"thiếu {{{name}}}" for name in missing] + [f"không dùng được {{{name}}}" for name in foreign]
    return ", ".join(faults)


def _check_lines(key: str, part: Any) -> None:
    """Each line of the body stands once; none is unknown, none that the paper needs is left out."""
    if not hasattr(part, "LINES"):
        return
    given, known = list(part.lines), set(part.LINES)
    needed = known - part.OPTIONAL
    for fault, names in (
        ("không có dòng", [name for name in given if name not in known]),
        ("lặp lại dòng", [name for name in given if given.count(name) > 1]),
        ("thiếu dòng", [name for name in part.LINES if name in needed and name not in given]),
    ):
        if names:
            raise FormFault(f"{key}.lines", f"{fault} “{names[0]}”")
