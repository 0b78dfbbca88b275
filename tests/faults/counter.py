"""A process beside the tests: for each folder it reads it starts a counter that takes dossiers in without end.

The counter says each code once the dossier is stored, until it is killed. It is forked off, so that a death costs no
second reading of the whole program.
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from desktop.app import open_office
from tests.support.desks import PASSWORD, accept

MORNING = datetime(2026, 11, 23, 8, 0)


def work(data_dir: Path) -> None:
    """Take dossiers in, and note something on each, for ever."""
    place = open_office(data_dir, "lan", PASSWORD, now=MORNING)
    now = MORNING
    place.clock, place.catalogue  # noqa: B018 - read before the first dossier, so that a death meets mostly writing
    print(f"ready {os.getpid()}", flush=True)
    while True:
        code = accept(place.at(now), "tthc-1.000894").code
        print(code, flush=True)
        place.do(str(code), "note", {"text": "Đã xem"})
        now += timedelta(seconds=1)


def main() -> None:
    """Start one counter a line, the next one when it is dead."""
    for line in sys.stdin:
        counter = os.fork()
        if counter == 0:
            work(Path(line.rstrip("\n")))
        os.waitpid(counter, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main()
