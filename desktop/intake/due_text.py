"""How a due time came about, in words for the screen; and how an officer's own one is read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from desktop.deadlines import Calendar, OfficeHours, provisional_years
from desktop.errors import UserFacingError
from desktop.procedures.oddities import in_words
from desktop.procedures.plan import Plan, PlannedStep, add_up
from desktop.procedures.procedure import Limit

_MOMENT = re.compile(
    r"(?:(?P<h1>\d{1,2})[:hg](?P<m1>\d{2})?\D+)?(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4})"
    r"(?:\D+(?P<h2>\d{1,2})[:hg](?P<m2>\d{2})?)?"
)


class DueUnreadable(UserFacingError):
    """What was typed is no date."""


@dataclass(frozen=True, slots=True)
class UnitShare:
    """How long a unit has, in the line of steps: "3 ngày", "dừng", or "–" where the source gives no time."""

    unit: str
    time: str


def provisional_words(calendar: Calendar, received_on: date, due_on: date) -> str:
    """Return why a due time may still move: "lịch 2027 chưa công bố"; empty where it may not."""
    years = ", ".join(map(str, provisional_years(calendar, received_on, due_on)))
    return f"lịch {years} chưa công bố" if years else ""


def unit_shares(chosen: Plan) -> tuple[UnitShare, ...]:
    """Return the line of steps by unit, neighbouring steps of one unit joined; steps only taken on purpose left out."""
    steps = [step for step in chosen.steps if not step.optional and (step.counts or step.stops_clock)]
    return tuple(
        UnitShare(unit, _share(list(run))) for (unit, _), run in groupby(steps, key=lambda s: (_unit(s), s.stops_clock))
    )


def _unit(step: PlannedStep) -> str:
    return step.holder.split(" · ")[0] or step.title


def _share(steps: Sequence[PlannedStep]) -> str:
    if steps[0].stops_clock:
        return "dừng"
    added = add_up([step.limit for step in steps if step.limit])
    return short_words(added) if added else "–"


def short_words(limit: Limit) -> str:
    """Return a limit for a narrow column: "3 ngày", "18 + 10 ngày"."""
    words = " + ".join(in_words(part) for part in limit.parts or (limit,))
    return words.replace(" ngày làm việc", " ngày").replace(" giờ làm việc", " giờ").replace(" ngày + ", " + ")


def read_due(text: str, hours: OfficeHours) -> datetime:
    """Return the due time an officer typed: "25/01/2027 11:30", "11:30 25/1/2027", or a date for the end of that day.

    Raises:
        DueUnreadable: no date, or one that does not exist.
    """
    found = _MOMENT.fullmatch(" ".join(text.split()))
    try:
        if found is None:
            raise ValueError(text)
        day = date(int(found["y"]), int(found["m"]), int(found["d"]))
        return datetime.combine(day, _time(found["h1"] or found["h2"], found["m1"] or found["m2"], hours))
    except ValueError as error:
        raise DueUnreadable(
            f"Ngày hẹn trả “{text}” không đúng. Hãy nhập dạng 25/01/2027 hoặc 25/01/2027 11:30.", field="due"
        ) from error


def _time(hour: str | None, minute: str | None, hours: OfficeHours) -> time:
    return time(int(hour), int(minute or 0)) if hour else hours.afternoon_close
