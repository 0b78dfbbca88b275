"""The table of deadline cases, and case files that are wrong."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.deadlines import solve_cases
from desktop.errors import UserFacingError

# Hypothesis prints the whole calendar beside a failing example and warns of its length.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

PUBLIC = json.loads((Path(__file__).parent / "deadline-cases-public.json").read_text(encoding="utf-8"))
CASES = PUBLIC["cases"]


def solve_one(case, calendar):
    return next(iter(solve_cases({**PUBLIC, "cases": [case]}, calendar)))


def test_the_table_is_complete():
    assert len({case["id"] for case in CASES}) == 68


@pytest.mark.parametrize("case", CASES, ids=[f"{case['id']}-{case['topic']}" for case in CASES])
def test_case(case, calendar):
    assert solve_one(case, calendar) == {
        "id": case["id"],
        "due": case["expected_due"],
        "kind": case["expected_kind"],
        "steps": case.get("expected_steps"),
    }


ALTERNATIVES = [
    ("DP-035", {"end": "DAY_END"}),
    ("DP-035", {"end": "SAME_CLOCK"}),
    ("DP-043", {"after_close": "NEXT_OPENING"}),
    ("DP-044", {"nonworking_receipt": "NATURAL_DAY0"}),
    ("DP-045", {"nonworking_receipt": "NATURAL_DAY0"}),
    ("DP-048", {"cutoff": "INCLUSIVE"}),
]


@pytest.mark.parametrize(("case_id", "conventions"), ALTERNATIVES)
def test_named_alternative_gives_what_the_table_says(case_id, conventions, calendar):
    case = next(case for case in CASES if case["id"] == case_id)
    [value] = conventions.values()
    expected = next(row["expected_due"] for row in case["alternatives"] if value in row["convention"])
    assert solve_one({**case, "conventions": conventions}, calendar)["due"] == expected


def test_answers_keep_the_order_of_the_file(calendar):
    reversed_file = {**PUBLIC, "cases": CASES[::-1]}
    assert [answer["id"] for answer in solve_cases(reversed_file, calendar)] == [case["id"] for case in CASES[::-1]]


def test_open_pause_leaves_only_the_steps_due_before_it(calendar):
    case = {
        "id": "steps",
        "received_at": "2026-03-09T08:00",
        "duration": {"unit": "steps", "steps": [1, 2]},
        "pauses": [{"from": "2026-03-11T08:00", "to": None}],
    }
    assert solve_one(case, calendar) == {
        "id": "steps",
        "due": None,
        "kind": "null",
        "steps": ["2026-03-10T11:30", None],
    }


def test_time_with_offset_is_read_on_vietnams_clock(calendar):
    case = {**CASES[0], "received_at": "2026-03-09T02:00+00:00"}
    assert solve_one(case, calendar)["due"] == CASES[0]["expected_due"]


WRONG = {
    "no receipt": {"received_at": None},
    "receipt without a time": {"received_at": "2026-03-09"},
    "impossible date": {"received_at": "2026-02-30T09:00"},
    "receipt in a year without calendar": {"received_at": "2035-01-05T09:00"},
    "receipt before the calendar": {"received_at": "1999-01-05T09:00"},
    "due in a year without calendar": {"received_at": "2027-12-30T09:00"},
    "no duration": {"duration": None},
    "unknown unit": {"duration": {"value": 3, "unit": "moon"}},
    "quarter of a day": {"duration": {"value": 0.25, "unit": "working_day"}},
    "half a calendar day": {"duration": {"value": 2.5, "unit": "calendar_day"}},
    "plain days": {"duration": {"value": 15, "unit": "day"}},
    "number without unit": {"duration": {"value": 15, "unit": None}},
    "zero days": {"duration": {"value": 0, "unit": "working_day"}},
    "negative days": {"duration": {"value": -3, "unit": "working_day"}},
    "value in words": {"duration": {"value": "ba", "unit": "working_day"}},
    "value is true": {"duration": {"value": True, "unit": "working_day"}},
    "value without bound": {"duration": {"value": float("inf"), "unit": "calendar_day"}},
    "astronomic value": {"duration": {"value": 1e300, "unit": "hour"}},
    "no steps": {"duration": {"unit": "steps", "steps": []}},
    "no parts": {"duration": {"unit": "mixed", "parts": []}},
    "cutoff in words": {"duration": {"unit": "same_working_day", "cutoff": "chiều"}},
    "half day before calendar days": {
        "duration": {
            "unit": "mixed",
            "parts": [{"value": 0.5, "unit": "working_day"}, {"value": 3, "unit": "calendar_day"}],
        }
    },
    "days and natural hours": {
        "duration": {"unit": "mixed", "parts": [{"value": 1, "unit": "working_day"}, {"value": 3, "unit": "hour"}]}
    },
    "pause in a mixed term": {
        "duration": {
            "unit": "mixed",
            "parts": [{"value": 5, "unit": "working_day"}, {"value": 3, "unit": "calendar_day"}],
        },
        "pauses": [{"from": "2026-03-10T09:00", "to": "2026-03-11T09:00"}],
    },
    "unknown office hours": {"office_hours": "HC-0000"},
    "three office hours": {"office_hours": ["07:30", "11:30", "13:30"]},
    "falling office hours": {"office_hours": ["07:30", "11:30", "10:30", "17:00"]},
    "unknown convention": {"conventions": {"moon_phase": "FULL"}},
    "unknown value of a convention": {"conventions": {"end": "SOMETIME"}},
    "unknown start": {"conventions": {"start": "DAY2"}},
    "pause ends before it begins": {"pauses": [{"from": "2026-03-12T09:00", "to": "2026-03-10T09:00"}]},
    "pause without beginning": {"pauses": [{"to": "2026-03-10T09:00"}]},
    "pauses are not a list": {"pauses": {"from": "2026-03-10T09:00"}},
    "overlay row without kind": {"calendar_extra": [{"date": "2026-03-10"}]},
    "overlay with half a swap": {"calendar_extra": [{"date": "2026-03-10", "kind": "swap_off", "name_vi": "x"}]},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_bad_case_is_answered_with_an_error_and_the_next_case_is_solved(change, calendar):
    answers = list(solve_cases({**PUBLIC, "cases": [{**CASES[0], **change}, CASES[1]]}, calendar))
    assert answers[0].keys() == {"id", "error"}
    assert answers[0]["id"] == "DP-001"
    assert len(answers[0]["error"]) > 20
    assert answers[1]["due"] == CASES[1]["expected_due"]


@pytest.mark.parametrize("case", [None, 7, "DP-001", []])
def test_case_that_is_no_object(case, calendar):
    assert solve_one(case, calendar).keys() == {"id", "error"}


@pytest.mark.parametrize(
    "document", [{}, [], {"format": "deadline-cases/2", "cases": []}, {"format": PUBLIC["format"]}]
)
def test_file_of_another_format_is_refused_as_a_whole(document, calendar):
    with pytest.raises(UserFacingError):
        solve_cases(document, calendar)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(
        ["2026-03-09T09:00", "9999-12-31T23:59", "0001-01-01T00:00+14:00", "working_day", "hour", "mixed"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "unit", "parts", "from", "to"]), inner)
    ),
    max_leaves=6,
)


@given(data=st.data())
@settings(deadline=None, max_examples=300)
def test_no_junk_crashes_the_solver(data, calendar):
    case = copy.deepcopy(data.draw(st.sampled_from(CASES)))
    for field in data.draw(st.sets(st.sampled_from(sorted(case)), min_size=1, max_size=3)):
        case[field] = data.draw(JUNK)
    answer = solve_one(case, calendar)
    assert answer.keys() in ({"id", "due", "kind", "steps"}, {"id", "error"})
