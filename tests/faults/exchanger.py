"""A process beside the tests: for each line it reads it forks off a desk that imports or exports, to be killed at it.

A line is "import" or "export", the desk's folder, and a batch file or the folder to write to, parted by tabs.
"""

import os
import signal
import sys
from pathlib import Path

from tests.support.desks import open_desk


def work(what: str, data_dir: Path, path: Path) -> None:
    """Say that the desk is open, do it, say so, and wait for the end."""
    place = open_desk(data_dir)
    print(f"ready {os.getpid()}", flush=True)
    if what == "import":
        place.import_files([path])
    else:
        place.export(path)
    print("done", flush=True)
    signal.pause()


def main() -> None:
    """Start one desk a line, the next one when it is dead."""
    for line in sys.stdin:
        what, data_dir, path = line.rstrip("\n").split("\t")
        desk = os.fork()
        if desk == 0:
            work(what, Path(data_dir), Path(path))
        os.waitpid(desk, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main()
