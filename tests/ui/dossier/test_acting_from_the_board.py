"""What a row of the board offers is done at once where nothing is to be filled in, and asked where something is."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.terms import EntryKind
from desktop.ui import background
from desktop.ui.main import Desk

Played = Callable[[str], Dossier]


@pytest.fixture
def desk(qtbot: QtBot, practice_place: Workplace) -> Iterator[Desk]:
    made = Desk(practice_place)
    qtbot.addWidget(made.window)
    yield made
    background.finish()


def test_a_step_with_one_way_on_is_finished_by_one_click(desk: Desk, practice_place: Workplace, played: Played) -> None:
    dossier = played("running")
    assert len(dossier.open_steps) == 1
    desk.act(dossier.id, "finish-step")
    assert desk.dossier.panel is None
    assert EntryKind.STEP_FINISHED in {entry.kind for entry in practice_place.view(dossier.id).entries[-2:]}


def test_what_asks_for_something_opens_its_panel(desk: Desk, practice_place: Workplace, played: Played) -> None:
    dossier = played("late")
    before = len(practice_place.view(dossier.id).entries)
    desk.act(dossier.id, "extend")
    assert desk.dossier.panel is not None
    assert desk.dossier.panel.action.name == "extend"
    assert len(practice_place.view(dossier.id).entries) == before


def test_the_scanner_setting_lies_beside_the_printers(desk: Desk, practice_place: Workplace) -> None:
    assert desk.dossier.scanner.path == practice_place.store.folder.parent / "scanner.json"
