"""One thing an officer does, recorded: load, decide, append (ghi việc). The caller owns the transaction."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.deadlines import Clock, to_utc
from desktop.dossiers.bodies import Imprint, OfficeRef
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Draft, Entry
from desktop.errors import UserFacingError
from desktop.handling.actions import ACTIONS
from desktop.handling.commands import Command, Correct
from desktop.handling.context import Context, NotAllowedNow
from desktop.handling.decide import decide, printed
from desktop.handling.desk_rules import DeskRules, shipped_rules
from desktop.models import journal
from desktop.models.search import find_reference
from desktop.models.tables import JournalRow
from desktop.office import Office, Officer
from desktop.procedures.plan import Plan
from desktop.terms import Form, Role


class UnknownDossier(UserFacingError):
    """Nothing here has this code or slip reference."""


class UnknownAction(UserFacingError):
    """There is no such action, or its fields are wrong."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Who records, where and when. `now` is local wall-clock; `offices` names the offices we exchange with."""

    desk_id: str
    office: Office
    officer: Officer
    clock: Clock
    now: datetime
    offices: Mapping[str, str]
    rules: DeskRules = field(default_factory=shipped_rules)
    plan_of: Callable[[str, Sequence[str] | None], Plan] | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded, and the dossier as it stands after it."""

    dossier: Dossier
    entries: tuple[Entry, ...]


def read_command(name: str, fields: Mapping[str, Any]) -> Command:
    """Return the command of this action with these fields.

    Raises:
        UnknownAction: no such action, a missing, unknown or ill-formed field.
    """
    action = ACTIONS.get(name)
    if action is None:
        raise UnknownAction(f"Không có việc “{name}”. Hãy chọn một trong: {', '.join(ACTIONS)}.", field="action")
    given = {key: value for key, value in fields.items() if value is not None}
    try:
        return msgspec.convert(given, action.command)
    except msgspec.ValidationError as error:
        raise UnknownAction(f"Nội dung cho việc “{name}” chưa đúng ({error}). Hãy sửa rồi làm lại.") from error


def context_of(session: Session, acting: Acting, at: datetime | None, *, form_set: str) -> Context:
    """Return the circumstances of an act; without `at` it happens now. Seconds are dropped: people write minutes."""
    office = acting.office
    imprint = imprint_of(office, acting.officer, form_set)
    return Context(
        clock=acting.clock,
        now=acting.now,
        at=(at or acting.now).replace(second=0, microsecond=0),
        office=OfficeRef(office.code, office.name),
        officer=acting.officer.name,
        role=acting.officer.role,
        imprint=imprint,
        next_number=lambda series: journal.next_number(session, acting.desk_id, series),
        offices=acting.offices,
        rules=acting.rules,
        heads=_heads(office),
        plan_of=acting.plan_of,
        find=lambda reference: find_reference(session, reference),
    )


def imprint_of(office: Office, officer: Officer, form_set: str) -> Imprint:
    """Return head and signature of a paper that this officer issues now."""
    return Imprint(
        superior=office.superior,
        issuer=office.name,
        desk=office.desk,
        place=office.place,
        phone=office.phone,
        symbol=office.symbol,
        form_set=office.form_set or form_set,
        officer=officer.full_name,
        head_title=office.head_title,
    )


def _heads(office: Office) -> dict[str, str]:
    """Return who signs for each unit: its leader; "" is the leader of the office."""
    leaders = [officer for officer in office.working if officer.role is Role.LEADER]
    return {office.unit_name(officer.unit) if officer.unit else "": officer.full_name for officer in reversed(leaders)}


def find_dossier(session: Session, reference: str) -> Dossier:
    """Return the dossier of this code, slip reference or id.

    Raises:
        UnknownDossier: there is none.
    """
    dossier = find_reference(session, reference)
    if dossier is None:
        raise UnknownDossier(
            f"Không tìm thấy hồ sơ “{reference}”. Hãy xem lại mã trên giấy hẹn hoặc tìm theo tên người nộp.",
            field="code",
        )
    return dossier


def write(session: Session, acting: Acting, dossier_id: str, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    """Append drafts to the journal as this officer, now; drafts carry local times of occurrence."""
    located = [msgspec.structs.replace(draft, occurred_at=to_utc(draft.occurred_at)) for draft in drafts]
    recorded_at = to_utc(acting.now.replace(microsecond=0))
    return tuple(
        journal.append(
            session, acting.desk_id, dossier_id, located, officer=acting.officer.name, recorded_at=recorded_at
        )
    )


def record(session: Session, acting: Acting, reference: str, command: Command, at: datetime | None = None) -> Recorded:
    """Record one act on a dossier.

    Raises:
        UnknownDossier: no such dossier.
        NotAllowedNow, WrongMoment: see `decide`; nothing is stored.
    """
    dossier = find_dossier(session, reference)
    if isinstance(command, Correct):
        command = _resolved(session, acting, dossier, command)
    return _recorded(session, acting, dossier, command, context_of(session, acting, at, form_set=_form_set(dossier)))


def _recorded(session: Session, acting: Acting, dossier: Dossier, command: Command, context: Context) -> Recorded:
    context = replace(context, history=lambda: journal.entries_of(session, dossier.id))
    entries = write(session, acting, dossier.id, decide(dossier, command, context))
    return Recorded(current(session, dossier.id), entries)


def record_many(
    session: Session, acting: Acting, references: Sequence[str], command: Command, at: datetime | None = None
) -> list[Recorded]:
    """Record the same act on many dossiers, each with its own entry: all of them, or none (ghi hàng loạt).

    Handed over together, they stand on one numbered list. A dossier named twice is recorded once.

    Raises:
        UserFacingError: the first refusal, with the dossier it is about; the caller's transaction stores nothing.
    """
    done: list[Recorded] = []
    list_no: int | None = None
    for reference in dict.fromkeys(references):
        dossier = find_dossier(session, reference)
        context = replace(context_of(session, acting, at, form_set=_form_set(dossier)), list_no=list_no)
        try:
            done.append(_recorded(session, acting, dossier, command, context))
        except UserFacingError as refused:
            raise NotAllowedNow(
                f"Hồ sơ {dossier.reference}: {refused.message} Chưa ghi hồ sơ nào; hãy bỏ hồ sơ này ra hoặc sửa, rồi "
                "làm lại.",
                field=refused.field,
            ) from refused
        list_no = list_no or (done[-1].dossier.transfers[-1].list_no if done[-1].dossier.transfers else None)
    return done


def record_print(session: Session, acting: Acting, reference: str, form: Form) -> Recorded:
    """Record that a paper was printed; the paper itself is drawn after the commit.

    Raises:
        UnknownDossier, NotAllowedNow: no such dossier, or it has no such paper.
    """
    dossier = find_dossier(session, reference)
    context = context_of(session, acting, None, form_set=_form_set(dossier))
    entries = write(session, acting, dossier.id, [printed(dossier, form, context)])
    return Recorded(current(session, dossier.id), entries)


def _form_set(dossier: Dossier) -> str:
    """A dossier keeps the set of forms it was received under."""
    return dossier.issued[0].imprint.form_set if dossier.issued else "2025"


def _resolved(session: Session, acting: Acting, dossier: Dossier, command: Correct) -> Correct:
    """Return the correction with the id of the entry it names by id or by this desk's number."""
    statement = select(JournalRow.id).where(JournalRow.dossier_id == dossier.id)
    if re.fullmatch(r"[0-9]{1,15}", str(command.entry)):
        statement = statement.where(JournalRow.seq == int(command.entry), JournalRow.desk_id == acting.desk_id)
    else:
        statement = statement.where(JournalRow.id == str(command.entry))
    found = session.scalar(statement)
    if found is None:
        raise NotAllowedNow(
            f"Hồ sơ {dossier.reference} không có mục nhật ký “{command.entry}”. Hãy xem số mục trong nhật ký hồ sơ.",
            field="entry",
        )
    return msgspec.structs.replace(command, entry=found)


def current(session: Session, dossier_id: str) -> Dossier:
    """Return the dossier as it stands now.

    Raises:
        LookupError: nothing is known of it, although it was just written.
    """
    row = journal.dossier_row(session, dossier_id)
    if row is None:
        raise LookupError(f"dossier {dossier_id} was written but is not there")
    return journal.load_state(row)
