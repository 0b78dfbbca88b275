from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import practice
from desktop.app import Workplace, create_office
from desktop.deadlines import CalendarMissing
from desktop.dossiers.bodies import Applicant
from desktop.dossiers.dossier import Dossier
from desktop.exchange.keys import card_bytes
from desktop.handling.board import next_board_change
from desktop.handling.board_row import BoardRow
from desktop.intake.form import IntakeForm, PaperTick, checklist
from desktop.models.store import write_synced
from desktop.office import Office, Officer
from desktop.terms import EntryKind, Form, Level, Outcome, Status
from desktop.ui import faults
from desktop.ui.exchange.page import ExchangePage, exported_words
from desktop.ui.main import (
    BOARD,
    CUSTODY,
    DOSSIER,
    EXCHANGE,
    INTAKE,
    MESSAGES,
    RETURNING,
    Desk,
    Program,
    hit_of,
    run_window,
    sign_of,
)
from desktop.ui.shell.message_bar import Tidings
from desktop.ui.start.window import StartWindow

Played = Callable[[str], Dossier]
OFFICER = Officer("tinh", "Bế Văn Tỉnh")


@pytest.fixture
def desk(qtbot: QtBot, practice_place: Workplace) -> Iterator[Desk]:
    made = Desk(practice_place)
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.board.wake_at(10**8)


def message(desk: Desk) -> str:
    assert desk.window.messages.isVisible()
    return desk.window.messages.text.text()


def test_the_board_is_the_first_page_and_full(desk: Desk, practice_place: Workplace) -> None:
    assert desk.window.current_key() == BOARD
    assert desk.window.practice_mark.isVisible()
    assert {row.dossier_id for row in desk.board._rows} == {row.dossier_id for row in practice_place.board()}


def test_keys_turn_to_every_page(qtbot: QtBot, desk: Desk) -> None:
    for number, page in (
        (2, INTAKE),
        (3, DOSSIER),
        (4, RETURNING),
        (5, CUSTODY),
        (6, MESSAGES),
        (7, EXCHANGE),
        (1, BOARD),
    ):
        qtbot.keyClick(desk.window, str(number), Qt.KeyboardModifier.ControlModifier)
        assert desk.window.current_key() == page


def test_the_status_line_tells_hours_calendar_and_outbox(desk: Desk) -> None:
    status = desk.window.status
    assert "còn 1 giờ 48 phút đến nghỉ trưa" in status.office.accessibleName()
    assert "24/11 nghỉ Ngày Văn hóa Việt Nam" in status.calendar.accessibleName()
    assert "mục cấp trên chưa nhận" in status.outbox.accessibleName()


def test_the_board_sleeps_until_its_words_change(desk: Desk, practice_place: Workplace) -> None:
    rows, now = practice_place.board(), practice_place.now()
    change = next_board_change(rows, practice_place.clock, now)
    assert change is not None
    assert 0 < desk.board._wake.interval() <= (change - now).total_seconds() * 1000 + 1
    assert desk._status_wake.isActive()


