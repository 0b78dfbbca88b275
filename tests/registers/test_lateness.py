"""Whose lateness it was in a period; months add up to the year, units to the whole."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.dossiers.dossier import Dossier
from desktop.handling.attribution import Sort
from desktop.registers.lateness import (
    NO_CAUSE,
    NO_STEP,
    WHOLE,
    By,
    LateRow,
    Names,
    late_rows,
    late_sum,
    late_sums,
    overdue_spans,
    without,
)
from desktop.registers.period import Period, month_of
from tests.registers.cases import NOW, many
from tests.support.bench import Bench, clock

NAMES = Names({"lan": "Nông Thị Lan"}, {"H14.12.3": "UBND xã Quang Hán"})
NOVEMBER = month_of(date(2026, 11, 23))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1))


def rows_of(*dossiers: Dossier, period: Period = NOVEMBER, now: datetime = NOW) -> list[LateRow]:
    return late_rows(dossiers, period, clock(), now, NAMES)


def late_finish() -> tuple[Bench, Dossier]:
    """The check was done on Monday 30/11 at 8:30 instead of Friday, and typed a day later."""
    bench = Bench()
    bench.take_in()
    bench.now = datetime(2026, 12, 1, 8, 30)
    return bench, bench.do("finish-step", at=datetime(2026, 11, 30, 8, 30), late_reason="Mất mạng")


def test_late_work_and_late_recording_are_told_apart_and_cut_at_the_end_of_the_month() -> None:
    _, dossier = late_finish()
    found = {row.sort: row for row in rows_of(dossier)}
    assert {sort: row.minutes for sort, row in found.items()} == {Sort.WORK: 270, Sort.RECORDING: 390}
    assert {row.officer for row in found.values()} == {"Nông Thị Lan"}
    december = rows_of(dossier, period=month_of(date(2026, 12, 1)), now=datetime(2026, 12, 1, 9, 0))
    assert [(row.sort, row.minutes) for row in december][-1] == (Sort.RECORDING, 60)


def test_a_cause_stands_with_its_row_once_somebody_explained() -> None:
    bench, dossier = late_finish()
    assert {row.cause for row in rows_of(dossier)} == {""}
    explained = bench.do("explain", step=dossier.steps[0].step_id, cause="slow-handling", text="Thiếu người")
    assert {row.cause for row in rows_of(explained)} - {""}
    assert NO_CAUSE not in {each.name for each in late_sums(rows_of(explained), By.CAUSE)}


def test_an_overdue_dossier_without_a_late_step_is_not_forgotten() -> None:
    dossier = replace(Bench().take_in(), steps=())
    assert dossier.promise is not None
    due = dossier.promise.due
    (row,) = rows_of(dossier, period=month_of(due.date()), now=due + timedelta(days=4))
    assert (row.step, row.sort, row.open, row.overdue, row.why_unknown) == (WHOLE, Sort.UNKNOWN, True, True, NO_STEP)


def test_a_promise_kept_by_an_apology_in_time_was_never_broken() -> None:
    bench = Bench()
    taken = bench.take_in()
    assert taken.promise is not None
    bench.now = taken.promise.due - timedelta(days=1)
    again = bench.do("extend", new_due="2027-03-25", cause="chủ quan", reason="Thiếu cán bộ đo đạc")
    assert overdue_spans(again, datetime(2027, 3, 1)) == []
    assert overdue_spans(taken, datetime(2027, 3, 1)) != []


@settings(max_examples=60, deadline=None)
@given(many, st.dates(date(2026, 9, 1), date(2026, 12, 15)), st.integers(1, 40), st.integers(0, 39))
def test_two_parts_of_a_period_add_up_to_it(dossiers: list[Dossier], first: date, length: int, cut: int) -> None:
    whole = Period(first, first + timedelta(days=length))
    middle = first + timedelta(days=cut % length)
    parts = (Period(first, middle), Period(middle + timedelta(days=1), whole.last_on))
    minutes = [late_sum("", rows_of(*dossiers, period=period)) for period in (whole, *parts)]
    for sort in ("work", "recording", "unknown", "minutes"):
        assert getattr(minutes[0], sort) == getattr(minutes[1], sort) + getattr(minutes[2], sort)


@settings(max_examples=40, deadline=None)
@given(many, st.sampled_from(list(By)))
def test_sums_add_up_to_the_whole_by_whatever_they_are_made(dossiers: list[Dossier], by: By) -> None:
    rows = rows_of(*dossiers)
    whole, sums = late_sum("", rows), late_sums(rows, by)
    for part in ("minutes", "stretches", "work", "recording", "unknown"):
        assert sum(getattr(each, part) for each in sums) == getattr(whole, part)
    assert all(each.dossiers <= whole.dossiers for each in sums)
    assert [each.minutes for each in sums] == sorted((each.minutes for each in sums), reverse=True)


spans = st.lists(st.tuples(moments, moments), max_size=5)


@given(spans, spans, moments)
def test_a_moment_is_left_when_it_lay_in_a_span_and_in_no_hole(
    given_spans: list[tuple[datetime, datetime]], holes: list[tuple[datetime, datetime]], moment: datetime
) -> None:
    def inside(many_spans: list[tuple[datetime, datetime]]) -> bool:
        return any(start <= moment < end for start, end in many_spans)

    assert inside(without(given_spans, holes)) == (inside(given_spans) and not inside(holes))


@pytest.mark.parametrize("by", list(By))
def test_nothing_late_gives_no_sums(by: By) -> None:
    assert late_sums([], by) == []
