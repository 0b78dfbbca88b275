"""The command line, errand by errand: shapes, exit status, papers."""

import json
from pathlib import Path

import pypdfium2
import pytest

from desktop.cli import run
from tests.command_line.conftest import LAND, Desk, intake_form


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_an_intake_gives_code_due_steps_and_its_receipt(desk: Desk) -> None:
    answer = desk("intake", desk.file(intake_form()))
    assert answer["code"] == "H14.12.3-261123-0001"
    assert (answer["status"], answer["portal_code"]) == ("accepted", "2")
    assert answer["due"] == "2027-01-25T11:30"  # 3 + 30 + 10 working days; 24/11 and 01/01 are days off
    assert answer["due_provisional"] is True
    assert [step["id"] for step in answer["steps"]][:4] == ["X2", "X3", "2", "3"]
    assert "H14.12.3-261123-0001" in text_of(Path(answer["paper"]))


def test_the_same_options_stand_before_or_after_the_command(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.accept()
    for arguments in (
        ["--json", "--data-dir", str(desk.data_dir), "board", "--clock", "2026-11-24T08:00"],
        ["board", "--clock", "2026-11-24T08:00", "--data-dir", str(desk.data_dir), "--json"],
    ):
        assert run(arguments) == 0
        (row,) = json.loads(capsys.readouterr().out)
        assert row["code"] == "H14.12.3-261123-0001"


def test_lateness_is_told_by_each_named_question(desk: Desk) -> None:
    code = desk.accept()
    in_time = {"by_current": "in_time", "by_first": "in_time", "by_date": "in_time", "national": "on_time"}
    assert desk("show", code)["lateness"] == in_time
    late = desk("show", code, clock="2027-01-25T14:00")
    assert (late["due"], late["dossier_late"]) == ("2027-01-25T11:30", True)
    assert late["lateness"] == {**in_time, "by_current": "late", "by_first": "late", "national": "overdue"}


def test_before_a_promise_there_is_no_lateness(desk: Desk) -> None:
    slip = desk("intake", desk.file(intake_form(outcome="rejected", reason="Không thuộc thẩm quyền")))
    assert desk("show", slip["code"])["lateness"] is None


def test_a_citizen_comes_back_with_the_slip(desk: Desk) -> None:
    missing = [{"name": "Đơn đề nghị chuyển hình thức sử dụng đất", "ok": False}]
    first = desk("intake", desk.file(intake_form(outcome="supplement", papers=missing)))
    assert first["code"] == "H14.12.3-HDHS-26-0001"
    assert (first["accepted"], first["portal_code"], first["due"]) == (False, None, None)
    assert "PHIẾU YÊU CẦU BỔ SUNG" in text_of(Path(first["paper"]))
    assert desk("show", "H14.12.3-HDHS-26-0001")["status"] == "guided"
    second = desk("intake", desk.file(intake_form(slip=first["code"], received_at="2026-11-23T09:30")))
    assert second["code"] == "H14.12.3-261123-0001"
    assert desk("show", "H14.12.3-HDHS-26-0001")["code"] == "H14.12.3-261123-0001"


def test_a_refusal_has_its_reason_and_its_slip(desk: Desk) -> None:
    answer = desk("intake", desk.file(intake_form(outcome="rejected", reason="Không thuộc thẩm quyền của xã")))
    assert (answer["code"], answer["portal_code"]) == ("H14.12.3-TC-26-0001", "3")
    assert "Không thuộc thẩm quyền của xã" in text_of(Path(answer["paper"]))


def test_a_supplement_stops_the_clock_and_moves_the_promise(desk: Desk) -> None:
    code = desk.accept()
    asked = desk("do", code, "ask-supplement", desk.file({"papers": ["Trích lục bản đồ"], "reason": "Thiếu trích lục"}))
    assert (asked["status"], asked["portal_code"], asked["due"]) == ("waiting_supplement", "5", None)
    answered = desk("do", code, "receive-supplement", clock="2026-11-26T08:00")
    assert [promise["due"] for promise in answered["promises"]] == ["2027-01-25T11:30", "2027-01-27T11:30"]
    assert answered["supplement_rounds"][0]["answered"] == "2026-11-26T08:00"


def test_an_extension_is_no_supplement_and_no_pause(desk: Desk) -> None:
    code = desk.accept()
    fields = {"new_due": "2027-01-29", "reason": "Chờ trích đo", "cause": "khách quan"}
    shown = desk("do", code, "extend", desk.file(fields))
    assert (shown["status"], shown["portal_code"], shown["due"]) == ("accepted", "2", "2027-01-29T17:00")
    assert (shown["supplement_rounds"], shown["pauses"]) == ([], [])
    assert shown["promises"][0]["due"] == "2027-01-25T11:30"
    desk("print", code, "apology", "-o", desk.data_dir.parent / "apology.pdf")
    assert "xin lỗi" in text_of(desk.data_dir.parent / "apology.pdf").lower()


def test_a_second_print_says_so(desk: Desk) -> None:
    code = desk.accept()
    paper = desk.data_dir.parent / "again.pdf"
    desk("print", code, "receipt", "-o", paper)
    assert "In lại lần 1" in text_of(paper)
    assert "DIỄN TẬP" in text_of(paper)


def test_the_search_box_finds_without_accents(desk: Desk) -> None:
    code = desk.accept()
    for query in ("dam thi buoi", "BUOI dam", "0961234567", "004190000123", "chuyen hinh thuc", code, "261123 0001"):
        assert [hit["code"] for hit in desk("search", query)] == [code], query
    assert desk("search", "khong co ai") == []


def test_what_happened_earlier_today_can_still_be_written(desk: Desk) -> None:
    code = desk.accept()
    desk("print", code, "receipt", "-o", desk.data_dir.parent / "r.pdf")  # printed at 09:42
    shown = desk("do", code, "finish-step", "--at", "2026-11-23T09:00")
    assert shown["steps"][0]["finished"] == "2026-11-23T09:00"
    assert shown["steps"][0]["recorded"] == "2026-11-23T09:42"


def test_the_catalogue_lists_shows_checks_and_imports(desk: Desk) -> None:
    assert len(desk("procedures", "list")) == 53
    shown = desk("procedures", "show", LAND)
    assert any("không ghi tổng thời hạn" in odd.lower() for odd in shown["oddities_vi"])
    own = {
        "schema_version": 1,
        "id": "xa-thu",
        "name_vi": "Thủ tục thử của xã",
        "total": {"value": 2, "unit": "working_day"},
    }
    path = desk.file(own, "xa-thu.json")
    assert desk("procedures", "check", path)[0]["ok"] is True
    assert desk("procedures", "import", path) == {"imported": ["xa-thu"]}
    taken = desk("intake", desk.file(intake_form(procedure="xa-thu", variant=None, papers=[])))
    assert taken["due"] == "2026-11-26T11:30"  # 24/11 is a day off


def test_due_times_of_a_file_come_as_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    cases = Path(__file__).parents[1] / "deadlines" / "deadline-cases-public.json"
    assert run(["due", "--cases", str(cases)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 68
    assert lines[0] == {"id": "DP-001", "due": "2026-03-16", "kind": "date", "steps": None}


def test_two_offices_exchange_batches(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    district_office = {
        "code": "H14.12",
        "name": "UBND huyện Trùng Khánh",
        "level": "district",
        "officers": [{"name": "pao", "full_name": "Hoàng Văn Páo", "role": "specialist"}],
    }
    district = Desk(tmp_path / "huyen", desk.capsys)
    district("init", "--office", desk.file(district_office), "--practice")
    for one, other in ((desk, district), (district, desk)):
        one("exchange", "card", "-o", tmp_path / "the.motcua-the")
        other("exchange", "trust", tmp_path / "the.motcua-the")
        (tmp_path / "the.motcua-the").unlink()
    code = desk.accept()
    desk("do", code, "hand-over", desk.file({"to_office": "H14.12"}))
    (sent,) = desk("export", "-o", tmp_path / "usb")
    (arrived,) = district("import", tmp_path / "usb")
    assert (arrived["arrival"], arrived["entries"]) == ("imported", sent["entries"])
    assert district("import", sent["file"])[0]["arrival"] == "known"
    assert district("do", code, "take-over")["custodian"] == "H14.12"
    assert desk("exchange", "status")["offices"][0]["unconfirmed"] > 0
    (answer,) = district("export", "-o", tmp_path / "usb-back")
    desk("import", answer["file"])
    status = desk("exchange", "status")
    assert status["offices"][0]["unconfirmed"] == 0
    assert desk("show", code)["custodian"] == "H14.12"
    assert status["history"] == district("exchange", "status")["history"]


def test_verify_finds_a_sound_store(desk: Desk) -> None:
    desk.accept()
    answer = desk("verify")
    assert (answer["ok"], answer["faults"], answer["dossiers"]) == (True, [], 1)


def test_a_password_is_changed_with_the_recovery_key(desk: Desk, tmp_path: Path) -> None:
    fresh = Desk(tmp_path / "khac", desk.capsys)
    office = {"code": "H14.1", "name": "UBND xã Khác", "officers": [{"name": "an", "full_name": "Lê An"}]}
    recovery = fresh("init", "--office", desk.file(office), "--practice")["recovery_key"]
    (tmp_path / "moi").write_text("mat-khau-moi\n")
    fresh("password", "--recovery-key", recovery.lower(), "--new-password-file", tmp_path / "moi")
    fresh("board", status=1)
    assert "mật khẩu không đúng" in fresh.told
    assert fresh("board", "--password-file", tmp_path / "moi") == []
