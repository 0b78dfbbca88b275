"""Run as a process of its own: takes dossiers in without end and says each code once it is stored, until it is killed."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from desktop.app import open_office
from tests.support.desks import PASSWORD, accept


def main() -> None:
    place = open_office(Path(sys.argv[1]), "lan", PASSWORD, now=datetime(2026, 11, 23, 8, 0))
    day = datetime(2026, 11, 23, 8, 0)
    place.clock, place.catalogue  # noqa: B018 - read before the first dossier, so that killing meets only writing
    print("ready", flush=True)
    while True:
        code = accept(place.at(day), "tthc-1.000894").code
        print(code, flush=True)
        place.do(str(code), "note", {"text": "Đã xem"})
        day += timedelta(seconds=1)


if __name__ == "__main__":
    main()
