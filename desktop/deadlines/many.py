"""Due times of many dossiers at once: one look-up in the table of sessions for each."""

from collections.abc import Sequence
from datetime import datetime

from desktop.deadlines.conventions import AfterClose, Conventions, End, NonworkingReceipt, Start
from desktop.deadlines.office_time import OfficeTime
from desktop.deadlines.parts import Measure, in_counting_order, parts_of
from desktop.deadlines.term import Term

BY_SLOT = {End.DATE, End.SLOT_END}


def due_moments(
    office: OfficeTime, conventions: Conventions, received_at: Sequence[datetime], term: Term, minutes_per_day: int
) -> list[datetime] | None:
    """Return the due moment of each receipt when the slot of receipt alone decides it; None for any other count.

    Raises:
        TermNotCountable: the term has no amount or its unit is ambiguous.
        CalendarMissing: one of them would need a year without a calendar.
    """
    parts = in_counting_order(parts_of(term, conventions, minutes_per_day))
    if len(parts) != 1 or parts[0].measure is not Measure.HALF_DAYS or not _is_by_slot(conventions):
        return None
    return slots_later(office, received_at, parts[0].amount)


def _is_by_slot(conventions: Conventions) -> bool:
    return (
        conventions.end in BY_SLOT
        and conventions.start is Start.DAY0_EXCLUDED
        and conventions.after_close is AfterClose.SAME_DAY0
        and conventions.nonworking_receipt is NonworkingReceipt.NEXT_WORKING_DAY_IS_DAY0
    )


def slots_later(office: OfficeTime, received_at: Sequence[datetime], halves: int) -> list[datetime]:
    """Return the end of the slot that lies so many half days after the slot of each receipt."""
    if not received_at:
        return []
    first, before, afternoon_from, ends = office.days.first, office.slots_before, office.afternoon_from, office.ends
    # A negative index would quietly count from the other end of the table.
    office.covered(min(received_at))
    office.slot_end(office.slot(max(received_at)) + halves)
    return [
        ends[before[day := moment.toordinal() - first] + (moment.time() > afternoon_from[day]) + halves]
        for moment in received_at
    ]