def test_the_status_line_goes_on_without_reading_the_store(
    desk: Desk, practice_place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = practice_place.now()
    monkeypatch.setattr(practice_place, "now", lambda: now.replace(hour=11, minute=29))
    monkeypatch.setattr(practice_place, "board", lambda _pace: pytest.fail("the board is read when its words change"))
    desk._status_wake.timeout.emit()
    assert "còn 1 phút đến nghỉ trưa" in desk.window.status.office.accessibleName()


def test_a_year_without_a_calendar_does_not_close_the_window(
    desk: Desk, practice_place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_pace: object) -> list[BoardRow]:
        raise CalendarMissing(2031)

    monkeypatch.setattr(practice_place, "board", refused)
    desk.refresh()
    assert "2031" in message(desk)
    assert desk.window.messages.kind is Tidings.FAULT


def test_an_action_of_the_board_is_recorded_at_once_and_said(
    desk: Desk, practice_place: Workplace, played: Played
) -> None:
    dossier = played("running")
    desk.act(dossier.id, "finish-step")
    assert practice_place.view(dossier.id).entries[-1].kind == EntryKind.STEP_FINISHED
    assert message(desk).startswith("Đã ghi: xong bước")
    assert desk.window.messages.kind is Tidings.GOOD


def test_an_action_that_asks_opens_its_panel(desk: Desk, played: Played) -> None:
    dossier = played("late")
    desk.board.action_chosen.emit(dossier.id, "extend")
    assert desk.window.current_key() == DOSSIER
    assert desk.dossier.panel is not None
    assert desk.dossier.panel.action.name == "extend"


def test_an_action_that_is_refused_is_said(desk: Desk, played: Played) -> None:
    desk.act(played("obligation").id, "finish-step")
    assert "không thể" in message(desk)
    assert desk.window.messages.kind is Tidings.FAULT


def test_search_finds_opens_and_lists(desk: Desk, played: Played) -> None:
    dossier = played("ready")
    desk.search(dossier.reference)
    assert desk.dossier.view is not None
    assert desk.dossier.view.dossier.id == dossier.id
    desk.search("004")
    assert desk.dossier.view is None
    assert desk.window.current_key() == DOSSIER


def test_a_letter_typed_on_a_dossier_lands_in_the_search(qtbot: QtBot, desk: Desk, played: Played) -> None:
    desk.open_dossier(played("running").id)
    qtbot.keyClicks(desk.dossier, "h")
    assert desk.window.search.text() == "h"
    assert desk.window.search.hasFocus()


def test_enter_in_the_search_box_never_records(
    qtbot: QtBot, desk: Desk, practice_place: Workplace, played: Played
) -> None:
    dossier = played("obligation")
    desk.open_dossier(dossier.id)
    desk.window.search.setFocus()
    qtbot.keyClick(desk.window.search, Qt.Key.Key_Return)
    assert practice_place.view(dossier.id).dossier.status is Status.WAITING_OBLIGATION


def test_a_scanned_identity_card_goes_to_the_intake(desk: Desk) -> None:
    scan = "004190000123|080123456|Đàm Thị Bưởi|12051990|Nữ|Xóm Bản Gà, xã Quang Hán|01012022"
    assert desk._suggest(scan) == []
    desk.search(scan)
    assert desk.window.current_key() == INTAKE


def test_a_reprint_is_looked_at_first_and_recorded_when_saved(
    qtbot: QtBot, desk: Desk, practice_place: Workplace, played: Played, tmp_path: Path
) -> None:
    dossier = played("ready")
    desk.open_dossier(dossier.id)
    desk.dossier.reprint.click()
    assert desk.window.stack.currentWidget() is desk.preview
    assert "In lại lần 1" in desk.preview._note.text()
    before = len(practice_place.view(dossier.id).entries)
    desk.preview.save_to(tmp_path / "giay.pdf")
    entries = practice_place.view(dossier.id).entries
    assert len(entries) == before + 1
    assert entries[-1].kind == EntryKind.PRINTED
    qtbot.keyClick(desk.preview, Qt.Key.Key_Escape)
    assert desk.window.stack.currentWidget() is desk.dossier


def test_a_paper_that_was_never_issued_is_said(desk: Desk, played: Played) -> None:
    desk.show_paper(played("ready").reference, Form.APOLOGY)
    assert "không có giấy này" in message(desk)


def test_hits_and_sign_say_who_and_where(practice_place: Workplace, played: Played) -> None:
    dossier = played("ready")
    assert hit_of(dossier).title == dossier.applicant.full_name
    assert dossier.reference in hit_of(dossier).subtitle
    assert sign_of(practice_place).office == "Bộ phận Một cửa · UBND xã Quang Hán"


def test_an_intake_comes_onto_the_board_and_its_receipt_into_the_preview(
    qtbot: QtBot, desk: Desk, practice_place: Workplace
) -> None:
    page: Any = desk.intake
    desk.window.go_to(INTAKE)
    procedure = practice_place.catalogue.get("tthc-1.004194")
    person = Applicant(full_name="Bế Thị Nga", identity_no="004192000222", phone="0961234567", address="Xóm Bản Gà")
    papers = tuple(PaperTick(tick.name, 1, 0) for tick in checklist(procedure))
    page.show_form(IntakeForm(procedure=procedure.id, applicant=person, outcome=Outcome.ACCEPTED, papers=papers))
    before = len(desk.board._rows)
    with qtbot.waitSignal(page.taken_in, timeout=5_000) as taken:
        qtbot.keyClick(desk.window, Qt.Key.Key_F9)
    reference = taken.args[0].dossier.reference
    qtbot.waitUntil(lambda: desk.window.stack.currentWidget() is desk.preview)
    assert len(desk.board._rows) == before + 1
    assert reference in message(desk)
    assert desk.preview._heading.text() == "Giấy tiếp nhận và hẹn trả kết quả"


# Exchange


@pytest.fixture
def exchange(qtbot: QtBot, practice_place: Workplace) -> ExchangePage:
    page = ExchangePage(practice_place)
    qtbot.addWidget(page)
    page.show()
    return page


def wait_said(qtbot: QtBot, page: ExchangePage, words: str) -> None:
    qtbot.waitUntil(lambda: words in page.results.text(), timeout=10_000)


def test_batches_are_written_and_what_waits_is_counted(qtbot: QtBot, exchange: ExchangePage, tmp_path: Path) -> None:
    assert "mục chưa được xác nhận" in exchange._summary.text()
    exchange.export_to(tmp_path)
    wait_said(qtbot, exchange, "có thể rút USB")
    assert "Chi nhánh VPĐKĐĐ Trùng Khánh" in exchange.results.text()
    assert len(list(tmp_path.glob("*.motcua*"))) == 1


def test_a_card_is_written_and_another_one_taken_in(
    qtbot: QtBot, exchange: ExchangePage, practice_place: Workplace, tmp_path: Path
) -> None:
    exchange.write_card(tmp_path / "xa.motcua-the")
    wait_said(qtbot, exchange, "xa.motcua-the")
    with qtbot.waitSignal(exchange.refused) as refused:
        exchange.trust_file(tmp_path / "xa.motcua-the")
    assert "chính đơn vị này" in refused.args[0]
    office = Office(
        code="H14", name="UBND tỉnh Cao Bằng", level=Level.PROVINCE, officers=(Officer("tinh", "Bế Văn Tỉnh"),)
    )
    other, _ = create_office(tmp_path / "tinh", office, practice.PASSWORD, practice=True, now=datetime(2026, 11, 1, 8))
    write_synced(tmp_path / "tinh.motcua-the", card_bytes(other.card()))
    exchange.trust_file(tmp_path / "tinh.motcua-the")
    wait_said(qtbot, exchange, "Đã thêm UBND tỉnh Cao Bằng")
    other.close()
    assert len(practice_place.peer_statuses()) == 2


def test_a_batch_comes_in_and_what_it_brought_is_said(
    qtbot: QtBot, exchange: ExchangePage, practice_place: Workplace, tmp_path: Path
) -> None:
    office = Office(code="H14", name="UBND tỉnh", level=Level.PROVINCE, officers=(OFFICER,))
    other, _ = create_office(tmp_path / "tinh", office, practice.PASSWORD, practice=True, now=datetime(2026, 11, 1, 8))
    practice_place.trust(card_bytes(other.card()))
    other.trust(card_bytes(practice_place.card()))
    (made,) = other.export(tmp_path)
    other.close()
    with qtbot.waitSignal(exchange.changed):
        exchange.import_from([made.path])
    assert "UBND tỉnh" in exchange.results.text()
    with qtbot.waitSignal(exchange.refused):
        exchange.import_from([tmp_path / "khong-co.motcua"])


def test_nothing_new_is_said_so() -> None:
    assert exported_words([]).startswith("Không có gì mới")


# The whole program


def log_in(qtbot: QtBot, program: Program, officer: str) -> None:
    login = program.start.login
    assert login is not None
    login.officer.choose(officer)
    qtbot.keyClicks(login.password.line, practice.PASSWORD)
    with qtbot.waitSignal(program.start.opened, timeout=10_000):
        qtbot.keyClick(login.password.line, Qt.Key.Key_Return)


@pytest.fixture
def program(qtbot: QtBot, practice_dir: Path) -> Iterator[Program]:
    made = Program(practice_dir)
    made.start.show()
    log_in(qtbot, made, "lan")
    assert made.desk is not None
    made.desk.window.activateWindow()
    qtbot.waitUntil(made.desk.window.isActiveWindow)
    yield made
    made.close()


def test_lock_keeps_what_is_being_filled_in(qtbot: QtBot, program: Program) -> None:
    desk = program.desk
    assert desk is not None
    keys = [shortcut.key() for shortcut in desk.window.findChildren(QShortcut)]
    assert QKeySequence("Ctrl+L") in keys
    row = next(
        row
        for row in desk.place.board()
        if "extend" in {action.name for action in desk.place.view(row.dossier_id).actions}
    )
    desk.act(row.dossier_id, "note")
    assert desk.dossier.panel is not None
    desk.dossier.panel.field("text").set_text("đang viết dở")
    desk.locked.emit()
    assert program.start.isVisible()
    assert not desk.window.isVisible()
    log_in(qtbot, program, "lan")
    assert program.desk is desk
    assert desk.window.isVisible()
    assert desk.dossier.panel.field("text").text() == "đang viết dở"


def test_the_name_at_the_upper_right_offers_to_lock(qtbot: QtBot, program: Program) -> None:
    assert program.desk is not None
    (lock,) = program.desk.officer_menu().actions()
    lock.trigger()
    assert program.start.isVisible()


def test_another_officer_gets_another_window(qtbot: QtBot, program: Program) -> None:
    program.lock()
    former = program.desk
    log_in(qtbot, program, "leader")
    assert program.desk is not None
    assert program.desk is not former
    assert program.desk.place.officer.full_name == "Lý Văn Bình"


def test_an_unexpected_fault_is_logged_without_its_words(tmp_path: Path) -> None:
    told: list[str] = []
    put_back = faults.install(tmp_path, told.append)
    try:
        raise_secret()
    except ValueError as error:
        import sys

        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        put_back()
    log = faults.log_path(tmp_path).read_text()
    assert "ValueError" in log
    assert "raise_secret" in log
    assert "Đàm Thị Bưởi" not in log
    assert str(faults.log_path(tmp_path)) in told[0]


def raise_secret() -> None:
    raise ValueError("Đàm Thị Bưởi, 004190000123")


def test_a_full_log_makes_room(tmp_path: Path) -> None:
    path = faults.log_path(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x" * (faults.MOST_BYTES + 1))
    faults.write_fault(path, ValueError, None)
    assert path.stat().st_size < 200
    assert path.with_suffix(".old.log").exists()


def test_a_fault_is_told_in_the_window_that_is_open(qtbot: QtBot, program: Program) -> None:
    program.tell_fault("lỗi A")
    assert program.desk is not None
    assert program.desk.window.messages.text.text() == "lỗi A"
    program.lock()
    program.tell_fault("lỗi B")
    assert program.start.fault.text() == "lỗi B"


def test_the_program_runs_from_first_start_to_its_end(qtbot: QtBot, tmp_path: Path) -> None:
    """The real loop: started without a store it asks for one, and closing the window ends it."""
    application = QApplication.instance()
    assert application is not None
    seen: list[bool] = []

    def close_all() -> None:
        windows = [window for window in QApplication.topLevelWidgets() if isinstance(window, StartWindow)]
        seen.extend(window.setup is not None for window in windows if window.isVisible())
        QApplication.exit(3)

    QTimer.singleShot(100, close_all)
    assert run_window(tmp_path / "data") == 3
    assert seen == [True]


def test_promises_a_changed_calendar_would_make_otherwise_are_told(qtbot: QtBot, practice_place: Workplace) -> None:
    practice_place = practice_place.as_officer("leader")
    day = practice_place.clock.next_working_day(practice_place.now().date())
    closed = {"date": day.isoformat(), "kind": "local_off", "name_vi": "Nghỉ do bão"}
    practice_place.set_calendar({"format": "office-calendar/1", "days": [closed]})
    moved = practice_place.differing_promises()
    assert moved
    made = Desk(practice_place)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitUntil(lambda: made.window.messages.isVisible())
    assert f"{len(moved)} hồ sơ có hạn tính lại khác ngày đã hẹn" in message(made)
    made.window.messages.action.click()
    assert made.window.current_key() == DOSSIER
    made.board.wake_at(10**8)
