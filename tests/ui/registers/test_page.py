"""Registers and reports on a played practice office."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.registers.lateness import By, late_sums
from desktop.registers.period import Period, month_of, year_of
from desktop.registers.statistics import Figures, Statistics, statistics
from desktop.registers.tables import statistics_table
from desktop.ui.registers.figures_table import FiguresModel
from desktop.ui.registers.late_table import SORT_ROLE, LateTableModel
from desktop.ui.registers.months_chart import Month, months_of
from desktop.ui.registers.page import EMPTY, LATE, OVERVIEW, STATISTICS, RegistersPage
from desktop.ui.registers.sums_view import SumsModel
from desktop.ui.registers.wording import late_words, share_words
from tests.support.bench import clock
from tests.ui.conftest import NOW

NOVEMBER = month_of(NOW.date())


def loaded(qtbot: QtBot, page: RegistersPage) -> None:
    qtbot.waitUntil(lambda: page.busy.isHidden(), timeout=20_000)


def shown(qtbot: QtBot, place: Workplace) -> RegistersPage:
    made = RegistersPage(place)
    qtbot.addWidget(made)
    made.resize(1282, 660)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.refresh()
    loaded(qtbot, made)
    return made


@pytest.fixture
def page(qtbot: QtBot, practice_place: Workplace) -> RegistersPage:
    return shown(qtbot, practice_place)


def test_the_figures_are_those_of_the_store(page: RegistersPage, practice_place: Workplace) -> None:
    total = practice_place.registers.statistics(NOVEMBER).total
    figures = [figure.figure() for figure in page.overview.figures]
    assert figures == [
        str(total.received),
        str(total.carried),
        str(total.solved),
        share_words(total.timely_share),
        str(total.running),
        str(total.overdue),
    ]
    assert total.total > 0
    assert page.period.usual.value() == "Tháng này"


def test_another_period_is_read_when_it_is_chosen_or_typed(qtbot: QtBot, page: RegistersPage) -> None:
    page.period.usual._pick("Năm nay")
    loaded(qtbot, page)
    assert page._overview is not None
    assert page._overview.period == year_of(NOW.date())
    page.period.first.setText("03/11/2026")
    page.period.first.editingFinished.emit()
    loaded(qtbot, page)
    assert page._overview.period == Period(date(2026, 11, 3), date(2026, 12, 31))
    assert page.period.usual.value() == ""


def test_days_that_make_no_period_are_told_and_the_old_one_stays(qtbot: QtBot, page: RegistersPage) -> None:
    page.period.last.setText("01/10/2026")
    page.period.last.editingFinished.emit()
    assert "Ngày cuối kỳ" in page.notice.text.text()
    assert page.period.period() == NOVEMBER


def test_a_period_without_dossiers_says_what_to_do(qtbot: QtBot, page: RegistersPage) -> None:
    page.period.set_period(Period(date(2020, 1, 1), date(2020, 1, 31)))
    loaded(qtbot, page)
    assert page.faces.currentIndex() == EMPTY
    assert "Chọn kỳ khác" in page.empty.hint.text()
    assert not page.xlsx_button.isEnabled()


def test_keys_turn_the_faces(qtbot: QtBot, page: RegistersPage) -> None:
    for key, face in ((Qt.Key.Key_F3, LATE), (Qt.Key.Key_F4, STATISTICS), (Qt.Key.Key_F2, OVERVIEW)):
        qtbot.keyClick(page, key)
        assert page.faces.currentIndex() == face


def test_a_bar_leads_to_its_rows_and_escape_back(qtbot: QtBot, page: RegistersPage) -> None:
    assert page._overview is not None
    largest = late_sums(page._overview.late, By.UNIT)[0]
    page.overview.bars.setCurrentIndex(page.overview.bars.sums.index(0))
    qtbot.keyClick(page.overview.bars, Qt.Key.Key_Return)
    table = page.late.table
    assert page.faces.currentIndex() == LATE
    assert table.model().rowCount() == largest.stretches
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert table.model().rowCount() == len(page._overview.late)


def test_a_row_tells_why_and_leads_to_the_explanation(qtbot: QtBot, page: RegistersPage) -> None:
    page.show_face(LATE)
    assert not page.late.explain_button.isEnabled()
    page.late.table.selectRow(0)
    row = page.late.table.current_row()
    assert row is not None
    assert row.code in page.late.words.text()
    with qtbot.waitSignal(page.explain_wanted) as wanted:
        qtbot.keyClick(page.late.table, Qt.Key.Key_F8)
    assert wanted.args == [row.dossier_id]
    with qtbot.waitSignal(page.dossier_wanted) as opened:
        qtbot.keyClick(page.late.table, Qt.Key.Key_Return)
    assert opened.args == [row.dossier_id]


def test_an_explanation_recorded_stands_in_the_table(qtbot: QtBot, page: RegistersPage) -> None:
    assert page._overview is not None
    row = next(row for row in page._overview.late if row.step_id)
    fields = {"step": row.step_id, "cause": "slow-handling", "text": "Cán bộ đi công tác"}
    page.place.do(row.dossier_id, "explain", fields)
    page.refresh()
    loaded(qtbot, page)
    explained = [each for each in page._overview.late if each.dossier_id == row.dossier_id and each.cause]
    assert explained
    assert explained[0].explanation == "Cán bộ đi công tác"


@pytest.mark.parametrize("face", [OVERVIEW, LATE, STATISTICS])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_what_is_shown_is_saved(qtbot: QtBot, page: RegistersPage, tmp_path: Path, face: int, suffix: str) -> None:
    page.show_face(face)
    path = tmp_path / f"bao-cao.{suffix}"
    with qtbot.waitSignal(page.told, timeout=20_000):
        page.save(path)
    if suffix == "xlsx":
        assert len(load_workbook(path).worksheets) == (5 if face == LATE else 1)
    else:
        assert "Mã hồ sơ" in path.read_text("utf-8-sig") if face == LATE else "Tổng cộng" in path.read_text("utf-8-sig")


def test_a_folder_that_can_not_be_written_is_told(qtbot: QtBot, page: RegistersPage, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    page.save(tmp_path / "file" / "bao-cao.xlsx")
    loaded(qtbot, page)
    assert "Chưa ghi được" in page.notice.text.text()


def test_the_register_is_drawn_for_the_preview(qtbot: QtBot, page: RegistersPage) -> None:
    with qtbot.waitSignal(page.paper_wanted, timeout=20_000) as wanted:
        page.register_button.click()
    title, name, pdf = wanted.args
    assert "tháng 11/2026" in title
    assert name.endswith(".pdf")
    assert bytes(pdf).startswith(b"%PDF")


def test_one_field_of_work_is_less_than_all(qtbot: QtBot, page: RegistersPage) -> None:
    assert page._overview is not None
    whole, field = page._overview.statistics.total.total, page._overview.statistics.fields[0]
    page.period.field.choose(field.name)
    loaded(qtbot, page)
    assert page._overview.statistics.total == field.figures
    assert field.figures.total < whole


@pytest.mark.parametrize(("width", "height"), [(1282, 660), (855, 420)])
@pytest.mark.parametrize("face", [OVERVIEW, LATE, STATISTICS])
def test_it_paints_in_a_window_of_any_size(page: RegistersPage, width: int, height: int, face: int) -> None:
    page.resize(width, height)
    page.show_face(face)
    picture = page.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert len({picture.pixel(x, y) for x in range(0, width, 7) for y in range(0, height, 7)}) > 20


def test_models_keep_qts_rules(qtmodeltester: ModelTester, page: RegistersPage) -> None:
    assert page._overview is not None
    late, sums, figures = LateTableModel(str), SumsModel(str), FiguresModel()
    late.show_rows(page._overview.late)
    sums.show_sums(late_sums(page._overview.late, By.STEP))
    figures.show_table(statistics_table(page._overview.statistics, "UBND xã", NOW))
    for model in (late, sums, figures, page.late.table.proxy):
        qtmodeltester.check(model)


def test_the_table_is_sorted_by_time_not_by_words(page: RegistersPage) -> None:
    proxy = page.late.table.proxy
    minutes = [proxy.index(row, 3).data(SORT_ROLE) for row in range(proxy.rowCount())]
    assert minutes == sorted(minutes, reverse=True)
    assert len(minutes) > 1


@pytest.mark.parametrize(
    ("share", "words"), [(None, "–"), (1.0, "100%"), (0.9996, "99,9%"), (0.5, "50%"), (0.964, "96,4%"), (0.29, "29%")]
)
def test_a_share_is_never_rounded_up(share: float | None, words: str) -> None:
    assert share_words(share) == words


def test_working_time_is_said_in_the_offices_days() -> None:
    assert late_words(clock(), 0) == "không"
    assert late_words(clock(), 450 + 60) == "1 ngày 1 giờ"


def test_months_before_the_first_figures_are_left_out() -> None:
    def month(number: int, solved: int) -> Statistics:
        empty = statistics([], month_of(date(2026, number, 1)), clock(), NOW)
        return Statistics(empty.period, Figures(early=solved), ())

    found = [month(number, solved) for number, solved in ((6, 0), (7, 0), (8, 3), (9, 0), (10, 1), (11, 2))]
    assert [each.label for each in months_of(found)] == ["08/2026", "09/2026", "10/2026", "11/2026"]
    assert len(months_of([month(number, 0) for number in range(6, 12)])) == 3
    assert "chưa giải quyết" in Month("09/2026", None, 0).spoken()
