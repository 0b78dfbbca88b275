"""Every test runs without a screen; a computer that lacks Qt's system libraries is told which, instead of crashing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app import Workplace
from tests.support.desks import OFFICES, copied, make_office, open_desk

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LIBRARIES = "libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"


def missing_library_message(error: ImportError) -> str:
    """Return what to do when Qt can not be loaded, in both languages of the team."""
    return (
        f"Không nạp được PySide6: {error}. Hãy cài các thư viện hệ thống mà Qt cần rồi chạy lại "
        f"(Debian/Ubuntu: apt-get install {LIBRARIES}).\n"
        f"PySide6 could not be loaded: {error}. Install the system libraries Qt needs and run again "
        f"(Debian/Ubuntu: apt-get install {LIBRARIES})."
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    try:
        from PySide6 import QtGui, QtSvg, QtWidgets  # noqa: F401 - loading them is the check
    except ImportError as error:
        raise pytest.UsageError(missing_library_message(error)) from error
    # Said by the screenless platform of every window with a smallest size; it is no fault of ours.
    config.addinivalue_line("qt_log_ignore", "This plugin does not support propagateSizeHints")


@pytest.fixture(scope="session")
def office_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four practice offices on disk, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("offices")
    for name, office in OFFICES.items():
        make_office(folder / name, office)
    return folder


def _desk(name: str, templates: Path, tmp_path: Path) -> Iterator[Workplace]:
    (folder,) = copied(templates, tmp_path, name)
    place = open_desk(folder)
    yield place
    place.close()


@pytest.fixture
def commune(office_templates: Path, tmp_path: Path) -> Iterator[Workplace]:
    """UBND xã Quang Hán on Monday morning."""
    yield from _desk("commune", office_templates, tmp_path)


@pytest.fixture
def district(office_templates: Path, tmp_path: Path) -> Iterator[Workplace]:
    """UBND huyện Trùng Khánh on Monday morning."""
    yield from _desk("district", office_templates, tmp_path)


@pytest.fixture
def province(office_templates: Path, tmp_path: Path) -> Iterator[Workplace]:
    """The province on Monday morning."""
    yield from _desk("province", office_templates, tmp_path)


@pytest.fixture
def neighbour(office_templates: Path, tmp_path: Path) -> Iterator[Workplace]:
    """UBND xã Phong Nặm on Monday morning."""
    yield from _desk("neighbour", office_templates, tmp_path)
