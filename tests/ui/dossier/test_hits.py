from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.ui.dossier.hits import HitList
from desktop.ui.dossier.status_tone import status_icon, status_tone
from desktop.ui.palette import LIGHT, tones
from desktop.wording import STATUS


def test_the_model_keeps_the_rules_of_qt(qtbot: QtBot, qtmodeltester: ModelTester, practice_place: Workplace) -> None:
    hits = HitList()
    qtbot.addWidget(hits)
    hits.show_dossiers(practice_place.search("004"))
    assert hits.model().rowCount() > 3
    qtmodeltester.check(hits.model())


def test_every_status_has_its_colour() -> None:
    assert all(status_tone(status) in tones(LIGHT) for status in STATUS)
    assert {status_icon(status) for status in STATUS} == {"", "pause_20_regular", "checkmark_circle_20_regular"}
