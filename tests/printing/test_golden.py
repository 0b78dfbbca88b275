"""Each form stands on its paper as it was last looked at; see `write_golden.py` for how these files are made."""

import re

import pytest

from .write_golden import FOLDER, described, named_papers

NAMED = named_papers()
TOLERANCE_MM = 1.0


@pytest.mark.parametrize("name", NAMED)
def test_the_paper_is_as_it_was_looked_at(name: str) -> None:
    looked_at = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    now = described(NAMED[name]).splitlines()
    assert [_words(line) for line in now] == [_words(line) for line in looked_at]
    for line, old in zip(now, looked_at, strict=True):
        moved = [abs(a - b) for a, b in zip(_places(line), _places(old), strict=True)]
        assert all(distance <= TOLERANCE_MM for distance in moved), f"{old!r} moved to {line!r}"


def test_no_description_is_left_of_a_form_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(NAMED)


_PLACED = re.compile(r" *(\d+\.\d) +(\d+\.\d) +(\d+\.\d)  (.*)")


def _words(line: str) -> str:
    placed = _PLACED.fullmatch(line)
    return placed[4] if placed else line


def _places(line: str) -> list[float]:
    placed = _PLACED.fullmatch(line)
    return [float(place) for place in placed.groups()[:3]] if placed else []
