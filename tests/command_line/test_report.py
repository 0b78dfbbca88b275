"""`motcua report`: four reports, their formats by suffix, each refusal with what to do."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.command_line.conftest import Desk

PERIOD = ("--from", "2026-11-01", "--to", "2026-11-30")


@pytest.mark.parametrize("name", ["register", "statistics", "lateness", "timeliness"])
def test_each_report_is_drawn_as_excel_and_json(desk: Desk, tmp_path: Path, name: str) -> None:
    desk.accept()
    for suffix in ("xlsx", "json"):
        path = tmp_path / f"report.{suffix}"
        told = desk("report", name, *PERIOD, "-o", path)
        assert told["report"] == name
        assert Path(told["file"]) == path
    assert load_workbook(tmp_path / "report.xlsx").worksheets
    document = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (document["report"], document["from"], document["to"]) == (name, "2026-11-01", "2026-11-30")


def test_the_figures_are_those_of_the_desk(desk: Desk, tmp_path: Path) -> None:
    desk.accept()
    desk.accept()
    desk("report", "statistics", *PERIOD, "-o", tmp_path / "s.json")
    total = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["total"]
    assert (total["received"], total["running"], total["solved"], total["timely_share"]) == (2, 2, 0, None)


def test_the_register_is_drawn_on_paper(desk: Desk, tmp_path: Path) -> None:
    desk.accept()
    desk("report", "register", *PERIOD, "-o", tmp_path / "so.pdf")
    assert (tmp_path / "so.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("name", "file", "words"),
    [
        ("statistics", "s.pdf", ".xlsx hoặc .json"),
        ("register", "so.doc", ".xlsx hoặc .json hoặc .pdf"),
        ("lateness", "no-suffix", ".xlsx hoặc .json"),
    ],
)
def test_a_format_that_can_not_be_is_refused(desk: Desk, tmp_path: Path, name: str, file: str, words: str) -> None:
    desk("report", name, *PERIOD, "-o", tmp_path / file, status=1)
    assert words in desk.told
    assert not (tmp_path / file).exists()


def test_days_the_wrong_way_round_are_refused(desk: Desk, tmp_path: Path) -> None:
    desk("report", "statistics", "--from", "2026-11-30", "--to", "2026-11-01", "-o", tmp_path / "s.json", status=1)
    assert "Ngày cuối kỳ" in desk.told
