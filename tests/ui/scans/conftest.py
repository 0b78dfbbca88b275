"""Real small files as scanners and phones write them, and the dossier page over a real store."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.ui import background
from desktop.ui.dossier.page import DossierPage
from desktop.ui.scans.scanner_settings import ScannerBook
from tests.ui.scans.samples import pdf_bytes, picture_bytes

MakePage = Callable[..., DossierPage]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with one file of each kind that is taken, and of those that are not."""
    folder = tmp_path / "tệp của tôi"
    folder.mkdir()
    whole = pdf_bytes()
    made = {
        "đơn.pdf": whole,
        "ảnh.jpg": picture_bytes("JPEG"),
        "thẻ.PNG": picture_bytes("PNG"),
        "tờ khai.docx": b"PK\x03\x04" + bytes(60),
        "đứt.pdf": whole[:200],
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(autouse=True)
def _let_work_end() -> Iterator[None]:
    yield
    background.finish()


@pytest.fixture
def make_page(qtbot: QtBot, practice_place: Workplace) -> MakePage:
    def make(place: Workplace | None = None, book: ScannerBook | None = None) -> DossierPage:
        made = DossierPage(place or practice_place, book)
        qtbot.addWidget(made)
        made.SETTLE_MS = 0
        made.resize(1282, 660)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


@pytest.fixture
def page(make_page: MakePage) -> DossierPage:
    return make_page()


@pytest.fixture
def dossier(played: Callable[[str], Dossier]) -> Dossier:
    """A running dossier with papers in its checklist."""
    found = played("obligation")
    assert found.papers
    return found
