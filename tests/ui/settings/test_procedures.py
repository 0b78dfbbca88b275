from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.procedures.catalogue import shipped
from desktop.procedures.procedure import Procedure, read_procedure
from desktop.ui.intake.procedure_list import PROCEDURE_ROLE
from desktop.ui.settings.columns import TICKED
from desktop.ui.settings.procedures import rows
from desktop.ui.settings.procedures.list_model import CatalogueModel
from desktop.ui.settings.procedures.section import ProceduresSection
from tests.ui.settings.conftest import Open

LAND = "qtnb-yenbai-tn13"


@pytest.fixture
def section(open_section: Open) -> ProceduresSection:
    made = open_section("procedures")
    assert isinstance(made, ProceduresSection)
    return made


def turn_to(section: ProceduresSection, procedure_id: str) -> None:
    section.view.setCurrentIndex(section.model.index(section.model.row_of(procedure_id)))


@pytest.mark.parametrize("procedure", shipped(), ids=lambda one: one.id)
def test_a_procedure_goes_through_its_tables_unchanged(procedure: Procedure) -> None:
    tables = (rows.step_rows(procedure.step_list), rows.paper_rows(procedure.document_list))
    assert rows.like(procedure, tables) == procedure


def test_the_model_keeps_its_promises(practice_place: Workplace, qtmodeltester: ModelTester) -> None:
    model = CatalogueModel()
    model.show_catalogue(practice_place.catalogue.all(), "dat", frozenset({LAND}))
    qtmodeltester.check(model)


def test_the_list_is_searched_without_accents(qtbot: QtBot, section: ProceduresSection) -> None:
    qtbot.keyClicks(section.search, "tach thua")
    qtbot.waitUntil(lambda: 0 < section.model.rowCount() < 10)
    assert "Tách thửa" in section.model.index(0).data()


def test_an_edited_procedure_stands_before_the_shipped_one(
    section: ProceduresSection, practice_place: Workplace
) -> None:
    before = practice_place.catalogue.get(LAND)
    turn_to(section, LAND)
    steps = section.editor.steps.model
    steps.setData(steps.index(1, 4), "2,5")
    assert section.try_to_save()
    kept = practice_place.catalogue.get(LAND)
    assert kept.step_list[1].duration is not None
    assert kept.step_list[1].duration.value == 2.5
    assert kept.step_list[0] == before.step_list[0]
    assert next(one for one in shipped() if one.id == LAND) == before
    assert section.model.index(0).data(PROCEDURE_ROLE).id == LAND, "own procedures stand in front"
    section.back.click()
    section.notice.buttons[0].click()
    assert practice_place.catalogue.get(LAND) == before


def test_what_is_odd_is_said_at_its_row_while_one_types(section: ProceduresSection) -> None:
    turn_to(section, LAND)
    steps = section.editor.steps.model
    steps.setData(steps.index(1, 4), "")
    steps.setData(steps.index(1, 5), "")
    assert any("không ghi thời gian" in note for note in steps.notes_of(1))
    steps.setData(steps.index(2, 10), "99")
    assert any("không có trong quy trình" in note for note in steps.notes_of(2))
    assert "99" not in section.editor.odd.text()
    assert "không có trong quy trình" in section.editor.odd.text()


@pytest.mark.parametrize(
    ("column", "typed", "said"),
    [
        pytest.param(0, "1", "đã có ở dòng trên", id="a step twice"),
        pytest.param(1, "", "Hãy ghi việc", id="no title"),
        pytest.param(4, "năm", "không phải số", id="words for a number"),
        pytest.param(5, "tuần", "Không có đơn vị tính", id="unknown unit"),
    ],
)
def test_a_fault_stands_at_its_cell_and_nothing_is_stored(
    section: ProceduresSection, practice_place: Workplace, column: int, typed: str, said: str
) -> None:
    turn_to(section, LAND)
    steps = section.editor.steps.model
    steps.setData(steps.index(2, column), typed)
    assert said in steps.faults_of(2)[0]
    assert not section.try_to_save()
    assert not practice_place.own_procedures()
    assert section.editor.tabs.currentIndex() == 2


