"""After a calendar change: what was promised stays, what would be counted now stands beside it (tính lại hạn)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.deadlines.clock import Clock, Due
from desktop.deadlines.lateness import Promised
from desktop.deadlines.pauses import Pause
from desktop.deadlines.term import Term, TermNotCountable


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A promise beside what the present calendar gives; nothing moves by itself.

    `computed` is None where nothing can be counted: the clock stands still, or the officer had given the date.
    `differs`: the date (for promises of a whole day) or the moment is another one. `later`: it differs and lies after
    the promise, so the office may promise anew with a reason and a paper. `provisional`: it may still move (dự kiến).
    """

    promised: Promised
    computed: Due | None
    differs: bool
    later: bool

    @property
    def provisional(self) -> bool:
        """Whether what would be computed now depends on a calendar that has not been announced."""
        return self.computed is not None and self.computed.provisional


def recompute(
    clock: Clock, received_at: datetime, terms: Sequence[Term], promised: Promised, pauses: Sequence[Pause] = ()
) -> Recomputed:
    """Count a promise again by the calendar and the conventions of this clock.

    Args:
        clock: with the present calendar and the conventions frozen onto the dossier.
        received_at: naive local time.
        terms: the steps that make up the promise, in order, or the whole term as the only one.
        promised: the promise that holds.
        pauses: all pauses of the dossier since its receipt.

    Raises:
        CalendarMissing: the way leads into a year without a calendar.
    """
    try:
        dues = clock.due_after(received_at, terms, pauses)
    except TermNotCountable:
        dues = []
    computed = dues[-1] if dues else None
    if computed is None:
        return Recomputed(promised, None, differs=False, later=False)
    if promised.whole_day and computed.whole_day:
        new, old = (due.at.replace(hour=0, minute=0) for due in (computed, promised))
    else:
        new, old = computed.at, promised.at
    return Recomputed(promised, computed, differs=new != old, later=new > old)
