"""A message of the land system as it came: fields, moments, words; nothing concluded yet (thông điệp đất đai)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

import msgspec

from desktop.deadlines import to_local
from desktop.errors import UserFacingError
from desktop.exchange.outside.land_mapping import LandKind, LandMapping, shipped_land
from desktop.folding import folded

MAX_BYTES: Final = 16 * 2**20
"""Attached files may ride along in base64."""

_HIDDEN: Final = "***"
_DAY_IN_WORDS: Final = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(20\d{2})(?!\d)")


class LandUnreadable(UserFacingError):
    """A file that is no message of the land system."""


@dataclass(frozen=True, slots=True)
class Told:
    """A moment as it was told, local time; `whole_day` when only its date was."""

    at: datetime
    whole_day: bool

    def iso(self) -> str:
        """Return it as commands take it: a bare date means that whole day."""
        return self.at.date().isoformat() if self.whole_day else self.at.isoformat(timespec="minutes")

    def in_words(self) -> str:
        """Return it as officers write it."""
        return f"{self.at:%d/%m/%Y}" if self.whole_day else f"{self.at:%H:%M %d/%m/%Y}"

    def after(self, promised: datetime) -> bool:
        """Whether it is later than a promise; a whole day is later only from the day after."""
        return self.at.date() > promised.date() if self.whole_day else self.at > promised


@dataclass(frozen=True, slots=True)
class LandReading:
    """What one message truly says. `fields` is the message itself; `verbatim` its text without the shared secret."""

    kind: str
    dossier_code: str
    fields: dict[str, Any]
    verbatim: str

    @property
    def row(self) -> LandKind | None:
        """What the table knows of this kind; None for an unknown one."""
        return shipped_land().kinds.get(self.kind)

    @property
    def note(self) -> str:
        """The free words of the message."""
        return self.text(self.row.note) if self.row else ""

    @property
    def occurred_at(self) -> datetime | None:
        """When it happened, local time; None where it is not told or cannot be read."""
        told = self.moment(self.row.at) if self.row else None
        return told.at if told else None

    @property
    def unknown(self) -> dict[str, Any]:
        """Fields the table does not list for this kind."""
        mapping = shipped_land()
        known = {mapping.code_field, mapping.new_due_field, *mapping.secret_fields, *mapping.paper_list_fields}
        known |= self.row.known if self.row else frozenset()
        return {name: value for name, value in self.fields.items() if name not in known}

    def text(self, name: str) -> str:
        """Return a field as text; anything but text and numbers counts as nothing said."""
        value = self.fields.get(name)
        return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""

    def flag(self, name: str) -> bool | None:
        """Return yes or no; None where it is neither."""
        mapping, word = shipped_land(), folded(str(self.fields.get(name))).strip()
        if word in mapping.true_words:
            return True
        return False if word in mapping.false_words else None

    def moment(self, name: str) -> Told | None:
        """Return a moment, or None where it is absent or cannot be read."""
        return read_moment(self.text(name), shipped_land())

    def names_in(self, *lists: str) -> tuple[str, ...]:
        """Return the names of papers in these lists."""
        names = shipped_land().paper_name_fields
        rows = [row for name in lists for row in listed(self.fields.get(name)) if isinstance(row, dict)]
        found = [str(row[name]).strip() for row in rows for name in names if isinstance(row.get(name), str)]
        return tuple(name for name in found if name)

    def every_word(self) -> str:
        """Return all that is said in words, as `plain_words`, names of unknown fields among it."""
        attached = self.fields.get("TapTin")
        said = [self.note, *_texts(attached), *(piece for item in self.unknown.items() for piece in _texts(list(item)))]
        return plain_words(" ".join(map(_spelt_out, said)))

    def day_in_words(self) -> Told | None:
        """Return the one date the free words name; None for none, several or an impossible one."""
        found = {match.groups() for match in _DAY_IN_WORDS.finditer(self.note)}
        if len(found) != 1:
            return None
        day, month, year = (int(part) for part in found.pop())
        try:
            return Told(datetime.combine(date(year, month, day), time.min), whole_day=True)
        except ValueError:
            return None


def listed(value: Any) -> list[Any]:
    """Return a list as it is and anything else as no list."""
    return value if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = [piece for item in value.items() for piece in item]
    return [text for each in listed(value) for text in _texts(each)]


def _spelt_out(text: str) -> str:
    """Return text with field names taken apart: "LaGiaHan" gives "La Gia Han"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)


