"""A file the scanner writes is offered, never taken; the folder is remembered by this computer."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.errors import UserFacingError
from desktop.ui.dossier.page import DossierPage
from desktop.ui.scans import arrivals
from desktop.ui.scans.scanner_settings import SCANNER, ScannerBook
from tests.ui.scans.samples import pdf_bytes, picture_bytes

MakePage = Callable[..., DossierPage]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "Máy quét & fax"
    folder.mkdir()
    return folder


@pytest.fixture
def watching(
    qtbot: QtBot, make_page: MakePage, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> DossierPage:
    """A page that watches the folder, after its first look; it looks often so that tests are short."""
    monkeypatch.setattr(arrivals, "SETTLE_MS", 60)
    book = ScannerBook(tmp_path / "data" / SCANNER)
    book.set_folder(inbox)
    page = make_page(book=book)
    page.folder.every_ms = page.folder.soon_ms = 20
    qtbot.waitUntil(lambda: bool(page.folder._watcher.directories()))
    page.folder._look()
    return page


def offered(qtbot: QtBot, page: DossierPage, name: str) -> None:
    qtbot.waitUntil(lambda: bool(page.offer.waiting) and page.offer.waiting[-1].name == name)


def test_a_new_scan_is_offered_and_attached_only_when_asked(
    qtbot: QtBot, watching: DossierPage, practice_place: Workplace, dossier: Dossier, inbox: Path
) -> None:
    watching.show_dossier(dossier.id)
    assert not watching.offer.isVisible()
    (inbox / "Scan 1.pdf").write_bytes(pdf_bytes())
    offered(qtbot, watching, "Scan 1.pdf")
    assert watching.offer.isVisible()
    assert watching.offer.text.text() == "Bản quét mới: Scan 1.pdf – đính vào hồ sơ này?"
    assert practice_place.view(dossier.id).dossier.attachments == (), "never silently"
    watching.offer.paper.choose(dossier.papers[0].name)
    with qtbot.waitSignal(watching.scans.ended):
        watching.offer.take.click()
    (scan,) = practice_place.view(dossier.id).dossier.attachments
    assert (scan.name, scan.paper) == ("Scan 1.pdf", dossier.papers[0].name)
    assert not watching.offer.isVisible()
    assert (inbox / "Scan 1.pdf").exists(), "the scanner's file is not ours to delete"


def test_a_half_written_scan_is_waited_for(qtbot: QtBot, watching: DossierPage, dossier: Dossier, inbox: Path) -> None:
    watching.show_dossier(dossier.id)
    data = pdf_bytes()
    with (inbox / "Scan.pdf").open("wb") as file:
        file.write(data[:100])
        file.flush()
        qtbot.waitUntil(lambda: watching.folder._arrivals.waits)
        qtbot.wait(200)
        assert watching.offer.waiting == []
        file.write(data[100:])
    offered(qtbot, watching, "Scan.pdf")


def test_what_lay_in_the_folder_before_is_not_offered(
    qtbot: QtBot, make_page: MakePage, dossier: Dossier, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "SETTLE_MS", 20)
    (inbox / "old.pdf").write_bytes(pdf_bytes())
    page = make_page()
    page.folder.every_ms = 20
    page.show_dossier(dossier.id)
    page._choose_scanner(inbox)
    qtbot.waitUntil(lambda: bool(page.folder._watcher.directories()))
    qtbot.wait(150)
    assert page.offer.waiting == []


def test_an_offer_waits_for_a_dossier_and_gives_way_to_a_panel(
    qtbot: QtBot, watching: DossierPage, dossier: Dossier, inbox: Path
) -> None:
    (inbox / "Scan.jpg").write_bytes(picture_bytes("JPEG"))
    offered(qtbot, watching, "Scan.jpg")
    assert not watching.offer.isVisible(), "no dossier is on show"
    watching.show_dossier(dossier.id)
    assert watching.offer.isVisible()
    watching.action_card.buttons["note"].click()
    assert not watching.offer.isVisible()
    watching._close_panel()
    assert watching.offer.isVisible()


def test_an_offered_scan_can_be_looked_at_first_and_passed_over(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace, dossier: Dossier, inbox: Path
) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (inbox / name).write_bytes(picture_bytes("JPEG"))
        page._scanned(inbox / name)
    page.show_dossier(dossier.id)
    assert page.offer.text.text() == "Bản quét mới: a.jpg (còn 2 bản nữa) – đính vào hồ sơ này?"
    page.offer.look.click()
    qtbot.waitUntil(lambda: len(page.preview.views) == 1)
    assert page.preview.title.text() == "a.jpg"
    page.offer.skip.click()
    assert not page.is_looking()
    assert page.offer.text.text().startswith("Bản quét mới: b.jpg (còn 1 bản nữa)")
    page.offer.skip_all.click()
    assert not page.offer.isVisible()
    assert practice_place.view(dossier.id).dossier.attachments == ()
    assert len(list(inbox.iterdir())) == 3


def test_a_scan_that_is_refused_stays_on_offer_with_the_reason_until_another_dossier_is_opened(
    qtbot: QtBot, page: DossierPage, played: Callable[[str], Dossier], dossier: Dossier, inbox: Path
) -> None:
    (inbox / "a.pdf").write_bytes(pdf_bytes()[:200])
    page._scanned(inbox / "a.pdf")
    page.show_dossier(dossier.id)
    page.offer.paper.choose(dossier.papers[0].name)
    with qtbot.waitSignal(page.scans.ended):
        page.offer.take.click()
    assert page.offer.isVisible()
    assert page.offer.text.text().startswith("a.pdf: Tệp bị hỏng")
    assert page.offer.take.isEnabled()
    assert all(not row.fault.text() for row in page.scans.rows), "it is said once"
    page.show_dossier(played("ready").id)
    assert page.offer.text.text() == "Bản quét mới: a.pdf – đính vào hồ sơ này?"
    assert page.offer.paper.value() == ""


def test_a_folder_that_is_gone_is_said_and_found_again(
    qtbot: QtBot, watching: DossierPage, dossier: Dossier, inbox: Path
) -> None:
    watching.show_dossier(dossier.id)
    away = inbox.rename(inbox.with_name("away"))
    qtbot.waitUntil(lambda: "Không thấy thư mục máy quét" in watching.scans.scanner_fault.text())
    (away / "meanwhile.pdf").write_bytes(pdf_bytes())
    away.rename(inbox)
    offered(qtbot, watching, "meanwhile.pdf")
    assert watching.scans.scanner_fault.text() == ""


def test_the_menu_sets_the_folder_for_this_computer(
    qtbot: QtBot, make_page: MakePage, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data" / SCANNER
    page = make_page(book=ScannerBook(path))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(inbox))
    page.scans.menu.pick.trigger()
    assert page.folder.folder == inbox
    assert str(inbox) in page.scans.menu.accessibleDescription()
    assert ScannerBook(path).folder == inbox
    page.scans.menu.leave.trigger()
    assert page.folder.folder is None
    assert ScannerBook(path).folder is None


def test_the_setting_is_a_small_readable_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / SCANNER
    ScannerBook(path).set_folder(Path("D:/Bản quét"))
    assert json.loads(path.read_text("utf-8")) == {"format": "scanner/1", "folder": str(Path("D:/Bản quét"))}


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": "scanner/9"}', b"\xff\xfe"], ids=repr)
def test_a_setting_that_cannot_be_read_is_said_and_replaced(
    make_page: MakePage, dossier: Dossier, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / SCANNER
    path.write_bytes(content)
    page = make_page(book=ScannerBook(path))
    page.show_dossier(dossier.id)
    assert "Hãy chọn lại thư mục máy quét" in page.scans.scanner_fault.text()
    page._choose_scanner(tmp_path)
    assert page.scans.scanner_fault.text() == ""
    assert ScannerBook(path).fault == ""


def test_a_setting_that_cannot_be_written_holds_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    book = ScannerBook(tmp_path / "file" / SCANNER)
    with pytest.raises(UserFacingError, match="chỉ có hiệu lực đến khi đóng chương trình"):
        book.set_folder(tmp_path)
    assert book.folder == tmp_path
