"""One office's store: where it lies, how it is made, opened and left (kho dữ liệu của đơn vị).

It is one encrypted file on this computer, or a PostgreSQL database that several desks of the office share. Then this
computer keeps, locked by the officers' passwords, only where the database is, its own name and its own keys.
"""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import URL, Engine, event, inspect, select
from sqlalchemy.orm import Session, sessionmaker

from desktop.dossiers.bodies import DeskOpened, OfficeRef
from desktop.dossiers.entry import Draft, canonical_json
from desktop.errors import UserFacingError
from desktop.models import journal
from desktop.models.database_file import open_engine, told_in_words
from desktop.models.facts import DESK, IDENTITY, NUMBER_BLOCK, OFFICE, carried, fact, find_fact, set_fact
from desktop.models.key_slots import (
    RECOVERY,
    KeyFile,
    WrongPassword,
    key_file_bytes,
    new_key_file,
    open_slot,
    read_key_file,
    with_password,
)
from desktop.models.server import Turn, is_on_server, open_server, server_name, server_url
from desktop.models.tables import FactRow
from desktop.models.upgrades import upgrade
from desktop.office import Office
from desktop.terms import EntryKind

__all__ = ["Store", "create_store", "fact", "find_fact", "open_store", "set_fact"]

DATABASE = "motcua.db"
KEYS = "motcua.keys"
DESK_FILE = "motcua.desk"
"""In place of the database file where the store lies on a server."""

DESK_FORMAT = "motcua-desk/1"
FOLDER = "store"
DERIVED_FACT = "derived_form"
EXCHANGE_DESK = "exchange_desk"
"""Which of the desks that share a database carries the batches: the one whose card the others know."""


class StoreExists(UserFacingError):
    """There is a store already; it is never overwritten."""


class Identity(msgspec.Struct, frozen=True):
    """Who this installation is: renewed when a backup is restored, so that two copies never share a chain."""

    desk_id: str
    practice: bool


class DeskFile(msgspec.Struct, frozen=True):
    """What a desk on a shared database keeps on its own disk, locked: the address and the facts of this desk alone."""

    format: str
    database: str
    facts: dict[str, str]


