"""What counts as a new scan: whole, at rest, not there before; checked as a table and for every order of writing."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.scans.arrivals import PATIENCE_MS, SETTLE_MS, Arrivals, Found, is_whole, look
from tests.ui.scans.samples import pdf_bytes, picture_bytes

LATER = SETTLE_MS + 1


def found(name: str = "a.pdf", size: int = 10, changed: int = 1) -> Found:
    return Found(Path(name), size, changed)


def test_what_lay_there_before_is_not_new() -> None:
    arrivals = Arrivals(lambda _: True)
    assert arrivals.see([found()], 0) == []
    assert arrivals.see([found()], PATIENCE_MS) == []
    assert not arrivals.waits


def test_a_new_file_is_told_once_after_it_has_rested() -> None:
    arrivals = Arrivals(lambda _: True)
    arrivals.see([], 0)
    assert arrivals.see([found()], 10) == []
    assert arrivals.waits
    assert arrivals.see([found()], 10 + SETTLE_MS - 1) == []
    assert arrivals.see([found()], 10 + SETTLE_MS) == [found()]
    assert arrivals.see([found()], 10 + 2 * SETTLE_MS) == []
    assert not arrivals.waits


def test_a_scanner_that_uses_one_name_again_is_told_again() -> None:
    arrivals = Arrivals(lambda _: True)
    arrivals.see([found(changed=1)], 0)
    arrivals.see([found(changed=2)], 1)
    assert arrivals.see([found(changed=2)], LATER) == [found(changed=2)]


@pytest.mark.parametrize(
    ("file", "whole", "told"),
    [
        (found(size=0), True, False),
        (found(), False, False),
        (found(), True, True),
    ],
    ids=["empty", "without its end", "whole"],
)
def test_only_what_is_whole_is_told(file: Found, whole: bool, told: bool) -> None:
    arrivals = Arrivals(lambda _: whole)
    arrivals.see([], 0)
    arrivals.see([file], 1)
    assert bool(arrivals.see([file], LATER)) is told


def test_a_file_that_never_gets_its_end_is_told_at_last() -> None:
    arrivals = Arrivals(lambda _: False)
    arrivals.see([], 0)
    arrivals.see([found()], 0)
    assert arrivals.see([found()], PATIENCE_MS) == [found()]


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 4000)), min_size=1, max_size=12))
def test_however_it_is_written_it_is_told_once_and_only_at_rest(writes: list[tuple[int, int]]) -> None:
    arrivals, at, size = Arrivals(lambda _: True), 0, 0
    arrivals.see([], 0)
    told: list[Found] = []
    for grown, pause in writes:
        size += grown
        written = at
        for at in (written + pause // 2, written + pause):
            news = arrivals.see([found(size=size, changed=size)], at)
            assert not news or at - written >= SETTLE_MS
            told += news
    for rested in (LATER, 2 * LATER):
        told += arrivals.see([found(size=size, changed=size)], at + rested)
    assert told.count(found(size=size, changed=size)) == 1
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("data", [pdf_bytes(), picture_bytes("JPEG"), picture_bytes("PNG")], ids=["pdf", "jpeg", "png"])
def test_a_file_is_whole_only_with_its_end(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    assert is_whole(path)
    for part in (data[: len(data) // 2], data[:4], b""):
        path.write_bytes(part)
        assert not is_whole(path)
    assert not is_whole(tmp_path / "none")


def test_only_files_that_may_be_scans_are_looked_at_oldest_first(tmp_path: Path) -> None:
    for at, name in enumerate(["b.pdf", "a.PNG", ".hidden.pdf", "~lock.pdf", "note.txt", "c.jpeg", "d.pdf.part"]):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (1000 + at, 1000 + at))
    (tmp_path / "folder.pdf").mkdir()
    assert [file.path.name for file in look(tmp_path)] == ["b.pdf", "a.PNG", "c.jpeg"]
    with pytest.raises(OSError, match="none"):
        look(tmp_path / "none")
