"""A database that several desks share: PostgreSQL by psycopg under SQLAlchemy (cơ sở dữ liệu dùng chung).

Writing works as in the file: one writer after the other, each seeing all that was committed before it began. The lock
is an advisory one of the database, taken before the first statement and let go of with the transaction. Imports of
batches may take it shared and then lock, by name, the chains and dossiers they touch.
"""

from enum import IntEnum
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from desktop.errors import UserFacingError

STORE_LOCK: Final = 0x4D4F5443  # "MOTC"
PATIENCE_MS: Final = 10_000
"""How long a desk waits for another one that writes."""

IDLE_MS: Final = 60_000
"""A desk that falls silent within a transaction, such as by a power cut, keeps the others waiting no longer."""


class Turn(IntEnum):
    """How a transaction stands to others that write."""

    READ = 0
    SHARED = 1
    ALONE = 2


_LOCKS: Final = {
    Turn.SHARED: f"SELECT pg_advisory_xact_lock_shared({STORE_LOCK})",
    Turn.ALONE: f"SELECT pg_advisory_xact_lock({STORE_LOCK})",
}


def server_url(text: str) -> URL:
    """Read the address of a database: postgresql+psycopg://user:password@host/name.

    Raises:
        UserFacingError: it is no address of a PostgreSQL database.
    """
    try:
        url = make_url(text)
    except ArgumentError:
        url = None
    if url is None or url.get_backend_name() != "postgresql" or not url.database:
        raise UserFacingError(
            "Địa chỉ cơ sở dữ liệu chưa đúng. Hãy ghi dạng postgresql+psycopg://người-dùng:mật-khẩu@máy-chủ/tên.",
            field="database",
        )
    return url.set(drivername="postgresql+psycopg")


def server_name(url: URL) -> str:
    """Return how a database is named to people: without its password."""
    return f"{url.host or url.query.get('host') or 'máy này'}/{url.database}"


def open_server(url: URL, *, patience_ms: int = PATIENCE_MS, pool: int = 4) -> Engine:
    """Return an engine on the database. A transaction writes alone unless `turn` is set as execution option."""
    settings = f"-c lock_timeout={patience_ms} -c idle_in_transaction_session_timeout={IDLE_MS} -c timezone=UTC"
    engine = create_engine(
        url,
        pool_size=pool,
        max_overflow=pool,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "application_name": "motcua", "options": settings},
    )
    event.listen(engine, "connect", _never_lie_about_commits)
    event.listen(engine, "begin", _begin)
    return engine


def _never_lie_about_commits(connection: Any, _: Any) -> None:
    # what was printed must be on the disk, whatever the server's own setting
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
        )
    connection.commit()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    turn = Turn.READ if options.get("read_only", False) else options.get("turn", Turn.ALONE)
    if turn is Turn.READ:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    else:
        connection.exec_driver_sql(_LOCKS[turn])


def is_on_server(bind: Connection | Engine) -> bool:
    """Whether this is the shared kind of database."""
    return bind.dialect.name == "postgresql"


def state_of(error: BaseException | None) -> str:
    """Return PostgreSQL's five-letter code of a fault, "" where it gave none."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return getattr(origin, "sqlstate", None) or ""


CROSSED: Final = frozenset({"40001", "40P01"})
"""Two transactions crossed; nothing was stored, and doing it again is the cure."""


def server_words(error: BaseException, place: str) -> str:
    """Return what happened and what to do, by the server's code."""
    state = state_of(error)
    if state in {"55P03", *CROSSED}:
        return "Dữ liệu đang được máy khác ghi. Chưa ghi gì từ máy này; hãy chờ vài giây rồi làm lại."
    if state in {"28000", "28P01"}:
        return f"Cơ sở dữ liệu “{place}” không nhận người dùng hoặc mật khẩu này. Hãy hỏi người quản trị máy chủ."
    if state == "3D000":
        return f"Máy chủ không có cơ sở dữ liệu “{place}”. Hãy tạo nó trước hoặc xem lại địa chỉ."
    if state == "42501":
        return f"Tài khoản không đủ quyền ở cơ sở dữ liệu “{place}”. Hãy nhờ người quản trị máy chủ cấp quyền."
    if state in {"53100", "53200"}:
        return f"Máy chủ của “{place}” hết chỗ, chưa ghi được gì. Hãy báo người quản trị máy chủ."
    if state == "25006":
        return f"Cơ sở dữ liệu “{place}” đang chỉ cho đọc, chưa ghi được gì. Hãy báo người quản trị máy chủ."
    if state == "53300":
        return f"Máy chủ của “{place}” đang có quá nhiều kết nối. Hãy chờ rồi làm lại."
    if not state or state[:2] in {"08", "57", "25"}:
        return (
            f"Mất kết nối với cơ sở dữ liệu “{place}”. Việc đang làm chưa được ghi; hãy xem dây mạng và máy chủ "
            "rồi mở lại hồ sơ trước khi ghi lại."
        )
    return f"Cơ sở dữ liệu “{place}” báo lỗi {state}. Chưa có gì bị thay đổi; hãy báo người quản trị."