class Store:
    """An opened store. `read()` and `write()` give sessions; a write session is one transaction, all or nothing.

    `desk_facts` are those of a desk that shares its database with others, `seal_desk` locks them away again.
    """

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        desk_facts: Mapping[str, str] | None = None,
        seal_desk: Callable[[Mapping[str, str]], None] | None = None,
    ) -> None:
        self.folder = folder
        self.engine = engine
        self._desk_facts = dict(desk_facts or {})
        self._seal_desk = seal_desk
        self.shared = is_on_server(engine)
        self._place = server_name(engine.url) if self.shared else folder
        info = carried(self._desk_facts)
        self._writers = sessionmaker(engine, expire_on_commit=False, info=info)
        self._readers = sessionmaker(engine.execution_options(read_only=True), expire_on_commit=False, info=info)
        beside = engine.execution_options(turn=Turn.SHARED)
        self._writers_beside = sessionmaker(beside, expire_on_commit=False, info=info)
        with self.read() as session:
            self.identity = msgspec.json.decode(fact(session, IDENTITY), type=Identity)
            self.office = msgspec.json.decode(fact(session, OFFICE), type=Office)

    @property
    def desk_id(self) -> str:
        """This installation's id."""
        return self.identity.desk_id

    @property
    def practice(self) -> bool:
        """Whether this is a practice store (diễn tập), the only kind whose clock may be set."""
        return self.identity.practice

    def change_office(self, change: Callable[[Office], Office]) -> Office:
        """Describe the office anew from what is stored now; papers issued before keep the letterhead they bear."""
        with self.write() as session:
            changed = change(msgspec.json.decode(fact(session, OFFICE), type=Office))
            set_fact(session, OFFICE, canonical_json(changed))
        self.office = changed
        return changed

    def set_own_facts(self, session: Session, facts: Mapping[str, str]) -> None:
        """Change what belongs to this desk alone, its name or its keys, together with the session's transaction.

        Where the database is shared they lie locked on this computer: they are written once the transaction stands.
        """
        seal = self._seal_desk
        if seal is None:
            for name, value in facts.items():
                set_fact(session, name, value)
        else:
            changed = {**self._desk_facts, **facts}

            def keep(_: Session) -> None:
                seal(changed)
                self._desk_facts.update(changed)

            event.listen(session, "after_commit", keep, once=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one unchanging state."""
        with told_in_words(self._place), self._readers() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session that is committed when the block ends and rolled back when it raises."""
        with told_in_words(self._place), self._writers.begin() as session:
            yield session

    @contextmanager
    def write_beside(self) -> Iterator[Session]:
        """Give a write session that leaves others room to write beside it; it locks by name what it touches.

        In a file it is like `write()`.
        """
        with told_in_words(self._place), self._writers_beside.begin() as session:
            yield session

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()


def store_folder(data_dir: Path) -> Path:
    """Return where the store lies inside the data folder."""
    return data_dir / FOLDER


def exists(data_dir: Path) -> bool:
    """Whether an office was set up here."""
    return (store_folder(data_dir) / KEYS).exists()


def create_store(
    data_dir: Path,
    office: Office,
    passwords: dict[str, str],
    *,
    practice: bool,
    now_utc: datetime,
    program: str,
    facts: Callable[[str], dict[str, str]] = lambda _: {},
    database: str | None = None,
    number_block: int = 0,
) -> tuple[Store, str]:
    """Make a new store and return it with its recovery key, which is shown once and never stored in the clear.

    It is made beside its place and moved there whole, so that a power cut leaves a store or none. `facts` gives what
    else this desk keeps about itself (its exchange keys) by desk id.

    With `database`, the address of a PostgreSQL database, the store lies there; where desks of this office work on it
    already, this computer joins them as one more desk. `number_block` keeps the numbers of two desks of one office
    apart that share no network: each takes its numbers from a block of its own (0, 1, 2 …).

    Raises:
        StoreExists: an office was set up here before.
        OtherOffice: the database belongs to another office, or is for practice where this one is not.
        UserFacingError: a weak password, a folder that cannot be written.
    """
    target = store_folder(data_dir)
    if target.exists():
        raise StoreExists(f"Thư mục “{data_dir}” đã có dữ liệu của một đơn vị. Hãy chọn thư mục khác hoặc đăng nhập.")
    keys, database_key, recovery = new_key_file(passwords)
    making = data_dir / f"{FOLDER}.making"
    try:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        identity = Identity(journal.new_id(), practice)
        own = {IDENTITY: canonical_json(identity), NUMBER_BLOCK: str(number_block), **facts(identity.desk_id)}
        if database is None:
            engine = open_engine(making / DATABASE, database_key)
        else:
            engine = open_server(server_url(database))
            _seal_desk(making / DESK_FILE, database_key, DeskFile(DESK_FORMAT, database, own))
        _fill(engine, making, office, identity, own, now_utc=now_utc, program=program)
        write_synced(making / KEYS, key_file_bytes(keys))
        making.replace(target)
    except OSError as error:
        raise UserFacingError(
            f"Không tạo được dữ liệu trong “{data_dir}” ({error.strerror}). Hãy chọn thư mục khác ghi được."
        ) from error
    return _opened(target, database_key), recovery


class OtherOffice(UserFacingError):
    """The database is in use for something else."""


def _fill(
    engine: Engine,
    folder: Path,
    office: Office,
    identity: Identity,
    own: Mapping[str, str],
    *,
    now_utc: datetime,
    program: str,
) -> None:
    """Write the beginning of a store, or of one more desk of it; on a server a desk's own facts stay out of it."""
    shared = is_on_server(engine)
    try:
        with told_in_words(server_name(engine.url) if shared else folder / DATABASE):
            _check_no_stranger(engine)
            upgrade(engine)
            with Session(engine, info=carried(own)) as session, session.begin():
                _share(session, office, identity, shared=shared)
                for name, value in own.items() if not shared else ():
                    set_fact(session, name, value)
                session.flush()
                opened = DeskOpened(OfficeRef(office.code, office.name), program, identity.practice)
                draft = Draft(EntryKind.DESK_OPENED, opened, now_utc)
                journal.append(session, identity.desk_id, identity.desk_id, [draft], officer="", recorded_at=now_utc)
    finally:
        engine.dispose()


def _check_no_stranger(engine: Engine) -> None:
    """Refuse a database that another program keeps its tables in."""
    with engine.connect().execution_options(read_only=True) as connection:
        found = set(inspect(connection).get_table_names())
    if found and "alembic_version" not in found:
        raise OtherOffice(
            "Cơ sở dữ liệu này đang chứa bảng của chương trình khác. Hãy tạo một cơ sở dữ liệu trống cho Một Cửa.",
            field="database",
        )


def _share(session: Session, office: Office, identity: Identity, *, shared: bool) -> None:
    """Write what all desks share; a desk that joins finds it there."""
    known = find_fact(session, OFFICE)
    if known is None:
        set_fact(session, OFFICE, canonical_json(office))
        set_fact(session, DERIVED_FACT, journal.derived_form())
        set_fact(session, EXCHANGE_DESK, identity.desk_id)
    elif msgspec.json.decode(known, type=Office).code != office.code:
        raise OtherOffice("Cơ sở dữ liệu này của đơn vị khác. Hãy xem lại địa chỉ hoặc tệp đơn vị.", field="database")
    kind = "practice" if identity.practice else "real"
    if shared and (find_fact(session, "kind") or kind) != kind:
        raise OtherOffice(
            "Cơ sở dữ liệu dùng thật và dùng diễn tập không chung nhau được. Hãy dùng cơ sở dữ liệu khác.",
            field="database",
        )
    set_fact(session, "kind", kind)
    set_fact(session, DESK + identity.desk_id, str(identity.practice))


def _seal_desk(path: Path, key: bytes, desk: DeskFile) -> None:
    write_synced(path, bytes(SecretBox(key).encrypt(msgspec.json.encode(desk))))


def _desk_file(path: Path, key: bytes) -> DeskFile:
    try:
        return msgspec.json.decode(SecretBox(key).decrypt(path.read_bytes()), type=DeskFile)
    except (OSError, CryptoError, msgspec.DecodeError) as error:
        raise UserFacingError(
            f"Tệp “{path}” không đọc được. Hãy lấy lại tệp này từ bản sao lưu gần nhất của máy."
        ) from error


def open_store(data_dir: Path, owner: str, secret: str, *, database: str | None = None) -> Store:
    """Open the store with an officer's password, or with the recovery key as owner "recovery".

    `database` is where a shared database stands now, if it moved; it is remembered once the store has opened.

    Raises:
        WrongPassword: the secret does not fit.
        StoreTooNew: a newer program wrote it.
        UserFacingError: no store, or a file that cannot be read, a server that cannot be reached.
    """
    folder = store_folder(data_dir)
    key = open_slot(read_key_file(folder / KEYS), owner, secret)
    if database is None or not (folder / DESK_FILE).is_file():
        return _opened(folder, key)
    desk = _desk_file(folder / DESK_FILE, key)
    store = _opened_on_server(folder, msgspec.structs.replace(desk, database=database), key)
    if database != desk.database:
        _seal_desk(folder / DESK_FILE, key, msgspec.structs.replace(desk, database=database))
    return store


def _opened(folder: Path, key: bytes) -> Store:
    if (folder / DESK_FILE).is_file():
        return _opened_on_server(folder, _desk_file(folder / DESK_FILE, key), key)
    if not (folder / DATABASE).is_file():
        raise UserFacingError(f"Thiếu tệp dữ liệu trong “{folder}”. Hãy khôi phục từ bản sao lưu gần nhất.")
    return _ready(folder, open_engine(folder / DATABASE, key), folder / DATABASE)


def _opened_on_server(folder: Path, desk: DeskFile, key: bytes) -> Store:
    url: URL = server_url(desk.database)

    def seal(facts: Mapping[str, str]) -> None:
        _seal_desk(folder / DESK_FILE, key, msgspec.structs.replace(desk, facts=dict(facts)))

    return _ready(folder, open_server(url), server_name(url), desk.facts, seal)


def _ready(
    folder: Path,
    engine: Engine,
    place: Path | str,
    desk_facts: Mapping[str, str] | None = None,
    seal: Callable[[Mapping[str, str]], None] | None = None,
) -> Store:
    try:
        with told_in_words(place):
            upgrade(engine)
            store = Store(folder, engine, desk_facts, seal)
            _derive_anew(store)
            return store
    except UserFacingError:
        engine.dispose()
        raise


def _derive_anew(store: Store) -> None:
    """Make the derived tables again when another version of the program made them; the journal stays as it is."""
    with store.read() as session:
        made_by = session.scalar(select(FactRow.value).where(FactRow.name == DERIVED_FACT))
    if made_by == journal.derived_form():
        return
    with store.write() as session:
        if find_fact(session, DERIVED_FACT) == journal.derived_form():
            return  # another desk of the same database was faster
        journal.rebuild(session)
        set_fact(session, DERIVED_FACT, journal.derived_form())


def owners(data_dir: Path) -> list[str]:
    """Return the log-in names of everybody who can open the store."""
    return read_key_file(store_folder(data_dir) / KEYS).owners()


def change_password(data_dir: Path, owner: str, secret: str, target: str, new_password: str) -> None:
    """Set `target`'s password, opened by any officer's own secret or the recovery key.

    Raises:
        WrongPassword: the secret does not fit.
        WeakPassword: the new one is too short.
    """
    if target not in owners(data_dir):
        raise WrongPassword(f"Không có cán bộ “{target}”. Hãy xem lại tên đăng nhập.", field="officer")
    give_password(data_dir, database_key(data_dir, owner, secret), target, new_password)


def database_key(data_dir: Path, owner: str, secret: str) -> bytes:
    """Return the store's key, by which passwords are set.

    Raises:
        WrongPassword: the secret does not fit.
    """
    return open_slot(read_key_file(store_folder(data_dir) / KEYS), owner, secret)


def give_password(data_dir: Path, key: bytes, target: str, password: str) -> None:
    """Let somebody log in on this computer with a password, newly or in place of the one before.

    Raises:
        WeakPassword: it is too short.
    """
    path = store_folder(data_dir) / KEYS
    _write_keys(path, with_password(read_key_file(path), target, password, key))


def take_password(data_dir: Path, target: str) -> None:
    """Let somebody log in on this computer no more; the recovery key stays."""
    path = store_folder(data_dir) / KEYS
    keys = read_key_file(path)
    left = tuple(slot for slot in keys.slots if slot.owner != target or slot.owner == RECOVERY)
    _write_keys(path, msgspec.structs.replace(keys, slots=left))


def _write_keys(path: Path, changed: KeyFile) -> None:
    try:
        write_synced(path, key_file_bytes(changed))
    except OSError as error:
        raise UserFacingError(
            f"Không ghi được “{path}” ({error.strerror}). Mật khẩu cũ vẫn dùng được; hãy kiểm tra ổ đĩa rồi làm lại."
        ) from error


def write_synced(path: Path, data: bytes) -> None:
    """Replace a small file so that after a power cut the old or the new content is there, never a part.

    A device or a pipe, such as /dev/stdout, is written to and never replaced.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):  # the first fault is the one to tell
            part.unlink(missing_ok=True)
        raise
