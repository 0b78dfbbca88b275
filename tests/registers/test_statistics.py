"""The figures of a period: each dossier once, and everything adds up."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.dossiers.dossier import Dossier
from desktop.registers.as_of import as_of
from desktop.registers.period import Period, month_of
from desktop.registers.statistics import Figures, statistics, summed
from desktop.terms import Outcome, Status
from tests.registers.cases import NOW, many
from tests.support.bench import Bench, clock
from tests.support.situations import REACHED, in_status

NOVEMBER = month_of(date(2026, 11, 23))
LATER = datetime(2027, 4, 1, 8, 0)
days = st.dates(date(2026, 8, 20), date(2027, 1, 10))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(days)
    return Period(first, first + timedelta(days=draw(st.integers(0, 70))))


def figures(*dossiers: Dossier, period: Period = NOVEMBER, now: datetime = LATER) -> Figures:
    return statistics(dossiers, period, clock(), now).total


def adds_up(found: Figures) -> bool:
    ends = found.returned + found.awaiting_return + found.rejected + found.stopped + found.withdrawn
    waits = found.waiting_supplement + found.waiting_obligation + found.paused
    return found.total == found.solved + found.running and ends == found.solved and waits <= found.running


@settings(max_examples=60, deadline=None)
@given(many, periods())
def test_received_and_carried_is_solved_and_running(dossiers: list[Dossier], period: Period) -> None:
    found = statistics(dossiers, period, clock(), NOW)
    assert adds_up(found.total)
    assert found.total.total <= len(dossiers)
    assert all(adds_up(row.figures) for field in found.fields for row in field.procedures)


@settings(max_examples=60, deadline=None)
@given(many, periods())
def test_fields_are_the_sum_of_their_procedures_and_the_total_of_the_fields(
    dossiers: list[Dossier], period: Period
) -> None:
    found = statistics(dossiers, period, clock(), NOW)
    assert found.total == summed(field.figures for field in found.fields)
    for field in found.fields:
        assert field.figures == summed(row.figures for row in field.procedures)
    assert found.total == summed(figures(dossier, period=period, now=NOW) for dossier in dossiers)


@settings(max_examples=60, deadline=None)
@given(many, days, st.integers(0, 40), st.integers(0, 40))
def test_what_runs_on_is_carried_into_the_next_period(
    dossiers: list[Dossier], first: date, length: int, next_length: int
) -> None:
    this = Period(first, first + timedelta(days=length))
    following = Period(this.end.date(), this.end.date() + timedelta(days=next_length))
    both = Period(this.first_on, following.last_on)
    before, after, whole = (figures(*dossiers, period=period, now=NOW) for period in (this, following, both))
    assert after.carried == before.running
    assert whole.received == before.received + after.received
    assert whole.solved == before.solved + after.solved
    assert (whole.carried, whole.running) == (before.carried, after.running)


@settings(max_examples=60, deadline=None)
@given(many, periods(), st.integers(0, 24 * 60))
def test_a_period_that_is_over_says_the_same_whenever_it_is_asked(
    dossiers: list[Dossier], period: Period, hours: int
) -> None:
    once = statistics([as_of(dossier, period.end) for dossier in dossiers], period, clock(), max(NOW, period.end))
    again = statistics(dossiers, period, clock(), max(NOW, period.end) + timedelta(hours=hours))
    assert once == again


@pytest.mark.parametrize("status", [status for status in Status if status in REACHED])
def test_every_status_is_counted_once_or_has_its_reason(status: Status) -> None:
    found = figures(in_status(status).dossier)  # type: ignore[arg-type]
    outside = {Status.GUIDED, Status.REFUSED, Status.MERGED, Status.ARRIVED}
    assert found.total == (0 if status in outside else 1)
    assert found.guided == (status is Status.GUIDED)
    assert found.refused == (status is Status.REFUSED)
    assert adds_up(found)


def test_a_dossier_taken_in_twice_is_counted_once() -> None:
    assert figures(in_status(Status.MERGED).dossier) == Figures()  # type: ignore[arg-type]


def test_a_dossier_that_waits_over_the_end_of_a_period_was_not_late_then() -> None:
    bench = Bench()
    bench.take_in()
    bench.now = datetime(2026, 11, 27, 9, 0)
    waiting = bench.do("ask-obligation")
    found = figures(waiting, now=datetime(2027, 6, 1, 8, 0))
    assert (found.running, found.waiting_obligation, found.overdue) == (1, 1, 0)


def test_an_overdue_dossier_is_late_only_from_the_period_in_which_its_promise_broke() -> None:
    taken = Bench().take_in()
    assert taken.promise is not None
    due = taken.promise.due.date()
    before = figures(taken, period=Period(NOVEMBER.first_on, due - timedelta(days=1)))
    after = figures(taken, period=Period(NOVEMBER.first_on, due + timedelta(days=1)))
    assert (before.in_time, before.overdue) == (1, 0)
    assert (after.in_time, after.overdue) == (0, 1)


def test_a_guided_citizen_who_came_back_is_received_and_no_longer_only_guided() -> None:
    guided = in_status(Status.GUIDED).dossier
    assert guided is not None
    came = replace(Bench().take_in(Outcome.ACCEPTED), opened_at=guided.opened_at)
    assert (figures(came).guided, figures(came).received) == (0, 1)


def test_the_share_leaves_out_what_can_not_be_judged() -> None:
    assert Figures(early=1, on_time=2, late=1, unjudged=5).timely_share == 0.75
    assert Figures(unjudged=5).timely_share is None


def test_nothing_promised_is_not_judged() -> None:
    ready = in_status(Status.RESULT_READY).dossier
    assert ready is not None
    assert figures(replace(ready, promises=())).unjudged == 1
