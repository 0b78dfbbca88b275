"""The result is there, and is handed out (có kết quả, trả kết quả)."""

from datetime import datetime

from desktop.dossiers import bodies
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.numbering import series
from desktop.handling import commands
from desktop.handling.context import (
    Context,
    NotAllowedNow,
    WrongMoment,
    local_minute,
    moment_words,
    require_text,
    step_due,
)
from desktop.handling.lateness import earlier_than_promised
from desktop.handling.rules.recorded import Recorded
from desktop.procedures.plan import PlannedStep
from desktop.terms import EntryKind, Status


def ready(dossier: Dossier, command: commands.MarkResultReady, context: Context) -> list[Recorded]:
    """The result exists: processing ends; handing it out has its own time."""
    return [Recorded(EntryKind.RESULT_READY, _ready(dossier, context, context.at, command.note.strip()))]


def _ready(
    dossier: Dossier, context: Context, at: datetime, note: str, *, found_late: bool = False
) -> bodies.ResultReady:
    run = dossier.step
    returning = _return_step_of(dossier)
    finishes = run is not None and (returning is None or run.step_id != returning.id)
    return bodies.ResultReady(
        finishes_step=run.step_id if run and finishes else None,
        return_step=returning.id if returning else None,
        return_due=step_due(context.clock, at, returning),
        note=note,
        early=earlier_than_promised(dossier, at),
        found_late=found_late,
    )


def _return_step_of(dossier: Dossier) -> PlannedStep | None:
    """Return the step in which the result is handed out: the one with its own limit behind all steps that count."""
    last = max((index for index, step in enumerate(dossier.plan.steps) if step.counts), default=-1)
    return next((step for step in dossier.plan.steps[last + 1 :] if step.limit is not None and not step.optional), None)


def hand_out(dossier: Dossier, command: commands.ReturnResult, context: Context) -> list[Recorded]:
    """Hand the result out; one that nobody had recorded is recorded by the date it bears, and marked."""
    to_whom = require_text(command.to_whom, "to_whom", "người nhận kết quả")
    returned = bodies.Returned(
        to_whom,
        command.note.strip(),
        command.identity_no.strip(),
        command.authority.strip(),
        context.next_number(series("result_receipt", context.at)),
        context.imprint,
    )
    if dossier.status is Status.RESULT_READY:
        return [Recorded(EntryKind.RETURNED, returned)]
    signed = _signed_at(dossier, command.result_at, context)
    found = _ready(dossier, context, signed, "Ghi lúc trả kết quả", found_late=True)
    return [Recorded(EntryKind.RESULT_READY, found, signed), Recorded(EntryKind.RETURNED, returned)]


def _signed_at(dossier: Dossier, text: str, context: Context) -> datetime:
    """Return when a result was signed that nobody recorded.

    Raises:
        NotAllowedNow: nothing was given; WrongMoment: it lies ahead of the hand-out or before the last act.
    """
    if not text.strip():
        raise NotAllowedNow(
            f"Hồ sơ {dossier.reference} chưa ghi “Có kết quả”. Nếu đã có kết quả, hãy ghi lúc ký trên kết quả "
            "(result_at) rồi trả; nếu chưa, hãy chờ.",
            field="result_at",
        )
    try:
        signed = local_minute(text.strip())
    except ValueError as error:
        raise NotAllowedNow(
            f"Lúc ký kết quả “{text}” không đúng. Hãy nhập dạng 2027-01-25T10:00.", field="result_at"
        ) from error
    if not dossier.last_act_at <= signed <= context.at:
        raise WrongMoment(
            f"Lúc ký kết quả ({moment_words(signed)}) phải sau việc gần nhất đã ghi "
            f"({moment_words(dossier.last_act_at)}) và trước lúc trả. Hãy xem lại ngày trên kết quả.",
            field="result_at",
        )
    return signed
