"""Locks by name for those who write beside each other: a chain, a dossier, a partner (khóa theo tên)."""

from collections.abc import Iterable

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Session

from desktop.models.server import is_on_server

_NAMES = bindparam("names", type_=ARRAY(TEXT))
_MAKE = text("INSERT INTO gate (name) SELECT name FROM unnest(:names) AS name ORDER BY name ON CONFLICT DO NOTHING")
_ENTER = text("SELECT name FROM gate WHERE name = ANY(:names) ORDER BY name FOR UPDATE")


def enter(session: Session, names: Iterable[str]) -> None:
    """Wait until nobody else writes to anything of these names; they are ours until the transaction ends.

    All are named at once and taken in one order, so that two writers can not wait for each other. What the session read
    before is forgotten: it may have changed meanwhile. In a file a writer is alone anyway.
    """
    if not is_on_server(session.get_bind()):
        return
    wanted = {"names": sorted(set(names))}
    session.execute(_MAKE.bindparams(_NAMES), wanted)
    session.execute(_ENTER.bindparams(_NAMES), wanted)
    session.expire_all()
