"""Setting right what an earlier entry said, and deciding between two histories (đính chính). Nothing is overwritten."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from desktop.deadlines import Clock, Due, Pause, PauseMode, to_local, to_utc
from desktop.dossiers import bodies
from desktop.dossiers.bodies import BODY, Applicant, NewPromise, PaperItem, PlannedDue
from desktop.dossiers.dossier import Dossier, StepRun
from desktop.dossiers.entry import Entry, canonical_json
from desktop.dossiers.evolve import OPENINGS, fold
from desktop.dossiers.particulars import birth_date, email, identity_number, phone_number, tax_code
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
from desktop.handling.promising import DueNeeded, clock_of, first_step, given_due, notice_due, planned_dues, promise
from desktop.handling.rules.recorded import Recorded
from desktop.procedures.plan import Plan
from desktop.terms import PASSIVE, EntryKind

MAX_SETS = 99
"""More sets of one dossier than any procedure asks for."""

CORRECTABLE: Mapping[EntryKind, frozenset[str]] = {
    EntryKind.ASSIGNED: frozenset({"holder", "note"}),
    EntryKind.STEP_FINISHED: frozenset({"outcome", "unforeseen_reason"}),
    EntryKind.STEP_RETURNED: frozenset({"reason"}),
    EntryKind.HANDED_OVER: frozenset({"note", "way"}),
    EntryKind.TAKEN_OVER: frozenset({"reason"}),
    EntryKind.SUPPLEMENT_ASKED: frozenset({"papers", "reason", "why_late"}),
    EntryKind.SUPPLEMENT_RECEIVED: frozenset({"papers"}),
    EntryKind.OBLIGATION_ASKED: frozenset({"notice_no", "amount_vnd"}),
    EntryKind.OBLIGATION_MET: frozenset(),
    EntryKind.PAUSED: frozenset({"reason"}),
    EntryKind.RESUMED: frozenset({"reason"}),
    EntryKind.EXTENDED: frozenset({"reason", "cause", "unit", "signer"}),
    EntryKind.RE_PROMISED: frozenset({"reason"}),
    EntryKind.REJECTED: frozenset({"reason"}),
    EntryKind.STOPPED: frozenset({"reason"}),
    EntryKind.WITHDRAWAL_ASKED: frozenset({"reason", "by"}),
    EntryKind.WITHDRAWAL_DECLINED: frozenset({"reason"}),
    EntryKind.WITHDRAWN: frozenset({"reason"}),
    EntryKind.MERGED: frozenset({"reason"}),
    EntryKind.RESULT_READY: frozenset({"note"}),
    EntryKind.RETURNED: frozenset({"to_whom", "note", "identity_no", "authority"}),
    EntryKind.ATTACHED: frozenset({"paper", "note"}),
    EntryKind.NOTED: frozenset({"text"}),
}
"""What a correction may change in an entry of each kind besides the time it happened; numbers, due times and custody
follow from the law and are not typed over."""

OF_RECEIPT = frozenset({"applicant", "sets", "papers", "procedure", "variant", "received_at", "due", "step"})
"""What a correction may change of the receipt."""


def correct(dossier: Dossier, command: commands.Correct, context: Context) -> list[Recorded]:
    """Set one entry right; due times are counted again, and a changed promise stands beside the printed one."""
    reason = require_text(command.reason, "reason", "lý do đính chính")
    if not command.changes:
        raise NotAllowedNow("Chưa ghi điều cần đính chính. Hãy ghi mục và giá trị đúng.", field="changes")
    target = _target(command, context)
    if target is None or target.kind in OPENINGS or set(command.changes) <= {"applicant", "sets"}:
        body = _of_receipt(dossier, command, context)
    else:
        body = _of_entry(dossier, command, target, context)
    return [Recorded(EntryKind.CORRECTED, msgspec.structs.replace(body, entry=str(command.entry), reason=reason))]


def _target(command: commands.Correct, context: Context) -> Entry | None:
    return next((entry for entry in context.history() if entry.id == str(command.entry)), None)


# The receipt


def _of_receipt(dossier: Dossier, command: commands.Correct, context: Context) -> bodies.Corrected:
    changes = command.changes
    unknown = sorted(set(changes) - OF_RECEIPT)
    if unknown:
        raise _not_correctable(unknown[0], OF_RECEIPT)
    shown, old = _particulars(dossier, changes)
    body = bodies.Corrected("", shown, "", old)
    if set(changes) & {"procedure", "variant", "received_at", "due"}:
        return _with_new_promise(dossier, body, changes, context)
    return body


def _particulars(dossier: Dossier, changes: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the right particulars in stored form, and what stood there."""
    shown: dict[str, Any] = {}
    old: dict[str, Any] = {}
    if "applicant" in changes:
        shown["applicant"] = right = checked_particulars(changes["applicant"])
        old["applicant"] = {name: getattr(dossier.applicant, name) for name in right}
        if right.get("full_name") == "" and not dossier.applicant.organisation:
            raise NotAllowedNow("Họ tên người nộp không được để trống.", field="changes")
    if "sets" in changes:
        sets = changes["sets"]
        if not isinstance(sets, int) or isinstance(sets, bool) or not 0 < sets <= MAX_SETS:
            raise NotAllowedNow(f"Số bộ hồ sơ phải là số từ 1 đến {MAX_SETS}. Hãy nhập lại.", field="changes")
        shown["sets"], old["sets"] = sets, dossier.sets
    if "papers" in changes:
        shown["papers"] = [msgspec.to_builtins(paper) for paper in _papers(changes["papers"])]
        old["papers"] = [msgspec.to_builtins(paper) for paper in dossier.papers]
    return shown, old


