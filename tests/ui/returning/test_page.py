"""The return page driven as an officer drives it: scanned, one key, read from the screen; on a real store."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.deadlines import Outcome
from desktop.dossiers.bodies import Returned
from desktop.dossiers.dossier import Dossier
from desktop.handling.handing_out import Punctual, punctual
from desktop.terms import EntryKind, Form, Status
from desktop.ui.returning.dossier_card import DUE, READY
from desktop.ui.returning.page import COUNTER, HITS, ReturnPage
from desktop.ui.returning.taker_card import CHECKED
from desktop.ui.returning.words import mark_of

Played = Callable[[str], Dossier]
OTHER_CARD = "004190000123|080123456|Dam Thi Buoi|12051990|Nam|Xom Ban Ga, xa Quang Han|01012022"


@pytest.fixture
def page(qtbot: QtBot, practice_place: Workplace) -> ReturnPage:
    made = ReturnPage(practice_place)
    qtbot.addWidget(made)
    made.SETTLE_MS = 0
    made.resize(1282, 660)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def scan(qtbot: QtBot, text: str) -> None:
    for letter in text:
        qtbot.keyClicks(focus(), letter)
    qtbot.keyClick(focus(), Qt.Key.Key_Return)


def press(qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(focus(), key)


def returned(place: Workplace, dossier: Dossier) -> Returned:
    entry = place.view(dossier.id).entries[-1]
    assert entry.kind == EntryKind.RETURNED
    from desktop.dossiers.evolve import read_body

    body = read_body(entry)
    assert isinstance(body, Returned)
    return body


def test_a_scan_and_one_key_hand_the_result_to_its_owner(
    qtbot: QtBot, page: ReturnPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("ready")
    scan(qtbot, dossier.reference)
    assert page.card.name.text() == dossier.applicant.full_name
    assert page.taker.go.hasFocus()
    with qtbot.waitSignal(page.changed), qtbot.waitSignal(page.told) as told:
        press(qtbot, Qt.Key.Key_Return)
    assert practice_place.view(dossier.id).dossier.status is Status.RETURNED
    assert returned(practice_place, dossier).to_whom == dossier.applicant.full_name
    assert dossier.reference in told.args[0]
    assert page.dossier is None
    assert page.code.hasFocus()


def test_what_was_handed_out_today_stands_in_a_list(
    qtbot: QtBot, page: ReturnPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("ready")
    assert page._today_faces.currentIndex() == 0
    page.show_dossier(dossier.id)
    page.record()
    qtbot.waitUntil(lambda: page.today.faces.rowCount() == 1)
    assert page.today.current_key() in {"", dossier.id}
    assert page._count.text() == "hôm nay đã trả 1"
    spoken = page.today.faces.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert dossier.reference in spoken
    assert "chủ hồ sơ nhận" in spoken
    yesterday = practice_place.now().date() - timedelta(days=1)
    assert practice_place.returned_on(yesterday) == []
    page.today.setFocus()
    with qtbot.waitSignal(page.print_wanted) as wanted:
        press(qtbot, Qt.Key.Key_Return)
    assert wanted.args == [dossier.id, Form.RESULT_RECEIPT]
    assert practice_place.look_at_paper(practice_place.view(dossier.id).dossier, Form.RESULT_RECEIPT)[:4] == b"%PDF"


def test_the_page_says_when_it_was_promised_when_it_came_and_how(
    page: ReturnPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("ready")
    page.show_dossier(dossier.id)
    assert dossier.promise is not None
    assert dossier.ready_at is not None
    assert page.card.facts.said(DUE) == f"{dossier.promise.due:%H:%M · %d/%m/%Y}"
    assert page.card.facts.said(READY) == f"{dossier.ready_at:%H:%M · %d/%m/%Y}"
    assert page.card.mark.text() == "Đúng hạn"


@pytest.mark.parametrize(
    ("found", "words", "icon"),
    [
        (Punctual(Outcome.EARLY), "Sớm hạn", "arrow_upload_20_regular"),
        (Punctual(Outcome.ON_TIME), "Đúng hạn", "checkmark_circle_20_regular"),
        (Punctual(Outcome.LATE, 450), "Trễ hạn · quá 1 ngày", "error_circle_20_regular"),
        (None, "Chưa ghi có kết quả", "warning_20_regular"),
    ],
    ids=["early", "on time", "a day late", "not recorded"],
)
def test_how_it_came_is_said_in_words_and_by_an_icon(
    practice_place: Workplace, found: Punctual | None, words: str, icon: str
) -> None:
    mark = mark_of(found, practice_place.clock)
    assert (mark.words, mark.icon) == (words, icon)


def test_a_result_by_its_date_is_early_on_time_or_late(practice_place: Workplace, played: Played) -> None:
    dossier, clock = played("running"), practice_place.clock
    assert dossier.promise is not None
    due = dossier.promise.due
    assert punctual(dossier, clock) is None
    outcomes = [punctual(dossier, clock, due + timedelta(days=days)) for days in (-3, 0, 3)]
    assert [found.outcome for found in outcomes if found] == [Outcome.EARLY, Outcome.ON_TIME, Outcome.LATE]
    assert [bool(found.late_minutes) for found in outcomes if found] == [False, False, True]


def test_somebody_else_takes_it_with_number_and_power_of_attorney(
    qtbot: QtBot, page: ReturnPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("ready")
    scan(qtbot, dossier.reference)
    press(qtbot, Qt.Key.Key_F4)
    assert page.taker.name.line.hasFocus()
    qtbot.wait(60)
    press(qtbot, Qt.Key.Key_Return)
    assert "người nhận" in page.taker.name.error()
    qtbot.keyClicks(focus(), "Be Thi Nga")
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(focus(), "00419")
    press(qtbot, Qt.Key.Key_Return)
    assert "12 chữ số" in page.taker.number.error()
    page.taker.number.set_text("004192000222")
    page.taker.authority.line.setFocus()
    qtbot.keyClicks(focus(), "so 15/UQ")
    with qtbot.waitSignal(page.changed):
        press(qtbot, Qt.Key.Key_Return)
    body = returned(practice_place, dossier)
    assert (body.to_whom, body.identity_no, body.authority) == ("Be Thi Nga", "004192000222", "so 15/UQ")


def test_a_card_of_somebody_else_fills_the_taker_in(
    qtbot: QtBot, page: ReturnPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("ready")
    scan(qtbot, dossier.reference)
    qtbot.wait(60)
    scan(qtbot, OTHER_CARD)
    assert page.taker.other.isChecked()
    assert (page.taker.name.text(), page.taker.number.text()) == ("Dam Thi Buoi", "004190000123")
    assert page.taker.authority.line.hasFocus()
    with qtbot.waitSignal(page.changed):
        press(qtbot, Qt.Key.Key_Return)
    assert returned(practice_place, dossier).identity_no == "004190000123"


def test_the_owners_own_card_confirms_the_owner(qtbot: QtBot, page: ReturnPage, played: Played) -> None:
    dossier = played("ready")
    page.show_dossier(dossier.id)
    page.taker.choose_other(other=True)
    page.scan(OTHER_CARD.replace("004190000123", dossier.applicant.identity_no))
    assert page.taker.owner.isChecked()
    assert page.taker.pill.text() == CHECKED
    assert page.taker.pill.isVisible()
    assert page.taker.go.hasFocus()


def test_a_card_without_a_dossier_finds_its_owners_dossiers(page: ReturnPage, played: Played) -> None:
    dossier = played("ready")
    page.scan(OTHER_CARD.replace("004190000123", dossier.applicant.identity_no))
    assert page.dossier is not None
    assert page.dossier.id == dossier.id
    page.scan("1|2|3|4|5")
    assert "Không đọc được mã" in page.notice.text.text()


def test_a_result_nobody_recorded_is_asked_for_its_date(
    qtbot: QtBot, page: ReturnPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("late")
    scan(qtbot, dossier.reference)
    assert page.card.mark.text() == "Chưa ghi có kết quả"
    assert page.taker.signed_note.isVisible()
    assert page.taker.signed.line.hasFocus()
    qtbot.wait(60)
    press(qtbot, Qt.Key.Key_Return)
    assert "chưa ghi “Có kết quả”" in page.taker.signed.error()
    assert "result_at" not in page.taker.signed.error()
    qtbot.keyClicks(focus(), "99:99")
    press(qtbot, Qt.Key.Key_Return)
    assert "Hãy nhập dạng" in page.taker.signed.error()
    page.taker.signed.line.clear()
    qtbot.keyClicks(focus(), "09:00 23/11")
    assert page.card.mark.text().startswith("Trễ hạn · quá ")
    with qtbot.waitSignal(page.changed):
        press(qtbot, Qt.Key.Key_Return)
    after = practice_place.view(dossier.id).dossier
    assert after.status is Status.RETURNED
    assert after.ready_at == datetime(2026, 11, 23, 9, 0)


def test_what_lies_elsewhere_says_where_and_records_nothing(
    qtbot: QtBot, page: ReturnPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("handed_over")
    scan(qtbot, dossier.reference)
    assert "đang chuyển đến" in page.taker.fault.text.text()
    assert page.card.mark.text() == "Chưa trả được"
    assert not page.taker.go.isEnabled()
    assert page.taker.back.hasFocus()
    page.record()
    assert practice_place.view(dossier.id).dossier == dossier


def test_the_second_enter_of_a_scanner_records_nothing(
    qtbot: QtBot, page: ReturnPage, practice_place: Workplace, played: Played
) -> None:
    page.SETTLE_MS = 60_000
    dossier = played("ready")
    scan(qtbot, dossier.reference)
    press(qtbot, Qt.Key.Key_Return)
    assert practice_place.view(dossier.id).dossier.status is Status.RESULT_READY


def test_escape_puts_the_dossier_away(qtbot: QtBot, page: ReturnPage, played: Played) -> None:
    scan(qtbot, played("ready").reference)
    press(qtbot, Qt.Key.Key_Escape)
    assert page.dossier is None
    assert page.card.isHidden()
    assert page.code.hasFocus()


def test_the_next_scan_says_that_the_dossier_before_was_not_recorded(
    qtbot: QtBot, page: ReturnPage, played: Played
) -> None:
    first, second = played("ready"), played("late")
    scan(qtbot, first.reference)
    qtbot.wait(60)
    scan(qtbot, second.reference)
    assert page.dossier is not None
    assert page.dossier.id == second.id
    assert first.reference in page.notice.text.text()


def test_without_a_receipt_a_name_finds_the_dossier(qtbot: QtBot, page: ReturnPage, played: Played) -> None:
    dossier = played("ready")
    page.look_up(dossier.applicant.full_name)
    assert page.dossier is not None
    page.leave()
    page.look_up("004")
    assert page._faces.currentIndex() == HITS
    press(qtbot, Qt.Key.Key_Return)
    assert page._faces.currentIndex() == COUNTER
    assert page.dossier is not None
    assert page.dossier.status is Status.RESULT_READY
    page.look_up("khong ai ca")
    assert "Không tìm thấy" in page.notice.text.text()


def test_recording_can_print_the_proof(
    qtbot: QtBot, page: ReturnPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("ready")
    scan(qtbot, dossier.reference)
    with qtbot.waitSignal(page.print_wanted) as wanted:
        press(qtbot, Qt.Key.Key_F9)
    assert wanted.args == [dossier.reference, Form.RESULT_RECEIPT]
    assert practice_place.paper(dossier.reference, Form.RESULT_RECEIPT)[:4] == b"%PDF"


def test_a_return_of_another_hour_is_recorded_for_that_hour(
    qtbot: QtBot, page: ReturnPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("ready")
    scan(qtbot, dossier.reference)
    page.taker.when.moment.set_text("09:41 23/11")
    page.record()
    assert practice_place.view(dossier.id).dossier.ended_at == datetime(2026, 11, 23, 9, 41)
    page.show_dossier(played("late").id)
    page.taker.when.moment.set_text("17:00 23/11")
    page.record()
    assert "tương lai" in page.taker.when.moment.error()


def test_a_low_window_keeps_the_field_in_sight_that_has_the_keyboard(
    qtbot: QtBot, page: ReturnPage, played: Played
) -> None:
    page.resize(854, 380)
    page.show_dossier(played("late").id)
    page.taker.choose_other(other=True)
    seen = page.taker.fields_area.viewport()

    def in_sight(line: QWidget) -> bool:
        return 0 <= line.mapTo(seen, line.rect().topLeft()).y() <= seen.height() - line.height()

    for field in (page.taker.signed, page.taker.when.moment, page.taker.name):
        field.line.setFocus()
        qtbot.waitUntil(lambda line=field.line: in_sight(line))
    assert page.taker.go.geometry().bottom() <= page.taker.height()


def test_every_field_and_button_has_a_name(page: ReturnPage, played: Played) -> None:
    page.show_dossier(played("late").id)
    page.taker.choose_other(other=True)
    controls = [page.code, page.taker.owner, page.taker.other, page.taker.go, page.taker.print, page.taker.back]
    controls += [page.taker.name.line, page.taker.number.line, page.taker.authority.line, page.taker.signed.line]
    controls += [page.taker.when.moment.line, page.today, page.print_proof]
    assert all(control.accessibleName() or control.text() for control in controls)
