from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.handling.actions import ACTIONS, allowed
from desktop.terms import EntryKind, Form, Status
from desktop.ui.controls.labeled import read_day, read_moment
from desktop.ui.dossier.action_order import SHOWN, UNUSUAL
from desktop.ui.dossier.asked_fields import amount_vnd
from desktop.ui.dossier.page import DossierPage, phone_words

Played = Callable[[str], Dossier]


def last_kind(place: Workplace, dossier: Dossier) -> str:
    """The kind of the last entry that is not a message made of another one."""
    return [entry.kind for entry in place.view(dossier.id).entries if entry.kind != EntryKind.MESSAGE][-1]


def open_panel(page: DossierPage, dossier: Dossier, action: str) -> None:
    page.show_dossier(dossier.reference)
    page.action_card.buttons[action].click()
    assert page.panel is not None


def test_an_empty_page_says_what_to_do_first(page: DossierPage) -> None:
    assert "Ctrl+K" in page.empty.hint.text()


def test_the_header_says_who_what_since_when_and_where_the_paper_lies(page: DossierPage, played: Played) -> None:
    dossier = played("obligation")
    page.show_dossier(dossier.reference)
    assert page._name.text() == dossier.applicant.full_name
    assert dossier.reference in page._code.text()
    assert page._status.text() == "Đang dừng · chờ nghĩa vụ tài chính"
    assert "hồ sơ giấy đang ở" in page._line.text()
    assert "UBND xã Quang Hán" in page._line.text()


def test_enter_records_the_likeliest_next_act(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("obligation")
    page.show_dossier(dossier.reference)
    assert page.primary.text() == "Đã nộp thuế"
    with qtbot.waitSignal(page.changed), qtbot.waitSignal(page.told) as told:
        qtbot.keyClick(page, Qt.Key.Key_Return)
    assert practice_place.view(dossier.id).dossier.status is Status.IN_PROGRESS
    assert last_kind(practice_place, dossier) == EntryKind.OBLIGATION_MET
    assert told.args[0].startswith("Đã ghi: đã thực hiện nghĩa vụ tài chính")
    assert "Đã thực hiện nghĩa vụ tài chính" in [line.bold for line in page.journal.shown[:2]]


def test_a_key_held_down_records_nothing(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, played: Played
) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    dossier = played("obligation")
    page.show_dossier(dossier.reference)
    page.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True))
    assert last_kind(practice_place, dossier) == EntryKind.OBLIGATION_ASKED


def test_the_second_enter_of_a_scanner_records_nothing(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, played: Played
) -> None:
    page.SETTLE_MS = 60_000
    dossier = played("obligation")
    page.show_dossier(dossier.reference)
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert last_kind(practice_place, dossier) == EntryKind.OBLIGATION_ASKED


@pytest.mark.parametrize("officer", ["lan", "hoang", "leader"])
def test_only_allowed_actions_are_offered(
    qtbot: QtBot, practice_place: Workplace, played: Played, officer: str
) -> None:
    place = practice_place.as_officer(officer)
    page = DossierPage(place)
    qtbot.addWidget(page)
    for end in ("obligation", "running", "ready", "handed_over", "guided"):
        dossier = played(end)
        page.show_dossier(dossier.reference)
        view, shown = place.view(dossier.id), set(page.action_card.buttons)
        possible = {action.name for action in allowed(view.dossier, place.office.code, place.officer.role)}
        assert shown - set(UNUSUAL) == {action.name for action in view.actions} - set(UNUSUAL)
        assert shown <= possible


