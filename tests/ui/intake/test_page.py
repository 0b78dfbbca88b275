"""The intake page driven as an officer drives it: typed, scanned, read from the screen; on a real store."""

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.terms import Form, Outcome, Status
from desktop.ui.intake.applicant_card import FROM_CARD, KNOWN
from desktop.ui.intake.page import IntakePage

from .conftest import CARD, LAND, MOVING, RESIDENCE, SPLIT

MakePage = Callable[[], IntakePage]
TakeIn = Callable[..., str]


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_keys(qtbot: QtBot, text: str) -> None:
    """Type letters; those no plain key gives arrive as an input method or a scanner sends them."""
    for letter in text:
        if ord(letter) < 128:
            qtbot.keyClicks(focus(), letter)
        else:
            QApplication.sendEvent(focus(), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focus(), key, modifier)


def pause(qtbot: QtBot) -> None:
    """Longer than a scanner ever waits between two keys."""
    qtbot.wait(60)


def choose(qtbot: QtBot, page: IntakePage, words: str) -> None:
    page.procedure.picker.field.setFocus()
    type_keys(qtbot, words)
    press(qtbot, Qt.Key.Key_Return)


def choose_split(qtbot: QtBot, page: IntakePage) -> None:
    choose(qtbot, page, SPLIT)
    qtbot.mouseClick(page.procedure.due.choices[0], Qt.MouseButton.LeftButton)


def fill_in(page: IntakePage, name: str = "Lý Văn Páo") -> None:
    page.applicant.name.set_text(name)
    page.applicant.name.edited.emit(name)


def dossiers(place: Workplace, words: str = "") -> list[str]:
    return [dossier.reference for dossier in place.search(words or "a")]


# The procedure


def test_typing_without_accents_finds_and_enter_takes_the_first(qtbot: QtBot, page: IntakePage) -> None:
    type_keys(qtbot, "chuyen hinh thuc")
    assert [each.id for each in page.procedure.picker.shown()][:2] == [LAND, "qtnb-chuyen-hinh-thuc-su-dung-dat"]
    assert page.procedure.picker.field.count.text() == "3 kết quả"
    press(qtbot, Qt.Key.Key_Return)
    assert page.procedure.procedure is not None
    assert page.procedure.procedure.id == LAND
    assert page.applicant.name.line.hasFocus()


def test_arrows_walk_the_list_while_the_keyboard_stays_in_the_field(qtbot: QtBot, page: IntakePage) -> None:
    type_keys(qtbot, "chuyen hinh thuc")
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    assert page.procedure.procedure is not None
    assert page.procedure.procedure.id == "qtnb-chuyen-hinh-thuc-su-dung-dat"


def test_nothing_found_says_what_to_do(qtbot: QtBot, page: IntakePage) -> None:
    type_keys(qtbot, "xyz")
    assert page.procedure.picker.nothing.isVisible()
    assert "“xyz”" in page.procedure.picker.nothing.text()
    press(qtbot, Qt.Key.Key_Return)
    assert page.procedure.procedure is None


def test_procedures_taken_in_last_stand_first(make_page: MakePage, take_in: TakeIn) -> None:
    take_in()
    page = make_page()
    assert page.procedure.picker.shown()[0].id == MOVING


def test_a_mountain_commune_starts_from_its_own_case(qtbot: QtBot, page: IntakePage) -> None:
    choose(qtbot, page, "chuyen hinh thuc su dung dat")
    assert page.procedure.variants() == ["remote"]
    assert page.procedure.due.figure.text() == "11:30 · 25/01/2027"
    assert page.procedure.due.pill.isVisible()
    assert page.procedure.due.provisional.text() == "lịch 2027 chưa công bố"
    assert "24/11: Ngày Văn hóa Việt Nam" in page.procedure.due.skipped.text()


