"""A procedure file somebody wrote by hand: what is refused, and what is taken as it is and named."""

import json
from typing import Any

import pytest

from desktop.procedures.oddities import check, in_words
from desktop.procedures.plan import add_up, plan
from desktop.procedures.procedure import Limit, Procedure, ProcedureUnreadable, read_procedure
from desktop.terms import Level

PLAIN: dict[str, Any] = {
    "schema_version": 1,
    "id": "thu",
    "name_vi": "Thủ tục thử",
    "total": {"value": 5, "unit": "working_day"},
    "steps": [
        {"id": "1", "no": "1", "title_vi": "Kiểm tra", "duration": {"value": 2, "unit": "working_day"}},
        {"id": "2", "no": "2", "title_vi": "Ký", "duration": {"value": 3, "unit": "working_day"}},
    ],
}


def read(**changes: Any) -> Procedure:
    return read_procedure(json.dumps({**PLAIN, **changes}).encode(), "thu.json")


def step(**changes: Any) -> dict[str, Any]:
    return {"id": "1", "no": "1", "title_vi": "Kiểm tra", **changes}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"schema_version": 2}, id="a newer format"),
        pytest.param({"schema_version": None}, id="no format"),
        pytest.param({"id": " "}, id="no id"),
        pytest.param({"name_vi": ""}, id="no name"),
        pytest.param({"steps": [step(), step()]}, id="one step id twice"),
        pytest.param({"steps": [{"no": "1"}]}, id="a step without an id"),
        pytest.param({"total": {"value": "năm"}}, id="a number in words"),
        pytest.param({"total": {"value": 1, "unit": "same_day", "cutoff": "25:99"}}, id="an hour that is none"),
        pytest.param({"steps": [step(duration={"unit": "same_day", "cutoff": "3 giờ"})]}, id="an hour in words"),
        pytest.param({"level": ["làng"]}, id="an unknown level"),
    ],
)
def test_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ProcedureUnreadable, match=r"“thu\.json”.* Hãy ") as refusal:
        read(**changes)
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"\xff", b"[" * 200_000], ids=["empty", "cut", "list", "bytes", "deep"]
)
def test_no_json(data: bytes) -> None:
    with pytest.raises(ProcedureUnreadable, match="không đọc được"):
        read_procedure(data, "thu.json")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"total": {"value": -1, "unit": "working_day"}}, "Tổng thời hạn là số âm (-1)", id="minus one"),
        pytest.param({"total": {"value": 5}}, "không có đơn vị tính", id="no unit"),
        pytest.param({"total": {"value": 6, "unit": "working_day"}}, "Tổng các bước là 5 ngày làm việc", id="sum"),
        pytest.param({"total": None}, "Không ghi tổng thời hạn", id="no total"),
        pytest.param({"total": {"value": 5, "unit": "day"}}, "không nói là ngày làm việc hay ngày lịch", id="day"),
        pytest.param({"steps": None}, "không nêu các bước", id="no steps"),
        pytest.param({"steps": [step(), step(id="1b")]}, "Số thứ tự bước lặp lại: 1", id="repeated number"),
        pytest.param({"steps": [step(returns_to="9")]}, "không có trong quy trình: 1", id="returns nowhere"),
        pytest.param({"steps": [step(duration={"value": 2})]}, "Bước ghi số mà không có đơn vị tính: 1", id="unitless"),
    ],
)
def test_taken_as_it_is_and_named(changes: dict[str, Any], sentence: str) -> None:
    assert any(sentence in odd for odd in check(read(**changes)))


def test_nothing_is_odd_about_a_plain_one() -> None:
    papers = [{"name_vi": "Đơn", "must_submit": True}]
    assert check(read(documents=papers)) == []


def test_a_field_we_do_not_know_is_passed_over() -> None:
    assert read(colour="đỏ") == read()


class TestTotals:
    def test_minus_one_promises_nothing_even_where_steps_add_up(self) -> None:
        assert plan(read(total={"value": -1, "unit": "working_day"}), [], Level.COMMUNE).total is None

    def test_without_a_written_total_the_steps_are_added_up(self) -> None:
        chosen = plan(read(total=None), [], Level.COMMUNE)
        assert (chosen.total, chosen.total_from_steps) == (Limit(value=5, unit="working_day"), True)

    def test_a_step_without_time_leaves_no_sum(self) -> None:
        assert plan(read(total=None, steps=[*PLAIN["steps"], step(id="3")]), [], Level.COMMUNE).total is None

    @pytest.mark.parametrize(
        ("limits", "words"),
        [
            ([(2, "working_day"), (0.5, "working_day")], "2,5 ngày làm việc"),
            ([(2, "working_day"), (4, "working_hour"), (1, "working_day")], "3 ngày làm việc + 4 giờ làm việc"),
        ],
    )
    def test_equal_units_are_joined(self, limits: list[tuple[float, str]], words: str) -> None:
        added = add_up([Limit(value=value, unit=unit) for value, unit in limits])
        assert added
        assert added.term().in_words() == words

    def test_words_of_a_limit(self) -> None:
        assert in_words(Limit(value=0.5, unit="working_day")) == "0,5 ngày làm việc"
        assert in_words(Limit(value=1, unit="same_day")) == "trong ngày"
        assert in_words(Limit(value=3)) == "3 (không ghi đơn vị)"
