"""One dossier by each of the named questions of lateness; none of them grows with time once nothing runs."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from desktop.deadlines import Outcome
from desktop.dossiers.dossier import Dossier, StepRun
from desktop.handling.lateness import Lateness, late_dossier, late_run, lateness, promises_of, step_outcome
from desktop.handling.slips import step_result
from tests.support.bench import MONDAY, Bench, clock

MUCH_LATER = datetime(2027, 6, 1, 9, 0)
DUE = datetime(2027, 1, 25, 11, 30)
"""What the land procedure promises for a dossier of Monday morning: a whole day, in whose morning session it ends."""


def taken_in() -> Bench:
    bench = Bench(now=MONDAY)
    bench.take_in()
    assert bench.dossier is not None
    assert bench.dossier.promise is not None
    assert (bench.dossier.promise.due, bench.dossier.promise.whole_day) == (DUE, True)
    return bench


def ended(action: str, at: datetime, **fields: Any) -> Dossier:
    bench = taken_in()
    bench.now = at
    return bench.do(action, **fields)


def found(dossier: Dossier | None, now: datetime = MUCH_LATER) -> Lateness:
    assert dossier is not None
    said = lateness(dossier, clock(), now)
    assert said is not None
    return said


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (DUE, Lateness("in_time", "in_time", "in_time", "on_time")),
        (DUE + timedelta(minutes=1), Lateness("late", "late", "in_time", "overdue")),
        (datetime(2027, 1, 26), Lateness("late", "late", "late", "overdue")),
    ],
    ids=["at the very minute", "after the printed minute the date still holds", "the next day"],
)
def test_a_running_dossier(now: datetime, expected: Lateness) -> None:
    dossier = taken_in().dossier
    assert found(dossier, now) == expected
    assert dossier is not None
    assert late_dossier(dossier, now) is (expected.by_current == "late")


@pytest.mark.parametrize(
    ("ready", "expected"),
    [
        (DUE - timedelta(days=4), Lateness("early", "early", "early", "on_time")),
        (DUE - timedelta(hours=1), Lateness("on_time", "on_time", "on_time", "on_time")),
        (DUE + timedelta(hours=3), Lateness("late", "late", "on_time", "overdue")),
    ],
    ids=["days before", "in the promised session", "in the afternoon of the promised day"],
)
def test_a_result_is_judged_when_it_is_there_however_long_it_lies(ready: datetime, expected: Lateness) -> None:
    assert found(ended("result-ready", ready)) == expected


@pytest.mark.parametrize("action", ["reject", "stop", "withdraw"])
def test_what_ended_without_a_result_does_not_grow_late(action: str) -> None:
    dossier = ended(action, MONDAY + timedelta(days=1), reason="Không còn nhu cầu")
    assert found(dossier) == Lateness("early", "early", "early", "on_time")
    assert not late_dossier(dossier, MUCH_LATER)
    assert not any(late_run(run, dossier, MUCH_LATER) for run in dossier.steps)


def test_a_new_promise_does_not_undo_the_broken_first() -> None:
    bench = taken_in()
    bench.do("extend", new_due="2027-02-25", cause="chủ quan", reason="Thiếu cán bộ")
    assert found(bench.dossier, DUE + timedelta(days=1)) == Lateness("in_time", "late", "in_time", "on_time")


def test_a_pause_moves_the_promise_and_makes_no_new_one() -> None:
    bench = taken_in()
    bench.do("ask-obligation")
    bench.now = datetime(2026, 12, 23, 9, 0)
    dossier = bench.do("obligation-met")
    promises = promises_of(dossier)
    assert promises is not None
    assert promises.first == promises.current
    assert promises.first.at > DUE
    assert found(dossier, DUE + timedelta(days=1)).by_first == "in_time"


def test_a_dossier_that_waits_does_not_grow_late_but_stays_what_it_was() -> None:
    bench = taken_in()
    in_time = bench.do("ask-obligation")
    assert found(in_time).by_current == "in_time"
    assert not late_dossier(in_time, MUCH_LATER)
    broken = ended("ask-obligation", DUE + timedelta(days=1))
    assert found(broken).by_current == "late"
    assert late_dossier(broken, MUCH_LATER)


def test_nothing_promised_is_neither_early_nor_late() -> None:
    dossier = taken_in().dossier
    assert dossier is not None
    unpromised = type(dossier)(
        **{name: getattr(dossier, name) for name in dossier.__struct_fields__} | {"promises": ()}
    )
    assert lateness(unpromised, clock(), MUCH_LATER) is None
    assert not late_dossier(unpromised, MUCH_LATER)


STEP_DUE = datetime(2026, 11, 9, 11, 30)


@pytest.mark.parametrize(
    ("finished", "outcome", "words"),
    [
        (None, None, ""),
        (STEP_DUE - timedelta(days=1), Outcome.EARLY, "Trước hạn"),
        (STEP_DUE, Outcome.ON_TIME, "Đúng hạn"),
        (STEP_DUE + timedelta(minutes=1), Outcome.LATE, "Quá hạn"),
    ],
)
def test_how_a_step_went(finished: datetime | None, outcome: Outcome | None, words: str) -> None:
    run = StepRun("1", "Bước 1", "", "H14", datetime(2026, 11, 2, 8, 0), STEP_DUE, finished)
    assert (step_outcome(run), step_result(run)) == (outcome, words)
