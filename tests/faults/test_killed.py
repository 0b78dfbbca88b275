"""The process dies at any moment, as on a power cut: what was said to be stored is there, and nothing is half there.

The record of what was said is kept outside the process that dies.
"""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.app import open_office
from tests.support.desks import PASSWORD, copied

ROOT = Path(__file__).resolve().parents[2]


def killed_at_work(data_dir: Path, seconds: float) -> list[str]:
    """Let a counter work for a while, kill it without warning, and return the codes it said to be stored."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.counter", str(data_dir)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert worker.stdout
    assert worker.stderr
    ready = worker.stdout.readline()
    assert ready == b"ready\n", worker.stderr.read().decode()
    try:
        worker.wait(seconds)
    except subprocess.TimeoutExpired:
        worker.send_signal(signal.SIGKILL)
    out, complaint = worker.communicate()
    assert worker.returncode == -signal.SIGKILL, complaint.decode()
    whole_lines = out[: out.rfind(b"\n") + 1]
    return whole_lines.decode().split()


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


def campaign(data_dir: Path, kills: int, seed: int) -> Iterator[int]:
    """Kill the counter so many times, checking after each; yield how many codes had been said."""
    chance = random.Random(seed)
    said: set[str] = set()
    for _ in range(kills):
        said |= set(killed_at_work(data_dir, chance.uniform(0.0, 0.12)))
        check_store(data_dir, said)
        yield len(said)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; TerminateProcess is tested by hand")
@pytest.mark.parametrize("seed", range(5))
def test_what_was_said_to_be_stored_survives_ten_sudden_deaths(
    office_templates: Path, tmp_path: Path, seed: int
) -> None:
    (data_dir,) = copied(office_templates, tmp_path, "commune")
    *_, said = campaign(data_dir, 10, seed)
    assert said > 10


@pytest.mark.campaign
def test_what_was_said_to_be_stored_survives_five_thousand_sudden_deaths(
    office_templates: Path, tmp_path: Path
) -> None:
    for seed in range(100):
        (data_dir,) = copied(office_templates, tmp_path / str(seed), "commune")
        *_, said = campaign(data_dir, 50, 1000 + seed)
        assert said > 50
