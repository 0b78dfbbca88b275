"""Wrong input: a Vietnamese sentence that says what to do, exit status 1, and a store that did not change."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import run
from tests.command_line.conftest import Desk, intake_form

Act = Callable[[Desk, str], tuple[Any, ...]]
"""From the desk and the code of an accepted dossier to the command to run."""

CASES: dict[str, tuple[Act, str]] = {
    "malformed JSON": (lambda desk, _: ("intake", desk.file('{"procedure": ')), "không đọc được"),
    "not an intake at all": (lambda desk, _: ("intake", desk.file([1, 2])), "không đọc được"),
    "unknown field of the form": (lambda desk, _: ("intake", desk.file(intake_form(colour="blue"))), "không đọc được"),
    "unknown field of the applicant": (
        lambda desk, _: ("intake", desk.file(intake_form(applicant={"full_name": "A", "fone": "1"}))),
        "không có mục",
    ),
    "a file that is not there": (lambda desk, _: ("intake", desk.data_dir / "khong-co.json"), "Không đọc được tệp"),
    "unknown procedure": (lambda desk, _: ("intake", desk.file(intake_form(procedure="xyz"))), "Không có thủ tục"),
    "unknown variant": (lambda desk, _: ("intake", desk.file(intake_form(variant="xyz"))), "không có trường hợp"),
    "no name": (lambda desk, _: ("intake", desk.file(intake_form(applicant={"full_name": " "}))), "họ tên"),
    "wrong identity number": (
        lambda desk, _: ("intake", desk.file(intake_form(applicant={"full_name": "A", "identity_no": "12345"}))),
        "Số định danh",
    ),
    "wrong phone number": (
        lambda desk, _: ("intake", desk.file(intake_form(applicant={"full_name": "A", "phone": "12"}))),
        "Số điện thoại",
    ),
    "wrong tax code": (
        lambda desk, _: ("intake", desk.file(intake_form(applicant={"full_name": "A", "tax_code": "0100233480"}))),
        "Mã số thuế",
    ),
    "missing required paper": (
        lambda desk, _: ("intake", desk.file(intake_form(procedure="tthc-1.001193", variant=None, papers=[]))),
        "giấy tờ bắt buộc",
    ),
    "no due time can be computed": (
        lambda desk, _: ("intake", desk.file(intake_form(procedure="tthc-1.013950", variant=[], papers=[]))),
        "ngày",
    ),
    "received in the future": (
        lambda desk, _: ("intake", desk.file(intake_form(received_at="2026-11-23T10:00"))),
        "tương lai",
    ),
    "received at no time": (lambda desk, _: ("intake", desk.file(intake_form(received_at="hôm qua"))), "Thời điểm"),
    "refused without a reason": (lambda desk, _: ("intake", desk.file(intake_form(outcome="rejected"))), "lý do"),
    "accepted a second time": (lambda desk, code: ("intake", desk.file(intake_form(slip=code))), "lần thứ hai"),
    "a slip nobody knows": (
        lambda desk, _: ("intake", desk.file(intake_form(slip="H14-HDHS-26-0001"))),
        "Không tìm thấy",
    ),
    "unknown action": (lambda _, code: ("do", code, "burn"), "Không có việc"),
    "unknown dossier": (lambda _, __: ("do", "H14.12.3-261123-0999", "finish-step"), "Không tìm thấy hồ sơ"),
    "action not allowed now": (lambda _, code: ("do", code, "receive-supplement"), "không thể"),
    "action without what it needs": (lambda desk, code: ("do", code, "withdraw", desk.file({})), "chưa đúng"),
    "action with an unknown field": (
        lambda desk, code: ("do", code, "withdraw", desk.file({"reason": "a", "x": 1})),
        "chưa đúng",
    ),
    "action with a list for a body": (lambda desk, code: ("do", code, "withdraw", desk.file([])), "đối tượng JSON"),
    "happened in the future": (lambda _, code: ("do", code, "finish-step", "--at", "2026-11-24T08:00"), "tương lai"),
    "happened before the entry it follows": (
        lambda _, code: ("do", code, "finish-step", "--at", "2026-11-23T08:00"),
        "trước việc gần nhất",
    ),
    "extension to an earlier day": (
        lambda desk, code: (
            "do",
            code,
            "extend",
            desk.file({"new_due": "2026-12-01", "reason": "a", "cause": "chủ quan"}),
        ),
        "phải sau ngày đã hẹn",
    ),
    "extension to a day off": (
        lambda desk, code: (
            "do",
            code,
            "extend",
            desk.file({"new_due": "2027-01-30", "reason": "a", "cause": "chủ quan"}),
        ),
        "ngày nghỉ",
    ),
    "extension to a year without calendar": (
        lambda desk, code: (
            "do",
            code,
            "extend",
            desk.file({"new_due": "2031-01-30", "reason": "a", "cause": "chủ quan"}),
        ),
        "lịch",
    ),
    "extension without a cause": (
        lambda desk, code: (
            "do",
            code,
            "extend",
            desk.file({"new_due": "2027-01-29", "reason": "a", "cause": "vì mưa"}),
        ),
        "khách quan",
    ),
    "a form there is not": (lambda desk, code: ("print", code, "poem", "-o", desk.data_dir / "x.pdf"), "Không có giấy"),
    "a paper never issued": (
        lambda desk, code: ("print", code, "apology", "-o", desk.data_dir / "x.pdf"),
        "không có giấy này",
    ),
    "a batch that is none": (lambda desk, _: ("import", desk.file("hello", "x.motcua")), "gói"),
    "a folder without batches": (lambda desk, _: ("import", desk.data_dir), "Không thấy gói"),
    "a card that is none": (lambda desk, _: ("exchange", "trust", desk.file("{}")), "thẻ"),
    "nobody to send to": (lambda _, __: ("export",), "Chưa có đơn vị"),
    "a procedure file that is none": (
        lambda desk, _: ("procedures", "import", desk.file("{}", "p.json")),
        "không đọc được",
    ),
    "a second store in the same place": (
        lambda desk, _: (
            "init",
            "--office",
            desk.file({"code": "H14", "name": "X", "officers": [{"name": "a", "full_name": "A"}]}),
            "--practice",
        ),
        "đã có dữ liệu",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_wrong_input_is_refused_in_words_and_changes_nothing(desk: Desk, case: str) -> None:
    act, words = CASES[case]
    code = desk.accept()
    command = act(desk, code)
    before = desk.contents()
    answer = desk(*command, status=1)
    assert words in answer["error"]
    assert answer["error"].rstrip().endswith(".")
    assert answer["error"].strip() == desk.told.strip()
    assert desk.contents() == before


def test_a_foreign_batch_is_refused(desk: Desk, tmp_path: Path) -> None:
    """One made for somebody else, by somebody whose card nobody compared."""
    stranger, friend = Desk(tmp_path / "la", desk.capsys), Desk(tmp_path / "ban", desk.capsys)
    for place, code in ((stranger, "H15.1"), (friend, "H15.2")):
        office = {"code": code, "name": f"UBND xã {code}", "officers": [{"name": "an", "full_name": "Lê An"}]}
        place("init", "--office", desk.file(office), "--practice")
    friend("exchange", "card", "-o", tmp_path / "the")
    stranger("exchange", "trust", tmp_path / "the")
    (made,) = stranger("export", "-o", tmp_path / "usb")
    before = desk.contents()
    answer = desk("import", made["file"], status=1)
    assert "thẻ" in answer["error"]
    assert desk.contents() == before


def test_a_wrong_password_opens_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PASSWORD", "sai-mat-khau")
    assert "mật khẩu không đúng" in desk("board", status=1)["error"]


def test_a_real_store_has_no_settable_clock(desk: Desk, tmp_path: Path) -> None:
    real = Desk(tmp_path / "that", desk.capsys)
    office = {"code": "H14.1", "name": "UBND xã Thật", "officers": [{"name": "an", "full_name": "Lê An"}]}
    assert "diễn tập" in real("init", "--office", desk.file(office), status=1)["error"]
    real("init", "--office", desk.file(office), clock=None)
    assert "diễn tập" in real("board", status=1)["error"]
    assert real("board", clock=None) == []


def test_a_short_password_is_refused(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PASSWORD", "ngan")
    office = {"code": "H14.1", "name": "UBND xã Mới", "officers": [{"name": "an", "full_name": "Lê An"}]}
    fresh = Desk(tmp_path / "moi", desk.capsys)
    assert "ít nhất 8 ký tự" in fresh("init", "--office", desk.file(office), "--practice", status=1)["error"]
    assert not (tmp_path / "moi" / "store").exists()


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["intake"], ["board", "--nonsense"], ["due"]],
    ids=["command", "no file", "option", "no cases"],
)
def test_wrong_usage_is_status_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert "Sai cách dùng" in capsys.readouterr().err


def _mounted(folder: Path, options: str) -> bool:
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting a small disk needs root")
class TestDisk:
    """A disk that is full, or that only lets itself be read."""

    @pytest.fixture
    def small(self, desk: Desk, tmp_path: Path) -> Any:
        folder = tmp_path / "small"
        if not _mounted(folder, "size=1200k"):
            pytest.skip("this machine does not let a test mount a disk")
        subprocess.run(["cp", "-r", f"{desk.data_dir}/store", folder], check=True)
        try:
            yield Desk(folder, desk.capsys)
        finally:
            subprocess.run(["umount", folder], check=True)

    def test_a_full_disk_is_told_and_loses_nothing(self, small: Desk, desk: Desk) -> None:
        form = desk.file(intake_form())
        acknowledged = []
        for _ in range(200):
            status = run(
                [
                    "--data-dir",
                    str(small.data_dir),
                    "--json",
                    "--clock",
                    "2026-11-23T09:42",
                    "intake",
                    str(form),
                    "--paper",
                    "/dev/null",
                ]
            )
            out, told = small.capsys.readouterr()
            if status:
                break
            acknowledged.append(out)
        assert "đã đầy" in told
        subprocess.run(["mount", "-o", "remount,size=8m", small.data_dir], check=True)
        assert small("verify")["dossiers"] == len(acknowledged)

    def test_a_read_only_disk_is_told(self, small: Desk, desk: Desk) -> None:
        subprocess.run(["mount", "-o", "remount,ro", small.data_dir], check=True)
        answer = small("intake", desk.file(intake_form()), status=1)
        assert "chỉ đọc" in answer["error"] or "Không mở được" in answer["error"]
