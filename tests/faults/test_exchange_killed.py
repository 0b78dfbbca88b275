"""A desk dies while it takes a batch in or writes one: the store is as before or as after, and the stick holds no half.

What should be there is worked out beforehand by a desk that nobody kills.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.exchange.batch_file import peek
from desktop.exchange.carrier import PART_SUFFIX, batches_in
from tests.support.desks import accept, acquaint, copied, do, open_desk

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL, which Windows has not")

ROOT = Path(__file__).resolve().parents[2]
DOSSIERS = 12


class Nursery:
    """The process that starts desks; see `exchanger.py`."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.exchanger"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def killed_at_work(self, what: str, data_dir: Path, path: Path, seconds: float | None) -> tuple[bool, float]:
        """Let a desk work for a moment, or till it is done; return whether it was done, and the seconds."""
        assert self.process.stdin
        assert self.process.stdout
        print(what, data_dir, path, sep="\t", file=self.process.stdin, flush=True)
        word, pid = self.process.stdout.readline().split()
        assert word == "ready"
        if seconds is None:
            begin = time.perf_counter()
            said = [self.process.stdout.readline()]
            taken = time.perf_counter() - begin
        else:
            time.sleep(seconds)
            said, taken = [], seconds
        os.kill(int(pid), signal.SIGKILL)  # it never ends by itself, so that the number is still its own
        said += iter(self.process.stdout.readline, "dead\n")
        return said == ["done\n"], taken

    def close(self) -> None:
        self.process.communicate(timeout=10)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    started = Nursery()
    yield started
    started.close()


@dataclass(frozen=True)
class Pair:
    """A commune with news for its district, the batch it wrote, and what the district holds before and after it."""

    folder: Path
    batch: Path
    before: str
    after: str


@pytest.fixture(scope="module")
def pair(office_templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    folder = tmp_path_factory.mktemp("pair")
    commune, district = (open_desk(path) for path in copied(office_templates, folder, "commune", "district"))
    acquaint(commune, district)
    for _ in range(DOSSIERS):
        do(commune, str(accept(commune).code), "note", text="Đã kiểm tra")
    for place in (commune, district):
        place.close()
    copied(folder, folder / "done", "commune", "district")
    (folder / "usb").mkdir()
    commune, district = (open_desk(folder / "done" / name) for name in ("commune", "district"))
    before = district.history_hash()
    (written,) = commune.export(folder / "usb")
    district.import_files([written.path])
    after = district.history_hash()
    for place in (commune, district):
        place.close()
    return Pair(folder, written.path, before, after)


def moments(nursery: Nursery, what: str, desk: Path, path: Path, chance: random.Random) -> Iterator[float]:
    """Yield moments to kill at, from the first breath to just behind the end of a work left in peace."""
    _, whole = nursery.killed_at_work(what, desk, path, None)
    while True:
        yield chance.uniform(0, whole * 1.1)


def imports_killed(nursery: Nursery, pair: Pair, folder: Path, kills: int, seed: int) -> Counter[str]:
    """Kill the district at its import so many times; return how often it stood before and after."""
    chance, found = random.Random(seed), Counter[str]()
    (spare,) = copied(pair.folder, folder / "spare", "district")
    when = moments(nursery, "import", spare, pair.batch, chance)
    for number in range(kills):
        (desk,) = copied(pair.folder, folder / str(number), "district")
        said, _ = nursery.killed_at_work("import", desk, pair.batch, next(when))
        place = open_desk(desk)
        stands = {pair.before: "before", pair.after: "after"}[place.history_hash()]
        assert place.verify().faults == (), f"kill {number} of seed {seed}"
        assert stands == "after" or not said, "what was said to be taken in is there"
        place.import_files([pair.batch])
        assert place.history_hash() == pair.after, "the batch can be taken in again"
        place.close()
        shutil.rmtree(folder / str(number))
        found[stands] += 1
    return found


def exports_killed(nursery: Nursery, pair: Pair, folder: Path, kills: int, seed: int) -> Counter[str]:
    """Kill the commune at its export so many times; return how often a whole file lay on the stick."""
    chance, found = random.Random(seed), Counter[str]()
    spare = folder / "spare"
    (spare / "usb").mkdir(parents=True)
    when = moments(nursery, "export", copied(pair.folder, spare, "commune")[0], spare / "usb", chance)
    for number in range(kills):
        here = folder / str(number)
        (here / "usb").mkdir(parents=True)
        commune_folder, district_folder = copied(pair.folder, here, "commune", "district")
        said, _ = nursery.killed_at_work("export", commune_folder, here / "usb", next(when))
        lying = batches_in(here / "usb")
        assert lying or not said, "what was said to be written lies there"
        commune, district = open_desk(commune_folder), open_desk(district_folder)
        assert commune.verify().faults == (), f"kill {number} of seed {seed}"
        district.import_files(lying)  # whatever has its true name is whole
        for written in commune.export(here / "usb"):
            assert peek(written.path.read_bytes()).number <= len(lying) + 2
            district.import_files([written.path])
        assert district.history_hash() == pair.after, "no entry was lost with a number"
        for place in (commune, district):
            place.close()
        left = [path.name for path in (here / "usb").iterdir() if path.name.endswith(PART_SUFFIX)]
        found["file" if lying else "half file under another name" if left else "nothing"] += 1
        shutil.rmtree(here)
    return found


def test_deaths_at_an_import_leave_before_or_after(nursery: Nursery, pair: Pair, tmp_path: Path) -> None:
    assert sum(imports_killed(nursery, pair, tmp_path, 6, seed=1).values()) == 6


def test_deaths_at_an_export_leave_a_whole_file_or_none(nursery: Nursery, pair: Pair, tmp_path: Path) -> None:
    assert sum(exports_killed(nursery, pair, tmp_path, 6, seed=1).values()) == 6


@pytest.mark.campaign
def test_a_hundred_deaths_at_each_of_them(nursery: Nursery, pair: Pair, tmp_path: Path) -> None:
    imports = imports_killed(nursery, pair, tmp_path / "import", 100, seed=2)
    exports = exports_killed(nursery, pair, tmp_path / "export", 100, seed=2)
    assert min(imports["before"], imports["after"]) > 5, "the deaths met the work itself"
    assert min(exports["file"], exports["nothing"]) > 5
    print(imports, exports)