def test_another_case_gives_another_due_time(qtbot: QtBot, page: IntakePage) -> None:
    choose(qtbot, page, "chuyen hinh thuc su dung dat")
    page.procedure.case.setFocus()
    press(qtbot, Qt.Key.Key_Up)
    assert page.procedure.variants() == ["standard"]
    assert page.procedure.due.limit.text() == "33 ngày làm việc"


# A due time nobody can compute


def test_the_officer_chooses_among_the_ways_of_counting(qtbot: QtBot, page: IntakePage) -> None:
    choose(qtbot, page, "chuyen hinh thuc giao")
    assert not page.bar.accept.isEnabled()
    assert [button.accessibleName() for button in page.procedure.due.choices] == [
        "Tính ngày làm việc: 11:30 · 29/12/2026",
        "Tính ngày lịch: 17:00 · 18/12/2026",
    ]
    fill_in(page)
    qtbot.mouseClick(page.procedure.due.choices[0], Qt.MouseButton.LeftButton)
    assert page.form().due == datetime(2026, 12, 29, 11, 30)
    assert page.procedure.due.figure.text() == "11:30 · 29/12/2026"
    assert page.bar.accept.isEnabled()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("28/11/2026", "là ngày nghỉ"),
        ("20/11/2026", "phải sau lúc tiếp nhận"),
        ("31/02/2027", "không đúng"),
        ("thứ Sáu", "không đúng"),
    ],
    ids=["a Saturday", "before the receipt", "no such day", "no date at all"],
)
def test_a_due_time_that_cannot_be_is_refused_beside_its_field(
    qtbot: QtBot, page: IntakePage, typed: str, fault: str
) -> None:
    choose(qtbot, page, "chuyen hinh thuc giao")
    page.procedure.due.own.line.setFocus()
    page.procedure.due.own.set_text(typed)
    press(qtbot, Qt.Key.Key_Return)
    assert fault in page.procedure.due.own.error()
    assert not page.bar.accept.isEnabled()


def test_a_typed_date_ends_with_the_office_day(qtbot: QtBot, page: IntakePage) -> None:
    choose(qtbot, page, "chuyen hinh thuc giao")
    page.procedure.due.own.line.setFocus()
    type_keys(qtbot, "30/12/2026")
    press(qtbot, Qt.Key.Key_Return)
    assert page.form().due == datetime(2026, 12, 30, 17, 0)


# The citizen


def scan(qtbot: QtBot, text: str) -> None:
    type_keys(qtbot, text)
    press(qtbot, Qt.Key.Key_Return)


@pytest.mark.parametrize("where", ["procedure", "phone", "accept", "tick"])
def test_a_card_is_read_wherever_the_keyboard_is(qtbot: QtBot, page: IntakePage, where: str) -> None:
    choose(qtbot, page, "tro cap xa hoi hang thang")
    places: dict[str, QWidget] = {
        "procedure": page.procedure.picker.field,
        "phone": page.applicant.phone.line,
        "accept": page.bar.reject,
        "tick": page.papers.rows[0].mark,
    }
    places[where].setFocus()
    pause(qtbot)
    scan(qtbot, CARD)
    person = page.applicant.applicant()
    assert (person.full_name, person.identity_no, person.sex) == ("Đàm Thị Bưởi", "004190000123", "Nữ")
    assert (person.birth_date, person.phone) == ("12/05/1990", "")
    assert page.applicant.pill.isVisible()
    assert page.applicant.pill.text() == FROM_CARD
    assert page.procedure.picker.field.text() == ""
    assert not page.papers.rows[0].tick.ok
    assert not page.reason.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, None], ids=["Tab at the end", "nothing at the end"])
def test_a_scanner_may_end_otherwise_than_with_enter(qtbot: QtBot, page: IntakePage, key: Qt.Key | None) -> None:
    page.applicant.name.line.setFocus()
    type_keys(qtbot, CARD)
    if key is not None:
        press(qtbot, key)
    qtbot.waitUntil(lambda: page.applicant.name.text() == "Đàm Thị Bưởi")
    assert page.applicant.identity.text() == "004190000123"


