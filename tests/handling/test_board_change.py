"""The board sleeps until something it says changes: never a minute too long, never woken for nothing."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.deadlines import Calendar, SaturdayDesk, Timetable
from desktop.dossiers.dossier import Dossier
from desktop.handling.board import Viewer, board_rows, next_board_change
from desktop.handling.board_row import BoardRow
from desktop.handling.promise_words import promise_words
from desktop.terms import Role
from tests.support.bench import COMMUNE, MONDAY, Bench, clock

# Hypothesis prints the whole calendar beside a failing example and warns of its length.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

VIEWER = Viewer(COMMUNE.code, Role.DESK)
TURNS = [
    datetime(2026, 11, 25), datetime(2026, 11, 26, 11, 30), datetime(2026, 11, 27, 11, 30), datetime(2027, 1, 22),
    datetime(2027, 1, 25, 11, 30), datetime(2027, 2, 8), datetime(2027, 2, 12, 17, 0), datetime(2027, 2, 13),
]  # fmt: skip
"""Midnights, due times of these dossiers, and the Monday of Tết."""
MOMENTS = st.one_of(
    st.integers(0, 90 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
    st.builds(lambda turn, minutes: turn - timedelta(minutes=minutes), st.sampled_from(TURNS), st.integers(0, 900)),
)
QUARTER = timedelta(minutes=15)


@cache
def dossiers() -> tuple[Dossier, ...]:
    """Return some of one morning: waiting, with its result, promised anew, in work, and one without steps."""
    acts: list[tuple[str, dict[str, str]]] = [
        ("ask-obligation", {}),
        ("result-ready", {}),
        ("extend", {"new_due": "2027-02-12", "cause": "chủ quan", "reason": "Thiếu cán bộ"}),
    ]
    benches = [Bench(now=MONDAY + timedelta(minutes=7 * number)) for number in range(len(acts) + 1)]
    for bench in benches:
        bench.take_in()
    for bench, (action, fields) in zip(benches, acts, strict=False):
        bench.do(action, **fields)
    made = [bench.dossier for bench in benches if bench.dossier]
    return (*made, msgspec.structs.replace(made[2], id="without-steps", steps=()))


CHOICES = st.sampled_from([(0,), (1,), (2,), (3,), (4,), (1, 4), (2, 3), (0, 1, 2, 3, 4)])


def rows_of(chosen: tuple[Dossier, ...], now: datetime) -> list[BoardRow]:
    return board_rows(chosen, clock(), now, VIEWER)


def said(chosen: tuple[Dossier, ...], now: datetime) -> object:
    """Return everything the window says of these dossiers and the day; bars and counts of minutes are no words."""
    state = clock().office_state(now)
    rows = [replace(row, used=0.0, remaining_minutes=None) for row in rows_of(chosen, now)]
    pages = [(dossier.id, promise_words(dossier, clock(), now)) for dossier in chosen]
    steps = [
        clock().remaining_words(clock().minutes_between(now, row.step_due), row.step_due)
        for row in rows
        if row.step_due
    ]
    return rows, pages, steps, clock().next_working_day(now.date()), state.open, state.until.date() == now.date()


@given(now=MOMENTS, chosen=CHOICES.map(lambda ids: tuple(dossiers()[number] for number in ids)))
@settings(deadline=None, max_examples=150)
def test_words_stand_still_until_the_change_and_no_longer(now: datetime, chosen: tuple[Dossier, ...]) -> None:
    change = next_board_change(rows_of(chosen, now), clock(), now)
    assert change is not None
    before = said(chosen, now)
    moment = now
    while moment < change:
        assert said(chosen, moment) == before
        moment += QUARTER
    assert said(chosen, change - datetime.resolution) == before
    assert said(chosen, change) != before


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (MONDAY.replace(hour=12), MONDAY.replace(hour=13, minute=30)),
        (MONDAY.replace(hour=18), datetime(2026, 11, 25)),
        (datetime(2026, 11, 25, 1, 0), datetime(2026, 11, 25, 7, 30)),
        (datetime(2026, 11, 25, 9, 0), datetime(2026, 11, 25, 11, 30)),
    ],
    ids=["lunch", "the evening before a holiday", "a night", "a morning"],
)
def test_an_empty_board_follows_the_office(now: datetime, change: datetime) -> None:
    assert next_board_change([], clock(), now) == change


def only(number: int) -> tuple[Dossier, ...]:
    return dossiers()[number : number + 1]


@pytest.mark.parametrize(
    ("number", "now", "change"),
    [
        (4, datetime(2027, 2, 7, 20, 0), datetime(2027, 2, 8)),
        (4, datetime(2027, 2, 12, 17, 0), datetime(2027, 2, 12, 17, 0) + datetime.resolution),
        (3, datetime(2026, 11, 27, 11, 30), datetime(2026, 11, 27, 11, 30) + datetime.resolution),
        (3, datetime(2027, 1, 25, 11, 30), datetime(2027, 1, 25, 11, 30) + datetime.resolution),
        (3, datetime(2027, 1, 21, 18, 0), datetime(2027, 1, 22)),
        (1, datetime(2026, 11, 23, 8, 31), datetime(2026, 11, 23, 9, 31)),
        (1, datetime(2027, 1, 25, 11, 30), datetime(2027, 1, 25, 13, 30)),
    ],
    ids=[
        "on the holiday Monday it is this week",
        "just after the promise",
        "just after the step's time",
        "just after the promise behind a late step",
        "on the eve the apology is proposed",
        "a full hour of days",
        "a kept promise is no turn",
    ],
)
def test_what_a_row_wakes_for(number: int, now: datetime, change: datetime) -> None:
    assert next_board_change(rows_of(only(number), now), clock(), now) == change
    assert said(only(number), change) != said(only(number), now)


def test_a_saturday_desk_opens_and_is_told_from_midnight() -> None:
    desk = replace(clock(), timetable=Timetable(saturdays=(SaturdayDesk(time(8), time(11)),)))
    friday = datetime(2026, 11, 27, 18, 0)
    turns = [friday]
    for _ in range(4):
        turns.append(next_board_change([], desk, turns[-1]) or friday)
    assert turns[1:] == [
        datetime(2026, 11, 28), datetime(2026, 11, 28, 8), datetime(2026, 11, 28, 11), datetime(2026, 11, 30),
    ]  # fmt: skip


def test_nothing_counts_down_where_the_clock_stands_still() -> None:
    now = datetime(2026, 11, 25, 9, 0)
    assert next_board_change(rows_of(dossiers()[:1], now), clock(), now) == datetime(2026, 11, 25, 11, 30)


def test_the_last_evening_of_the_calendar_says_what_it_still_knows() -> None:
    calendar: Calendar = clock().calendar.of_years([2026])
    last = replace(clock(), calendar=calendar)
    assert next_board_change([], last, datetime(2026, 12, 31, 9, 0)) == datetime(2026, 12, 31, 11, 30)
    assert next_board_change([], last, datetime(2026, 12, 31, 18, 0)) is None
    assert next_board_change([], last, datetime(2035, 1, 1)) is None
