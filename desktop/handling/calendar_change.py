"""After a calendar change: what was promised stays; what would be counted now stands beside it (đổi lịch). Pure."""

from desktop.deadlines import Clock, Pause, Recomputed, recompute
from desktop.deadlines.lateness import Promised
from desktop.dossiers.dossier import Dossier
from desktop.terms import RUNNING


def recomputed(dossier: Dossier, clock: Clock) -> Recomputed | None:
    """Return a running dossier's promise counted anew by the present calendar.

    None where there is nothing to compare: the clock stands still, an officer gave the date, or an apology moved it.
    """
    promise, total = dossier.promise, dossier.plan.total
    if dossier.status not in RUNNING or promise is None or total is None or dossier.received_at is None:
        return None
    if dossier.due_by_officer or dossier.extensions:
        return None
    pauses = [Pause(pause.start, pause.end) for pause in dossier.pauses]
    frozen = clock.under(dossier.conventions)
    return recompute(frozen, dossier.received_at, [total.term()], Promised(promise.due, promise.whole_day), pauses)


def may_be_promised_anew(dossier: Dossier, clock: Clock) -> bool:
    """Whether the present calendar gives a later time than was promised, so that the office may tell the citizen."""
    found = recomputed(dossier, clock)
    return found is not None and found.later
