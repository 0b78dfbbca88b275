"""The office's own calendar on the command line: checked, set, shown; and due times by a calendar of one's own."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.app import national_document, open_office
from desktop.cli import run
from desktop.exchange.keys import DeskKeys, card_bytes
from desktop.models.journal import new_id
from desktop.terms import Level
from tests.command_line.conftest import PASSWORD, Desk, intake_form

STORM = {
    "format": "office-calendar/1",
    "office": "UBND xã Quang Hán",
    "days": [{"date": "2026-12-01", "kind": "local_off", "name_vi": "Nghỉ do bão số 12", "source": "CV 15/UBND"}],
    "hours": [{"from": "04-16", "to": "10-15", "hours": ["07:00", "11:30", "13:30", "17:00"], "name_vi": "Mùa hè"}],
    "saturday_desk": [{"hours": ["07:30", "11:30"]}],
    "conventions": {"end": "DAY_END"},
}
HALF_A_SWAP = {"format": "office-calendar/1", "days": [{"date": "2026-12-01", "kind": "swap_off", "name_vi": "Nghỉ"}]}


def year_document(*years: int, as_of: str = "2026-11-22", status: str = "official") -> dict[str, Any]:
    blocks = {
        str(year): {
            "status": status,
            "days": [{"date": f"{year}-01-01", "kind": "holiday", "name_vi": "Tết Dương lịch", "source": "qd-1"}],
        }
        for year in years
    }
    return {"format": "vn-days-off/1", "as_of": as_of, "years": blocks}


BAD: dict[str, tuple[Any, str]] = {
    "no calendar": ({"format": "deadline-cases/1"}, "không phải tệp lịch"),
    "a list": ([], "không phải tệp lịch"),
    "a format that is no name": ({"format": ["vn-days-off/1"]}, "không phải tệp lịch"),
    "half a swap": (HALF_A_SWAP, "chưa có ngày đi cùng"),
    "a misspelt list": ({**STORM, "day": []}, "không biết “day”"),
    "an unknown convention": ({**STORM, "conventions": {"end": "NOON"}}, "không nhận giá trị"),
    "conventions as a list": ({**STORM, "conventions": ["end"]}, "conventions phải là một bảng"),
    "no as_of": ({**year_document(2027), "as_of": None}, "as_of"),
    "as_of in words": (year_document(2027, as_of="cuối năm"), "as_of"),
    "a year between is missing": (year_document(2030), "thiếu năm 2028"),
    "more years than anybody needs": (year_document(*range(2018, 2099)), "quá 60 năm"),
}
CASE = {
    "id": "một",
    "received_at": "2026-12-30T09:00",
    "duration": {"value": 3, "unit": "working_day"},
}


def know_the_province(desk: Desk) -> None:
    place = open_office(desk.data_dir, "lan", PASSWORD)
    place.trust(card_bytes(DeskKeys.generate().card("H14", "Tỉnh Cao Bằng", new_id(), Level.PROVINCE, practice=True)))
    place.close()


def day_of(shown: dict[str, Any], day: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in shown["days"] if row["date"] == day)
    return found


class TestCheck:
    @pytest.mark.parametrize(
        ("document", "kind"),
        [(STORM, "office-calendar"), (year_document(2027, 2028), "national-calendar")],
        ids=["own", "national"],
    )
    def test_a_good_one_is_named_and_nothing_is_stored(self, desk: Desk, document: Any, kind: str) -> None:
        before = desk.contents()
        path = desk.file(document)
        assert desk("calendar", "check", path) == {"file": str(path), "ok": True, "kind": kind}
        assert desk.contents() == before

    def test_it_needs_no_store(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "lich.json"
        path.write_text(json.dumps(national_document()), encoding="utf-8")
        assert run(["--data-dir", str(tmp_path / "none"), "calendar", "check", str(path)]) == 0
        assert "lịch nghỉ của cả nước" in capsys.readouterr().out

    @pytest.mark.parametrize("command", ["check", "set"])
    @pytest.mark.parametrize(("document", "told"), BAD.values(), ids=BAD)
    def test_a_bad_one_is_refused_with_a_sentence(self, desk: Desk, document: Any, told: str, command: str) -> None:
        before = desk.contents()
        answer = desk("calendar", command, desk.file(document), status=1)
        assert told in answer["error"]
        assert desk.contents() == before


class TestSet:
    def test_what_was_promised_stays_and_what_comes_after_counts_by_the_new_calendar(self, desk: Desk) -> None:
        code = desk.accept()
        assert desk("show", code)["due"] == "2027-01-25T11:30"
        answer = desk("calendar", "set", desk.file(STORM))
        assert (answer["kind"], answer["office"]) == ("office-calendar", "H14.12.3")
        assert answer["issued_at"] == "2026-11-23T02:42:00Z"
        shown = desk("show", code)
        assert [promise["due"] for promise in shown["promises"]] == ["2027-01-25T11:30"]
        after = desk("intake", desk.file(intake_form()))
        assert after["due"].startswith("2027-01-26")  # one working day fewer before it

    def test_the_one_set_last_holds_whole(self, desk: Desk) -> None:
        desk("calendar", "set", desk.file(STORM))
        desk("calendar", "set", desk.file({"format": "office-calendar/1"}))
        shown = desk("calendar", "show")
        assert "2026-12-01" not in [row["date"] for row in shown["days"]]
        assert (shown["hours"], shown["saturday_desk"], shown["conventions"]) == ([], [], "DP-1")
        assert len(shown["documents"]) == 1

    def test_a_year_nobody_has_shipped_can_be_entered_where_no_office_stands_above(self, desk: Desk) -> None:
        assert "2028" in desk("calendar", "show", "--year", "2028", status=1)["error"]
        desk("calendar", "set", desk.file(year_document(2028)))
        shown = desk("calendar", "show", "--year", "2028")
        assert (shown["provisional"], shown["from"]) == (False, "H14.12.3")

    def test_below_a_province_the_years_come_from_there(self, desk: Desk) -> None:
        know_the_province(desk)
        before = desk.contents()
        answer = desk("calendar", "set", desk.file(year_document(2028)), status=1)
        assert "do cấp tỉnh ban hành" in answer["error"]
        assert desk.contents() == before
        desk("calendar", "set", desk.file(STORM))

    def test_years_once_issued_are_corrected_but_never_taken_back(self, desk: Desk) -> None:
        desk("calendar", "set", desk.file(year_document(2027, 2028)))
        answer = desk("calendar", "set", desk.file(year_document(2028, as_of="2026-12-01")), status=1)
        assert "năm 2027" in answer["error"]
        desk("calendar", "set", desk.file(year_document(2027, 2028, 2029, as_of="2026-12-01")))
        assert desk("calendar", "show", "--year", "2029")["from"] == "H14.12.3"

    @pytest.mark.parametrize(
        "document",
        [year_document(2027, as_of="2020-01-01", status="provisional"), year_document(2026, status="provisional")],
        ids=["older than what we have", "a prediction of an announced year"],
    )
    def test_one_without_effect_is_refused(self, desk: Desk, document: dict[str, Any]) -> None:
        assert "không có tác dụng" in desk("calendar", "set", desk.file(document), status=1)["error"]
        assert desk("calendar", "show")["documents"] == []


class TestShow:
    def test_every_day_has_its_kind_source_and_origin(self, desk: Desk) -> None:
        desk("calendar", "set", desk.file(STORM))
        shown = desk("calendar", "show")
        assert (shown["year"], shown["provisional"], shown["from"]) == (2026, False, "")
        assert day_of(shown, "2026-12-01") == {
            "date": "2026-12-01",
            "kind": "local_off",
            "work": False,
            "name": "Nghỉ do bão số 12",
            "partner": None,
            "source": "CV 15/UBND",
            "evidence": "",
            "from": "H14.12.3",
            "provisional": False,
        }
        swap = day_of(shown, "2026-01-10")
        assert (swap["kind"], swap["work"], swap["partner"], swap["from"]) == ("makeup_work", True, "2026-01-02", "")
        assert shown["conventions"] == "DP-1, end=DAY_END"
        assert shown["hours"][0]["hours"] == ["07:00", "11:30", "13:30", "17:00"]
        assert shown["saturday_desk"][0]["hours"] == ["07:30", "11:30"]
        (held,) = shown["documents"]
        assert (held["kind"], held["from"], held["in_use"]) == ("office-calendar", "H14.12.3", True)

    def test_a_year_not_yet_announced_is_marked_and_an_own_day_in_it_is_not(self, desk: Desk) -> None:
        own = {"date": "2027-03-01", "kind": "local_off", "name_vi": "Lễ hội xã"}
        desk("calendar", "set", desk.file({"format": "office-calendar/1", "days": [own]}))
        shown = desk("calendar", "show", "--year", "2027")
        assert shown["provisional"] is True
        assert day_of(shown, "2027-01-01")["provisional"] is True
        assert day_of(shown, "2027-03-01")["provisional"] is False

    def test_people_read_it_in_their_words(self, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
        desk("calendar", "set", desk.file(STORM))
        given = ["--data-dir", str(desk.data_dir), "--clock", "2026-11-23T09:42"]
        assert run(["calendar", "show", *given]) == 0
        told = capsys.readouterr().out.splitlines()
        assert told[0] == "Lịch năm 2026, theo lịch cài sẵn"
        assert "01/12/2026  nghỉ riêng      Nghỉ do bão số 12 · UBND xã Quang Hán" in told
        assert "Giờ làm việc 04-16 đến 10-15: 07:00, 11:30, 13:30, 17:00 Mùa hè" in told
        assert run(["calendar", "show", "--year", "2027", *given]) == 0
        told = capsys.readouterr().out.splitlines()
        assert told[0] == "Lịch năm 2027 (dự kiến), theo lịch cài sẵn"
        assert any("Tết Dương lịch (dự kiến)" in row for row in told)


class TestDue:
    def answer(self, desk: Desk, *arguments: str | Path, case: Any = None) -> Any:
        cases = {"format": "deadline-cases/1", "office_hours_profiles": {}, "cases": [case or CASE]}
        return desk("due", "--cases", desk.file(cases, "cases.json"), *arguments, clock=None)

    def test_explain_tells_the_days_skipped(self, desk: Desk) -> None:
        plain = self.answer(desk)
        assert plain["due"] == "2027-01-05"
        assert "explain" not in plain
        why = self.answer(desk, "--explain")["explain"]
        assert (why["counted_days"], why["day0"], why["provisional"]) == (3, "2026-12-30", True)
        assert [row["date"] for row in why["skipped"]] == ["2027-01-01", "2027-01-02", "2027-01-03"]

    def test_a_calendar_given_replaces_its_years_and_leaves_the_others(self, desk: Desk) -> None:
        document = year_document(2027)
        document["years"]["2027"]["days"].append({"date": "2027-01-04", "kind": "holiday", "name_vi": "Thêm"})
        answer = self.answer(desk, "--calendar", desk.file(document, "lich.json"), "--explain")
        assert answer["due"] == "2027-01-06"
        assert answer["explain"]["provisional"] is False

    def test_a_calendar_given_adds_a_year(self, desk: Desk) -> None:
        case = {**CASE, "received_at": "2027-12-31T09:00"}
        assert "2028" in self.answer(desk, case=case)["error"]
        added = self.answer(desk, "--calendar", desk.file(year_document(2028), "lich.json"), case=case)
        assert added["due"] == "2028-01-05"


class TestChangedCalendar:
    """A storm closes the office after a receipt was printed."""

    def test_the_promise_stays_the_difference_is_listed_and_the_citizen_is_told(self, desk: Desk) -> None:
        code = desk.accept()
        assert desk("calendar", "differing") == []
        desk("calendar", "set", desk.file(STORM))
        assert desk("show", code)["due"] == "2027-01-25T11:30"
        (row,) = desk("calendar", "differing")
        assert (row["code"], row["promised"], row["computed"]) == (code, "2027-01-25T11:30", "2027-01-26T11:30")
        shown = desk("do", code, "re-promise", desk.file({"reason": "CV 15/UBND nghỉ do bão"}))
        assert shown["due"] == "2027-01-26T11:30"
        assert (shown["extensions"], shown["supplement_rounds"], shown["status"]) == ([], [], "accepted")
        assert shown["calendar_moves"][0]["reason"] == "CV 15/UBND nghỉ do bão"
        desk("print", code, "due_notice", "-o", desk.data_dir.parent / "notice.pdf")
        assert desk("calendar", "differing") == []
        assert desk("verify")["ok"] is True

    def test_without_a_change_there_is_nothing_to_tell(self, desk: Desk) -> None:
        code = desk.accept()
        answer = desk("do", code, "re-promise", desk.file({"reason": "Bão"}), status=1)
        assert "không muộn hơn" in answer["error"]
