"""The wordings an office uses, kept in its store (mẫu tin của đơn vị). The caller owns the transaction."""

import json
from functools import lru_cache
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from desktop.handling.record import Acting
from desktop.handling.rights import Work, require
from desktop.models.facts import find_fact, set_fact
from desktop.models.tables import FactRow
from desktop.notices.wordings import FORMAT, InForce, Wordings, in_force, overridden

NAME: Final = "notice-templates"
"""The fact under which an office's own wordings are kept."""

_in_force = lru_cache(maxsize=4)(in_force)


def office_wordings(session: Session) -> InForce:
    """Return the wordings in force; where the office's own are broken, the shipped ones and why."""
    return _in_force(find_fact(session, NAME))


def set_wordings(session: Session, acting: Acting, text: str) -> Wordings:
    """Put an office's own wordings in place; messages let go before keep their text.

    Raises:
        NotYours: the officer's role does not change settings.
        WordingRefused: see `wordings.overridden`; what was in force stays.
    """
    _require(acting)
    wordings = overridden(text)
    set_fact(session, NAME, text)
    return wordings


def set_accents(session: Session, acting: Acting, accents: bool) -> Wordings:
    """Choose text messages with or without diacritics (có dấu / không dấu)."""
    document = json.loads(find_fact(session, NAME) or f'{{"format": "{FORMAT}", "kinds": {{}}}}')
    return set_wordings(session, acting, json.dumps(document | {"accents": accents}, ensure_ascii=False, indent=1))


def use_shipped(session: Session, acting: Acting) -> Wordings:
    """Throw an office's own wordings away."""
    _require(acting)
    session.execute(delete(FactRow).where(FactRow.name == NAME))
    return in_force(None).wordings


def _require(acting: Acting) -> None:
    require(acting.officer.role, Work.SETTINGS, acting.office.roles)
