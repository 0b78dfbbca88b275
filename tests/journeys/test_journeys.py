"""Every journey of the table, through the bare law and through the command line, with the same end."""

from collections.abc import Iterator

import pytest

from tests.journeys.command_line import Program
from tests.journeys.pure import Law
from tests.journeys.story import OFFICES, Journey, World, unmet
from tests.journeys.table import JOURNEYS


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    made = Program(tmp_path_factory.mktemp("program"))
    yield made
    made.close()


def travel(journey: Journey, world: World) -> None:
    for step in journey.steps:
        world.play(step)
    now = journey.seen_at or journey.steps[-1].at
    assert unmet(journey.facts, world.known(journey.office, journey.dossier, now)) == {}


def test_there_are_many() -> None:
    assert len(JOURNEYS) >= 40
    assert all(journey.facts for journey in JOURNEYS.values())


@pytest.mark.parametrize("name", JOURNEYS)
def test_by_the_bare_law(name: str) -> None:
    travel(JOURNEYS[name], Law())


@pytest.mark.parametrize("name", JOURNEYS)
def test_by_the_command_line(name: str, program: Program) -> None:
    journey = JOURNEYS[name]
    program.begin()
    travel(journey, program)
    program.check_shown(journey.office, journey.dossier, journey.seen_at or journey.steps[-1].at)


def test_after_all_of_them_every_store_is_whole(program: Program) -> None:
    for name, office in OFFICES.items():
        found = program.run(name, office.officers[0].name, max(j.steps[-1].at for j in JOURNEYS.values()), "verify")
        assert found["ok"], found
