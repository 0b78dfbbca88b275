"""The hand-over page driven as an officer drives it: scanned, pressed, read from the rows; on real stores."""

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.handling.custody_lists import list_reference
from desktop.terms import EntryKind, Status, TransferWay
from desktop.ui.controls.dossier_rows import FACE_ROLE, RowFace, RowModel
from desktop.ui.custody.page import CustodyPage
from desktop.ui.custody.scanned import Came

from .conftest import TakeIn

Played = Callable[[str], Dossier]
DISTRICT = "H14.12"
CARD = "004190000123|080123456|Đàm Thị Bưởi|12051990|Nữ|Xóm Bản Gà, xã Quang Hán|01012022"


def open_page(qtbot: QtBot, place: Workplace) -> CustodyPage:
    made = CustodyPage(place)
    qtbot.addWidget(made)
    made.resize(1282, 660)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


@pytest.fixture
def page(qtbot: QtBot, practice_place: Workplace) -> CustodyPage:
    return open_page(qtbot, practice_place)


@pytest.fixture
def keys(qtbot: QtBot) -> list[str]:
    """Every key an officer pressed, scans aside."""
    return []


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def scan(qtbot: QtBot, text: str) -> None:
    for letter in text:
        qtbot.keyClicks(focus(), letter)
    qtbot.keyClick(focus(), Qt.Key.Key_Return)


def faces(page: CustodyPage) -> list[RowFace]:
    model = (page.send if page.sides.currentIndex() == 0 else page.take).list.faces
    return [model.index(line).data(FACE_ROLE) for line in range(model.rowCount())]


def last_kind(place: Workplace, code: str) -> str:
    return place.view(code).entries[-1].kind


# Giving away


def test_ten_dossiers_are_handed_over_with_ten_scans_and_one_key(
    qtbot: QtBot, page: CustodyPage, practice_place: Workplace, take_in: TakeIn
) -> None:
    codes = take_in(10)
    for code in codes:
        scan(qtbot, code)
    assert [face.code for face in faces(page)] == codes
    assert "10 hồ sơ sẽ giao cho Chi nhánh VPĐKĐĐ Trùng Khánh, trực tiếp" in page.send.bar.words()
    with qtbot.waitSignal(page.list_wanted) as wanted, qtbot.waitSignal(page.told) as told:
        qtbot.keyClick(focus(), Qt.Key.Key_F9)
    dossiers = [practice_place.view(code).dossier for code in codes]
    assert {dossier.in_transit_to.code for dossier in dossiers if dossier.in_transit_to} == {DISTRICT}
    assert len({dossier.transfers[-1].list_no for dossier in dossiers}) == 1
    assert wanted.args[0] in codes
    assert "10 hồ sơ" in told.args[0]
    assert faces(page) == []
    assert page.send.code.hasFocus()


def test_a_scan_is_taken_wherever_the_keyboard_is(qtbot: QtBot, page: CustodyPage, take_in: TakeIn) -> None:
    (first, second, third) = take_in(3)
    for place, code in ((page.send.options.remark.line, first), (page.send.record, second), (page.send.list, third)):
        place.setFocus()
        qtbot.wait(60)
        scan(qtbot, code)
    assert [face.code for face in faces(page)] == [first, second, third]
    assert page.send.options.remark.text() == ""


def test_a_second_scan_adds_no_row_and_points_at_the_first(qtbot: QtBot, page: CustodyPage, take_in: TakeIn) -> None:
    first, second = take_in(2)
    for code in (first, second, first):
        scan(qtbot, code)
    assert len(faces(page)) == 2
    assert page.send.note.isVisible()
    assert "dòng 1" in page.send.note.text.text()
    assert page.send.list.currentIndex().row() == 0


def test_what_cannot_leave_says_why_in_its_row_and_stays(
    qtbot: QtBot, page: CustodyPage, practice_place: Workplace, played: Played, take_in: TakeIn
) -> None:
    (good,) = take_in(1)
    away = played("handed_over")
    for code in (good, away.reference, "H14.12.3-261101-0099"):
        scan(qtbot, code)
    fine, gone, unknown = faces(page)
    assert fine.fault == ""
    assert "đang chuyển đến" in gone.fault
    assert "Không tìm thấy" in unknown.fault
    assert gone.spoken().endswith(gone.fault)
    assert "2 hồ sơ không giao được" in page.send.bar.words()
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(focus(), Qt.Key.Key_F9)
    assert last_kind(practice_place, good) == EntryKind.HANDED_OVER
    assert [face.key for face in faces(page)] == [away.id, "H14.12.3-261101-0099"]
    assert not page.send.record.isEnabled()


