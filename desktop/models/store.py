"""One office's store: where it lies, how it is made, opened and left (kho dữ liệu của đơn vị)."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from desktop.dossiers.bodies import DeskOpened, OfficeRef
from desktop.dossiers.entry import Draft, canonical_json
from desktop.errors import UserFacingError
from desktop.models import journal
from desktop.models.database_file import open_engine, told_in_words
from desktop.models.key_slots import (
    KeyFile,
    WrongPassword,
    key_file_bytes,
    new_key_file,
    open_slot,
    read_key_file,
    with_password,
)
from desktop.models.tables import FactRow
from desktop.models.upgrades import upgrade
from desktop.office import Office
from desktop.terms import EntryKind

DATABASE = "motcua.db"
KEYS = "motcua.keys"
FOLDER = "store"
DERIVED_FACT = "derived_form"


class StoreExists(UserFacingError):
    """There is a store already; it is never overwritten."""


class Identity(msgspec.Struct, frozen=True):
    """Who this installation is: renewed when a backup is restored, so that two copies never share a chain."""

    desk_id: str
    practice: bool


class Store:
    """An opened store. `read()` and `write()` give sessions; a write session is one transaction, all or nothing."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder
        self.engine = engine
        self._writers = sessionmaker(engine, expire_on_commit=False)
        self._readers = sessionmaker(engine.execution_options(read_only=True), expire_on_commit=False)
        with self.read() as session:
            self.identity = msgspec.json.decode(fact(session, "identity"), type=Identity)
            self.office = msgspec.json.decode(fact(session, "office"), type=Office)

    @property
    def desk_id(self) -> str:
        """This installation's id."""
        return self.identity.desk_id

    @property
    def practice(self) -> bool:
        """Whether this is a practice store (diễn tập), the only kind whose clock may be set."""
        return self.identity.practice

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one unchanging state."""
        with told_in_words(self.folder), self._readers() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session that is committed when the block ends and rolled back when it raises."""
        with told_in_words(self.folder), self._writers.begin() as session:
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
) -> tuple[Store, str]:
    """Make a new store and return it with its recovery key, which is shown once and never stored in the clear.

    It is made beside its place and moved there whole, so that a power cut leaves a store or none. `facts` gives what
    else this desk keeps about itself (its exchange keys) by desk id.

    Raises:
        StoreExists: an office was set up here before.
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
        _fill(making, database_key, office, practice=practice, now_utc=now_utc, program=program, facts=facts)
        write_synced(making / KEYS, key_file_bytes(keys))
        making.replace(target)
    except OSError as error:
        raise UserFacingError(
            f"Không tạo được dữ liệu trong “{data_dir}” ({error.strerror}). Hãy chọn thư mục khác ghi được."
        ) from error
    return _opened(target, database_key), recovery


def _fill(
    folder: Path,
    key: bytes,
    office: Office,
    *,
    practice: bool,
    now_utc: datetime,
    program: str,
    facts: Callable[[str], dict[str, str]],
) -> None:
    engine = open_engine(folder / DATABASE, key)
    identity = Identity(journal.new_id(), practice)
    with told_in_words(folder):
        upgrade(engine)
        with Session(engine) as session, session.begin():
            set_fact(session, "identity", canonical_json(identity))
            set_fact(session, "office", canonical_json(office))
            set_fact(session, DERIVED_FACT, journal.derived_form())
            for name, value in facts(identity.desk_id).items():
                set_fact(session, name, value)
            opened = DeskOpened(OfficeRef(office.code, office.name), program, practice)
            draft = Draft(EntryKind.DESK_OPENED, opened, now_utc)
            journal.append(session, identity.desk_id, identity.desk_id, [draft], officer="", recorded_at=now_utc)
    engine.dispose()


def open_store(data_dir: Path, owner: str, secret: str) -> Store:
    """Open the store with an officer's password, or with the recovery key as owner "recovery".

    Raises:
        WrongPassword: the secret does not fit.
        StoreTooNew: a newer program wrote it.
        UserFacingError: no store, or a file that cannot be read.
    """
    folder = store_folder(data_dir)
    key = open_slot(read_key_file(folder / KEYS), owner, secret)
    return _opened(folder, key)


def _opened(folder: Path, key: bytes) -> Store:
    if not (folder / DATABASE).is_file():
        raise UserFacingError(f"Thiếu tệp dữ liệu trong “{folder}”. Hãy khôi phục từ bản sao lưu gần nhất.")
    engine = open_engine(folder / DATABASE, key)
    try:
        with told_in_words(folder / DATABASE):
            upgrade(engine)
            store = Store(folder, engine)
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
    path = store_folder(data_dir) / KEYS
    keys: KeyFile = read_key_file(path)
    if target not in keys.owners():
        raise WrongPassword(f"Không có cán bộ “{target}”. Hãy xem lại tên đăng nhập.", field="officer")
    changed = with_password(keys, target, new_password, open_slot(keys, owner, secret))
    try:
        write_synced(path, key_file_bytes(changed))
    except OSError as error:
        raise UserFacingError(
            f"Không ghi được “{path}” ({error.strerror}). Mật khẩu cũ vẫn dùng được; hãy kiểm tra ổ đĩa rồi làm lại."
        ) from error


def write_synced(path: Path, data: bytes) -> None:
    """Replace a small file so that after a power cut the old or the new content is there, never a part."""
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def fact(session: Session, name: str) -> str:
    """Return a fact of this store; a missing one is a fault of ours."""
    value = session.scalar(select(FactRow.value).where(FactRow.name == name))
    if value is None:
        raise LookupError(f"the store has no fact {name!r}")
    return value


def set_fact(session: Session, name: str, value: str) -> None:
    """Store a fact."""
    session.merge(FactRow(name=name, value=value))
