"""The paper goes from one office to another; who holds it records what is done to it (bàn giao hồ sơ)."""

from desktop.dossiers import bodies
from desktop.dossiers.bodies import OfficeRef
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.numbering import series
from desktop.handling import commands
from desktop.handling.actions import announced
from desktop.handling.context import Context, NotAllowedNow, require_text, step_due
from desktop.handling.rules.recorded import Recorded
from desktop.procedures.plan import COMMUNE_BRANCH, PlannedStep
from desktop.terms import EntryKind


def hand_over(dossier: Dossier, command: commands.HandOver, context: Context) -> list[Recorded]:
    """The paper leaves, on a numbered list; from the commune's branch it carries the dossier to the next step."""
    code = require_text(command.to_office, "to_office", "nơi nhận bàn giao")
    if code == context.office.code:
        raise NotAllowedNow("Nơi nhận trùng với nơi đang giữ hồ sơ. Hãy chọn đơn vị khác.", field="to_office")
    finishes = _ends_with_leaving(dossier)
    after = _first_at_the_other_office(dossier)
    body = bodies.HandedOver(
        from_office=context.office,
        to_office=OfficeRef(code, context.offices.get(code, code)),
        finishes_step=finishes.id if finishes else None,
        next_step=after.id if finishes and after else None,
        note=command.note.strip(),
        list_no=context.list_no or context.next_number(series("handover", context.at)),
        way=command.way,
    )
    return [Recorded(EntryKind.HANDED_OVER, body)]


def _ends_with_leaving(dossier: Dossier) -> PlannedStep | None:
    """Return the commune's step that is done by carrying the paper on, where the dossier stands in one."""
    run = dossier.step
    step = dossier.planned_step(run.step_id) if run and run.started else None
    return step if step and step.branch == COMMUNE_BRANCH and not dossier.waiting else None


def _first_at_the_other_office(dossier: Dossier) -> PlannedStep | None:
    return next((step for step in dossier.plan.steps if step.branch is None and step.counts), None)


def take_over(dossier: Dossier, command: commands.TakeOver, context: Context) -> list[Recorded]:
    """The paper is here: handed over, taken back undelivered, or come without anybody having recorded it."""
    office = context.office
    if not announced(dossier, office.code):
        return [Recorded(EntryKind.TAKEN_OVER, _unannounced(dossier, command, context))]
    sender = dossier.in_transit_from
    if sender is not None and sender.code == office.code:
        return [
            Recorded(EntryKind.TAKEN_OVER, bodies.TakenOver(office, taken_back=True, reason=command.reason.strip()))
        ]
    run = dossier.step
    if run is None:
        return [Recorded(EntryKind.TAKEN_OVER, bodies.TakenOver(office, reason=command.reason.strip()))]
    due = run.due if run.started else step_due(context.clock, context.at, dossier.planned_step(run.step_id))
    return [Recorded(EntryKind.TAKEN_OVER, bodies.TakenOver(office, run.step_id, due, reason=command.reason.strip()))]


def _unannounced(dossier: Dossier, command: commands.TakeOver, context: Context) -> bodies.TakenOver:
    """Return the taking over of a paper that lies here although another office still counts as holding it."""
    where = dossier.custodian or dossier.in_transit_to or dossier.office
    reason = require_text(
        command.reason,
        "reason",
        f"lý do: theo nhật ký, hồ sơ giấy {dossier.reference} đang ở {where.name} và chưa bàn giao cho đơn vị này",
    )
    run, after = dossier.step, _first_at_the_other_office(dossier)
    leaving = _ends_with_leaving(dossier)
    step = after if leaving else dossier.planned_step(run.step_id) if run else None
    started = run is not None and step is not None and run.step_id == step.id and run.started is not None
    due = run.due if run and started else step_due(context.clock, context.at, step)
    return bodies.TakenOver(context.office, step.id if step else None, due, unannounced=True, reason=reason)