def _papers(value: Any) -> tuple[PaperItem, ...]:
    named = [{"name": paper} if isinstance(paper, str) else paper for paper in value] if isinstance(value, list) else []
    try:
        papers = msgspec.convert(named, tuple[PaperItem, ...])
    except msgspec.ValidationError as error:
        raise NotAllowedNow(f"Danh sách giấy tờ chưa đúng ({error}). Hãy sửa rồi làm lại.", field="changes") from error
    if not papers or not all(paper.name.strip() for paper in papers):
        raise NotAllowedNow("Danh sách giấy tờ không được để trống. Hãy ghi đủ tên giấy tờ đã nộp.", field="changes")
    return papers


def _with_new_promise(
    dossier: Dossier, body: bodies.Corrected, changes: Mapping[str, Any], context: Context
) -> bodies.Corrected:
    """Count the promise again for the right procedure and the right time of receipt."""
    if dossier.received_at is None:
        raise NotAllowedNow("Hồ sơ chưa được tiếp nhận nên chưa có ngày hẹn để đính chính.", field="changes")
    received = _received_at(dossier, changes, context)
    plan = _plan(dossier, changes, context)
    counted = _counted(dossier, plan or dossier.plan, received, changes, context)
    step = _step_by(plan, changes, dossier)
    shown = {**body.changes, **{key: changes[key] for key in changes if key not in body.changes}}
    old = {**body.old, **_old(dossier, changes)}
    return msgspec.structs.replace(
        body,
        changes=shown,
        old=old,
        received_at=received if received != dossier.received_at else None,
        plan=plan,
        promise=counted,
        step_id=step,
        step_due=_step_due(dossier, plan, step, received, context),
    )


def _old(dossier: Dossier, changes: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "procedure": dossier.plan.procedure_id,
        "variant": list(dossier.plan.variants),
        "received_at": dossier.received_at.isoformat() if dossier.received_at else "",
        "due": dossier.promise.due.isoformat() if dossier.promise else "",
        "step": dossier.step.step_id if dossier.step else "",
    }
    return {name: value for name, value in values.items() if name in changes}


def _received_at(dossier: Dossier, changes: Mapping[str, Any], context: Context) -> datetime:
    received = dossier.received_at or dossier.opened_at
    if "received_at" not in changes:
        return received
    right = _moment(changes["received_at"], "received_at")
    acts = [entry for entry in context.history() if entry.kind not in PASSIVE and entry.kind not in OPENINGS]
    after = min((to_local(entry.occurred_at) for entry in acts), default=context.now)
    if right > min(after, context.now):
        raise WrongMoment(
            f"Lúc tiếp nhận đúng ({moment_words(right)}) không thể sau việc tiếp theo đã ghi ({moment_words(after)}).",
            field="changes",
        )
    return right


