from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.app import national_calendar
from desktop.deadlines import Clock, OfficeHours
from desktop.dossiers.bodies import Applicant, OfficeRef, PlannedDue
from desktop.dossiers.dossier import Dossier, Pause, Promise, StepRun, SupplementRound
from desktop.handling.promise_words import promise_words, suggested_new_due
from desktop.handling.timeline import SpanKind, Tone, timeline
from desktop.procedures.plan import Plan, PlannedStep
from desktop.procedures.procedure import Limit
from desktop.terms import Channel, PauseKind, Status

CLOCK = Clock(national_calendar(), OfficeHours.parse(["07:30", "11:30", "13:30", "17:00"]))
START = datetime(2026, 11, 2, 8, 0)
NOW = datetime(2026, 11, 23, 9, 42)
DUE = datetime(2026, 12, 1, 17, 0)
OFFICE = OfficeRef("H14.12.3", "UBND xã Quang Hán")


def step(no: int, **changes: Any) -> PlannedStep:
    made = PlannedStep(str(no), str(no), f"Bước {no}", "", Limit(value=5, unit="working_day"), counts=True)
    return replace(made, **changes)


PLAN = Plan("p", None, "Thủ tục", "", (), "", "v", None, "", False, (step(1), step(2), step(3)), False)
PLANNED = (PlannedDue("1", datetime(2026, 11, 9, 17)), PlannedDue("2", datetime(2026, 11, 16, 17)))


def run(no: int, started: datetime | None, due: datetime | None, finished: datetime | None = None) -> StepRun:
    return StepRun(str(no), f"Bước {no}", "", OFFICE.code, started, due, finished)


def dossier(*runs: StepRun, **changes: Any) -> Dossier:
    made = Dossier(
        "d", Status.IN_PROGRESS, OFFICE, PLAN, Applicant("Đàm Thị Bưởi"), Channel.COUNTER, 1, (), START, "e", START,
        "lan", received_at=START, planned=PLANNED, promises=(Promise(DUE, START, "Tiếp nhận hồ sơ", False),),
        custodian=OFFICE, steps=runs,
    )  # fmt: skip
    return replace(made, **changes)


DONE = run(1, START, datetime(2026, 11, 9, 17), datetime(2026, 11, 9, 10))


def test_every_step_of_the_plan_has_its_row_and_its_planned_span() -> None:
    line = timeline(dossier(DONE), CLOCK, NOW)
    assert [row.title for row in line.rows] == ["Bước 1", "Bước 2", "Bước 3"]
    assert line.rows[0].planned == (START, datetime(2026, 11, 9, 17))
    assert line.rows[1].planned == (datetime(2026, 11, 9, 17), datetime(2026, 11, 16, 17))
    assert line.rows[2].planned is None
    assert (line.start, line.end, line.today, line.due) == (START, DUE, NOW, DUE)


@pytest.mark.parametrize(
    ("step_run", "words", "tone"),
    [
        (DONE, "đúng hạn", Tone.GOOD),
        (run(1, START, datetime(2026, 11, 9, 17), datetime(2026, 11, 6, 10)), "trước hạn", Tone.GOOD),
        (run(1, START, datetime(2026, 11, 9, 17), datetime(2026, 11, 10, 17)), "chậm 1 ngày", Tone.LATE),
        (run(1, START, datetime(2026, 11, 9, 17), datetime(2026, 11, 9, 18)), "chậm", Tone.LATE),
        (run(1, START, None, datetime(2026, 11, 9, 18)), "đã xong", Tone.PLAIN),
        (run(1, START, datetime(2026, 11, 23, 11, 30)), "còn 1 giờ 48 phút", Tone.PLAIN),
        (run(1, START, datetime(2026, 11, 20, 17, 0)), "chậm 2 giờ 12 phút", Tone.LATE),
        (run(1, START, None), "đang làm", Tone.PLAIN),
        (run(1, None, None), "đang bàn giao", Tone.WAITING),
    ],
)
def test_how_a_step_went_is_said(step_run: StepRun, words: str, tone: Tone) -> None:
    row = timeline(dossier(step_run), CLOCK, NOW).rows[0]
    assert (row.result, row.tone) == (words, tone)


def test_a_step_without_time_of_its_own_is_late_with_the_dossier() -> None:
    late = (Promise(datetime(2026, 11, 19, 17), START, "", False),)
    row = timeline(dossier(run(1, START, None), promises=late), CLOCK, NOW).rows[0]
    assert row.result == "quá hạn trả"
    assert [span.kind for span in row.actual] == [SpanKind.LATE]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (PauseKind.OBLIGATION, "chờ thuế từ 16/11"),
        (PauseKind.SUPPLEMENT, "chờ bổ sung từ 16/11"),
        (PauseKind.OTHER, "dừng từ 16/11"),
    ],
)
def test_waiting_is_hatched_and_named_and_never_late(kind: PauseKind, words: str) -> None:
    stopped = datetime(2026, 11, 16, 10, 0)
    waiting = dossier(run(1, START, datetime(2026, 11, 17, 17)), pauses=(Pause(kind, stopped),), status=Status.PAUSED)
    row = timeline(waiting, CLOCK, NOW).rows[0]
    assert [(span.kind, span.start, span.end) for span in row.actual] == [
        (SpanKind.IN_TIME, START, stopped),
        (SpanKind.PAUSE, stopped, NOW),
    ]
    assert (row.result, row.tone) == (words, Tone.WAITING)


