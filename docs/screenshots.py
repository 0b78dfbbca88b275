"""Draw the pictures of the documentation: python docs/screenshots.py DIR

A practice office is built in a temporary folder and played up to a Monday morning; every figure on the pictures comes
from there. People are invented.
"""

import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desktop import practice
from desktop.app import Workplace, create_office
from desktop.dossiers.bodies import Applicant
from desktop.handling.board_row import NextAction
from desktop.intake.form import IntakeForm, PaperTick, checklist
from desktop.terms import Form, Outcome, Status
from desktop.ui.custody.page import DRAFT
from desktop.ui.main import BOARD, CUSTODY, DOSSIER, EXCHANGE, INTAKE, MESSAGES, REGISTERS, RETURNING, SETTINGS, Desk
from desktop.ui.palette import Mode
from desktop.ui.registers.page import LATE, STATISTICS
from desktop.ui.start.login_page import LoginPage
from desktop.ui.start.window import StartWindow
from desktop.ui.theme import apply_theme

NOW = datetime(2026, 11, 23, 9, 42)
OPENED = datetime(2026, 8, 3, 7, 30)
SIZE = (1366, 768)
HAND_OUT = (NextAction("return-result", "Trả kết quả"),)


def build(folder: Path) -> Workplace:
    """Return the practice place as it stands on that Monday morning."""
    place, _ = create_office(folder, practice.OFFICE, practice.PASSWORD, practice=True, now=OPENED)
    practice.fill(place, NOW, (*practice.CASES, *practice.MORE_CASES))
    return place.at(NOW)


def eventful(place: Workplace) -> str:
    """Return the dossier with the most to see."""
    rows = [place.view(row.dossier_id) for row in place.board()]
    waiting = [view for view in rows if view.dossier.status is Status.WAITING_OBLIGATION]
    return max(waiting, key=lambda view: len(view.entries)).dossier.id


def settle(application: QApplication) -> None:
    """Let previews drawn beside the window arrive."""
    for _ in range(60):
        application.processEvents()
        application.thread().msleep(10)


def fill_intake(desk: Desk) -> None:
    """Choose a procedure and scan a card, as an officer would."""
    page: Any = desk.intake
    procedure = desk.place.catalogue.get("tthc-1.004194")
    person = Applicant(
        full_name="Đàm Thị Bưởi",
        identity_no="004190004321",
        birth_date="1990-05-12",
        sex="Nữ",
        address="Xóm Bản Gà, xã Quang Hán, tỉnh Cao Bằng",
        phone="0961234567",
    )
    papers = tuple(PaperTick(tick.name, tick.originals, tick.copies) for tick in checklist(procedure))
    page.show_form(IntakeForm(procedure=procedure.id, applicant=person, outcome=Outcome.ACCEPTED, papers=papers))


def fill_custody(desk: Desk) -> None:
    """Scan what leaves: dossiers that may, and one that lies elsewhere."""
    views = [desk.place.view(row.dossier_id).dossier for row in desk.place.board()]
    here = [dossier for dossier in views if dossier.custodian is not None and not dossier.waiting]
    for dossier in [*here[:4], *[dossier for dossier in views if dossier.in_transit_to is not None][:1]]:
        desk.custody.scan(dossier.reference)


def draw(place: Workplace, folder: Path, mode: Mode, application: QApplication) -> None:
    """Draw every page in one look."""
    apply_theme(application, mode)
    for page in ("", DRAFT):  # what the picture before left behind
        place.drop_draft(page)
    suffix = "" if mode is Mode.LIGHT else "-dark"
    desk = Desk(place)
    desk.window.resize(*SIZE)
    desk.window.show()
    star = eventful(place)

    def shoot(name: str) -> None:
        settle(application)
        desk.window.grab().save(str(folder / f"{name}{suffix}.png"))

    desk.window.go_to(BOARD)
    shoot("board")
    desk.window.go_to(INTAKE)
    fill_intake(desk)
    shoot("intake")
    desk.open_dossier(star)
    shoot("dossier")
    desk.show_paper(star, Form.RECEIPT)
    shoot("preview")
    running = next(row for row in place.board() if row.counts_down == "dossier" and row.dossier_late)
    desk.act(running.dossier_id, "extend")
    shoot("dossier-extend")
    desk.window.go_to(DOSSIER)
    desk.dossier.show_hits(place.search("thi"), "thi")
    shoot("search")
    desk.window.go_to(RETURNING)
    desk.returning.show_dossier(next(row.dossier_id for row in place.board() if row.next_actions[:1] == HAND_OUT))
    shoot("return")
    desk.returning.leave()
    desk.window.go_to(CUSTODY)
    fill_custody(desk)
    shoot("hand-over")
    desk.window.go_to(MESSAGES)
    desk.messages.view.choose(next(row.key for row in desk.messages.rows() if row.sendable))
    shoot("messages")
    desk.window.go_to(REGISTERS)
    shoot("registers")
    desk.registers.show_face(LATE)
    shoot("registers-late")
    desk.registers.show_face(STATISTICS)
    shoot("registers-statistics")
    desk.window.go_to(EXCHANGE)
    shoot("exchange")
    desk.window.go_to(SETTINGS)
    for section in ("office", "officers", "procedures", "calendar", "forms", "messages", "rules", "printer", "backup"):
        desk.settings.go_to(section)
        shoot(f"settings-{section}")
    desk.window.close()


def draw_start(folder: Path, data_dir: Path, application: QApplication) -> None:
    """Draw first start and log-in."""
    apply_theme(application, Mode.LIGHT)
    start = StartWindow(folder / "no-store-here")
    start.resize(*SIZE)
    start.show()
    settle(application)
    start.grab().save(str(folder / "start.png"))
    assert start.setup is not None
    start.setup.rehearse.click()
    settle(application)
    start.grab().save(str(folder / "start-form.png"))
    start.setup.show_key("K7MQ2-ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-23")
    settle(application)
    start.grab().save(str(folder / "start-key.png"))
    start.close()
    login = StartWindow(data_dir)
    login.resize(*SIZE)
    login.show()
    assert isinstance(login.login, LoginPage)
    settle(application)
    login.grab().save(str(folder / "login.png"))
    login.close()


def main(folder: Path) -> None:
    """Build, draw, and say where the pictures lie."""
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as temporary:
        place = build(Path(temporary))
        for mode in Mode:
            draw(place, folder, mode, application)
        draw_start(folder, Path(temporary), application)
        place.close()
    print(f"Đã vẽ vào {folder}.")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures"))
