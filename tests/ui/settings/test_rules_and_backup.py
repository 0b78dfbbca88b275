import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.app import Verified, Workplace
from desktop.handling.desk_rules import shipped_rules
from desktop.models.verify import Fault
from desktop.ui.settings.backup import BackupSection, verified_words
from desktop.ui.settings.printer import PrinterSection
from desktop.ui.settings.rules import RulesSection, causes_of
from tests.ui.settings.conftest import Open


@pytest.fixture
def rules(open_section: Open) -> RulesSection:
    made = open_section("rules")
    assert isinstance(made, RulesSection)
    return made


def test_rules_are_kept(rules: RulesSection, practice_place: Workplace) -> None:
    rules.minutes.set_text("60")
    rules.limits.model.add_row({"field": "Xây dựng", "days": "2,5"})
    rules.causes.model.add_row({"words": "Lũ cuốn trôi cầu"})
    assert rules.try_to_save(), rules.notice.text.text()
    kept = practice_place.rules
    assert kept.record_tolerance_minutes == 60
    assert kept.supplement_limits[0] == shipped_rules().supplement_limits[0]
    limit = kept.supplement_limit("Cấp phép xây dựng")
    assert limit is not None
    assert limit.within_days == 2.5
    assert kept.late_causes[:-1] == shipped_rules().late_causes
    assert kept.late_causes[-1].id == "lu-cuon-troi-cau"


@pytest.mark.parametrize("typed", ["", "nửa ngày", "-5", "9999"])
def test_minutes_that_can_not_hold(rules: RulesSection, practice_place: Workplace, typed: str) -> None:
    rules.minutes.set_text(typed)
    rules.minutes.edited.emit(typed)
    assert "Hãy ghi số phút" in rules.minutes.error()
    assert not rules.try_to_save()
    assert practice_place.rules == shipped_rules()


def test_a_cause_twice_and_a_limit_without_days_are_marked(rules: RulesSection) -> None:
    rules.causes.model.add_row({"words": "XỬ LÝ CHẬM"})
    rules.limits.model.add_row({"field": "Hộ tịch", "days": "ba"})
    assert "đã có" in rules.causes.model.faults_of(rules.causes.model.rowCount() - 1)[0]
    assert "ví dụ 3" in rules.limits.model.faults_of(1)[0]
    assert not rules.try_to_save()


def test_back_to_the_shipped_rules(rules: RulesSection, practice_place: Workplace) -> None:
    rules.causes.drop_row(0)
    assert rules.try_to_save()
    rules.shipped.click()
    assert rules.try_to_save()
    assert practice_place.rules.late_causes == shipped_rules().late_causes


def test_a_cause_keeps_its_id_when_its_words_change() -> None:
    made = causes_of([{"words": "Chậm", "recording": "", "source": "", "_id": "other"}])
    assert (made[0].id, made[0].words) == ("other", "Chậm")


def test_backup_names_the_folder_and_checks_the_data(
    qtbot: QtBot, open_section: Open, practice_place: Workplace
) -> None:
    backup = open_section("backup")
    assert isinstance(backup, BackupSection)
    backup.copy_path.click()
    assert QGuiApplication.clipboard().text() == str(practice_place.store.folder)
    backup.check.click()
    qtbot.waitUntil(backup.check.isEnabled, timeout=10_000)
    assert "nguyên vẹn" in backup.found.text.text()


def test_faults_of_the_data_are_named() -> None:
    said = verified_words(Verified((Fault("mục 3", "chuỗi bị đứt"),), 0, 0, ""))
    assert "mục 3: chuỗi bị đứt" in said


def test_printers_are_looked_for_when_shown(open_section: Open) -> None:
    printer = open_section("printer")
    assert isinstance(printer, PrinterSection)
    assert printer.card.isVisible()
    assert printer._test_paper().startswith(b"%PDF")