def test_a_supplement_inside_a_step_is_counted() -> None:
    asked, answered = datetime(2026, 11, 4, 9), datetime(2026, 11, 5, 9)
    rounds = (SupplementRound(1, asked, (), "", 1, "", answered),)
    done = dossier(DONE, supplements=rounds, pauses=(Pause(PauseKind.SUPPLEMENT, asked, answered),))
    row = timeline(done, CLOCK, NOW).rows[0]
    assert row.result == "1 lần bổ sung"
    assert [span.kind for span in row.actual] == [SpanKind.IN_TIME, SpanKind.PAUSE, SpanKind.IN_TIME]


def test_a_step_sent_back_shows_both_its_passages() -> None:
    again = run(1, datetime(2026, 11, 12, 8), datetime(2026, 11, 13, 17), datetime(2026, 11, 13, 9))
    row = timeline(dossier(DONE, again), CLOCK, NOW).rows[0]
    assert len(row.actual) == 2
    assert row.result == "2 lượt · đúng hạn"


def test_steps_entered_on_purpose_show_only_once_entered() -> None:
    plan = replace(PLAN, steps=(step(1), step(2, optional=True), step(3, stops_clock=True)))
    assert [row.title for row in timeline(dossier(DONE, plan=plan), CLOCK, NOW).rows] == ["Bước 1"]
    entered = dossier(DONE, run(3, START, None), plan=plan)
    assert [row.title for row in timeline(entered, CLOCK, NOW).rows] == ["Bước 1", "Bước 3"]


def test_a_procedure_without_steps_is_one_stretch() -> None:
    (row,) = timeline(dossier(plan=replace(PLAN, steps=()), planned=()), CLOCK, NOW).rows
    assert row.planned == (START, DUE)
    assert row.result == "còn 5 ngày 5 giờ"


def test_what_was_never_accepted_has_no_course() -> None:
    assert timeline(dossier(received_at=None, promises=()), CLOCK, NOW).rows == ()


def test_after_the_end_there_is_no_today() -> None:
    ended = dossier(DONE, status=Status.RETURNED, ended_at=datetime(2026, 11, 20, 9))
    line = timeline(ended, CLOCK, NOW)
    assert line.today is None
    assert line.rows[1].result == ""


@given(
    st.lists(st.tuples(st.integers(0, 30_000), st.integers(0, 5_000)), max_size=5),
    st.integers(1, 20_000),
    st.booleans(),
)
def test_work_and_waiting_cover_a_run_without_overlap(
    stops: list[tuple[int, int]], length: int, finished: bool
) -> None:
    pauses, since = [], START
    for after, lasting in stops:
        begin = since + timedelta(minutes=after)
        pauses.append(Pause(PauseKind.OTHER, begin, begin + timedelta(minutes=lasting)))
        since = begin + timedelta(minutes=lasting)
    end = START + timedelta(minutes=length)
    one = run(1, START, DUE, end if finished else None)
    spans = timeline(dossier(one, pauses=tuple(pauses)), CLOCK, max(end, NOW)).rows[0].actual
    assert spans[0].start == START
    assert all(before.end == after.start for before, after in pairwise(spans))
    assert spans[-1].end == (end if finished else max(end, NOW))


# The promise


def test_a_promise_that_stands_says_what_is_left() -> None:
    words = promise_words(dossier(DONE), CLOCK, NOW)
    assert words is not None
    assert (words.date, words.time, words.moves, words.remaining, words.late) == (
        "01/12/2026", "17:00", (), "Còn 5 ngày 5 giờ làm việc", False,
    )  # fmt: skip


def test_a_promise_that_moved_says_why() -> None:
    moved = Promise(datetime(2026, 12, 8, 17), datetime(2026, 11, 11, 9), "Đã nhận bổ sung", True, None, True)
    words = promise_words(dossier(DONE, promises=(*dossier().promises, moved)), CLOCK, NOW)
    assert words is not None
    assert words.moves == ("Hẹn lần đầu 01/12/2026", "11/11: đã nhận bổ sung → 08/12/2026")
    assert words.provisional
    assert words.time == ""


def test_a_stopped_clock_keeps_what_was_left() -> None:
    waiting = dossier(
        DONE, status=Status.WAITING_OBLIGATION, pauses=(Pause(PauseKind.OBLIGATION, datetime(2026, 11, 16, 7, 30)),)
    )
    words = promise_words(waiting, CLOCK, NOW)
    assert words is not None
    assert words.remaining == "Còn 11 ngày khi hết dừng"
    assert not words.late


def test_a_broken_promise_is_late_and_an_ended_one_is_not() -> None:
    past = (Promise(datetime(2026, 11, 19, 17), START, "", False),)
    late = promise_words(dossier(DONE, promises=past), CLOCK, NOW)
    assert late is not None
    assert late.late
    assert late.remaining.startswith("Quá 1 ngày")
    ended = dossier(DONE, promises=past, status=Status.RETURNED, ended_at=datetime(2026, 11, 20, 9))
    words = promise_words(ended, CLOCK, NOW)
    assert words is not None
    assert words.remaining == "Đã trả 09:00 20/11/2026"
    assert not words.late


def test_without_acceptance_there_is_no_promise() -> None:
    assert promise_words(dossier(promises=()), CLOCK, NOW) is None
    assert suggested_new_due(dossier(promises=()), CLOCK, NOW) is None


def test_the_new_date_leaves_time_for_the_steps_left_and_lies_behind_the_old_one() -> None:
    two_left = dossier(DONE, run(2, NOW, None))
    assert suggested_new_due(two_left, CLOCK, NOW) == datetime(2026, 12, 8).date()
    last = dossier(DONE, run(3, NOW, None))
    assert suggested_new_due(last, CLOCK, NOW) == datetime(2026, 12, 2).date()
