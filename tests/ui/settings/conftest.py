from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.ui import background
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.section import Section

Open = Callable[..., Section]


@pytest.fixture
def open_section(qtbot: QtBot, practice_place: Workplace) -> Iterator[Open]:
    """Open a section of the settings as an officer; the desk officer does what nobody else is there for."""

    def opened(key: str, officer: str = "lan") -> Section:
        place = practice_place if officer == "lan" else practice_place.as_officer(officer)
        page = SettingsPage(place)
        qtbot.addWidget(page)
        page.resize(1240, 640)
        page.show()
        page.refresh()
        page.go_to(key)
        return page.sections[key]

    yield opened
    background.finish()
