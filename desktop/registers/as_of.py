"""A dossier as it stood at an earlier moment, so that a report of last month says tomorrow what it says today. Pure.

Only what reports ask about is set back: results and ends, promises, pauses, requests for papers, apologies. What was
corrected since stays corrected.
"""

from datetime import datetime

from msgspec.structs import replace

from desktop.dossiers.dossier import Dossier, Pause, Promise, SupplementRound
from desktop.handling.lateness import processed_at
from desktop.terms import ENDED, PauseKind, Status

WAITS = {
    PauseKind.SUPPLEMENT: Status.WAITING_SUPPLEMENT,
    PauseKind.OBLIGATION: Status.WAITING_OBLIGATION,
    PauseKind.OTHER: Status.PAUSED,
}


def as_of(dossier: Dossier, moment: datetime) -> Dossier:
    """Return the dossier with what happened at or after a moment left out."""
    pauses = tuple(_pause(pause, moment) for pause in dossier.pauses if pause.start < moment)
    before = replace(
        dossier,
        ready_at=_before(dossier.ready_at, moment),
        ended_at=_before(dossier.ended_at, moment),
        promises=_promises(dossier, moment),
        pauses=pauses,
        supplements=tuple(_round(asked, moment) for asked in dossier.supplements if asked.asked < moment),
        extensions=tuple(extension for extension in dossier.extensions if extension.at < moment),
    )
    return replace(before, status=_status(dossier, before))


def _before(at: datetime | None, moment: datetime) -> datetime | None:
    return at if at is not None and at < moment else None


def _promises(dossier: Dossier, moment: datetime) -> tuple[Promise, ...]:
    """Return the promises made by then; the first one stays, since a dossier was never without."""
    return tuple(promise for place, promise in enumerate(dossier.promises) if place == 0 or promise.since < moment)


def _pause(pause: Pause, moment: datetime) -> Pause:
    return replace(pause, end=_before(pause.end, moment))


def _round(asked: SupplementRound, moment: datetime) -> SupplementRound:
    return replace(asked, answered=_before(asked.answered, moment))


def _status(now: Dossier, then: Dossier) -> Status:
    if then.ended_at is not None:
        return now.status
    if then.ready_at is not None:
        return Status.RESULT_READY
    if then.open_pause is not None and now.received_at is not None:
        return WAITS[then.open_pause.kind]
    gone_on = processed_at(now) is not None or now.waiting or now.status in ENDED
    return Status.IN_PROGRESS if gone_on and now.received_at is not None else now.status