def _moment(value: Any, name: str) -> datetime:
    try:
        return local_minute(value)
    except (TypeError, ValueError) as error:
        raise NotAllowedNow(
            f"Thời điểm “{value}” của mục “{name}” không đúng. Hãy nhập dạng 2026-11-23T08:15.", field="changes"
        ) from error


def _plan(dossier: Dossier, changes: Mapping[str, Any], context: Context) -> Plan | None:
    """Return the right procedure frozen for this office; None where it was right."""
    if "procedure" not in changes and "variant" not in changes:
        return None
    if context.plan_of is None:
        raise NotAllowedNow(
            "Không có danh mục thủ tục để đính chính. Hãy làm lại trên máy có danh mục.", field="changes"
        )
    given, procedure = changes.get("variant"), changes.get("procedure", dossier.plan.procedure_id)
    variants = [given] if isinstance(given, str) else given
    named = variants is None or (isinstance(variants, list) and all(isinstance(one, str) for one in variants))
    if not isinstance(procedure, str) or not named:
        raise NotAllowedNow("Thủ tục và trường hợp phải ghi bằng mã. Hãy xem lại danh mục thủ tục.", field="changes")
    return context.plan_of(procedure, variants)


def _counted(
    dossier: Dossier, plan: Plan, received: datetime, changes: Mapping[str, Any], context: Context
) -> NewPromise | None:
    """Return the promise counted again; None where it stays.

    A date an officer gave stays until another is given; one promised with an apology stays in any case.
    """
    if dossier.extensions:
        return None
    clock = clock_of(plan, context.clock)
    if "due" in changes:
        due = given_due(_moment(changes["due"], "due"), clock, received)
    elif dossier.due_by_officer and plan is dossier.plan:
        return None
    else:
        due = _promise(dossier, plan, received, context)
    planned = planned_dues(clock, received, plan) if first_step(plan) else ()
    now = dossier.promise
    same = now is not None and (now.due, now.whole_day, now.provisional) == (due.at, due.whole_day, due.provisional)
    if same:
        return None
    return NewPromise(due.at, due.whole_day, due.provisional, planned, notice_due(plan, planned))


def _promise(dossier: Dossier, plan: Plan, received: datetime, context: Context) -> Due:
    pauses = [Pause(pause.start, pause.end) for pause in dossier.pauses if pause.end is not None]
    try:
        return promise(plan, clock_of(plan, context.clock), received, pauses)
    except DueNeeded as needed:
        raise NotAllowedNow(
            f"{needed.message} Khi đính chính, ghi ngày hẹn đúng vào mục “due”.", field="changes"
        ) from needed


def _step_by(plan: Plan | None, changes: Mapping[str, Any], dossier: Dossier) -> str | None:
    """Return the step the dossier is in by the right procedure: the one named, the same one, or the first."""
    if plan is None:
        return None
    named = changes.get("step")
    if named is not None:
        if plan.step(named) is None:
            known = ", ".join(step.id for step in plan.steps)
            raise NotAllowedNow(
                f"Thủ tục đúng không có bước “{named}”. Hãy chọn một trong các bước: {known}.", field="changes"
            )
        return str(named)
    current = dossier.step
    if current is not None and plan.procedure_id == dossier.plan.procedure_id and plan.step(current.step_id):
        return current.step_id
    first = first_step(plan)
    return first.id if first else None


def _step_due(
    dossier: Dossier, plan: Plan | None, step_id: str | None, received: datetime, context: Context
) -> datetime | None:
    """Return when the current step is due by what is right: from its own start, or from the receipt."""
    run = dossier.step
    if plan is not None and step_id is not None:
        same = run is not None and run.step_id == step_id
        start = run.started if run and same else context.at
        return step_due(context.clock, start or context.at, plan.step(step_id))
    if run is None or len(dossier.steps) > 1 or received == dossier.received_at:
        return None
    return step_due(context.clock, received, dossier.planned_step(run.step_id))


_APPLICANT_CHECKS: dict[str, Callable[[str], str]] = {
    "identity_no": identity_number,
    "phone": phone_number,
    "tax_code": tax_code,
    "birth_date": birth_date,
    "email": email,
}


