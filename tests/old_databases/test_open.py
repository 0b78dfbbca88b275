"""A store of every released format opens, is brought up to date, and holds what it held.

Each folder is named for its stored format and holds a practice office with made-up people; "lan" logs in.
"""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from desktop import practice
from desktop.app import open_office
from desktop.models.upgrades import FORMATS

SAMPLES = sorted(path for path in Path(__file__).parent.iterdir() if (path / "store").is_dir())


def test_every_released_format_has_its_sample() -> None:
    assert [path.name for path in SAMPLES] == list(FORMATS)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_store_of_an_earlier_program_opens_whole(sample: Path, tmp_path: Path) -> None:
    shutil.copytree(sample, tmp_path / "data")
    place = open_office(tmp_path / "data", "lan", practice.PASSWORD, now=datetime(2026, 11, 23, 9, 42))
    rows = place.board()
    assert len(rows) == 6
    assert place.verify().faults == ()
    assert all(place.view(row.code).entries for row in rows)
    place.close()