def test_an_apology_is_filled_in_recorded_and_offered_for_printing(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("late")
    page.show_dossier(dossier.reference)
    qtbot.keyClick(page, Qt.Key.Key_Return)
    panel = page.panel
    assert panel is not None
    assert panel.action.name == "extend"
    suggested = panel.field("new_due").day.value()
    assert suggested > practice_place.now().date()
    qtbot.keyClicks(panel.field("reason").area, "Mua lu")
    panel.field("cause").buttons["objective"].click()
    with qtbot.waitSignal(page.print_wanted) as wanted:
        qtbot.keyClick(panel.field("reason").area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == [dossier.reference, Form.APOLOGY]
    after = practice_place.view(dossier.id).dossier
    assert after.promise is not None
    assert after.promise.due.date() == suggested
    assert page.panel is None
    assert f"{suggested:%d/%m/%Y}" == page.promise.date.text()


@pytest.mark.parametrize(
    ("action", "field"),
    [("extend", "reason"), ("ask-supplement", "papers"), ("return-step", "reason"), ("reject", "reason")],
)
def test_what_is_missing_is_said_beside_its_field(
    page: DossierPage, practice_place: Workplace, played: Played, action: str, field: str
) -> None:
    dossier = played("running")
    open_panel(page, dossier, action)
    assert page.panel is not None
    page.panel.submit()
    assert page.panel.field(field).error().startswith("Chưa")
    assert practice_place.view(dossier.id).dossier == dossier


def test_an_impossible_time_is_said_beside_the_time(page: DossierPage, played: Played) -> None:
    dossier = played("running")
    open_panel(page, dossier, "note")
    panel = page.panel
    assert panel is not None
    panel.field("text").set_text("Đã gọi điện")
    panel.occurred.set_value(datetime(2026, 12, 1, 8, 0))
    panel.submit()
    assert "tương lai" in panel.occurred.error()
    panel.occurred.line.setText("hôm qua")
    panel.submit()
    assert "09:42 23/11/2026" in panel.occurred.error()


def test_the_time_of_an_act_can_lie_in_the_past_and_then_says_why(
    page: DossierPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("late")
    open_panel(page, dossier, "assign")
    panel = page.panel
    assert panel is not None
    assert "late_reason" not in panel.shown()
    panel.field("holder").choose("Hoàng Văn Páo")
    at = dossier.last_act_at + timedelta(minutes=1)
    panel.occurred.set_value(at)
    assert "late_reason" in panel.shown()
    panel.submit()
    assert "lý do ghi muộn" in panel.field("late_reason").error()
    assert practice_place.view(dossier.id).dossier == dossier
    panel.field("late_reason").set_text("Mất điện ba ngày")
    panel.submit()
    view = practice_place.view(dossier.id)
    assert view.dossier.last_act_at == at
    assert view.dossier.holder == "Hoàng Văn Páo"
    assert page.journal.shown[0].late.startswith("ghi 23/11 · ghi muộn")
    assert "Mất điện ba ngày" in page.journal.shown[0].rest


def test_an_act_of_one_click_can_be_told_more(page: DossierPage, played: Played) -> None:
    dossier = played("running")
    page.show_dossier(dossier.reference)
    page._choose(ACTIONS["finish-step"], with_details=True)
    assert page.panel is not None
    assert page.panel.shown() == ["next", "outcome"]


def test_escape_leaves_the_panel_and_records_nothing(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("running")
    open_panel(page, dossier, "reject")
    assert page.panel is not None
    qtbot.keyClick(page.panel.field("reason").area, Qt.Key.Key_Escape)
    assert page.panel is None
    assert page.primary.isEnabled()
    assert practice_place.view(dossier.id).dossier == dossier


def test_handing_over_offers_known_offices(page: DossierPage, practice_place: Workplace, played: Played) -> None:
    dossier = played("running")
    open_panel(page, dossier, "hand-over")
    assert page.panel is not None
    assert page.panel.field("to_office").value() == "H14.12"
    page.panel.field("to_office").choose("H14.12.3")
    page.panel.submit()
    assert "trùng" in page.panel.field("to_office").error()
    page.panel.field("to_office").choose("H14.12")
    page.panel.submit()
    after = practice_place.view(dossier.id).dossier
    assert after.in_transit_to is not None
    assert after.in_transit_to.name == "Chi nhánh VPĐKĐĐ Trùng Khánh"
    assert "đang chuyển đến" in page._line.text()


def test_a_correction_names_what_was_wrong(page: DossierPage, practice_place: Workplace, played: Played) -> None:
    dossier = played("running")
    open_panel(page, dossier, "correct")
    panel = page.panel
    assert panel is not None
    change = panel.field("changes")
    change.which.choose("phone")
    assert change.right.text() == dossier.applicant.phone
    change.right.set_text("123")
    panel.field("reason").set_text("Ghi nhầm số")
    panel.submit()
    assert "123" in change.error()
    change.right.set_text("0961234567")
    panel.submit()
    assert practice_place.view(dossier.id).dossier.applicant.phone == "0961234567"
    assert "điện thoại" in page.journal.shown[0].rest


def test_the_supplement_asks_for_papers_line_by_line(
    page: DossierPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("running")
    open_panel(page, dossier, "ask-supplement")
    panel = page.panel
    assert panel is not None
    panel.field("papers").set_text("Trích lục bản đồ\n\nGiấy ủy quyền")
    panel.field("reason").set_text("Chưa có")
    panel.submit()
    (asked,) = practice_place.view(dossier.id).dossier.supplements
    assert [paper.name for paper in asked.papers] == ["Trích lục bản đồ", "Giấy ủy quyền"]
    assert Form.SUPPLEMENT in page.papers.buttons


def test_a_click_on_a_paper_asks_to_print_it_again(qtbot: QtBot, page: DossierPage, played: Played) -> None:
    dossier = played("obligation")
    page.show_dossier(dossier.reference)
    with qtbot.waitSignal(page.print_wanted) as wanted:
        qtbot.mouseClick(page.papers.buttons[Form.SUPPLEMENT], Qt.MouseButton.LeftButton)
    assert wanted.args == [dossier.reference, Form.SUPPLEMENT]


def test_several_hits_are_listed_and_enter_opens_one(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace
) -> None:
    found = practice_place.search("004")
    page.show_hits(found, "004")
    assert page.view is None
    qtbot.keyClick(page.hits, Qt.Key.Key_Down)
    qtbot.keyClick(page.hits, Qt.Key.Key_Return)
    assert page.view is not None
    assert page.view.dossier.id == found[1].id


def test_one_hit_opens_at_once_and_none_says_what_to_try(page: DossierPage, played: Played) -> None:
    dossier = played("ready")
    page.show_hits([dossier])
    assert page.view is not None
    page.show_hits([], "xyz")
    assert "xyz" in page.empty.title.text()


def test_an_intake_that_was_only_guided_goes_on(qtbot: QtBot, page: DossierPage, played: Played) -> None:
    dossier = played("guided")
    page.show_dossier(dossier.reference)
    assert page.primary.text() == "Tiếp nhận tiếp"
    assert page._course.isHidden()
    with qtbot.waitSignal(page.resume_wanted) as wanted:
        page.primary.click()
    assert wanted.args == [dossier.reference]


def test_a_letter_typed_on_the_page_goes_to_the_search(qtbot: QtBot, page: DossierPage, played: Played) -> None:
    page.show_dossier(played("running").reference)
    with qtbot.waitSignal(page.typed) as typed:
        qtbot.keyClicks(page, "h")
    assert typed.args == ["h"]


def test_an_unknown_code_is_said(qtbot: QtBot, page: DossierPage) -> None:
    with qtbot.waitSignal(page.refused) as refused:
        assert not page.show_dossier("H99-1")
    assert "H99-1" in refused.args[0]


def test_the_timeline_paints_bars_and_the_line_of_today(page: DossierPage, played: Played) -> None:
    page.show_dossier(played("obligation").reference)
    view = page.timeline
    picture = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    x = round(view.place_of(datetime(2026, 11, 23, 9, 42)))
    accents = [y for y in range(picture.height()) if picture.pixelColor(x, y).name() not in {"#ffffff", "#e6eaed"}]
    assert len(accents) > picture.height() / 3
    assert "chờ thuế" in view.accessibleDescription()


def test_the_page_fits_a_screen_at_150_percent(page: DossierPage, played: Played) -> None:
    dossier = played("obligation")
    page.show_dossier(dossier.reference)
    page.resize(854, 430)
    assert page.width() == 854
    assert dossier.reference in page._line.text()


@pytest.mark.parametrize(("text", "amount"), [("8.640.000", 8_640_000), ("", None), ("8 640 000 đồng", 8_640_000)])
def test_an_amount_is_read_as_people_write_it(text: str, amount: int | None) -> None:
    assert amount_vnd(text) == amount


def test_an_amount_that_is_no_number_is_refused() -> None:
    with pytest.raises(Exception, match="chữ số") as refused:
        amount_vnd("tám triệu")
    assert refused.value.field == "amount_vnd"


@pytest.mark.parametrize("text", ["25/11/2026", "25/11", "25.11.2026", "25-11"])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text, 2026).isoformat() == "2026-11-25"


@pytest.mark.parametrize("text", ["09:42 23/11/2026", "9:42 23/11", "9h42 23/11/2026"])
def test_a_moment_is_read_as_people_write_it(text: str) -> None:
    assert read_moment(text, 2026) == datetime(2026, 11, 23, 9, 42)


@pytest.mark.parametrize("text", ["", "31/02/2026", "mai", "25:00 23/11/2026"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Exception, match="không đúng"):
        read_moment(text, 2026) if ":" in text else read_day(text, 2026)


@pytest.mark.parametrize(
    ("number", "words"), [("0961234567", "0961 234 567"), ("", ""), ("02063826000", "02063826000")]
)
def test_phone_numbers_stand_in_groups(number: str, words: str) -> None:
    assert phone_words(number) == words


def test_arrows_move_a_day(qtbot: QtBot, page: DossierPage, played: Played) -> None:
    open_panel(page, played("running"), "extend")
    assert page.panel is not None
    day = page.panel.field("new_due").day
    before = day.value()
    assert isinstance(day.line, QLineEdit)
    qtbot.keyClick(day.line, Qt.Key.Key_Up)
    assert day.value() == before + timedelta(days=1)


def test_the_sender_of_a_paper_is_not_asked_to_take_it_back(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("handed_over")
    page.show_dossier(dossier.reference)
    assert not page.primary.isVisible()
    assert "take-over" in page.action_card.buttons
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert practice_place.view(dossier.id).dossier == dossier


def test_many_actions_stay_readable(qtbot: QtBot, page: DossierPage, played: Played) -> None:
    page.show_dossier(played("running").reference)
    card = page.action_card
    assert len(card.buttons) > 12
    in_sight = [name for name, button in card.buttons.items() if button.isVisible()]
    assert in_sight[0] == "finish-step"
    assert len(in_sight) == SHOWN
    card.opener.setFocus()
    qtbot.keyClick(card.opener, Qt.Key.Key_Space)
    assert all(button.isVisible() for button in card.buttons.values())
    assert page.focusWidget() in card.buttons.values()
    card.opener.click()
    assert not card.more.isVisible()


def test_a_refresh_leaves_the_keyboard_and_what_is_open_where_they_are(page: DossierPage, played: Played) -> None:
    page.show_dossier(played("running").reference)
    page.action_card.open(True)
    button = page.action_card.buttons["stop"]
    button.setFocus()
    page.refresh()
    assert page.action_card.more.isVisible()
    assert page.focusWidget() is button


def test_another_dossier_begins_on_top_and_folded(page: DossierPage, played: Played) -> None:
    page.show_dossier(played("running").reference)
    page.action_card.open(True)
    page._right.verticalScrollBar().setValue(300)
    page.show_dossier(played("late").reference)
    assert page.action_card.more.isHidden()
    assert page._right.verticalScrollBar().value() == 0


def test_every_control_has_a_name_for_screen_readers(page: DossierPage, played: Played) -> None:
    page.show_dossier(played("late").reference)
    page.action_card.open(True)
    buttons = [found for found in page.findChildren(QAbstractButton) if found.isVisible()]
    assert len(buttons) > 15
    assert all(found.accessibleName() or found.text() for found in buttons)


def test_the_shown_action_stays_in_sight_when_its_panel_is_tall(page: DossierPage, played: Played) -> None:
    open_panel(page, played("late"), "extend")
    assert page.panel is not None
    QApplication.processEvents()
    bottom = page.panel.ok.mapTo(page, page.panel.ok.rect().bottomLeft()).y()
    assert bottom < page.height()
    page._close_panel()
    assert page.promise.isVisible()