def test_steps_come_from_a_spreadsheet(section: ProceduresSection) -> None:
    section.add.click()
    section.editor.general.name.set_text("Xác nhận nơi cư trú")
    QGuiApplication.clipboard().setText(
        "1\tTiếp nhận\tBộ phận Một cửa\tCông chức\t0,5\tngày làm việc\tx\n"
        "2\tXác minh\tCông an xã\t\t2\tngày làm việc\tx\t\t\tA\t1"
    )
    section.editor.steps.view._paste(section.editor.steps.model)
    section.editor.general.value.set_text("2,5")
    section.editor.general.unit.choose("working_day")
    assert section.editor.odd.text().startswith("• Nguồn không nêu thành phần hồ sơ")
    assert section.try_to_save(), section.notice.text.text()


def test_a_new_procedure_can_be_taken_in(section: ProceduresSection, practice_place: Workplace) -> None:
    section.add.click()
    general = section.editor.general
    general.name.set_text("Xác nhận nơi cư trú")
    general.value.set_text("3")
    general.unit.choose("working_day")
    section.editor.papers.model.add_row({"name": "Tờ khai", "originals": "1"})
    section.editor.steps.model.add_row({"title": "Xác minh", "value": "3"})
    assert section.try_to_save(), section.notice.text.text()
    plan = practice_place.plan("don-vi-xac-nhan-noi-cu-tru", None)
    assert plan.total_text == "3 ngày làm việc"
    assert [step.title for step in plan.steps] == ["Xác minh"]
    kept = practice_place.catalogue.get("don-vi-xac-nhan-noi-cu-tru")
    assert kept.document_list[0].required


def test_a_code_that_is_known_is_refused(section: ProceduresSection, practice_place: Workplace) -> None:
    section.add.click()
    section.editor.general.name.set_text("Đăng ký tạm trú")
    section.editor.general.code.set_text("1.004194")
    assert not section.try_to_save()
    assert "đã có trong danh mục" in section.editor.general.code.error()
    assert not practice_place.own_procedures()


def test_a_file_goes_out_and_comes_back(section: ProceduresSection, practice_place: Workplace, tmp_path: Path) -> None:
    turn_to(section, LAND)
    section.export_to(tmp_path / "tn13.json")
    found = read_procedure((tmp_path / "tn13.json").read_bytes(), "tn13.json")
    assert found == practice_place.catalogue.get(LAND)
    (tmp_path / "own.json").write_bytes(msgspec.json.encode(msgspec.structs.replace(found, name_vi="Tên khác")))
    section.import_files([tmp_path / "own.json"])
    assert practice_place.catalogue.get(LAND).name_vi == "Tên khác"
    (tmp_path / "bad.json").write_text("{}")
    section.import_files([tmp_path / "bad.json"])
    assert "bad.json" in section.notice.text.text()


def test_turning_to_another_procedure_asks_first(section: ProceduresSection) -> None:
    turn_to(section, LAND)
    section.editor.general.field.line.setText("Lĩnh vực khác")
    section.mark()
    turn_to(section, "tthc-1.004194")
    assert section.editor.general.field.text() == "Lĩnh vực khác"
    section.notice.buttons[1].click()
    assert section.editor.general.field.text() == "Đăng ký, quản lý cư trú"
    assert not section.is_dirty()


def test_ticks_and_ids_of_new_steps() -> None:
    made = rows.steps_of(
        [{"id": "", "title": "A", "units": "X; Y", "roles": "", "value": "", "unit": "", "counts": TICKED,
          "stops": TICKED, "optional": "", "group": "", "returns": ""}], ()
    )  # fmt: skip
    assert (made[0].id, made[0].unit_vi, made[0].stops_clock, made[0].duration) == ("1", ("X", "Y"), True, None)
