"""The running dossiers, kept in memory between two looks: only what the journal grew by is read again."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.dossiers.dossier import Dossier
from desktop.models.journal import Head, decode_state, heads, parts
from desktop.models.tables import DossierRow, JournalRow
from desktop.procedures.plan import Plan


class RunningDossiers:
    """A memory of the board. It may be asked from any thread: what was read is put in place as a whole.

    A dossier's state changes by entries about it and by nothing else, so the ends of the chains tell what to read.
    """

    def __init__(self) -> None:
        self._seen: tuple[dict[str, Head], dict[str, Dossier]] = ({}, {})

    def read(self, session: Session) -> list[Dossier]:
        """Return every dossier that has been accepted and has not ended."""
        ends, known = self._seen
        now = heads(session)
        touched = _touched(session, ends, now) if known else None
        if touched is None:
            fresh = _states(session, None, known)
            self._seen = now, fresh
        elif touched:
            kept = {key: dossier for key, dossier in known.items() if key not in touched}
            fresh = kept | _states(session, touched, known)
            self._seen = now, fresh
        else:
            fresh = known
        return list(fresh.values())


def _touched(session: Session, before: dict[str, Head], now: dict[str, Head]) -> set[str] | None:
    """Return the dossiers that entries were written about; None where a chain is not the longer one of what we saw."""
    if any(desk not in now or now[desk].seq < end.seq for desk, end in before.items()):
        return None
    touched: set[str] = set()
    for desk, end in now.items():
        begin = before[desk].seq if desk in before else 0
        if end.seq > begin:
            rows = select(JournalRow.dossier_id).where(JournalRow.desk_id == desk, JournalRow.seq > begin)
            touched.update(session.scalars(rows.distinct()))
    return touched


def _states(session: Session, ids: Iterable[str] | None, known: dict[str, Dossier]) -> dict[str, Dossier]:
    """Return the running ones of these dossiers, or of all."""
    wanted = select(DossierRow.state).where(DossierRow.running)
    asked = [wanted] if ids is None else [wanted.where(DossierRow.id.in_(part)) for part in parts(list(ids))]
    plans = {_mark(dossier.plan): dossier.plan for dossier in known.values()}
    found: dict[str, Dossier] = {}
    for statement in asked:
        for text in session.scalars(statement.execution_options(yield_per=500)):
            dossier = _sharing(decode_state(text), plans)
            found[dossier.id] = dossier
    return found


def _sharing(dossier: Dossier, plans: dict[tuple[object, ...], Plan]) -> Dossier:
    """Return the dossier with the plan others have too: the steps of a procedure fill most of what it takes."""
    plan = plans.setdefault(_mark(dossier.plan), dossier.plan)
    if plan is dossier.plan or plan != dossier.plan:
        return dossier
    return msgspec.structs.replace(dossier, plan=plan)


def _mark(plan: Plan) -> tuple[object, ...]:
    return plan.procedure_id, plan.variants, plan.version, plan.total_text
