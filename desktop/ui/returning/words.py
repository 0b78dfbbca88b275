"""What the return page says of a dossier: how it kept its time, what was told, what goes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.deadlines import Clock, Outcome
from desktop.dossiers.bodies import PaperItem
from desktop.dossiers.dossier import Dossier, Message
from desktop.handling.handing_out import Punctual, owner_of
from desktop.ui.controls.dossier_rows import RowFace
from desktop.wording import MESSAGE, MESSAGE_STATE


@dataclass(frozen=True, slots=True)
class Mark:
    """Words, tone and icon together, so that colour never speaks alone."""

    words: str
    tone: str
    icon: str


_MARKS = {
    Outcome.EARLY: Mark("Sớm hạn", "in_time", "arrow_upload_20_regular"),
    Outcome.ON_TIME: Mark("Đúng hạn", "in_time", "checkmark_circle_20_regular"),
    Outcome.LATE: Mark("Trễ hạn", "overdue", "error_circle_20_regular"),
}
UNRECORDED = Mark("Chưa ghi có kết quả", "soon", "warning_20_regular")
NOT_NOW = Mark("Chưa trả được", "overdue", "error_circle_20_regular")


def mark_of(found: Punctual | None, clock: Clock) -> Mark:
    """Return how a result came by its promise: "Trễ hạn · quá 2 ngày 1 giờ"."""
    if found is None:
        return UNRECORDED
    mark = _MARKS[found.outcome]
    if not found.late_minutes:
        return mark
    return Mark(f"{mark.words} · {clock.remaining_words(-found.late_minutes)}", mark.tone, mark.icon)


def moment_words(moment: datetime | None) -> str:
    """Return "11:30 · 23/11/2026", a dash for none."""
    return f"{moment:%H:%M} · {moment:%d/%m/%Y}" if moment else "–"


def message_lines(messages: Iterable[Message]) -> list[tuple[str, str]]:
    """Return what the citizen was to be told, the latest first: words, and how far each message is."""
    return [
        (f"{message.at:%d/%m} · {MESSAGE[message.kind]}", MESSAGE_STATE[message.state])
        for message in sorted(messages, key=lambda message: message.at, reverse=True)
    ]


def paper_line(paper: PaperItem) -> tuple[str, str]:
    """Return a paper handed in, with its number of originals."""
    return paper.name, f"{paper.originals} bản chính"


def returned_face(dossier: Dossier, found: Punctual | None, clock: Clock) -> RowFace:
    """Return the row of a result handed out today."""
    mark = mark_of(found, clock)
    owner = dossier.returned_to == owner_of(dossier)
    return RowFace(
        key=dossier.id,
        lead=f"{dossier.ended_at:%H:%M}" if dossier.ended_at else "",
        mark="checkmark_circle_20_filled",
        tone="in_time",
        code=dossier.reference,
        under_code=f"hẹn {dossier.promise.due:%d/%m/%Y}" if dossier.promise else "",
        name=dossier.applicant.named,
        procedure=dossier.plan.name,
        aside=dossier.returned_to,
        under_aside="chủ hồ sơ nhận" if owner else "nhận thay",
        pill=mark.words,
        pill_tone=mark.tone,
    )
