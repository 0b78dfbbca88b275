from datetime import datetime
from pathlib import Path

import pytest

from desktop import practice
from desktop.app import ClockNotAllowed, Workplace, create_office
from desktop.handling.board_row import BoardGroup

NOW = datetime(2026, 11, 23, 9, 42)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    folder = tmp_path_factory.mktemp("practice")
    made, _ = create_office(folder, practice.OFFICE, practice.PASSWORD, practice=True, now=datetime(2026, 8, 3, 8, 0))
    practice.fill(made, NOW)
    return made.at(NOW)


def test_the_first_board_shows_what_a_week_brings(place: Workplace) -> None:
    groups = {row.group for row in place.board()}
    assert groups >= {BoardGroup.OVERDUE, BoardGroup.TODAY, BoardGroup.TOMORROW, BoardGroup.LATER, BoardGroup.PAUSED}
    assert len(place.search("004", 100)) == len(practice.CASES)


def test_nothing_was_recorded_in_the_future_and_the_chain_holds(place: Workplace) -> None:
    for dossier in place.search("004", 100):
        assert dossier.last_act_at <= NOW
        assert dossier.last_recorded_at is not None
        assert dossier.last_recorded_at <= NOW
    assert place.verify().faults == ()


def test_one_dossier_has_much_to_look_at(place: Workplace) -> None:
    land = [found for found in place.search("004", 100) if found.plan.procedure_id == practice.LAND]
    (eventful,) = [found for found in land if found.open_pause]
    assert len(eventful.supplements) == 1
    assert len([run for run in eventful.steps if run.finished]) >= 4


def test_a_real_store_is_never_played_into(tmp_path: Path) -> None:
    real, _ = create_office(tmp_path, practice.OFFICE, "mat-khau-rieng-1", practice=False)
    with pytest.raises(ClockNotAllowed):
        practice.fill(real, NOW)
    assert real.board() == []
    real.close()