def test_slow_typing_is_no_scan(qtbot: QtBot, page: IntakePage) -> None:
    page.applicant.address.line.setFocus()
    for letter in "a|b|c|d|e":
        type_keys(qtbot, letter)
        pause(qtbot)
    press(qtbot, Qt.Key.Key_Return)
    assert page.applicant.address.text() == "a|b|c|d|e"


def test_a_slow_scanner_is_read_at_its_enter(qtbot: QtBot, page: IntakePage) -> None:
    page.applicant.phone.line.setFocus()
    page.applicant.phone.line.setText(CARD)  # as it stands there once every key has arrived, however slowly
    press(qtbot, Qt.Key.Key_Return)
    assert page.applicant.name.text() == "Đàm Thị Bưởi"
    assert page.applicant.phone.text() == ""


def test_a_damaged_card_says_what_to_do(page: IntakePage) -> None:
    page.scan("1|2|3|4|5")
    assert page.notice.isVisible()
    assert "tắt bộ gõ" in page.notice.text.text()


def test_a_wrong_identity_number_is_told_beside_its_field(qtbot: QtBot, page: IntakePage) -> None:
    page.applicant.identity.line.setFocus()
    type_keys(qtbot, "00419")
    press(qtbot, Qt.Key.Key_Tab)
    assert "cần 12 chữ số" in page.applicant.identity.error()
    page.applicant.identity.line.setFocus()
    type_keys(qtbot, "0000123")
    assert page.applicant.identity.error() == ""


def test_f9_puts_the_fault_beside_the_field_and_goes_there(qtbot: QtBot, page: IntakePage, place: Workplace) -> None:
    choose(qtbot, page, "tro cap xa hoi hang thang")
    fill_in(page)
    page.applicant.phone.set_text("12")
    page.papers.rows[0].mark.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "cần 10 chữ số" in page.applicant.phone.error())
    assert page.applicant.phone.line.hasFocus()
    assert dossiers(place, "ly") == []


def test_a_number_that_contradicts_the_birth_date_only_warns(qtbot: QtBot, page: IntakePage) -> None:
    page.scan(CARD.replace("12051990", "12051985"))
    assert page.applicant.warnings.isVisible()
    assert "sinh năm 1990" in page.applicant.warnings.text()


def test_a_returning_citizen_is_known_and_filled_in(qtbot: QtBot, page: IntakePage, take_in: TakeIn) -> None:
    take_in()
    page.applicant.name.line.setFocus()
    type_keys(qtbot, "Dam Thi Buoi")
    page.applicant.identity.line.setFocus()
    pause(qtbot)
    type_keys(qtbot, "004190000123")
    assert page.applicant.history.text() == "Đã nộp 1 hồ sơ · gần nhất 23/11/2026"
    assert page.applicant.phone.text() == "0961234567"
    assert page.applicant.name.text() == "Dam Thi Buoi"
    assert page.applicant.pill.text() == KNOWN


def test_a_slip_that_waits_is_offered_and_taken_up(
    qtbot: QtBot, page: IntakePage, take_in: TakeIn, place: Workplace
) -> None:
    slip = take_in(Outcome.SUPPLEMENT)
    page.scan(CARD)
    assert page.applicant.unfinished.isVisible()
    qtbot.mouseClick(page.applicant.unfinished.buttons[0], Qt.MouseButton.LeftButton)
    assert page.form().slip == slip
    press(qtbot, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.taken_in) as told:
        press(qtbot, Qt.Key.Key_F9)
    assert told.args[0].dossier.slip_ref == slip
    assert place.view(slip).dossier.status is Status.ACCEPTED


def test_a_scanned_slip_goes_on_and_a_scanned_dossier_is_shown_elsewhere(
    qtbot: QtBot, page: IntakePage, take_in: TakeIn
) -> None:
    slip, code = take_in(Outcome.SUPPLEMENT), take_in()
    page.scan(slip)
    assert page.form().slip == slip
    with qtbot.waitSignal(page.dossier_wanted) as told:
        page.scan(code)
    assert told.args == [code]


