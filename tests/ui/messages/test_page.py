"""The messages page on a played practice office: nothing goes by accident, everything can be proven."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.terms import MessageState, Role
from desktop.ui.messages.arrangement import Group, MessageRow
from desktop.ui.messages.page import MessagesPage


def shown(qtbot: QtBot, place: Workplace) -> MessagesPage:
    made = MessagesPage(place)
    qtbot.addWidget(made)
    made.SETTLE_MS = 0
    made.resize(1282, 660)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.refresh()
    made.setFocus()
    return made


@pytest.fixture
def page(qtbot: QtBot, practice_place: Workplace) -> MessagesPage:
    return shown(qtbot, practice_place)


def rows(page: MessagesPage, group: Group) -> list[MessageRow]:
    return [row for row in page.rows() if row.group is group]


def counts(page: MessagesPage) -> dict[Group, str]:
    return {group: card.figure() for group, card in page.cards.items()}


def idle(qtbot: QtBot, page: MessagesPage) -> None:
    qtbot.waitUntil(lambda: page._job is None, timeout=20_000)


def sent(qtbot: QtBot, page: MessagesPage, folder: Path) -> list[dict[str, str]]:
    """Write what was let go, and return what stands in the file."""
    folder.mkdir()
    page.send_to_folder(folder)
    idle(qtbot, page)
    (file,) = folder.iterdir()
    found: list[dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))["messages"]
    return found


def answer(qtbot: QtBot, page: MessagesPage, path: Path, **answers: list[dict[str, str]]) -> None:
    path.write_text(json.dumps(answers), encoding="utf-8")
    page.take_answers(path)
    idle(qtbot, page)


def test_groups_have_the_counts_of_the_store(page: MessagesPage, practice_place: Workplace) -> None:
    stored = practice_place.telling.counts()
    assert {group: int(figure) for group, figure in counts(page).items()} == {
        group: stored[MessageState(group)] for group in Group
    }
    assert stored[MessageState.PREPARED] > 0
    assert stored[MessageState.RELEASED] > 0


def test_nothing_is_chosen_and_the_key_does_nothing_until_somebody_chooses(qtbot: QtBot, page: MessagesPage) -> None:
    before = counts(page)
    assert page.view.current_row() is None
    qtbot.keyClick(page.view, Qt.Key.Key_F9)
    page.approve()
    assert counts(page) == before


def test_the_panel_shows_the_very_text_and_why(page: MessagesPage, practice_place: Workplace) -> None:
    row = rows(page, Group.PREPARED)[0]
    page.view.choose(row.key)
    listed = page._found[row.key]
    assert page.detail.text.text() == listed.prepared.sms == row.text
    assert page.detail.address.text() == listed.prepared.to
    assert row.code in page.detail._who.text()
    assert page.detail._why.text()
    assert f"{listed.prepared.parts} tin" in page.detail.accents.value()
    page.detail._pick_accents(page.detail.accents.words()[1])
    assert page.detail.text.text() == listed.prepared.sms_plain
    assert "Chỉ để xem" in page.detail._which.text()


def test_f9_lets_the_chosen_message_go_and_the_next_is_chosen(
    qtbot: QtBot, page: MessagesPage, practice_place: Workplace
) -> None:
    first, second = rows(page, Group.PREPARED)[:2]
    page.view.choose(first.key)
    with qtbot.waitSignals([page.told, page.changed]):
        qtbot.keyClick(page.view, Qt.Key.Key_F9)
    released = {row.key for row in rows(page, Group.RELEASED)}
    assert first.key in released
    assert second.key not in released
    current = page.view.current_row()
    assert current is not None
    assert current.key == second.key
    events = [event.what for event in page._shown(first.key).history]
    assert events == ["Duyệt gửi"]


def test_a_second_press_comes_too_early_to_have_been_read(qtbot: QtBot, page: MessagesPage) -> None:
    page.SETTLE_MS = 60_000
    page.view.choose(rows(page, Group.PREPARED)[0].key)
    waiting = len(rows(page, Group.PREPARED))
    for _ in range(3):
        qtbot.keyClick(page.view, Qt.Key.Key_F9)
    assert len(rows(page, Group.PREPARED)) == waiting - 1


def test_not_to_send_needs_a_reason(qtbot: QtBot, page: MessagesPage) -> None:
    row = rows(page, Group.PREPARED)[0]
    page.view.choose(row.key)
    qtbot.keyClick(page.view, Qt.Key.Key_F12)
    assert page.detail.reason_panel.isVisible()
    page.detail.withhold_now.click()
    assert "lý do" in page.detail.reason.error()
    page.detail.reason.set_text("Đã báo qua điện thoại")
    qtbot.keyClick(page.detail.reason.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (withheld,) = [found for found in rows(page, Group.WITHHELD) if found.key == row.key]
    page.view.choose(withheld.key)
    assert "Đã báo qua điện thoại" in page._shown(row.key).history[-1].more
    assert page.detail.approve.text() == "Duyệt gửi lại"


def test_escape_leaves_the_reason_without_recording(qtbot: QtBot, page: MessagesPage) -> None:
    before = counts(page)
    page.view.choose(rows(page, Group.PREPARED)[0].key)
    qtbot.keyClick(page.view, Qt.Key.Key_F12)
    qtbot.keyClick(page.detail.reason.area, Qt.Key.Key_Escape)
    assert page.detail.reason_panel.isHidden()
    assert page.detail.approve.isVisible()
    assert counts(page) == before


def test_all_shown_are_let_go_after_a_second_word(qtbot: QtBot, page: MessagesPage) -> None:
    waiting = len(rows(page, Group.PREPARED))
    page.approve_all.click()
    assert len(rows(page, Group.PREPARED)) == waiting, "the first press only asks"
    page.notice.buttons[0].click()
    idle(qtbot, page)
    assert rows(page, Group.PREPARED) == []


def test_only_what_the_filter_shows_is_let_go(page: MessagesPage) -> None:
    page.cards[Group.RELEASED].click()
    assert {row.group for row in page.rows()} == {Group.RELEASED}
    assert not page.approve_all.isEnabled()
    page.clear_filter()
    assert page.approve_all.isEnabled()


def test_file_out_answers_in_and_the_proof_of_it(qtbot: QtBot, page: MessagesPage, tmp_path: Path) -> None:
    waiting = {row.key for row in rows(page, Group.RELEASED)}
    texts = sent(qtbot, page, tmp_path / "usb")
    assert {text["id"].partition(":")[0] for text in texts} == waiting
    assert {row.key for row in rows(page, Group.HANDED)} == waiting
    assert not page.file_button.isEnabled()
    arrived, lost = texts[0]["id"], texts[1]["id"]
    answers = [{"id": arrived, "status": "confirmed", "proof": "VNPT-77"}, {"id": lost, "status": "failed"}]
    answer(qtbot, page, tmp_path / "answers.json", answers=[*answers, {"id": "nobody:sms", "status": "confirmed"}])
    assert [row.key for row in rows(page, Group.CONFIRMED)] == [arrived.partition(":")[0]]
    assert "nobody:sms" in page.notice.text.text()
    proof = page._shown(arrived.partition(":")[0]).history[-1]
    assert (proof.what, "VNPT-77" in proof.more) == ("Đã đến người nhận", True)
    retried(page, lost.partition(":")[0])


def retried(page: MessagesPage, key: str) -> None:
    """Send a message again that failed."""
    page.view.choose(key)
    assert page.detail.approve.text() == "Gửi lại"
    assert "Cổng báo" in page.detail.problem.text.text()
    page.approve()
    assert key in {row.key for row in rows(page, Group.RELEASED)}


def test_a_folder_that_is_gone_is_told_and_every_text_stays(qtbot: QtBot, page: MessagesPage, tmp_path: Path) -> None:
    before = counts(page)
    page.send_to_folder(tmp_path / "no-stick")
    idle(qtbot, page)
    assert "cắm lại USB" in page.notice.text.text()
    assert counts(page) == before


def test_without_a_gateway_there_is_no_button_for_it(page: MessagesPage) -> None:
    assert page.gateway_button.isHidden()
    assert page.file_button.isVisible()


def test_who_may_not_send_only_looks(qtbot: QtBot, practice_place: Workplace) -> None:
    place = practice_place.as_officer("hoang")
    assert place.officer.role is Role.SPECIALIST
    page = shown(qtbot, place)
    page.view.choose(rows(page, Group.PREPARED)[0].key)
    before = counts(page)
    qtbot.keyClick(page.view, Qt.Key.Key_F9)
    qtbot.keyClick(page.view, Qt.Key.Key_F12)
    assert counts(page) == before
    assert page.detail.reason_panel.isHidden()
    for button in (page.approve_all, page.file_button, page.answers_button, page.detail.foot):
        assert not button.isVisible()
    assert "chỉ được xem" in page._summary.text()


def test_enter_opens_the_dossier(qtbot: QtBot, page: MessagesPage) -> None:
    row = rows(page, Group.PREPARED)[0]
    page.view.choose(row.key)
    with qtbot.waitSignal(page.dossier_wanted) as opened:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert opened.args == [row.dossier_id]


def test_an_empty_page_says_what_comes_first(qtbot: QtBot, commune: Workplace) -> None:
    page = shown(qtbot, commune)
    assert page.empty.isVisible()
    assert "Ctrl+2" in page.empty.hint.text()
    assert page.detail.isHidden()


@pytest.mark.parametrize(("width", "height"), [(1282, 660), (855, 420)])
def test_it_paints_in_a_window_of_any_size(page: MessagesPage, width: int, height: int) -> None:
    page.resize(width, height)
    page.view.choose(rows(page, Group.PREPARED)[0].key)
    picture = page.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert len({picture.pixel(x, y) for x in range(0, width, 7) for y in range(0, height, 7)}) > 20
