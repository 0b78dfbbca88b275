"""The full format of the case file, beyond the public table: each answer counted by hand in its name."""

import pytest

from desktop.deadlines import solve_cases

PROFILES = {
    "HC-0730-1130-1330-1700": ["07:30", "11:30", "13:30", "17:00"],
    "HC-0700-1130-1330-1700": ["07:00", "11:30", "13:30", "17:00"],
    "HC-0730-1130-1330-1600": ["07:30", "11:30", "13:30", "16:00"],
}


def solve(calendar, received, duration, *, explain=False, **case):
    document = {
        "format": "deadline-cases/1",
        "office_hours_profiles": PROFILES,
        "cases": [{"id": "X", "received_at": received, "duration": duration, **case}],
    }
    [answer] = solve_cases(document, calendar, explain=explain)
    return answer


def days(value):
    return {"value": value, "unit": "working_day"}


def pause(start, end=None):
    return {"from": start, "to": end, "reason": "chờ bổ sung hồ sơ"}


SAME_DAY = {"unit": "same_working_day", "cutoff": "15:00"}
HOURS = {"value": 4, "unit": "working_hour"}
CASES = {
    "Fri 13/2/2026 15:01, last day before Tết: next working day Mon 23/2": (
        "2026-02-13T15:01",
        SAME_DAY,
        {},
        "2026-02-23",
    ),
    "Fri 13/2/2026 15:00 exactly: still that day": ("2026-02-13T15:00", SAME_DAY, {}, "2026-02-13"),
    "same, INCLUSIVE: Mon 23/2": ("2026-02-13T15:00", SAME_DAY, {"conventions": {"cutoff": "INCLUSIVE"}}, "2026-02-23"),
    "same-day term received on a day off: the next working day, though stamped 16:00": (
        "2026-02-14T16:00",
        SAME_DAY,
        {},
        "2026-02-23",
    ),
    "make-up Sat 22/8/2026 received 08:00 + 0.5: its afternoon": (
        "2026-08-22T08:00",
        days(0.5),
        {},
        "2026-08-22T17:00",
    ),
    "make-up Sat 22/8/2026 14:00 + 0.5: Mon 24/8 morning": ("2026-08-22T14:00", days(0.5), {}, "2026-08-24T11:30"),
    "hours over a make-up Saturday: Fri 9/1 16:00, 60 min; Sat 10/1 07:30 + 3 h": (
        "2026-01-09T16:00",
        HOURS,
        {},
        "2026-01-10T10:30",
    ),
    "hours over Tết: Fri 13/2 16:00, 60 min; Mon 23/2 07:30 + 3 h": ("2026-02-13T16:00", HOURS, {}, "2026-02-23T10:30"),
    "hours with a pause: 08:00 + 4 h = 14:00; paused 09:00-10:00 and over lunch 11:00-14:00 = 60 + 60 min: 16:00": (
        "2026-03-09T08:00",
        HOURS,
        {"pauses": [pause("2026-03-09T09:00", "2026-03-09T10:00"), pause("2026-03-09T11:00", "2026-03-09T14:00")]},
        "2026-03-09T16:00",
    ),
    "hours with overlapping pauses: 09:00-10:30 once = 90 min: 15:30": (
        "2026-03-09T08:00",
        HOURS,
        {"pauses": [pause("2026-03-09T09:00", "2026-03-09T10:00"), pause("2026-03-09T09:30", "2026-03-09T10:30")]},
        "2026-03-09T15:30",
    ),
    "hours paused through a night: due 14:00; 15 min left at 13:45, resumed next 07:45: Tue 08:00": (
        "2026-03-09T08:00",
        HOURS,
        {"pauses": [pause("2026-03-09T13:45", "2026-03-10T07:45")]},
        "2026-03-10T08:00",
    ),
    "two half-day pauses make a date again: Thu 12 + 2 sessions": (
        "2026-03-09T09:00",
        days(3),
        {"pauses": [pause("2026-03-10T09:00", "2026-03-10T15:00"), pause("2026-03-11T09:00", "2026-03-11T15:00")]},
        "2026-03-13",
    ),
    "half a day paused for half a day: Mon 17:00 + 1 session": (
        "2026-03-09T08:00",
        days(0.5),
        {"pauses": [pause("2026-03-09T09:00", "2026-03-09T15:00")]},
        "2026-03-10T11:30",
    ),
    "pause over Tết: base Tue 24/2; Thu 12 morning to Mon 23 morning = 2 days (12, 13): Thu 26/2": (
        "2026-02-11T09:00",
        days(4),
        {"pauses": [pause("2026-02-12T09:00", "2026-02-23T09:00")]},
        "2026-02-26",
    ),
    "NEXT_OPENING after closing before a holiday: 29/4/2026 17:30 is Mon 4/5; Tue 5": (
        "2026-04-29T17:30",
        days(1),
        {"conventions": {"after_close": "NEXT_OPENING"}},
        "2026-05-05",
    ),
    "NEXT_OPENING on a desk that closes at 16:00: 16:30 is the next day": (
        "2026-03-10T16:30",
        days(1),
        {"conventions": {"after_close": "NEXT_OPENING"}, "office_hours": "HC-0730-1130-1330-1600"},
        "2026-03-12",
    ),
    "NEXT_OPENING hours: 17:30 is next 07:30 anyway, + 4 h": (
        "2026-03-10T17:30",
        HOURS,
        {"conventions": {"after_close": "NEXT_OPENING"}},
        "2026-03-11T11:30",
    ),
    "eight-hour desk: 0.5 day from 11:00 is 17:00": (
        "2026-03-09T11:00",
        days(0.5),
        {"office_hours": "HC-0700-1130-1330-1700"},
        "2026-03-09T17:00",
    ),
    "swap of the overlay: Fri 20/11, 23 off, 24 off, Wed 25 = 1, 26, 27, Sat 28 make-up = 4": (
        "2026-11-20T09:00",
        days(4),
        {
            "calendar_extra": [
                {"date": "2026-11-23", "kind": "swap_off", "name_vi": "Hoán đổi", "swapped_with": "2026-11-28"},
                {"date": "2026-11-28", "kind": "makeup_work", "name_vi": "Làm bù", "swapped_with": "2026-11-23"},
            ]
        },
        "2026-11-28",
    ),
    "local_work on a Sunday counts": (
        "2026-03-13T09:00",
        days(1),
        {"calendar_extra": [{"date": "2026-03-15", "kind": "local_work", "name_vi": "Trực"}]},
        "2026-03-15",
    ),
    "local_off stands before a national make-up Saturday: Fri 21/8, Mon 24 = 1": (
        "2026-08-21T09:00",
        days(1),
        {"calendar_extra": [{"date": "2026-08-22", "kind": "local_off", "name_vi": "Bão"}]},
        "2026-08-24",
    ),
    "mixed with a plain half: 30 + 10 'ngày' by default working: 40 days": (
        "2023-03-06T08:00",
        {"unit": "mixed", "parts": [days(30), {"value": 10, "unit": "day"}]},
        {},
        "2023-05-04",
    ),
    "the same at the end by the calendar: 17/4 + 10 = Thu 27/4": (
        "2023-03-06T08:00",
        {"unit": "mixed", "parts": [days(30), {"value": 10, "unit": "day"}]},
        {"conventions": {"plus10": "PLUS10_CALENDAR_AT_END"}},
        "2023-04-27",
    ),
    "calendar days whose last is Tết Sunday 22/2/2026: Mon 23/2": (
        "2026-02-12T09:00",
        {"value": 10, "unit": "calendar_day"},
        {},
        "2026-02-23",
    ),
    "seasonal hours of the office: Wed 15/4 16:00, 60 min; Thu 16/4 07:00 + 3 h": (
        "2026-04-15T16:00",
        HOURS,
        {
            "office_calendar": {
                "format": "office-calendar/1",
                "hours": [{"from": "04-16", "to": "10-15", "hours": PROFILES["HC-0700-1130-1330-1700"]}],
            }
        },
        "2026-04-16T10:00",
    ),
}


