"""Vietnamese wall-clock time and stored UTC moments."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone

# A fixed offset: Vietnam keeps +07:00 all year, and Windows ships no time zone database.
LOCAL = timezone(timedelta(hours=7), "+07:00")


def to_local(moment: datetime) -> datetime:
    """Return the naive wall-clock time in Vietnam of an aware moment.

    Raises:
        ValueError: the moment is naive, so nobody knows which clock it was read from.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a stored moment must be aware, got {moment!r}")
    return moment.astimezone(LOCAL).replace(tzinfo=None)


def to_utc(local: datetime) -> datetime:
    """Return the aware UTC moment of a naive wall-clock time in Vietnam.

    Raises:
        ValueError: the time already carries an offset.
    """
    if local.tzinfo is not None:
        raise ValueError(f"a local wall-clock time must be naive, got {local!r}")
    return local.replace(tzinfo=LOCAL).astimezone(UTC)


def last_of_month(day: date) -> date:
    """Return the last day of the month in which a day lies."""
    return day.replace(day=monthrange(day.year, day.month)[1])