def plain_words(text: str) -> str:
    """Return the folded words of a text, each between blanks, so that " gia han " is not found in "danh gia hang"."""
    words = " ".join(re.findall(r"[^\W_]+", folded(text)))
    return f" {words} "


def read_moment(text: str, mapping: LandMapping) -> Told | None:
    """Return a moment written in any of the table's ways or as ISO; midnight means that the whole day is meant."""
    if not text:
        return None
    if len(text) == len("2026-12-15"):
        for form in ("%Y-%m-%d", *mapping.day_formats):
            found = _parsed(text, form)
            if found:
                return Told(found, whole_day=True)
    found = _iso(text) or next((at for form in mapping.date_formats if (at := _parsed(text, form))), None)
    if found is None:
        return None
    local = _local(found, mapping)
    return Told(local, whole_day=local.time() == time.min) if local else None


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
        return None
    try:
        # .NET writes seven digits of a second, which is one more than Python reads
        return datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*", r"\1", text))
    except ValueError:
        return None


def _local(found: datetime, mapping: LandMapping) -> datetime | None:
    """Return Vietnamese wall-clock time; None at the edges of the calendar, where it cannot be told.

    Midnight without a zone is how a bare date looks when it was stored as a moment: it stays that day.
    """
    if found.tzinfo is None:
        if found.time() == time.min or not mapping.times_without_zone_are_utc:
            return found
        found = found.replace(tzinfo=UTC)
    try:
        return to_local(found)
    except OverflowError:
        return None


def land_messages(data: bytes, kind: str = "") -> list[LandReading]:
    """Read a saved message or an array of them.

    Args:
        data: JSON, either the message itself or {"service": kind, "data": message or array}.
        kind: the kind where the message does not name it itself (each kind arrives at an address of its own).

    Raises:
        LandUnreadable: no JSON, too long, or no object in it. Unknown kinds and fields are no error.
    """
    if len(data) > MAX_BYTES:
        raise LandUnreadable("Tệp lớn quá mức của thông điệp đất đai. Hãy chọn đúng tệp cần nhận.")
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LandUnreadable(
            f"Tệp không phải thông điệp JSON của hệ thống đất đai ({error}). Hãy xin gửi lại tệp."
        ) from error
    readings = list(_readings(found, kind))
    if not readings:
        raise LandUnreadable("Tệp không có thông điệp đất đai nào. Hãy chọn đúng tệp cần nhận.")
    return readings


def _readings(found: Any, kind: str) -> list[LandReading]:
    if isinstance(found, list):
        return [reading for each in found for reading in _readings(each, kind)]
    if not isinstance(found, dict):
        return []
    mapping = shipped_land()
    named = next((found[name] for name in mapping.kind_fields if isinstance(found.get(name), str)), kind)
    inner = next((found[name] for name in mapping.data_fields if isinstance(found.get(name), dict | list)), None)
    if inner is not None and mapping.code_field not in found:
        return _readings(inner, named)
    fields = {name: value for name, value in found.items() if name not in mapping.kind_fields}
    code = fields.get(mapping.code_field)
    code = str(code).strip() if isinstance(code, str | int) and not isinstance(code, bool) else ""
    return [LandReading(named, code, fields, _without_secret(found, mapping))]


def _without_secret(found: dict[str, Any], mapping: LandMapping) -> str:
    shown = {name: _HIDDEN if name in mapping.secret_fields else value for name, value in found.items()}
    return msgspec.json.encode(shown).decode()
