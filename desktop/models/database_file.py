"""The encrypted database file: SQLCipher by sqlcipher3 under SQLAlchemy, write-ahead log, full synchronisation."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from desktop.errors import UserFacingError
from desktop.models.server import server_words

BUSY_MS = 10_000
SETTINGS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cell_size_check = ON",
    "trusted_schema = OFF",
    "cache_size = -65536",  # KiB: a big import would else write every page several times, each time encrypted anew
)


class StoreFault(UserFacingError):
    """The file cannot be read or written: full or read-only disk, another program at work, damage."""


def open_engine(path: Path, key: bytes) -> Engine:
    """Return an engine on the file. Transactions begin immediate unless `read_only` is set as execution option.

    The key must be set before any statement touches the file, and SQLCipher's log is off: it writes to stderr.
    """

    def connect() -> Any:
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            for setting in SETTINGS:
                connection.execute(f"PRAGMA {setting}")
        except sqlcipher.Error:
            connection.close()
            raise
        return connection

    # without a file name in its address SQLAlchemy takes the database for one in memory and shares one connection
    engine = create_engine("sqlite+pysqlite://", module=sqlcipher, creator=connect, poolclass=QueuePool, pool_size=4)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


@contextmanager
def told_in_words(place: Path | str) -> Iterator[None]:
    """Turn faults of the database into a sentence that says what to do; nothing of the transaction is kept.

    `place` is the file, or the name of a database that desks share.

    Raises:
        StoreFault: for every fault of the database driver.
    """
    try:
        yield
    except (DBAPIError, NoConnectionFree, sqlcipher.Error) as error:
        words = server_words(error, place) if isinstance(place, str) else fault_words(error, place)
        raise StoreFault(words) from error


def fault_words(error: Exception, path: Path) -> str:
    """Return what happened and what to do, by the driver's message."""
    text = str(error.orig if isinstance(error, OperationalError | DBAPIError) else error).lower()
    if "full" in text:
        return f"Ổ đĩa chứa “{path.parent}” đã đầy, chưa ghi được gì. Hãy xóa bớt tệp không cần rồi làm lại."
    if "readonly" in text or "read-only" in text:
        return f"Không ghi được vào “{path.parent}” (chỉ đọc). Hãy kiểm tra quyền thư mục hoặc ổ đĩa rồi làm lại."
    if "locked" in text or "busy" in text:
        return "Dữ liệu đang được chương trình khác ghi. Hãy chờ vài giây rồi làm lại."
    if "unable to open" in text:
        return f"Không mở được dữ liệu tại “{path}”. Hãy kiểm tra ổ đĩa và quyền thư mục."
    if any(sign in text for sign in ("not a database", "malformed", "hmac", "vtable constructor failed")):
        return f"Tệp dữ liệu “{path}” bị hỏng hoặc không phải của khóa này. Hãy khôi phục từ bản sao lưu gần nhất."
    return f"Không ghi được dữ liệu ({text}). Chưa có gì bị thay đổi; hãy làm lại, nếu vẫn lỗi hãy báo người quản trị."