def test_steps_of_many_are_finished_with_one_key(
    qtbot: QtBot, page: CustodyPage, practice_place: Workplace, take_in: TakeIn, played: Played
) -> None:
    codes = take_in(3)
    waiting = played("obligation").reference
    for code in (*codes, waiting):
        scan(qtbot, code)
    assert page.send.finish.text() == "Ghi xong bước (3)"
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(focus(), Qt.Key.Key_F10)
    assert {last_kind(practice_place, code) for code in codes} == {EntryKind.STEP_FINISHED}
    assert [face.code for face in faces(page)] == [waiting]


def test_way_remark_and_time_go_into_every_entry(
    qtbot: QtBot, page: CustodyPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("running")
    scan(qtbot, dossier.reference)
    page.send.options.way.choose(TransferWay.POST)
    page.send.options.remark.set_text("gửi bảo đảm")
    page.send.options.when.moment.set_text("08:30 23/11")
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(focus(), Qt.Key.Key_F9)
    transfer = practice_place.view(dossier.id).dossier.transfers[-1]
    assert (transfer.way, transfer.reason) == (TransferWay.POST, "gửi bảo đảm")
    assert transfer.handed == datetime(2026, 11, 23, 8, 30)
    assert page.send.options.when.moment.text() == ""


@pytest.mark.parametrize(
    ("typed", "words"), [("chieu nay", "Hãy nhập dạng"), ("17:00 23/11", "còn ở tương lai")], ids=["no time", "ahead"]
)
def test_a_wrong_time_is_told_beside_its_field_and_nothing_is_stored(
    qtbot: QtBot, page: CustodyPage, practice_place: Workplace, take_in: TakeIn, typed: str, words: str
) -> None:
    (code,) = take_in(1)
    scan(qtbot, code)
    page.send.options.when.moment.set_text(typed)
    qtbot.keyClick(focus(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: words in page.send.options.when.moment.error())
    assert last_kind(practice_place, code) != EntryKind.HANDED_OVER
    assert len(faces(page)) == 1


def test_what_is_written_down_late_asks_why(
    qtbot: QtBot, page: CustodyPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("late")
    scan(qtbot, dossier.reference)
    page.send.options.when.moment.set_text("08:00 20/11")
    qtbot.keyClick(focus(), Qt.Key.Key_F9)
    qtbot.waitUntil(page.send.options.when.reason.isVisible)
    assert "late_reason" not in page.send.options.when.reason.error()
    assert page.send.options.when.reason.line.hasFocus()
    page.send.options.when.reason.set_text("Mất điện")
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(focus(), Qt.Key.Key_F9)
    assert last_kind(practice_place, dossier.id) == EntryKind.HANDED_OVER


def test_the_receiver_is_asked_for_at_its_field(
    qtbot: QtBot, page: CustodyPage, practice_place: Workplace, take_in: TakeIn
) -> None:
    (code,) = take_in(1)
    scan(qtbot, code)
    page.send.options.to_office.box.setCurrentIndex(-1)
    page.send.options.to_office.box.setEditText("")
    qtbot.keyClick(focus(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.send.options.to_office.error().startswith("Chưa chọn nơi nhận"))
    page.send.options.to_office.box.setEditText("H14.12.3")
    qtbot.keyClick(focus(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "trùng" in page.send.options.to_office.error())
    page.send.options.to_office.box.setEditText("H14.30")
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(focus(), Qt.Key.Key_F9)
    to_office = practice_place.view(code).dossier.in_transit_to
    assert to_office is not None
    assert to_office.code == "H14.30"


def test_a_row_is_taken_out_and_a_cleared_list_comes_back(qtbot: QtBot, page: CustodyPage, take_in: TakeIn) -> None:
    first, second = take_in(2)
    for code in (first, second):
        scan(qtbot, code)
    page.send.list.setFocus()
    qtbot.keyClick(page.send.list, Qt.Key.Key_Up)
    qtbot.keyClick(page.send.list, Qt.Key.Key_Delete)
    assert [face.code for face in faces(page)] == [second]
    qtbot.keyClick(focus(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: faces(page) == [])
    page.send.note.buttons[0].click()
    assert [face.code for face in faces(page)] == [second]


def test_scans_outlive_the_window(qtbot: QtBot, page: CustodyPage, practice_place: Workplace, take_in: TakeIn) -> None:
    codes = take_in(2)
    for code in codes:
        scan(qtbot, code)
    page.send.options.way.choose(TransferWay.POST)
    page.keep_draft()
    page.hide()
    after = open_page(qtbot, practice_place)
    assert [face.code for face in faces(after)] == codes
    assert after.send.options.way.value() == TransferWay.POST
    for code in codes:
        after.send.remove(practice_place.view(code).dossier.id)
    after.keep_draft()
    assert practice_place.load_draft("custody") is None


def test_an_intake_draft_and_the_scans_do_not_touch_each_other(
    qtbot: QtBot, page: CustodyPage, practice_place: Workplace, take_in: TakeIn
) -> None:
    practice_place.save_draft({"procedure": "x"})
    scan(qtbot, take_in(1)[0])
    page.keep_draft()
    kept = practice_place.load_draft()
    assert kept is not None
    assert kept[1] == {"procedure": "x"}


def test_an_identity_card_is_no_dossier(qtbot: QtBot, page: CustodyPage) -> None:
    with qtbot.waitSignal(page.refused) as refused:
        page.scan(CARD)
    assert "thẻ căn cước" in refused.args[0]
    assert faces(page) == []


# Taking in


@pytest.fixture
def district_page(qtbot: QtBot, district: Workplace, on_the_way: Callable[[int], list[str]]) -> CustodyPage:
    on_the_way(3)
    page = open_page(qtbot, district)
    qtbot.keyClick(focus(), Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: len(page.take.rows) == 3)
    return page


def test_what_is_on_its_way_is_listed_ticked_by_scans_and_taken_over_with_one_key(
    qtbot: QtBot, district_page: CustodyPage, district: Workplace
) -> None:
    page = district_page
    codes = [face.code for face in faces(page)]
    assert not page.take.record.isEnabled()
    assert all(face.aside == "Từ UBND xã Quang Hán" for face in faces(page))
    for code in codes[:2]:
        scan(qtbot, code)
    assert [row.ticked for row in page.take.rows] == [True, True, False]
    assert page.take.record.text() == "Nhận bàn giao (2)"
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(focus(), Qt.Key.Key_F9)
    assert [last_kind(district, code) for code in codes[:2]] == [EntryKind.TAKEN_OVER] * 2
    assert last_kind(district, codes[2]) == EntryKind.HANDED_OVER
    assert [face.code for face in faces(page)] == codes[2:]


def test_the_code_on_a_hand_over_list_ticks_all_of_it(
    qtbot: QtBot, district_page: CustodyPage, district: Workplace
) -> None:
    page = district_page
    reference = list_reference(page.take.rows[0].dossier.transfers[-1])
    scan(qtbot, reference)
    assert all(row.ticked for row in page.take.rows)
    assert reference in page.take.note.text.text()
    page.take.list.setFocus()
    qtbot.keyClick(page.take.list, Qt.Key.Key_Space)
    assert [row.ticked for row in page.take.rows].count(True) == 2
    qtbot.keyClick(focus(), Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: all(row.ticked for row in page.take.rows))


def test_a_paper_nobody_handed_over_is_taken_over_with_a_reason(
    qtbot: QtBot,
    district_page: CustodyPage,
    district: Workplace,
    commune: Workplace,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    from .conftest import taken_in

    code = taken_in(commune, "Lộc")
    district.import_files([one.path for one in commune.export(tmp_path_factory.mktemp("usb"), DISTRICT)])
    page = district_page
    scan(qtbot, code)
    assert page.take.rows[-1].came is Came.UNANNOUNCED
    assert page.take.reason.isVisible()
    qtbot.keyClick(focus(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.take.reason.error().startswith("Hãy ghi vì sao"))
    assert page.take.reason.area.hasFocus()
    page.take.reason.set_text("Xã giao tay, chưa ghi")
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(focus(), Qt.Key.Key_F9)
    transfer = district.view(code).dossier.transfers[-1]
    assert (transfer.reason, transfer.handed) == ("Xã giao tay, chưa ghi", None)
    assert not page.take.reason.isVisible()


def test_a_paper_nobody_told_of_is_written_down_from_its_receipt(
    qtbot: QtBot, page: CustodyPage, practice_place: Workplace
) -> None:
    qtbot.keyClick(focus(), Qt.Key.Key_F3)
    scan(qtbot, "H14.12.4-261101-0007")
    assert page.take.is_asking()
    assert page.take.arrival.name.line.hasFocus()
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert page.take.arrival.name.error().startswith("Chưa ghi tên")
    qtbot.keyClicks(focus(), "Luc Van So")
    qtbot.keyClick(focus(), Qt.Key.Key_Tab)
    qtbot.keyClicks(focus(), "Tach thua dat")
    with qtbot.waitSignal(page.told):
        qtbot.keyClick(focus(), Qt.Key.Key_Return)
    dossier = practice_place.view("H14.12.4-261101-0007").dossier
    assert dossier.status is Status.ARRIVED
    assert dossier.applicant.full_name == "Luc Van So"
    assert not page.take.is_asking()
    scan(qtbot, "H14.12.4-261101-0007")
    assert "đang ở đây rồi" in page.take.note.text.text()


def test_escape_leaves_the_form_for_a_paper_without_data(qtbot: QtBot, page: CustodyPage) -> None:
    qtbot.keyClick(focus(), Qt.Key.Key_F3)
    scan(qtbot, "H14.12.4-261101-0007")
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert not page.take.is_asking()
    assert page.take.code.hasFocus()


def test_what_was_not_delivered_is_taken_back(
    qtbot: QtBot, page: CustodyPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("handed_over")
    qtbot.keyClick(focus(), Qt.Key.Key_F3)
    scan(qtbot, dossier.reference)
    (row,) = page.take.rows
    assert row.came is Came.TAKEN_BACK
    assert faces(page)[0].pill == "lấy lại, chưa giao được"
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(focus(), Qt.Key.Key_F9)
    custodian = practice_place.view(dossier.id).dossier.custodian
    assert custodian is not None
    assert custodian.code == practice_place.office.code


def test_what_is_here_already_needs_no_taking_over(qtbot: QtBot, page: CustodyPage, played: Played) -> None:
    qtbot.keyClick(focus(), Qt.Key.Key_F3)
    scan(qtbot, played("running").reference)
    assert "đang ở đây rồi" in page.take.note.text.text()
    assert faces(page) == []


def test_ticks_outlive_the_window(qtbot: QtBot, district_page: CustodyPage, district: Workplace) -> None:
    scan(qtbot, district_page.take.rows[1].dossier.reference)
    district_page.keep_draft()
    district_page.hide()
    after = open_page(qtbot, district)
    qtbot.waitUntil(lambda: len(after.take.rows) == 3)
    assert [row.ticked for row in after.take.rows] == [False, True, False]


def test_when_one_cannot_be_taken_over_none_is_and_it_is_named(
    qtbot: QtBot, district_page: CustodyPage, district: Workplace
) -> None:
    page = district_page
    page.take.tick_all.click()
    taken = page.take.rows[0].dossier
    district.do(taken.id, "take-over", {})
    district.do(taken.id, "note", {"text": "đã nhận ở máy khác"})
    qtbot.keyClick(focus(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "Chưa ghi hồ sơ nào" in page.take.note.text.text())
    assert taken.reference in page.take.note.text.text()
    qtbot.waitUntil(lambda: len(page.take.rows) == 2)
    assert all(row.ticked and row.dossier.id != taken.id for row in page.take.rows)
    assert {last_kind(district, row.key) for row in page.take.rows} == {EntryKind.HANDED_OVER}


# Everything


def test_every_control_has_a_name_and_tab_follows_the_eye(qtbot: QtBot, page: CustodyPage, take_in: TakeIn) -> None:
    scan(qtbot, take_in(1)[0])
    seen = [focus()]
    for _ in range(30):
        qtbot.keyClick(focus(), Qt.Key.Key_Tab)
        if focus() is seen[0]:
            break
        seen.append(focus())
    assert all(
        widget.accessibleName() or (isinstance(widget.parent(), QWidget) and widget.parent().accessibleName())
        for widget in seen
    )
    order = [
        page.send.code,
        page.send.list,
        page.send.options.to_office.box,
        page.send.options.way,
        page.send.options.remark.line,
    ]
    order += [page.send.options.when.moment.line, page.send.options.clear_button, page.send.finish, page.send.record]
    places = [seen.index(widget) for widget in order]
    assert places == sorted(places)


def test_a_letter_typed_beside_the_fields_lands_in_the_code(qtbot: QtBot, page: CustodyPage, take_in: TakeIn) -> None:
    scan(qtbot, take_in(1)[0])
    page.send.list.setFocus()
    qtbot.wait(60)
    qtbot.keyClicks(page.send.list, "h")
    assert isinstance(focus(), QLineEdit)
    assert page.send.code.text() == "h"


def test_the_model_keeps_the_rules_of_qt(qtmodeltester: ModelTester) -> None:
    model = RowModel()
    qtmodeltester.check(model)
    face = RowFace("a", "1", "circle_20_regular", "", "H14", "", "Đàm Thị Bưởi", "Tách thửa")
    model.show_faces([face, RowFace("b", "2", "circle_20_regular", "", "H15", "", "Bế Thị Nga", "", fault="Vì sao")])
    qtmodeltester.check(model)
    assert model.line_of("b") == 1
    model.show_faces([face])
    qtmodeltester.check(model)
