"""What the counter must know before it hands a result out (trả kết quả). Pure."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from desktop.deadlines import Clock, Outcome
from desktop.dossiers.bodies import PaperItem
from desktop.dossiers.dossier import Dossier
from desktop.handling.lateness import lateness
from desktop.terms import Status


@dataclass(frozen=True, slots=True)
class Punctual:
    """How a result came by the promise in force; `late_minutes` are working minutes behind it, 0 when in time."""

    outcome: Outcome
    late_minutes: int = 0


def punctual(dossier: Dossier, clock: Clock, ready_at: datetime | None = None) -> Punctual | None:
    """Return whether the result came early, on time or late; None while there is none, or nothing was promised.

    `ready_at` stands in where nobody recorded the result: the time it was signed.
    """
    done = ready_at or dossier.ready_at
    if done is None or dossier.promise is None:
        return None
    found = lateness(msgspec.structs.replace(dossier, ready_at=done), clock, done)
    if found is None:
        return None
    behind = clock.minutes_between(dossier.promise.due, done) if found.by_current == Outcome.LATE else 0
    return Punctual(Outcome(found.by_current), max(0, behind))


def result_missing(dossier: Dossier) -> bool:
    """Whether nobody has recorded that there is a result, so that the date on it is asked for."""
    return dossier.status is not Status.RESULT_READY and dossier.ready_at is None


def originals_handed_in(dossier: Dossier) -> tuple[PaperItem, ...]:
    """Return the papers handed in as originals: those a citizen may want back."""
    return tuple(paper for paper in dossier.papers if paper.ok and paper.originals > 0)


def owner_of(dossier: Dossier) -> str:
    """Return who takes the result by right: the organisation's delegate, else the applicant."""
    return dossier.applicant.delegate or dossier.applicant.full_name
