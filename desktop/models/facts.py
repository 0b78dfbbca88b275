"""Facts about a store: whose it is, which desk works on it, its keys (thông tin của kho).

Several desks may share one database. What belongs to one desk alone, its name and its keys, is then no row in the
database but lies locked on that desk's own disk; a session carries it.
"""

from collections.abc import Mapping
from typing import Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models.tables import FactRow

IDENTITY: Final = "identity"
OFFICE: Final = "office"
NUMBER_BLOCK: Final = "number_block"
DESK: Final = "desk:"
"""Before the id of each desk that writes into this database."""

CLOSED: Final = "closed"
"""Value of that fact once another desk took its place: it writes no more, its chain stays one of ours."""

_OWN: Final = "desk_facts"
_OFFICE_CODE: Final = "office_code"


class _Coded(msgspec.Struct):
    code: str


class _Named(msgspec.Struct):
    desk_id: str


def carried(facts: Mapping[str, str]) -> dict[str, object]:
    """Return what a session must carry so that it answers with one desk's own facts."""
    return {_OWN: facts}


def fact(session: Session, name: str) -> str:
    """Return a fact of this store; a missing one is a fault of ours."""
    value = find_fact(session, name)
    if value is None:
        raise LookupError(f"the store has no fact {name!r}")
    return value


def find_fact(session: Session, name: str) -> str | None:
    """Return a fact of this desk or this store, None where there is none."""
    own: Mapping[str, str] = session.info.get(_OWN, {})
    if name in own:
        return own[name]
    return session.scalar(select(FactRow.value).where(FactRow.name == name))


def set_fact(session: Session, name: str, value: str) -> None:
    """Store a fact that all desks of this store share."""
    session.merge(FactRow(name=name, value=value))


def office_code(session: Session) -> str:
    """Return the code of the office whose store this is, "" while it is being made."""
    known: str | None = session.info.get(_OFFICE_CODE)
    if known is None:
        described = find_fact(session, OFFICE)
        known = msgspec.json.decode(described, type=_Coded).code if described else ""
        session.info[_OFFICE_CODE] = known
    return known


def number_block(session: Session) -> int:
    """Return the block of numbers this desk takes its numbers from; 0 unless desks of one office share no network."""
    return int(find_fact(session, NUMBER_BLOCK) or 0)


def own_chains(session: Session) -> set[str]:
    """Return the desks whose chains began in this store, those of computers replaced since among them."""
    return _desks(session).keys() | {msgspec.json.decode(fact(session, IDENTITY), type=_Named).desk_id}


def desks(session: Session) -> set[str]:
    """Return the ids of the desks that write into this very database."""
    return {desk_id for desk_id, value in _desks(session).items() if value != CLOSED}


def _desks(session: Session) -> dict[str, str]:
    rows = session.execute(select(FactRow.name, FactRow.value).where(FactRow.name.startswith(DESK, autoescape=True)))
    return {row.name.removeprefix(DESK): row.value for row in rows}
