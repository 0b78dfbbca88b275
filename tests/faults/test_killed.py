"""The process dies at any moment, as on a power cut: what was said to be stored is there, and nothing is half there.

The record of what was said is kept outside the process that dies.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.app import open_office
from tests.support.desks import PASSWORD, copied

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL, which Windows has not")

ROOT = Path(__file__).resolve().parents[2]


class Nursery:
    """The process that starts counters; see `counter.py`."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.counter"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def killed_at_work(self, data_dir: Path, dossiers: int, seconds: float) -> list[str]:
        """Let a counter take in some dossiers and a moment more, kill it, and return the codes it said to be stored."""
        assert self.process.stdin
        assert self.process.stdout
        print(data_dir, file=self.process.stdin, flush=True)
        word, pid = self.process.stdout.readline().split()
        assert word == "ready"
        said = [self.process.stdout.readline() for _ in range(dossiers)]
        time.sleep(seconds)
        os.kill(int(pid), signal.SIGKILL)
        said += iter(self.process.stdout.readline, "dead\n")
        return [line.strip() for line in said]

    def close(self) -> None:
        self.process.communicate(timeout=10)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    started = Nursery()
    yield started
    started.close()


def check_store(data_dir: Path, said: set[str]) -> None:
    """Every code that was said is stored, nothing is at odds, no number is missing."""
    place = open_office(data_dir, "lan", PASSWORD)
    found = place.verify()
    assert found.faults == ()
    with place.store.read() as session:
        codes = set(session.execute(text("SELECT code FROM dossier")).scalars())
        kinds = Counter(session.execute(text("SELECT kind FROM journal")).scalars())
        seqs = list(session.execute(text("SELECT seq FROM journal ORDER BY seq")).scalars())
    place.close()
    assert said <= codes
    assert sorted(int(code.rsplit("-", 1)[1]) for code in codes) == list(range(1, len(codes) + 1))
    assert kinds["accepted"] == len(codes)
    assert seqs == list(range(1, len(seqs) + 1))


def campaign(nursery: Nursery, data_dir: Path, kills: int, seed: int) -> Iterator[int]:
    """Kill the counter so many times, checking after each; yield how many codes had been said."""
    chance = random.Random(seed)
    said: set[str] = set()
    for _ in range(kills):
        said |= set(nursery.killed_at_work(data_dir, chance.randrange(4), chance.uniform(0.0, 0.04)))
        check_store(data_dir, said)
        yield len(said)


@pytest.mark.parametrize("seed", range(5))
def test_what_was_said_to_be_stored_survives_ten_sudden_deaths(
    nursery: Nursery, office_templates: Path, tmp_path: Path, seed: int
) -> None:
    (data_dir,) = copied(office_templates, tmp_path, "commune")
    *_, said = campaign(nursery, data_dir, 10, seed)
    assert said > 10


@pytest.mark.campaign
def test_what_was_said_to_be_stored_survives_five_thousand_sudden_deaths(
    nursery: Nursery, office_templates: Path, tmp_path: Path
) -> None:
    for seed in range(100):
        (data_dir,) = copied(office_templates, tmp_path / str(seed), "commune")
        *_, said = campaign(nursery, data_dir, 50, 1000 + seed)
        assert said > 50