@pytest.mark.parametrize(("received", "duration", "case", "expected"), CASES.values(), ids=CASES.keys())
def test_case(received, duration, case, expected, calendar):
    case = {"office_hours": "HC-0730-1130-1330-1700", **case}
    answer = solve(calendar, received, duration, **case)
    assert answer.get("due") == expected, answer
    assert answer["kind"] == ("datetime" if "T" in expected else "date")


MIXED = {"unit": "mixed", "parts": [days(5), {"value": 10, "unit": "calendar_day"}]}
REFUSED = {
    "pause in a mixed term": (
        "2026-06-01T09:00",
        MIXED,
        {"pauses": [pause("2026-06-02T09:00", "2026-06-03T09:00")]},
        "tự ghi ngày hẹn trả",
    ),
    "half a day in a mixed term": (
        "2026-06-01T09:00",
        {"unit": "mixed", "parts": [days(2.5), MIXED["parts"][1]]},
        {},
        "tự ghi ngày hẹn trả",
    ),
    "term into a year nobody knows": ("2027-12-30T09:00", days(5), {}, "năm 2028"),
    "hours into a year nobody knows": ("2027-12-31T16:30", HOURS, {}, "năm 2028"),
    "cut-off on the last day of the last year": ("2027-12-31T15:30", SAME_DAY, {}, "năm 2028"),
    "term into a year the case does not name": ("2026-12-30T09:00", days(5), {"overlay_years": [2026]}, "năm 2027"),
    "receipt in a year the case does not name": ("2026-12-30T09:00", days(5), {"overlay_years": [2025]}, "năm 2026"),
    "years with a gap": ("2026-12-30T09:00", days(5), {"overlay_years": [2024, 2026]}, "năm 2025"),
    "years no calendar knows": ("2026-12-30T09:00", days(5), {"overlay_years": [2040]}, "năm 2040"),
    "years are no numbers": ("2026-12-30T09:00", days(5), {"overlay_years": ["sau"]}, "overlay_years"),
    "sum beyond all dates": (
        "2026-03-09T09:00",
        {"unit": "mixed", "parts": [{"value": 100_000, "unit": "calendar_day"}] * 40},
        {},
        "quá mức",
    ),
    "office calendar of another format": ("2026-03-09T09:00", days(1), {"office_calendar": {}}, "office-calendar/1"),
}


