"""Early, on time, late: each question beside the others on the same dossier."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from desktop.deadlines import (
    Outcome,
    Pause,
    Promised,
    Promises,
    Reading,
    Running,
    Score,
    Scored,
    finished_by_day,
    finished_by_moment,
    finished_by_session,
    is_behind,
    is_late_by_current,
    is_late_by_first,
    national_score,
    running_state,
)

EARLY, ON_TIME, LATE = Outcome
LEGAL, PRINTED = Reading


def at(text):
    return datetime.fromisoformat(f"2026-03-{text}")


DATE = Promised(at("12T11:30"), whole_day=True)  # a Thursday
MOMENT = Promised(at("12T15:00"))


@pytest.mark.parametrize(
    ("finished", "promise", "by_date", "by_moment", "by_day"),
    [
        ("11T16:59", DATE, EARLY, EARLY, EARLY),
        ("12T07:29", DATE, EARLY, EARLY, ON_TIME),
        ("12T07:30", DATE, ON_TIME, ON_TIME, ON_TIME),
        ("12T11:30", DATE, ON_TIME, ON_TIME, ON_TIME),
        ("12T11:31", DATE, ON_TIME, LATE, ON_TIME),
        ("12T16:59", DATE, ON_TIME, LATE, ON_TIME),
        ("13T07:30", DATE, LATE, LATE, LATE),
        ("12T11:30", MOMENT, EARLY, EARLY, ON_TIME),
        ("12T13:29", MOMENT, EARLY, EARLY, ON_TIME),
        ("12T13:30", MOMENT, ON_TIME, ON_TIME, ON_TIME),
        ("12T15:00", MOMENT, ON_TIME, ON_TIME, ON_TIME),
        ("12T15:01", MOMENT, LATE, LATE, ON_TIME),
        ("14T09:00", MOMENT, LATE, LATE, LATE),
    ],
)
def test_finished(finished, promise, by_date, by_moment, by_day, clock):
    assert finished_by_session(clock, at(finished), promise, LEGAL) is by_date
    assert finished_by_session(clock, at(finished), promise, PRINTED) is by_moment
    assert finished_by_day(at(finished), promise) is by_day


@pytest.mark.parametrize(
    ("moment", "first", "current"),
    [("12T15:00", False, False), ("12T15:01", True, False), ("20T11:30", True, False), ("21T00:00", True, True)],
)
def test_a_new_promise_does_not_undo_the_broken_first(moment, first, current):
    promises = Promises(first=MOMENT, current=Promised(at("20T11:30"), whole_day=True))
    assert is_late_by_first(at(moment), promises, LEGAL) is first
    assert is_late_by_current(at(moment), promises, LEGAL) is current


@pytest.mark.parametrize(
    ("now", "reading", "state"),
    [
        ("10T11:30", LEGAL, Running.IN_TIME),
        ("10T11:31", LEGAL, Running.STEP_LATE),
        ("12T14:00", LEGAL, Running.STEP_LATE),
        ("12T14:00", PRINTED, Running.DOSSIER_LATE),
        ("13T00:00", LEGAL, Running.DOSSIER_LATE),
    ],
)
def test_late_step_is_no_broken_promise(now, reading, state):
    assert running_state(at(now), DATE, at("10T11:30"), reading) is state


def test_running_without_promise_or_step_time():
    assert running_state(at("10T12:00"), None, None, LEGAL) is Running.IN_TIME
    assert running_state(at("10T12:00"), None, at("10T11:00"), LEGAL) is Running.STEP_LATE


# Quyết định 766, item 2.1

dossier = partial(Scored, at("02T09:00"))
ONE_ROUND = (Pause(at("05T09:00"), at("09T09:00")),)
TWO_ROUNDS = (*ONE_ROUND, Pause(at("10T09:00"), at("10T15:00")))
WAITING = (Pause(at("11T09:00")),)
SCORED = {
    "ended before the promise": (dossier(MOMENT, at("12T14:00")), Score.ON_TIME),
    "ended at the promise": (dossier(MOMENT, at("12T15:00")), Score.ON_TIME),
    "ended after the promise": (dossier(MOMENT, at("12T15:01")), Score.OVERDUE),
    "ended in the afternoon of a promised date": (dossier(DATE, at("12T15:01")), Score.ON_TIME),
    "runs, promise after the period": (dossier(Promised(at("31T23:00"))), Score.ON_TIME),
    "runs, promise within the period": (dossier(MOMENT), Score.OVERDUE),
    "waits for its only supplement, asked in time": (dossier(MOMENT, supplements=WAITING), Score.ON_TIME),
    "waits for its only supplement, asked too late": (
        dossier(MOMENT, supplements=(Pause(at("13T09:00")),)),
        Score.OVERDUE,
    ),
    "supplement received, runs": (dossier(MOMENT, supplements=ONE_ROUND), Score.OVERDUE),
    "two requests, ended in time": (dossier(MOMENT, at("12T09:00"), TWO_ROUNDS), Score.OVERDUE),
    "two requests, waits for the second": (dossier(MOMENT, None, (*ONE_ROUND, *WAITING)), Score.OVERDUE),
    "no promise, within the maximum": (dossier(None, at("12T09:00"), maximum=timedelta(days=10)), Score.ON_TIME),
    "no promise, beyond the maximum": (dossier(None, at("12T09:01"), maximum=timedelta(days=10)), Score.OVERDUE),
    "no promise, supplement time left out": (
        dossier(None, at("16T09:00"), ONE_ROUND, timedelta(days=10)),
        Score.ON_TIME,
    ),
    "no promise, waits since the tenth day": (dossier(None, None, WAITING, timedelta(days=9)), Score.ON_TIME),
    "no promise, no maximum": (dossier(None, at("12T09:00")), Score.UNKNOWN),
}


@pytest.mark.parametrize(("scored", "expected"), SCORED.values(), ids=SCORED.keys())
def test_national_score(scored, expected):
    assert national_score(scored, at("31T17:00"), LEGAL) is expected


def test_national_score_by_the_printed_moment():
    assert national_score(dossier(DATE, at("12T15:01")), at("31T17:00"), PRINTED) is Score.OVERDUE


def test_maximum_measured_in_working_time(clock):
    def worked(start, end):
        return timedelta(minutes=clock.minutes_between(start, end))

    five_days = timedelta(minutes=5 * clock.hours.minutes_per_day)
    ended = dossier(None, at("09T09:00"), maximum=five_days)
    assert national_score(ended, at("31T17:00"), LEGAL, span=worked) is Score.ON_TIME
    assert national_score(ended, at("31T17:00"), LEGAL) is Score.OVERDUE


@pytest.mark.parametrize(
    ("finished", "by_date", "by_moment"),
    [
        ("11T16:59", EARLY, EARLY),
        ("12T07:30", ON_TIME, ON_TIME),
        ("12T11:30", ON_TIME, ON_TIME),
        ("12T11:31", ON_TIME, LATE),
        ("13T00:00", LATE, LATE),
    ],
)
def test_finished_by_the_moment_alone(finished, by_date, by_moment):
    assert finished_by_moment(at(finished), DATE, LEGAL) is by_date
    assert finished_by_moment(at(finished), DATE, PRINTED) is by_moment


def test_behind_only_after_the_very_minute():
    assert not is_behind(at("12T11:30"), at("12T11:30"))
    assert is_behind(at("12T11:30") + datetime.resolution, at("12T11:30"))
    assert not is_behind(at("12T11:30"), None)
