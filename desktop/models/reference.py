"""Documents an office issues for itself and for those below it: calendars so far (tài liệu dùng chung).

Each office has one document of a kind, its newest. A kind this program does not know is kept and passed on as it is.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserFacingError
from desktop.models.tables import ReferenceRow

NATIONAL_CALENDAR: Final = "national-calendar"
"""Days off of whole years, new or corrected, format `vn-days-off/1`; issued by a province."""

OFFICE_CALENDAR: Final = "office-calendar"
"""What an office lays over the national calendar, format `office-calendar/1`."""

OFFICE_DIRECTORY: Final = "office-directory"
"""Begins the kinds under which a province lists the cards of its offices, format `office-directory/1`."""

PROCEDURE: Final = "procedure:"
"""Begins the kinds under which an office above issues procedures, one a kind; the procedure's id follows."""

MAX_DOCUMENT: Final = 256 * 1024
"""Letters of one document; the ten years of the shipped calendar have about 35,000."""

_STAMP: Final = "%Y-%m-%dT%H:%M:%SZ"

_Word = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+\Z")]


class Reference(msgspec.Struct, frozen=True):
    """One document as it was issued; `issued_at` is UTC, `hash` the SHA-256 of the text."""

    kind: _Word
    source_office: _Word
    source_name: _Word
    issued_at: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")]
    document: Annotated[str, Meta(max_length=MAX_DOCUMENT)]
    hash: str

    @property
    def is_whole(self) -> bool:
        """Whether the text is the one that was issued."""
        return self.hash == _hash(self.document)


def issue(session: Session, kind: str, office: tuple[str, str], document: Any, now_utc: datetime) -> Reference:
    """Keep a new document of our own office (code, name) in place of the one before, and return it.

    Its time lies after that of the one before even where the computer's clock was set back: else nobody would take it.

    Raises:
        UserFacingError: the document is too long to be sent.
    """
    text = msgspec.json.encode(document).decode()
    if len(text) > MAX_DOCUMENT:
        raise UserFacingError("Tệp lịch quá lớn để gửi cho đơn vị khác. Hãy bỏ bớt các năm đã qua.", field="calendar")
    before = session.get(ReferenceRow, (kind, office[0]))
    issued = now_utc.astimezone(UTC)
    if before is not None:
        last = datetime.strptime(before.issued_at, _STAMP).replace(tzinfo=UTC)
        issued = max(issued, last + timedelta(seconds=1))
    reference = Reference(kind, *office, issued.strftime(_STAMP), text, _hash(text))
    keep(session, reference)
    return reference


def keep(session: Session, reference: Reference) -> bool:
    """Keep a document unless that office's document of this kind that we hold is as new; tell whether it was kept."""
    before = session.get(ReferenceRow, (reference.kind, reference.source_office))
    if before is not None and before.issued_at >= reference.issued_at:
        return False
    session.merge(ReferenceRow(**msgspec.structs.asdict(reference)))
    session.flush()
    return True


def held(session: Session) -> list[Reference]:
    """Return every document we hold, by kind and office."""
    rows = session.scalars(select(ReferenceRow).order_by(ReferenceRow.kind, ReferenceRow.source_office))
    names = Reference.__struct_fields__
    return [Reference(**{name: getattr(row, name) for name in names}) for row in rows]


def is_above(upper: str, lower: str) -> bool:
    """Tell by the codes alone whether one office stands above another, in either standard of codes.

    "H14" stands above "H14.12", that above "H14.12.3"; in the other standard "000.00.00.H14" above "000.00.12.H14".
    """
    above, below = rank_path(upper), rank_path(lower)
    return len(above) < len(below) and below[: len(above)] == above


def rank_path(code: str) -> tuple[str, ...]:
    """Return a code's parts from the highest office down: ("H14", "12", "3")."""
    parts = code.split(".")
    if len(parts) == 4 and parts[-1][:1].isalpha():  # 000.12.53.H48 is written from below, empty ranks as zeros
        return tuple(part.lstrip("0") for part in reversed(parts) if part.strip("0"))
    return tuple(part.lstrip("0") for part in parts)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
