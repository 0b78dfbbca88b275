"""Each named question answered for itself."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings

from desktop.dossiers.dossier import Dossier
from desktop.registers.period import month_of
from desktop.registers.statistics import statistics
from desktop.registers.timeliness import ANSWER, QUESTIONS, UNKNOWN, tallies, timely_rows
from tests.registers.cases import NOW, many
from tests.support.bench import Bench, clock

NOVEMBER = month_of(date(2026, 11, 23))


def test_a_promise_made_anew_is_kept_though_the_first_one_was_not() -> None:
    bench = Bench()
    taken = bench.take_in()
    assert taken.promise is not None
    bench.now = taken.promise.due - timedelta(days=1)
    bench.do("extend", new_due="2027-03-25", cause="chủ quan", reason="Thiếu cán bộ đo đạc")
    bench.now = datetime(2027, 3, 20, 9, 0)
    ready = bench.do("result-ready", late_reason="Chờ ký")
    (row,) = timely_rows([ready], month_of(date(2027, 3, 1)), clock(), datetime(2027, 4, 1))
    assert (row.by_current, row.by_first, row.apologies) == ("early", "late", 1)
    assert row.first_due != row.due


def test_last_month_does_not_know_what_happened_since() -> None:
    bench = Bench()
    bench.take_in()
    bench.now = datetime(2027, 6, 1, 9, 0)
    done = bench.do("result-ready", late_reason="Chờ ký")
    (row,) = timely_rows([done], NOVEMBER, clock(), bench.now)
    assert (row.solved_at, row.by_current) == (None, "in_time")


@settings(max_examples=60, deadline=None)
@given(many)
def test_the_answers_to_each_question_add_up_to_the_dossiers(dossiers: list[Dossier]) -> None:
    rows = timely_rows(dossiers, NOVEMBER, clock(), NOW)
    for question, found in tallies(rows).items():
        assert question in QUESTIONS
        assert found.total() == len(rows)
        assert set(found) <= set(ANSWER)


@settings(max_examples=60, deadline=None)
@given(many)
def test_what_holds_now_agrees_with_the_statistics(dossiers: list[Dossier]) -> None:
    rows = timely_rows(dossiers, NOVEMBER, clock(), NOW)
    found, total = tallies(rows)["by_current"], statistics(dossiers, NOVEMBER, clock(), NOW).total
    assert len(rows) == total.total
    assert found["early"] == total.early
    assert found["on_time"] == total.on_time
    assert found["in_time"] == total.in_time
    assert found["late"] == total.late + total.overdue
    assert found[UNKNOWN] == total.unjudged
