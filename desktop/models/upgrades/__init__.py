"""Numbered steps from each stored format to the next (nâng cấp dữ liệu), run by Alembic in one transaction."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from desktop.errors import UserFacingError

FORMATS = ("0001", "0002", "0003")
"""All formats this program can bring up to date, oldest first; the last is its own."""


class StoreTooNew(UserFacingError):
    """A newer program wrote this file."""


def stored_format(connection: Connection) -> str | None:
    """Return the number of the stored format, None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return str(row[0]) if row else None


def upgrade(engine: Engine) -> None:
    """Bring the database to this program's format; nothing happens where it already is.

    Raises:
        StoreTooNew: it is newer than the program; it stays as it was.
    """
    with engine.connect().execution_options(read_only=True) as connection:
        current = stored_format(connection)
    if current == FORMATS[-1]:
        return
    if current is not None and current not in FORMATS:
        raise StoreTooNew(
            f"Dữ liệu này do chương trình mới hơn ghi (khuôn dạng {current}, chương trình hiểu đến {FORMATS[-1]}). "
            "Hãy cập nhật chương trình rồi mở lại; dữ liệu không bị thay đổi."
        )
    with engine.begin() as connection:
        if stored_format(connection) != FORMATS[-1]:  # another desk of the same database may have been faster
            _run(connection)


def _run(connection: Connection) -> None:
    # Alembic is slow to import and is needed only on the day of an upgrade
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
