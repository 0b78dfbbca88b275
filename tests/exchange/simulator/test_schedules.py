"""Whatever the courier loses, doubles, delays, damages and mixes up: all desks end with one history, nothing forged.

A schedule that fails names its seed and what happened; `played(templates, folder, shape, seed)` plays it again.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.models import database_file
from tests.exchange.simulator.world import Shape, World, made
from tests.support.postgres import cheap_logins

SMALL = (Shape(1, 1), Shape(1, 1, direct=True), Shape(1, 2))
MIDDLE = (Shape(2, 1), Shape(1, 4), Shape(2, 2, direct=True))
LARGE = Shape(9, 21)  # 199 desks and the province's

Templates = Callable[[Shape], Path]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Offices of a shape, made once; schedules work on copies."""
    known: dict[str, Path] = {}

    def of(shape: Shape) -> Path:
        if shape.name not in known:
            with cheap_logins():
                known[shape.name] = made(tmp_path_factory.mktemp(shape.name), shape)
        return known[shape.name]

    return of


@pytest.fixture(autouse=True)
def _no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing loses power here, so nothing need wait for the disk; sudden deaths are told in tests/faults."""
    quick = tuple(setting.replace("FULL", "OFF") for setting in database_file.SETTINGS)
    monkeypatch.setattr(database_file, "SETTINGS", quick)


def played(templates: Path, folder: Path, shape: Shape, seed: int, moves: int, *, fork: bool = False) -> World:
    """Play one schedule and check what must hold; the closed world tells what was done."""
    world = World(shape, templates, folder, seed)
    try:
        for number in range(moves):
            world.step()
            if fork and number == moves // 2:
                world.a_desk_is_backed_up()
            if fork and number == moves * 3 // 4:
                world.happened.append(world.a_backup_is_restored(renewed=False))
        if not fork:
            world.until_quiet()
        world.check()
    except Exception as error:
        story = "\n".join(world.happened)
        raise AssertionError(f"seed {seed} of shape {shape}, {moves} moves, fork {fork}: {error}\n{story}") from error
    finally:
        world.close()
    return world


@pytest.mark.parametrize("block", range(5))
def test_ten_schedules_end_with_one_history(templates: Templates, tmp_path: Path, block: int) -> None:
    for seed in range(block * 10, block * 10 + 10):
        shape = SMALL[seed % len(SMALL)]
        world = played(templates(shape), tmp_path / str(seed), shape, seed, moves=12)
        assert world.happened


def test_an_alarm_is_raised_where_a_past_was_made_twice_and_nowhere_is_anything_overwritten(
    templates: Templates, tmp_path: Path
) -> None:
    for seed in range(5):
        shape = SMALL[seed % len(SMALL)]
        played(templates(shape), tmp_path / str(seed), shape, seed, moves=20, fork=True)


@pytest.mark.campaign
@pytest.mark.parametrize("block", range(100))
def test_a_thousand_schedules_end_with_one_history(templates: Templates, tmp_path: Path, block: int) -> None:
    for seed in range(1000 + block * 10, 1010 + block * 10):
        shape = (*SMALL, *MIDDLE)[seed % 6]
        played(templates(shape), tmp_path / str(seed), shape, seed, moves=40)


@pytest.mark.campaign
@pytest.mark.parametrize("block", range(20))
def test_two_hundred_schedules_with_a_past_made_twice(templates: Templates, tmp_path: Path, block: int) -> None:
    for seed in range(5000 + block * 10, 5010 + block * 10):
        shape = (*SMALL, *MIDDLE)[seed % 6]
        played(templates(shape), tmp_path / str(seed), shape, seed, moves=40, fork=True)


@pytest.mark.campaign
def test_a_province_of_two_hundred_desks_ends_with_one_history(templates: Templates, tmp_path: Path) -> None:
    world = played(templates(LARGE), tmp_path, LARGE, 7, moves=600)
    assert len(world.desks) == 199