def checked_particulars(changes: Any) -> dict[str, str]:
    """Return particulars of an applicant in their stored form.

    Raises:
        WrongForm: a number that cannot be what it claims to be.
        NotAllowedNow: a field an applicant does not have, or no text.
    """
    known = set(Applicant.__struct_fields__)
    if not isinstance(changes, dict) or not changes:
        raise NotAllowedNow("Mục người nộp (applicant) phải có ít nhất một thông tin cần sửa.", field="changes")
    wrong = [name for name, value in changes.items() if name not in known or not isinstance(value, str)]
    if wrong:
        raise NotAllowedNow(f"Không có mục “{wrong[0]}” trong phần người nộp. Hãy xem lại tên mục.", field="changes")
    return {name: _APPLICANT_CHECKS.get(name, str.strip)(value) for name, value in changes.items()}


# Any other entry


def _of_entry(dossier: Dossier, command: commands.Correct, target: Entry, context: Context) -> bodies.Corrected:
    kind = target.known_kind()
    fields = CORRECTABLE.get(kind, frozenset()) if kind else frozenset()
    known = fields | {"occurred_at"} if kind in CORRECTABLE else fields
    wrong = sorted(set(command.changes) - known)
    if kind is None or wrong:
        raise _not_correctable(wrong[0] if wrong else target.kind, known)
    before = target.body_as_dict()
    amended = {name: value for name, value in command.changes.items() if name != "occurred_at"}
    right = _readable(kind, before, amended)
    at = _right_time(command.changes, target, context)
    old: dict[str, Any] = {name: before.get(name, "") for name in amended}
    if at is not None:
        old["occurred_at"] = to_local(target.occurred_at).isoformat()
    body = bodies.Corrected("", dict(command.changes), "", old, right, at)
    return _with_moved_promise(dossier, body, target, context)


def _readable(kind: EntryKind, before: Mapping[str, Any], amended: Mapping[str, Any]) -> dict[str, Any]:
    """Return the right values as the entry's body keeps them.

    Raises:
        NotAllowedNow: a value that the entry cannot have, or an empty reason.
    """
    blank = [
        name for name, value in amended.items() if isinstance(value, str) and before.get(name) and not value.strip()
    ]
    if blank:
        raise NotAllowedNow(f"Mục “{blank[0]}” không được để trống. Hãy ghi giá trị đúng.", field="changes")
    values = {**amended}
    if "papers" in values:
        asked_for = kind is EntryKind.SUPPLEMENT_ASKED  # what is still to come is not handed in
        papers = _papers(values["papers"])
        values["papers"] = [
            msgspec.to_builtins(msgspec.structs.replace(paper, ok=paper.ok and not asked_for)) for paper in papers
        ]
    if isinstance(values.get("amount_vnd"), int) and values["amount_vnd"] <= 0:
        raise NotAllowedNow("Số tiền phải lớn hơn 0 đồng. Hãy nhập lại.", field="changes")
    try:
        body = msgspec.convert({**before, **values}, BODY[kind])
    except msgspec.ValidationError as error:
        raise NotAllowedNow(f"Giá trị đính chính chưa đúng ({error}). Hãy sửa rồi làm lại.", field="changes") from error
    return {name: msgspec.to_builtins(getattr(body, name)) for name in values}


def _right_time(changes: Mapping[str, Any], target: Entry, context: Context) -> datetime | None:
    """Return the right time of the entry, between the acts before and after it; None where the time was right."""
    if "occurred_at" not in changes:
        return None
    right = _moment(changes["occurred_at"], "occurred_at")
    acts = [entry for entry in context.history() if entry.kind not in PASSIVE]
    place = next((index for index, entry in enumerate(acts) if entry.id == target.id), None)
    if place is None:
        raise NotAllowedNow("Chỉ đính chính được thời điểm của việc đã làm, không phải của ghi chú.", field="changes")
    earliest = to_local(acts[place - 1].occurred_at) if place else right
    following = acts[place + 1 :]
    latest = min([context.now, *(to_local(entry.occurred_at) for entry in following if entry.kind != "corrected")])
    if not earliest <= right <= latest:
        raise WrongMoment(
            f"Thời điểm đúng ({moment_words(right)}) phải từ việc trước đó ({moment_words(earliest)}) đến việc sau đó "
            f"({moment_words(latest)}). Hãy xem lại nhật ký hồ sơ.",
            field="changes",
        )
    return right


