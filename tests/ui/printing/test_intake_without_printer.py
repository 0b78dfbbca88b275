"""An office whose printer is broken or was never bought still takes dossiers in and gives a receipt out as a file."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.bodies import Applicant
from desktop.intake.form import IntakeForm, PaperTick, checklist
from desktop.terms import EntryKind, Outcome
from desktop.ui.main import INTAKE, Desk


@pytest.fixture
def desk(qtbot: QtBot, practice_place: Workplace) -> Desk:
    made = Desk(practice_place)
    qtbot.addWidget(made.window)
    made.window.show()
    made.preview.find_printers = list
    return made


def test_the_dossier_is_taken_in_and_its_receipt_offered_as_a_file(
    qtbot: QtBot, desk: Desk, practice_place: Workplace, tmp_path: Path
) -> None:
    page: Any = desk.intake
    desk.window.go_to(INTAKE)
    procedure = practice_place.catalogue.get("tthc-1.004194")
    person = Applicant(full_name="Bế Thị Nga", identity_no="004192000222", phone="0961234567", address="Xóm Bản Gà")
    papers = tuple(PaperTick(tick.name, 1, 0) for tick in checklist(procedure))
    page.show_form(IntakeForm(procedure=procedure.id, applicant=person, outcome=Outcome.ACCEPTED, papers=papers))
    with qtbot.waitSignal(page.taken_in, timeout=5_000) as taken:
        qtbot.keyClick(desk.window, Qt.Key.Key_F9)
    reference = taken.args[0].dossier.reference
    qtbot.waitUntil(lambda: desk.window.stack.currentWidget() is desk.preview)
    assert "chưa cài máy in" in desk.preview.fault.text()
    assert not desk.preview.print_button.isEnabled()
    assert desk.preview.save_button.isEnabled()
    desk.preview.save_to(tmp_path / "giay.pdf")
    assert practice_place.view(reference).entries[-1].kind == EntryKind.PRINTED
    assert reference in text_of(tmp_path / "giay.pdf")


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text
