"""The law of the desk: state and command give entries, or a refusal in Vietnamese. Pure; no store, no screen.

Here stands the gate that every command passes – right, status, custody, time; the rules themselves stand in `rules`.
"""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from desktop.dossiers import bodies
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Draft
from desktop.dossiers.numbering import series
from desktop.handling.actions import ACTIONS, Action, allowed, holds, offered
from desktop.handling.commands import Command
from desktop.handling.context import Context, NotAllowedNow, check_moment, late_reason
from desktop.handling.rights import Work, may, not_yours
from desktop.handling.rules import RULES
from desktop.handling.rules.recorded import Recorded
from desktop.terms import EntryKind, Form
from desktop.wording import STATUS


def decide(dossier: Dossier, command: Command, context: Context) -> list[Draft]:
    """Return what is to be recorded, in order.

    Raises:
        NotAllowedNow: wrong status, the paper lies elsewhere, the officer may not, or something is missing.
        WrongMoment: in the future, before the entry it would follow, or long ago without a reason.
    """
    action = next(action for action in ACTIONS.values() if action.command is type(command))
    _check_allowed(dossier, action, context)
    check_moment(context, dossier)
    why_late = late_reason(context, command.late_reason, getattr(command, "reason", ""))
    context = replace(context, clock=context.clock.under(dossier.conventions))
    recorded = RULES[type(command)](dossier, command, context)
    return [_draft(one, context, why_late) for one in recorded]


def _draft(recorded: Recorded, context: Context, why_late: str) -> Draft:
    body = msgspec.structs.replace(recorded.body, late_reason=why_late)
    return Draft(recorded.kind, body, recorded.at or context.at)


def _check_allowed(dossier: Dossier, action: Action, context: Context) -> None:
    if action in allowed(dossier, context.office.code, context.role):
        return
    possible = offered(dossier, context.office.code, context.role, context.clock)
    raise NotAllowedNow(_why_not(dossier, action, context, [other.label for other in possible]))


def _why_not(dossier: Dossier, action: Action, context: Context, possible: Sequence[str]) -> str:
    what = action.label.removesuffix("…")
    if not may(context.role, action.name):
        return not_yours(context.role, action.name, f"ghi “{what}”")
    here = dossier.custodian is not None and dossier.custodian.code == context.office.code
    where = None if here else dossier.custodian or dossier.in_transit_to
    if dossier.status in action.statuses and not holds(dossier, context.office.code, action.custody) and where:
        on_the_way = "đang chuyển đến" if dossier.custodian is None else "đang ở"
        return (
            f"Hồ sơ giấy {dossier.reference} {on_the_way} {where.name}, nên chưa thể “{what}” tại đây. "
            "Hãy nhận bàn giao trước, hoặc đề nghị nơi đang giữ hồ sơ ghi."
        )
    options = ", ".join(f"“{label.removesuffix('…')}”" for label in possible) or "không có"
    return (
        f"Hồ sơ {dossier.reference} đang ở trạng thái “{STATUS[dossier.status]}”, không thể “{what}”. "
        f"Việc có thể làm bây giờ: {options}."
    )


MADE_BY_PRINTING = frozenset({Form.REMINDER, Form.PROCESS_SHEET, Form.HANDOVER_LIST})
"""Papers about one dossier that no act gives rise to."""


def printed(dossier: Dossier, form: Form, context: Context) -> Draft:
    """Return the entry for one more print of a paper the dossier gave rise to.

    A paper of the office's own making comes into being with the print; each reminder is a new one.

    Raises:
        NotAllowedNow: no such paper was ever issued for this dossier, or the role prints nothing.
    """
    if not may(context.role, Work.PRINT):
        raise NotAllowedNow(not_yours(context.role, Work.PRINT, "in giấy"))
    paper = dossier.issued_paper(form)
    if form in MADE_BY_PRINTING and dossier.code is not None and (paper is None or form is Form.REMINDER):
        number = context.next_number(series(form, context.at)) if form is Form.REMINDER else None
        return Draft(EntryKind.PRINTED, bodies.Printed(form, 1, number, imprint=context.imprint), context.at)
    if paper is None:
        raise NotAllowedNow(f"Hồ sơ {dossier.reference} không có giấy này để in. Hãy chọn giấy khác.", field="form")
    body = bodies.Printed(form, paper.prints + 1, paper.number, paper.changed if paper.prints else "")
    return Draft(EntryKind.PRINTED, body, context.at)
