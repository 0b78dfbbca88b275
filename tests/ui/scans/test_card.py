"""Papers with their scans: attached by key, button and drag and drop, looked at, saved, refused in words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.handling import scans as scan_rules
from desktop.office import Officer
from desktop.terms import EntryKind, Role
from desktop.ui import background
from desktop.ui.dossier.page import DossierPage
from desktop.ui.scans import attaching
from desktop.ui.scans.attaching import Wanted, attach_files
from desktop.ui.scans.card import SHOWN
from desktop.ui.scans.preview import UNREADABLE
from desktop.ui.scans.rows import PaperScans

MakePage = Callable[..., DossierPage]
LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


def attach(qtbot: QtBot, page: DossierPage, *paths: Path, paper: str = "") -> None:
    """Attach and wait until the page has heard of it."""
    with qtbot.waitSignal(page.scans.ended):
        page.scans.attach([Wanted(path, paper) for path in paths])


def row(page: DossierPage, paper: str) -> PaperScans:
    found = page.scans.row_of(paper)
    assert found is not None
    return found


def carried(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(target: QWidget, point: QPoint, data: QMimeData) -> QDropEvent:
    """Drag something over a widget and let it go there, as the window system would tell it."""
    copy = Qt.DropAction.CopyAction
    target.dragEnterEvent(QDragEnterEvent(point, copy, data, LEFT, NO_KEYS))
    target.dragMoveEvent(QDragMoveEvent(point, copy, data, LEFT, NO_KEYS))
    event = QDropEvent(QPointF(point), copy, data, LEFT, NO_KEYS)
    event.ignore()
    target.dropEvent(event)
    return event


def test_every_paper_has_its_row_and_says_what_is_missing(page: DossierPage, dossier: Dossier) -> None:
    page.show_dossier(dossier.id)
    assert page.scans.isVisible()
    assert [each.paper for each in page.scans.rows] == [item.name for item in dossier.papers]
    assert page.scans.count.text() == f"0/{len(dossier.papers)} có bản chụp"
    assert "chưa có bản chụp" in page.scans.rows[0].accessibleName()


@pytest.mark.parametrize("name", ["đơn.pdf", "ảnh.jpg", "thẻ.PNG"])
def test_a_file_of_each_kind_is_attached_to_its_paper(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, files: Path, name: str
) -> None:
    page.show_dossier(dossier.id)
    paper = dossier.papers[-1].name
    with qtbot.waitSignals([page.told, page.changed]):
        attach(qtbot, page, files / name, paper=paper)
    (scan,) = practice_place.view(dossier.id).dossier.attachments
    assert scan.paper == paper
    assert practice_place.attachment(scan.hash).startswith(b"%PDF")
    (button,) = row(page, paper).buttons.values()
    assert button.text() == f"{Path(name).stem}.pdf"
    assert page.scans.count.text().startswith("1/")
    assert page.journal.shown[0].bold == "Đính kèm bản chụp"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tờ khai.docx", "Chỉ đính kèm được tệp PDF, JPEG hoặc PNG"),
        ("đứt.pdf", "Tệp bị hỏng"),
        ("không có.pdf", "Không đọc được tệp"),
        ("", "Đây là thư mục"),
    ],
    ids=["wrong kind", "damaged", "gone", "folder"],
)
def test_a_refusal_stands_under_its_paper_and_goes_with_the_next_try(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, files: Path, name: str, words: str
) -> None:
    page.show_dossier(dossier.id)
    paper = dossier.papers[0].name
    attach(qtbot, page, files / name, paper=paper)
    fault = row(page, paper).fault
    assert fault.isVisible()
    assert fault.text().startswith(f"{(files / name).name}: {words}")
    assert practice_place.view(dossier.id).dossier.attachments == ()
    attach(qtbot, page, files / "đơn.pdf", paper=paper)
    assert row(page, paper).fault.text() == ""


def test_a_file_too_big_is_refused(
    qtbot: QtBot, page: DossierPage, dossier: Dossier, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_rules, "MAX_SCAN", 300)
    monkeypatch.setattr(attaching, "MAX_SCAN", 300)
    page.show_dossier(dossier.id)
    attach(qtbot, page, files / "đơn.pdf")
    assert "Tệp lớn hơn" in page.scans.fault.text()


def test_a_bad_file_among_good_ones_stops_none_of_them(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, files: Path
) -> None:
    page.show_dossier(dossier.id)
    with qtbot.waitSignal(page.told) as told:
        attach(qtbot, page, files / "đơn.pdf", files / "tờ khai.docx", files / "ảnh.jpg")
    assert told.args[0] == f"Đã đính kèm 2 bản chụp vào hồ sơ {dossier.reference}."
    assert len(practice_place.view(dossier.id).dossier.attachments) == 2
    assert page.scans.fault.text().startswith("tờ khai.docx: ")


def test_the_same_scan_twice_is_refused(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, files: Path
) -> None:
    page.show_dossier(dossier.id)
    attach(qtbot, page, files / "đơn.pdf")
    attach(qtbot, page, files / "đơn.pdf")
    assert "đã đính kèm" in page.scans.fault.text()
    assert len(practice_place.view(dossier.id).dossier.attachments) == 1


# Drag and drop


def test_files_dropped_on_a_paper_are_scans_of_it(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, files: Path
) -> None:
    page.show_dossier(dossier.id)
    target = page.scans.rows[-1]
    with qtbot.waitSignal(page.scans.ended):
        event = drop(page.scans, target.geometry().center(), carried(files / "đơn.pdf", files / "ảnh.jpg"))
    assert event.isAccepted()
    papers = {scan.paper for scan in practice_place.view(dossier.id).dossier.attachments}
    assert papers == {target.paper}
    assert not any(each.lit for each in page.scans.rows)


def test_the_paper_under_the_mouse_is_lit(page: DossierPage, dossier: Dossier, files: Path) -> None:
    page.show_dossier(dossier.id)
    first, *_, last = page.scans.rows
    data = carried(files / "đơn.pdf")  # the event does not keep it alive
    event = QDragMoveEvent(last.geometry().center(), Qt.DropAction.CopyAction, data, LEFT, NO_KEYS)
    page.scans.dragMoveEvent(event)
    assert event.isAccepted()
    assert (first.lit, last.lit) == (False, True)


def test_files_dropped_anywhere_on_the_page_go_to_no_paper(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, files: Path
) -> None:
    page.show_dossier(dossier.id)
    data, point = carried(files / "ảnh.jpg"), QPoint(300, 300)
    page.dragEnterEvent(QDragEnterEvent(point, Qt.DropAction.CopyAction, data, LEFT, NO_KEYS))
    with qtbot.waitSignal(page.scans.ended):
        page.dropEvent(QDropEvent(QPointF(point), Qt.DropAction.CopyAction, data, LEFT, NO_KEYS))
    (scan,) = practice_place.view(dossier.id).dossier.attachments
    assert scan.paper == ""
    assert page.scans.rows[-1].paper == ""
    assert page.scans.rows[-1].buttons


def test_what_is_no_file_is_not_taken(page: DossierPage, dossier: Dossier) -> None:
    page.show_dossier(dossier.id)
    words = QMimeData()
    words.setText("H14.12.3")
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/don.pdf")])
    for data in (words, web):
        event = drop(page.scans, page.scans.rows[0].geometry().center(), data)
        assert not event.isAccepted()
    assert not page.scans.is_busy()


# Who may


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.DESK, True), (Role.SPECIALIST, True), (Role.LEADER, True), (Role.ADMIN, False), (Role.AUDITOR, False)],
)
def test_only_roles_that_may_attach(
    qtbot: QtBot, make_page: MakePage, practice_place: Workplace, dossier: Dossier, files: Path, role: Role, may: bool
) -> None:
    practice_place.attach(dossier.id, "đơn.pdf", (files / "đơn.pdf").read_bytes())
    page = make_page(Workplace(practice_place.store, Officer("ai", "Ai Đó", role), practice_place.fixed_now))
    page.show_dossier(dossier.id)
    assert page.scans.isVisible()
    assert page.scans.attach_button.isVisible() is may
    assert all((each.attach is not None) is may for each in page.scans.rows if each.paper)
    event = drop(page.scans, page.scans.rows[0].geometry().center(), carried(files / "ảnh.jpg"))
    assert event.isAccepted() is may
    qtbot.waitUntil(lambda: not page.scans.is_busy())
    assert len(practice_place.view(dossier.id).dossier.attachments) == 1 + may
    assert bool(page.scans.why_not) is not may


# Keys and names


def test_a_key_and_the_button_of_a_paper_ask_for_files(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, files: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    asked: list[str] = []

    def choose(_parent: QWidget, title: str, _folder: str, kinds: str) -> tuple[list[str], str]:
        asked.append(title)
        assert "*.png" in kinds
        return [str(files / ("đơn.pdf" if len(asked) == 1 else "ảnh.jpg"))], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    page.show_dossier(dossier.id)
    with qtbot.waitSignal(page.scans.ended):
        qtbot.keyClick(page, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    button = page.scans.rows[0].attach
    assert button is not None
    button.setFocus()
    with qtbot.waitSignal(page.scans.ended):
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert asked == ["Chọn bản chụp", f"Chọn bản chụp: {dossier.papers[0].name}"]
    after = practice_place.view(dossier.id)
    assert [scan.paper for scan in after.dossier.attachments] == ["", dossier.papers[0].name]
    assert [entry.kind for entry in after.entries][-1] == EntryKind.ATTACHED, "Enter on the button did nothing else"
    assert page.scans.rows[0].attach is not None
    assert page.scans.rows[0].attach.hasFocus(), "the keyboard stays on its paper"


def test_every_control_has_a_name(qtbot: QtBot, page: DossierPage, dossier: Dossier, files: Path) -> None:
    page.show_dossier(dossier.id)
    attach(qtbot, page, files / "đơn.pdf", paper=dossier.papers[0].name)
    for button in [*page.scans.findChildren(QAbstractButton), *page.preview.findChildren(QAbstractButton)]:
        if button.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert button.accessibleName(), button
    (scan,) = page.scans.buttons().values()
    assert "đơn.pdf" in scan.accessibleName()


# Looking


def look(qtbot: QtBot, page: DossierPage) -> None:
    next(iter(page.scans.buttons().values())).click()
    qtbot.waitUntil(lambda: not page.preview.is_busy())
    qtbot.waitUntil(lambda: bool(page.preview.views or page.preview.fault.text()))


def test_a_scan_is_shown_in_the_page_saved_and_left(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, files: Path, tmp_path: Path
) -> None:
    page.show_dossier(dossier.id)
    attach(qtbot, page, files / "đơn.pdf")
    look(qtbot, page)
    assert page.preview.isVisible()
    assert len(page.preview.views) == 2
    assert page.preview.title.text() == "đơn.pdf"
    assert page.preview.facts.text().startswith("2 trang · ")
    assert not page.preview.grab().toImage().isNull()
    with qtbot.waitSignal(page.told):
        page.preview.save_to(tmp_path / "bản lưu.pdf")
    assert (tmp_path / "bản lưu.pdf").read_bytes() == (files / "đơn.pdf").read_bytes()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.is_looking()
    assert next(iter(page.scans.buttons().values())).hasFocus()


def test_enter_while_looking_records_nothing(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, files: Path
) -> None:
    page.show_dossier(dossier.id)
    attach(qtbot, page, files / "đơn.pdf")
    look(qtbot, page)
    before = len(practice_place.view(dossier.id).entries)
    qtbot.keyClick(page.preview.pages_view, Qt.Key.Key_Return)
    assert len(practice_place.view(dossier.id).entries) == before


def test_a_copy_that_cannot_be_written_is_said_in_the_preview(
    qtbot: QtBot, page: DossierPage, dossier: Dossier, files: Path, tmp_path: Path
) -> None:
    page.show_dossier(dossier.id)
    attach(qtbot, page, files / "đơn.pdf")
    look(qtbot, page)
    page.preview.save_to(tmp_path / "không có" / "bản.pdf")
    assert "Không thấy thư mục" in page.preview.fault.text()
    page.preview.save_to(tmp_path / "bản.pdf")
    assert page.preview.fault.text() == ""


def test_a_scan_that_cannot_be_drawn_can_still_be_saved(qtbot: QtBot, page: DossierPage, tmp_path: Path) -> None:
    page.preview.show_scan("lạ.pdf", "", lambda: b"%PDF-1.7 nothing behind it")
    qtbot.waitUntil(lambda: page.preview.fault.text() == UNREADABLE)
    page.preview.save_to(tmp_path / "lạ.pdf")
    assert (tmp_path / "lạ.pdf").read_bytes().startswith(b"%PDF")


def test_a_late_answer_does_not_replace_the_scan_asked_for_after_it(
    qtbot: QtBot, page: DossierPage, files: Path
) -> None:
    late = (files / "đơn.pdf").read_bytes
    page.preview.show_scan("một.pdf", "", late)
    page.preview.show_scan("hai.pdf", "", lambda: attaching.look_at(files / "ảnh.jpg"))
    qtbot.waitUntil(lambda: bool(page.preview.views))
    background.finish()
    qtbot.wait(20)
    assert page.preview.title.text() == "hai.pdf"
    assert len(page.preview.views) == 1


def test_another_dossier_or_an_action_takes_the_scan_away(
    qtbot: QtBot, page: DossierPage, played: Callable[[str], Dossier], dossier: Dossier, files: Path
) -> None:
    page.show_dossier(dossier.id)
    attach(qtbot, page, files / "đơn.pdf")
    look(qtbot, page)
    page.action_card.buttons["note"].click()
    assert page.panel is not None
    assert not page.is_looking()
    assert not page.scans.isVisible()
    page._close_panel()
    assert page.scans.isVisible()
    look(qtbot, page)
    page.show_dossier(played("ready").id)
    assert not page.is_looking()
    assert not page.scans.buttons()


# Long work


def test_quick_work_shows_no_bar_and_slow_work_does(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, files: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    import threading

    going = threading.Event()
    real = practice_place.attach

    def slow(*given: object) -> object:
        going.wait(5)
        return real(*given)  # type: ignore[arg-type]

    page.show_dossier(dossier.id)
    monkeypatch.setattr(practice_place, "attach", slow)
    page.scans.attach([Wanted(files / "đơn.pdf"), Wanted(files / "ảnh.jpg"), Wanted(files / "thẻ.PNG")])
    assert page.scans.progress.isHidden()
    qtbot.waitUntil(page.scans.progress.isVisible)
    assert page.scans.progress.words.text() == "Đang đính kèm tệp 1/3…"
    page.scans.progress.stop.click()
    with qtbot.waitSignal(page.told) as told:
        going.set()
    assert told.args[0].endswith("Đã dừng, còn 2 tệp chưa đính kèm.")
    assert len(practice_place.view(dossier.id).dossier.attachments) == 1
    assert page.scans.progress.isHidden()


def test_who_goes_on_to_another_dossier_is_told_what_was_refused(
    qtbot: QtBot, page: DossierPage, played: Callable[[str], Dossier], dossier: Dossier, files: Path
) -> None:
    page.show_dossier(dossier.id)
    heard: list[str] = []
    page.refused.connect(heard.append)
    page.scans.attach([Wanted(files / "tờ khai.docx", dossier.papers[0].name), Wanted(files / "đơn.pdf")])
    with qtbot.waitSignal(page.scans.ended):
        page.show_dossier(played("ready").id)
    (sentence,) = heard
    assert sentence.startswith(f"Chưa đính kèm vào hồ sơ {dossier.reference}: tờ khai.docx: ")
    assert all(not each.fault.text() for each in page.scans.rows)
    assert not page.scans.buttons(), "the scan belongs to the dossier it was meant for"


def test_files_asked_for_meanwhile_wait_their_turn(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, files: Path
) -> None:
    page.show_dossier(dossier.id)
    page.scans.attach([Wanted(files / "đơn.pdf")])
    page.scans.attach([Wanted(files / "ảnh.jpg")])
    qtbot.waitUntil(lambda: len(practice_place.view(dossier.id).dossier.attachments) == 2)
    qtbot.waitUntil(lambda: len(page.scans.buttons()) == 2)


def test_stopping_before_the_first_file_attaches_none(practice_place: Workplace, dossier: Dossier, files: Path) -> None:
    def stopped(_finished: int, _total: int) -> None:
        raise background.Cancelled

    wanted = [Wanted(files / "đơn.pdf")]
    result = attach_files(practice_place, dossier.id, wanted, stopped)  # type: ignore[arg-type]
    assert (result.done, result.left) == ((), tuple(wanted))


def test_a_long_checklist_is_folded_but_no_scan_is_hidden(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, files: Path
) -> None:
    import msgspec

    from desktop.dossiers.bodies import PaperItem

    papers = tuple(PaperItem(f"Giấy tờ số {number}") for number in range(12))
    practice_place.attach(dossier.id, "đơn.pdf", (files / "đơn.pdf").read_bytes())
    (scan,) = practice_place.view(dossier.id).dossier.attachments
    last = msgspec.structs.replace(scan, paper=papers[-1].name)
    page.show_dossier(dossier.id)
    page.scans.show_dossier(msgspec.structs.replace(dossier, papers=papers, attachments=(last,)))
    qtbot.waitUntil(page.scans.rows[0].isVisible)
    seen = [each.paper for each in page.scans.rows if not each.isHidden()]
    assert seen == [item.name for item in (*papers[:SHOWN], papers[-1])]
    more = next(button for button in page.scans.findChildren(QAbstractButton) if button.text() == "Giấy tờ khác (6)")
    more.click()
    assert all(not each.isHidden() for each in page.scans.rows)