def test_an_accepted_slip_is_not_taken_up_again(page: IntakePage, take_in: TakeIn) -> None:
    page.resume(take_in())
    assert "đã được tiếp nhận" in page.notice.text.text()
    assert page.is_blank()


def test_a_running_dossier_of_the_same_citizen_stands_beside_the_form(
    qtbot: QtBot, page: IntakePage, take_in: TakeIn, place: Workplace
) -> None:
    code = take_in()
    choose(qtbot, page, "tro cap xa hoi hang thang")
    page.scan(CARD)
    qtbot.waitUntil(page.twins.isVisible)
    assert code in page.twins.sentence.text()
    assert page.twins.cells[0] == ("", code, "Phiếu này")
    assert ("Người nộp", "Đàm Thị Bưởi", "Đàm Thị Bưởi") in page.twins.cells
    assert ("Giấy tờ", "1 đã nhận", "0 đã nhận") in page.twins.cells
    with qtbot.waitSignal(page.dossier_wanted) as told:
        qtbot.mouseClick(page.twins.open_button, Qt.MouseButton.LeftButton)
    assert told.args == [code]
    page.papers.rows[0].mark.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: code in page.bar.tidings.text.text())
    with qtbot.waitSignal(page.taken_in):  # a warning, no more
        press(qtbot, Qt.Key.Key_F9)
    assert len(place.search("dam thi buoi")) == 2
    assert not page.twins.isVisible()


@pytest.mark.parametrize("other", ["procedure", "citizen"])
def test_another_matter_gives_no_warning(qtbot: QtBot, page: IntakePage, take_in: TakeIn, other: str) -> None:
    take_in()
    choose(qtbot, page, "dang ky tam tru" if other == "procedure" else "tro cap xa hoi hang thang")
    page.scan(CARD if other == "procedure" else CARD.replace("004190000123", "004190000999"))
    assert page._look.isActive()
    qtbot.waitUntil(lambda: not page._look.isActive())
    assert not page.twins.isVisible()


# When the papers came


def set_back(qtbot: QtBot, page: IntakePage, words: str) -> None:
    page.applicant.show_more(wanted=True)
    page.applicant.received.moment.line.setFocus()
    type_keys(qtbot, words)


@pytest.mark.parametrize(
    ("typed", "asked"), [("08:00 23/11", False), ("16:00 20/11", False), ("08:00 20/11", True), ("8 giờ", False)]
)
def test_the_reason_is_asked_for_only_when_the_papers_came_long_ago(
    qtbot: QtBot, page: IntakePage, typed: str, asked: bool
) -> None:
    set_back(qtbot, page, typed)
    assert page.applicant.received.reason.isVisible() is asked


@pytest.mark.parametrize("reason", ["Mất điện", ""], ids=["given", "left out"])
def test_papers_that_came_before_count_from_then(qtbot: QtBot, page: IntakePage, place: Workplace, reason: str) -> None:
    choose(qtbot, page, "tro cap xa hoi hang thang")
    page.scan(CARD)
    due_now = page.procedure.due.figure.text()
    set_back(qtbot, page, "08:00 20/11/2026")
    assert page.procedure.due.figure.text() != due_now
    page.applicant.received.reason.line.setFocus()
    type_keys(qtbot, reason)
    pause(qtbot)
    page.papers.rows[0].mark.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.taken_in) as told:
        press(qtbot, Qt.Key.Key_F9)
    assert told.args[0].dossier.received_at == datetime(2026, 11, 20, 8, 0)
    assert told.args[0].entry.body_as_dict().get("late_reason", "") == reason
    assert page.form().received_at is None


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("25/11", "không đúng"), ("09:00 24/11/2026", "tương lai")],
    ids=["a day alone", "tomorrow"],
)
def test_a_moment_that_cannot_be_keeps_the_dossier_on_the_page(
    qtbot: QtBot, page: IntakePage, place: Workplace, typed: str, fault: str
) -> None:
    choose(qtbot, page, "tro cap xa hoi hang thang")
    page.scan(CARD)
    press(qtbot, Qt.Key.Key_Space)
    set_back(qtbot, page, typed)
    press(qtbot, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: fault in page.applicant.received.moment.error())
    assert dossiers(place, "dam") == []


