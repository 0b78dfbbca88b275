"""Whose lateness it is: late work, late clicking, or nobody can tell yet. One land office had 506 such dossiers."""

from datetime import datetime

import pytest

from desktop.handling.attribution import Sort, late_intervals
from desktop.terms import Unrecorded
from tests.support.bench import COMMUNE, DISTRICT, MONDAY, Bench, clock
from tests.support.situations import FIELDS

STEP_DUE = datetime(2026, 11, 27, 11, 30)
"""Of the commune's check, taken in on Monday 23/11 in the morning."""
FRIDAY_AFTERNOON, DAY = 210, 450
"""Working minutes."""


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute)


CASES: dict[str, tuple[datetime, datetime, list[tuple[Sort, int]]]] = {
    "in time, written down at once": (at(27, 11), at(27, 11), []),
    "at the very minute": (STEP_DUE, STEP_DUE, []),
    "in time, written down after its time": (at(27, 11), at(27, 14, 30), [(Sort.RECORDING, 60)]),
    "in time, written down before its time was over": (at(25, 9), at(27, 9), []),
    "late, written down at once": (at(30, 8, 30), at(30, 8, 30), [(Sort.WORK, FRIDAY_AFTERNOON + 60)]),
    "late, and written down later still": (
        at(30, 8, 30),
        at(1, 8, 30, month=12),
        [(Sort.WORK, FRIDAY_AFTERNOON + 60), (Sort.RECORDING, DAY)],
    ),
    "late over the lunch break only": (at(27, 13), at(27, 13), []),
}


@pytest.mark.parametrize("name", CASES)
def test_a_finished_step(name: str) -> None:
    happened, written, wanted = CASES[name]
    bench = Bench()
    bench.take_in()
    bench.now = written
    after = bench.do("finish-step", at=happened, late_reason="Mất mạng")
    found = late_intervals(after, clock(), written)
    assert [(late.sort, late.minutes) for late in found] == wanted
    assert {(late.office, late.step_id, late.officer) for late in found} <= {(COMMUNE.code, "X2", "lan")}


def test_still_open_nobody_can_tell_until_somebody_writes_anything() -> None:
    bench = Bench()
    taken = bench.take_in()
    silent = late_intervals(taken, clock(), at(30, 9))
    assert [(late.sort, late.minutes, late.unrecorded) for late in silent] == [(Sort.UNKNOWN, 300, None)]
    bench.now = at(30, 8)
    asked = bench.do("assign", holder="Lý Văn Bình")
    assert [late.sort for late in late_intervals(asked, clock(), at(30, 9))] == [Sort.WORK], "somebody is at it"


def test_a_stopped_clock_grows_no_later() -> None:
    bench = Bench()
    bench.take_in()
    bench.now = at(27, 14, 30)
    waiting = bench.do("ask-obligation")
    assert [late.minutes for late in late_intervals(waiting, clock(), at(30, 9, month=12))] == [60]


def test_the_office_behind_took_it_although_nothing_was_written() -> None:
    bench = Bench()
    bench.take_in()
    bench.office, bench.now = DISTRICT, at(30, 8, 30)
    taken = bench.do("take-over", reason="Công dân tự mang đến")
    (late,) = late_intervals(taken, clock(), at(30, 9))
    assert (late.office, late.sort, late.unrecorded) == (COMMUNE.code, Sort.UNKNOWN, Unrecorded.TAKEN_AHEAD)


def test_a_step_explained_by_itself_counts_more_than_the_dossier_explained() -> None:
    bench = Bench()
    bench.take_in()
    bench.now = at(30, 8, 30)
    bench.do("finish-step")
    bench.do("explain", cause="staff", text="Thiếu người")
    whole = bench.do("explain", cause="no-network", step="X2")
    (late,) = late_intervals(whole, clock(), bench.now)
    assert (late.cause, late.cause_words, late.words) == ("no-network", "Mất điện, mất mạng", "")
    assert late.since > MONDAY


def test_what_has_ended_is_late_no_longer() -> None:
    bench = Bench()
    bench.take_in()
    bench.now = at(26, 9)
    ended = bench.do("withdraw", **FIELDS["withdraw"])
    assert late_intervals(ended, clock(), at(30, 9, month=12)) == ()


def test_handing_out_late_is_the_desk_s() -> None:
    bench = Bench()
    bench.take_in()
    ready = bench.do("result-ready")
    (late,) = late_intervals(ready, clock(), at(30, 8, 30))
    assert (late.step_id, late.minutes) == ("11", FRIDAY_AFTERNOON + 60)


def test_waiting_for_the_citizen_is_no_late_work() -> None:
    """Asked for papers on Monday 30/11, three sessions late; they come on Thursday, and Friday morning it is done."""
    bench = Bench()
    bench.take_in()
    bench.now = at(30, 8, 30)
    bench.do("ask-supplement", papers=["Trích lục"], reason="Thiếu trích lục")
    bench.now = at(3, 8, 30, month=12)
    bench.do("receive-supplement")
    bench.now = at(4, 8, 30, month=12)
    done = bench.do("finish-step")
    (late,) = late_intervals(done, clock(), bench.now)
    assert (late.sort, late.minutes) == (Sort.WORK, FRIDAY_AFTERNOON + 60 + DAY)