def _with_moved_promise(dossier: Dossier, body: bodies.Corrected, target: Entry, context: Context) -> bodies.Corrected:
    """Where a right time changes how long the clock stood still or when a step began, count both again."""
    if body.occurred_at is None:
        return body
    after = fold([_amended(entry, body) if entry.id == target.id else entry for entry in context.history()])
    if after is None or after.received_at is None or after.waiting:
        return body
    counted = None
    if not after.due_by_officer:
        counted = _counted_or_none(after, context)
    return msgspec.structs.replace(body, promise=counted, together=_recounted_steps(dossier, after, context))


def _recounted_steps(dossier: Dossier, after: Dossier, context: Context) -> tuple[PlannedDue, ...]:
    """Return the open steps that began at another time, or waited otherwise, with their due times counted again."""
    began = {run.step_id: run.started for run in dossier.open_steps}
    return tuple(
        PlannedDue(run.step_id, _due_of_run(after, run, run.started, context.clock))
        for run in after.open_steps
        if run.started and (after.pauses != dossier.pauses or run.started != began.get(run.step_id))
    )


def _due_of_run(dossier: Dossier, run: StepRun, started: datetime, clock: Clock) -> datetime | None:
    """Return when a step is due, counted from its start through the waits that ended since."""
    step = dossier.planned_step(run.step_id)
    waits = [Pause(max(wait.start, started), wait.end) for wait in dossier.pauses if wait.end and wait.end > started]
    if waits and waits[-1].end and clock.conventions.pause_mode is PauseMode.RESTART:
        return step_due(clock, waits[-1].end, step)
    due = step_due(clock, started, step)
    for wait in waits if due else ():
        due = clock.shift(due, wait) if due else None
    return due


def _counted_or_none(after: Dossier, context: Context) -> NewPromise | None:
    received = after.received_at
    if received is None:
        return None
    try:
        return _counted(after, after.plan, received, {}, context)
    except NotAllowedNow:  # a limit that cannot be counted: the officer's own date stays
        return None


def _amended(entry: Entry, body: bodies.Corrected) -> Entry:
    at = to_utc(body.occurred_at) if body.occurred_at else entry.occurred_at
    return msgspec.structs.replace(entry, body=canonical_json({**entry.body_as_dict(), **body.amended}), occurred_at=at)


def _not_correctable(name: str, known: frozenset[str]) -> NotAllowedNow:
    listed = ", ".join(sorted(known)) or "không có mục nào"
    return NotAllowedNow(f"Không đính chính được mục “{name}”. Có thể đính chính: {listed}.", field="changes")


# Two histories


def settle(dossier: Dossier, command: commands.Settle, context: Context) -> list[Recorded]:
    """Decide which history counts; the acts of the others stay in the journal and count no more."""
    reason = require_text(command.reason, "reason", "lý do chọn")
    entries = context.history()
    kept = next((entry for entry in entries if entry.id == command.keep), None)
    if kept is None:
        raise NotAllowedNow(
            f"Hồ sơ không có mục nhật ký “{command.keep}”. Hãy chọn một mục của nhật ký đúng.", field="keep"
        )
    aside = tuple(sorted(_others(entries, kept)))
    if not aside:
        raise NotAllowedNow(
            "Hồ sơ này không có hai nhật ký khác nhau kể từ mục đã chọn, nên không có gì phải chọn.", field="keep"
        )
    return [Recorded(EntryKind.SETTLED, bodies.Settled(kept.id, aside, reason))]


def _others(entries: Sequence[Entry], kept: Entry) -> set[str]:
    """Return the ids of the acts that neither lead to the kept entry nor follow it; prints dispute nothing."""
    by_id = {entry.id: entry for entry in entries}
    leading: set[str] = set()
    before = kept.follows
    while before is not None and before in by_id:
        leading.add(before)
        before = by_id[before].follows
    following = {kept.id}
    for entry in entries:  # in folding order: what follows comes behind
        if entry.follows in following:
            following.add(entry.id)
    line = leading | following
    return {entry.id for entry in entries if entry.id not in line and entry.kind not in PASSIVE}