def test_a_draft_remembers_when_the_papers_came(qtbot: QtBot, make_page: MakePage) -> None:
    page = make_page()
    choose(qtbot, page, "tro cap xa hoi hang thang")
    set_back(qtbot, page, "08:00 20/11/2026")
    page.applicant.received.reason.line.setFocus()
    type_keys(qtbot, "Mất điện")
    page.keep_draft()
    before, again = page.form(), make_page()
    qtbot.mouseClick(again.notice.buttons[1], Qt.MouseButton.LeftButton)
    assert again.form() == before
    assert again.applicant.received.reason.isVisible()


# A scanner with a Vietnamese input method on


def compose(text: str) -> None:
    """What an input method commits into the field in place of keys."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(focus(), event)


def test_a_card_an_input_method_composed_is_read(qtbot: QtBot, page: IntakePage) -> None:
    page.applicant.phone.line.setFocus()
    for part in CARD.partition("Đàm"):
        compose(part)
    press(qtbot, Qt.Key.Key_Return)
    assert page.applicant.name.text() == "Đàm Thị Bưởi"
    assert page.applicant.phone.text() == ""


def test_a_letter_an_input_method_took_back_does_not_end_the_scan(qtbot: QtBot, page: IntakePage) -> None:
    before, after = CARD.split("Đàm")
    page.applicant.phone.line.setFocus()
    type_keys(qtbot, f"{before}D")
    press(qtbot, Qt.Key.Key_Backspace)
    type_keys(qtbot, f"Đàm{after}")
    press(qtbot, Qt.Key.Key_Return)
    assert page.applicant.name.text() == "Đàm Thị Bưởi"
    assert page.applicant.phone.text() == ""


def test_a_card_that_lost_figures_says_to_switch_the_input_method_off(qtbot: QtBot, page: IntakePage) -> None:
    page.applicant.name.line.setFocus()
    page.applicant.name.line.setText(CARD.replace("004190000123", "đđ419000123"))
    press(qtbot, Qt.Key.Key_Return)
    assert "tắt bộ gõ" in page.notice.text.text()
    assert page.applicant.name.text() == ""


# The papers and the outcomes


def test_space_ticks_and_moves_down_and_f9_accepts(qtbot: QtBot, page: IntakePage, place: Workplace) -> None:
    choose(qtbot, page, "tro cap xa hoi hang thang")
    page.scan(CARD)
    assert page.papers.rows[0].mark.hasFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert page.papers.rows[0].tick.ok
    assert page.papers.add_button.hasFocus()
    assert page.papers.counted.text() == "1 / 1 giấy tờ bắt buộc"
    with qtbot.waitSignals([page.taken_in, page.print_wanted]):
        press(qtbot, Qt.Key.Key_F9)
    (dossier,) = place.search("dam thi buoi")
    assert dossier.code == "H14.12.3-261123-0001"
    assert dossier.code in page.bar.tidings.text.text()
    assert page.is_blank()
    assert page.procedure.picker.field.hasFocus()
    assert page.procedure.picker.shown()[0].id == MOVING


def test_a_missing_required_paper_turns_f9_off_with_the_reason_beside_it(
    qtbot: QtBot, page: IntakePage, place: Workplace
) -> None:
    choose_split(qtbot, page)
    fill_in(page)
    assert not page.bar.accept.isEnabled()
    assert page.bar.tidings.text.text().startswith("Còn thiếu 3 giấy tờ: ")
    assert page.bar.supplement.text() == "Yêu cầu bổ sung (3)"
    page.applicant.name.line.setFocus()
    press(qtbot, Qt.Key.Key_F9)
    assert page.papers.rows[0].mark.hasFocus()
    assert dossiers(place, "ly") == []


def test_only_the_case_whose_papers_were_begun_is_asked_for(qtbot: QtBot, page: IntakePage) -> None:
    choose(qtbot, page, "dang ky tam tru")
    fill_in(page)
    assert page.procedure.procedure is not None
    assert page.procedure.procedure.id == RESIDENCE
    assert not any(row.is_missing() for row in page.papers.rows)
    first = page.papers._groups[0].rows
    qtbot.mouseClick(first[0].mark, Qt.MouseButton.LeftButton)
    assert [row for row in page.papers.rows if row.is_missing()] == first[1:]
    assert page.papers.counted.text() == f"1 / {len(first)} giấy tờ bắt buộc"
    assert not page.bar.accept.isEnabled()
    qtbot.mouseClick(first[0].mark, Qt.MouseButton.LeftButton)
    assert not any(row.is_missing() for row in page.papers.rows)


def test_a_case_nothing_was_brought_for_is_asked_for_at_once(qtbot: QtBot, page: IntakePage) -> None:
    choose(qtbot, page, "dang ky tam tru")
    group = page.papers._groups[1]
    qtbot.mouseClick(group.button, Qt.MouseButton.LeftButton)
    assert [row for row in page.papers.rows if row.is_missing()] == [row for row in group.rows if row.choice.required]
    qtbot.mouseClick(group.button, Qt.MouseButton.LeftButton)
    assert not any(row.is_missing() for row in page.papers.rows)


def test_k_says_a_paper_does_not_apply_and_again_that_it_does(qtbot: QtBot, page: IntakePage) -> None:
    choose_split(qtbot, page)
    page.papers.rows[0].mark.setFocus()
    press(qtbot, Qt.Key.Key_K)
    assert not page.papers.rows[0].tick.applies
    assert page.bar.supplement.text() == "Yêu cầu bổ sung (2)"
    pause(qtbot)
    press(qtbot, Qt.Key.Key_K)
    assert page.bar.supplement.text() == "Yêu cầu bổ sung (3)"


def test_a_paper_that_is_optional_is_asked_for_only_on_request(qtbot: QtBot, page: IntakePage) -> None:
    choose(qtbot, page, "chuyen hinh thuc giao")
    assert page.bar.supplement.text() == "Yêu cầu bổ sung…"
    page.papers.rows[0].mark.setFocus()
    press(qtbot, Qt.Key.Key_B)
    assert page.bar.supplement.text() == "Yêu cầu bổ sung (1)"


def test_f10_gives_a_slip_with_exactly_the_missing_papers(qtbot: QtBot, page: IntakePage, place: Workplace) -> None:
    choose_split(qtbot, page)
    fill_in(page)
    page.papers.rows[0].mark.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.print_wanted) as told:
        press(qtbot, Qt.Key.Key_F10)
    reference, form = told.args
    assert (reference, form) == ("H14.12.3-HDHS-26-0001", Form.SUPPLEMENT)
    papers = place.view(reference).dossier.papers
    assert [paper.ok for paper in papers] == [True, False, False]


def test_f10_without_a_missing_paper_asks_what_to_add(qtbot: QtBot, page: IntakePage, place: Workplace) -> None:
    choose(qtbot, page, "dang ky thanh lap ho kinh doanh")
    fill_in(page)
    page.applicant.name.line.setFocus()
    press(qtbot, Qt.Key.Key_F10)
    qtbot.waitUntil(page.reason.reason.line.hasFocus)
    type_keys(qtbot, "Giấy đề nghị chưa ký tên")
    with qtbot.waitSignal(page.taken_in) as told:
        press(qtbot, Qt.Key.Key_Return)
    assert told.args[0].dossier.reason == "Giấy đề nghị chưa ký tên"


def test_f12_needs_a_reason_and_escape_goes_back(qtbot: QtBot, page: IntakePage, place: Workplace) -> None:
    choose(qtbot, page, "dang ky tam tru")
    fill_in(page)
    page.applicant.name.line.setFocus()
    press(qtbot, Qt.Key.Key_F12)
    qtbot.waitUntil(page.reason.reason.line.hasFocus)
    press(qtbot, Qt.Key.Key_Return)
    assert "Chưa ghi lý do từ chối" in page.reason.reason.error()
    assert dossiers(place, "ly") == []
    press(qtbot, Qt.Key.Key_Escape)
    assert not page.reason.isVisible()
    assert page.bar.reject.hasFocus()
    press(qtbot, Qt.Key.Key_F12)
    qtbot.waitUntil(page.reason.reason.line.hasFocus)
    type_keys(qtbot, "Không thuộc thẩm quyền của UBND xã")
    with qtbot.waitSignal(page.print_wanted) as told:
        press(qtbot, Qt.Key.Key_Return)
    assert told.args == ["H14.12.3-TC-26-0001", Form.REJECTION]
    assert not page.reason.isVisible()


def test_an_own_paper_with_counts_and_note_is_recorded(qtbot: QtBot, page: IntakePage, place: Workplace) -> None:
    choose(qtbot, page, "tro cap xa hoi hang thang")
    page.scan(CARD)
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.papers.rows) == 2 and page.papers.rows[1].own_name.hasFocus())
    type_keys(qtbot, "Giấy xác nhận của trưởng xóm")
    row = page.papers.rows[1]
    row.copies.setFocus()
    press(qtbot, Qt.Key.Key_Up)
    press(qtbot, Qt.Key.Key_Up)
    row.mark.setFocus()
    pause(qtbot)
    press(qtbot, Qt.Key.Key_G)
    type_keys(qtbot, "bản viết tay")
    with qtbot.waitSignal(page.taken_in):
        press(qtbot, Qt.Key.Key_F9)
    (dossier,) = place.search("dam thi buoi")
    own = dossier.papers[1]
    assert (own.name, own.originals, own.copies) == ("Giấy xác nhận của trưởng xóm", 1, 2)
    assert own.note == "bản viết tay"


# Kept and cleared


def test_a_draft_lives_through_a_crash_and_is_offered(qtbot: QtBot, make_page: MakePage) -> None:
    page = make_page()
    choose(qtbot, page, "dang ky tam tru")
    page.scan(CARD)
    press(qtbot, Qt.Key.Key_Space)
    page.keep_draft()
    before = page.form()
    again = make_page()
    assert again.notice.text.text() == "Khôi phục phiếu đang làm lúc 09:42 (Đàm Thị Bưởi)?"
    assert again.is_blank()
    qtbot.mouseClick(again.notice.buttons[1], Qt.MouseButton.LeftButton)
    assert again.form() == before


def test_leaving_a_field_keeps_the_draft(qtbot: QtBot, page: IntakePage, place: Workplace) -> None:
    page.applicant.name.line.setFocus()
    type_keys(qtbot, "Hoàng")
    assert place.load_draft() is None
    page.applicant.phone.line.setFocus()
    kept = place.load_draft()
    assert kept is not None
    assert kept[1]["applicant"]["full_name"] == "Hoàng"


def test_a_finished_intake_leaves_no_draft(qtbot: QtBot, page: IntakePage, place: Workplace) -> None:
    choose(qtbot, page, "tro cap xa hoi hang thang")
    page.scan(CARD)
    press(qtbot, Qt.Key.Key_Space)
    page.keep_draft()
    with qtbot.waitSignal(page.taken_in):
        press(qtbot, Qt.Key.Key_F9)
    page.keep_draft()
    assert place.load_draft() is None


def test_ctrl_n_clears_and_can_be_taken_back(qtbot: QtBot, page: IntakePage) -> None:
    choose(qtbot, page, "dang ky tam tru")
    page.scan(CARD)
    before = page.form()
    press(qtbot, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.is_blank()
    qtbot.mouseClick(page.notice.buttons[0], Qt.MouseButton.LeftButton)
    assert page.form() == before


# What is seen


def test_the_preview_shows_the_receipt_that_is_printed_later(qtbot: QtBot, page: IntakePage) -> None:
    choose(qtbot, page, "tro cap xa hoi hang thang")
    page.scan(CARD)
    qtbot.waitUntil(page.preview.is_drawn, timeout=8000)
    picture = page.preview.sheet.page
    assert picture is not None
    assert picture.width() > 250
    assert picture.pixelColor(2, 2).name() == "#ffffff"
    dark = sum(picture.pixelColor(x, y).lightness() < 128 for x in range(0, 300, 3) for y in range(0, 400, 3))
    assert dark > 50


def test_without_a_procedure_the_preview_says_what_to_do(page: IntakePage) -> None:
    assert page.preview.sheet.page is None
    assert page.preview.sheet.sentence == "Chọn thủ tục để xem trước giấy hẹn."


def test_tab_follows_the_eye(qtbot: QtBot, page: IntakePage) -> None:
    choose(qtbot, page, "tro cap xa hoi hang thang")
    fill_in(page)
    page.procedure.picker.field.setFocus()
    card, row = page.applicant, page.papers.rows[0]
    qtbot.waitUntil(row.mark.isVisible)
    wanted = [card.name.line, card.identity.line, card.birth.line, card.sex, card.phone.line, card.address.line]
    wanted += [card.toggle, row.mark, page.papers.add_button]
    visited = []
    for _ in wanted:
        press(qtbot, Qt.Key.Key_Tab)
        visited.append(focus())
    assert [each.accessibleName() for each in visited] == [each.accessibleName() for each in wanted]


@pytest.mark.parametrize("size", [(1282, 684), (854, 400)], ids=["1366x768", "150 %"])
def test_the_outcomes_stay_in_sight(qtbot: QtBot, page: IntakePage, size: tuple[int, int]) -> None:
    choose(qtbot, page, "dang ky tam tru")
    page.applicant.show_more(wanted=True)
    page.resize(*size)
    qtbot.wait(20)
    assert (page.width(), page.height()) == size
    for button in (page.bar.reject, page.bar.supplement, page.bar.accept):
        corner = button.mapTo(page, QPoint(button.width(), button.height()))
        assert button.isVisible()
        assert corner.x() <= size[0]
        assert corner.y() <= size[1]


def test_every_stop_has_a_name_for_screen_readers(qtbot: QtBot, page: IntakePage) -> None:
    choose(qtbot, page, "chuyen hinh thuc giao")
    stops = [each for each in page.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [each for each in stops if each.isVisible() and not each.accessibleName()]
    assert nameless == []


def test_in_a_small_window_the_paper_takes_the_place_of_the_form_and_gives_it_back(
    qtbot: QtBot, page: IntakePage
) -> None:
    page.resize(854, 400)
    choose(qtbot, page, "tro cap xa hoi hang thang")
    assert not page.preview.isVisible()
    press(qtbot, Qt.Key.Key_F8)
    qtbot.waitUntil(page.preview.isVisible)
    assert page.preview.sheet.page_box().width() > 400
    assert page.bar.accept.isVisible()
    qtbot.mouseClick(page.bar.preview, Qt.MouseButton.LeftButton)
    assert page.applicant.isVisible()
    assert not page.preview.isVisible()


def test_in_a_low_window_the_page_scrolls_to_the_paper_the_keyboard_is_on(qtbot: QtBot, page: IntakePage) -> None:
    page.resize(854, 400)
    choose(qtbot, page, "dang ky tam tru")
    qtbot.waitUntil(page.papers.rows[-1].isVisible)
    page.papers.rows[-1].mark.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.wait(20)
    row = page.papers.rows[-1].mark
    assert page.rect().contains(row.mapTo(page, row.rect().center()))
    assert not row.visibleRegion().isEmpty()