@pytest.mark.parametrize(("received", "duration", "case", "named"), REFUSED.values(), ids=REFUSED.keys())
def test_refusal_says_what_is_missing(received, duration, case, named, calendar):
    answer = solve(calendar, received, duration, **case)
    assert answer.keys() == {"id", "error"}
    assert named in answer["error"]


def test_years_named_are_enough(calendar):
    answer = solve(calendar, "2026-12-30T09:00", days(3), overlay_years=[2026, 2027])
    assert answer["due"] == "2027-01-05"


def test_term_that_stays_within_the_named_year_needs_no_other(calendar):
    assert solve(calendar, "2026-12-28T09:00", days(3), overlay_years=[2026])["due"] == "2026-12-31"


def test_explanation_as_data(calendar):
    answer = solve(calendar, "2024-04-26T09:00", days(3), explain=True)
    explained = answer.pop("explain")
    assert answer == {"id": "X", "due": "2024-05-04", "kind": "date", "steps": None}
    assert explained["skipped"][2] == {"date": "2024-04-29", "reason": "nghỉ hoán đổi, làm bù 04/5", "use": "off"}
    assert explained["made_up"] == [{"date": "2024-05-04", "reason": "làm bù cho 29/4"}]
    assert (explained["counted_days"], explained["amount"], explained["unit"]) == (3, 3.0, "working_day")
    assert (explained["day0"], explained["provisional"], explained["restarted"]) == ("2024-04-26", False, False)
    assert "29/4: nghỉ hoán đổi, làm bù 04/5" in explained["lines"]


def test_explanation_of_steps_and_of_a_provisional_year(calendar):
    steps = {"unit": "steps", "steps": [0.5, 2, 0.5]}
    explained = solve(calendar, "2026-12-30T09:00", steps, explain=True)["explain"]
    assert explained["amount"] == 3
    assert explained["provisional"]


def test_open_pause_and_bad_case_have_no_explanation(calendar):
    waiting = solve(calendar, "2026-03-09T09:00", days(3), explain=True, pauses=[pause("2026-03-10T09:00")])
    assert (waiting["due"], waiting["explain"]) == (None, None)
    assert solve(calendar, "2026-03-09", days(3), explain=True).keys() == {"id", "error"}
