from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.handling.actions import ACTIONS
from desktop.ui.dossier.action_panel import ActionPanel
from desktop.ui.dossier.page import DossierPage

OpenPanel = Callable[..., ActionPanel]


@pytest.fixture
def make_page(qtbot: QtBot) -> Callable[[Workplace], DossierPage]:
    """A dossier page of some place, shown and ready for the keyboard."""

    def make(place: Workplace) -> DossierPage:
        made = DossierPage(place)
        qtbot.addWidget(made)
        made.SETTLE_MS = 0
        made.resize(1282, 660)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


@pytest.fixture
def page(make_page: Callable[[Workplace], DossierPage], practice_place: Workplace) -> DossierPage:
    return make_page(practice_place)


@pytest.fixture
def panel_of(page: DossierPage) -> OpenPanel:
    """Open the panel of an action, as its button does; `preset` as where it was clicked."""

    def open_it(dossier: Dossier, action: str, **preset: Any) -> ActionPanel:
        page.show_dossier(dossier.id)
        assert action in page.action_card.buttons
        page._open_panel(ACTIONS[action], preset)
        assert page.panel is not None
        return page.panel

    return open_it
