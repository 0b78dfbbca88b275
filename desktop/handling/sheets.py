"""Papers that show how things stand: a dossier's way, a reminder, a hand-over list, the follow-up register. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from desktop.deadlines import CalendarMissing, Clock
from desktop.dossiers.bodies import Imprint
from desktop.dossiers.dossier import Dossier, IssuedPaper, Pause, StepRun, Transfer
from desktop.handling.context import NotAllowedNow, slip_reference
from desktop.handling.journal_words import span_words
from desktop.handling.lateness import late_dossier, still_since
from desktop.handling.slips import letterhead, paper_applicant, receiving_desk, step_result, time_limit_words
from desktop.printing import papers
from desktop.printing.papers import EarlierReminder, HandoverRow, ProcessPause, ProcessStep, RegisterRow
from desktop.terms import Channel, Form
from desktop.wording import PAUSE, STATUS, WAY


@dataclass(frozen=True, slots=True)
class Standing:
    """From where a sheet is seen: the office's clock, now, its letterhead, and whether this is practice."""

    clock: Clock
    now: datetime
    imprint: Imprint
    practice: bool
    names: Mapping[str, str] = field(default_factory=dict)
    """Full names by log-in name, as far as they are known here."""


def process_sheet(dossier: Dossier, seen: Standing) -> papers.ProcessSheet:
    """Return the way of one dossier through the offices, planned and actual (phiếu quá trình giải quyết).

    Raises:
        NotAllowedNow: it was never accepted, so there is no way to show.
    """
    promise = dossier.promise
    if promise is None or dossier.received_at is None:
        raise NotAllowedNow(f"Hồ sơ {dossier.reference} chưa được tiếp nhận nên chưa có quá trình để in.", field="form")
    return papers.ProcessSheet(
        letterhead=letterhead(seen.imprint, practice=seen.practice),
        code=dossier.reference,
        applicant=paper_applicant(dossier.applicant),
        procedure=dossier.plan.name,
        time_limit=time_limit_words(dossier.plan, by_officer=dossier.due_by_officer),
        received_at=dossier.received_at,
        due_at=promise.due,
        due_provisional=promise.provisional,
        status=STATUS[dossier.status],
        steps=tuple(_process_step(dossier, run, seen.names) for run in dossier.steps),
        pauses=tuple(_process_pause(pause, seen) for pause in dossier.pauses),
        lateness=standing_words(dossier, seen.clock, seen.now),
        issued_on=seen.now.date(),
        officer=seen.imprint.officer,
    )


def _process_step(dossier: Dossier, run: StepRun, names: Mapping[str, str]) -> ProcessStep:
    step = dossier.planned_step(run.step_id)
    unit, _, role = run.holder.partition(" · ")
    return ProcessStep(
        number=step.no if step else "",
        title=run.title,
        unit=unit,
        person=names.get(run.officer, run.officer) or role,
        started_at=run.started,
        due_at=run.due,
        finished_at=run.finished,
        outcome=step_result(run) or run.outcome,
    )


def _process_pause(pause: Pause, seen: Standing) -> ProcessPause:
    reason = pause.reason or PAUSE[pause.kind]
    return ProcessPause(reason, pause.start, pause.end, _length(pause.start, pause.end or seen.now, seen.clock))


def _length(start: datetime, end: datetime, clock: Clock) -> str:
    try:
        return span_words(clock, clock.minutes_between(start, end), "").strip()
    except CalendarMissing:
        return ""


def standing_words(dossier: Dossier, clock: Clock, now: datetime) -> str:
    """Return how a dossier stands to its promise: "Còn 1 ngày 3 giờ", "Quá 2 ngày", or what it waits for."""
    promise, pause = dossier.promise, dossier.open_pause
    if promise is None:
        return STATUS[dossier.status]
    if pause is not None and not late_dossier(dossier, now):
        return f"Đang dừng · {PAUSE[pause.kind]}"
    done = dossier.ready_at or dossier.ended_at
    try:
        words = clock.remaining_words(clock.minutes_between(done or still_since(dossier, now), promise.due))
    except CalendarMissing:
        return STATUS[dossier.status]
    if done is not None:
        return "Quá hạn" if late_dossier(dossier, now) else "Đúng hạn"
    return words[:1].upper() + words[1:]


def reminder(dossier: Dossier, issued: IssuedPaper, seen: Standing) -> papers.ReminderSlip:
    """Return the desk's reminder to the unit that has the dossier (phiếu đôn đốc).

    Raises:
        NotAllowedNow: nothing was promised, so nobody is to be reminded.
    """
    promise, run = dossier.promise, dossier.step
    if promise is None or dossier.received_at is None:
        raise NotAllowedNow(f"Hồ sơ {dossier.reference} chưa có ngày hẹn nên chưa có gì để đôn đốc.", field="form")
    before = [paper for paper in dossier.issued if paper.form is Form.REMINDER and paper is not issued]
    return papers.ReminderSlip(
        letterhead=letterhead(issued.imprint, practice=seen.practice),
        number=issued.number or 0,
        code=dossier.reference,
        applicant=paper_applicant(dossier.applicant),
        procedure=dossier.plan.name,
        unit=run.holder.split(" · ")[0] if run and run.holder else (dossier.custodian or dossier.office).name,
        received_at=dossier.received_at,
        due_at=promise.due,
        issued_on=issued.issued.date(),
        officer=issued.imprint.officer,
        in_charge=dossier.holder,
        step=run.title if run else "",
        step_due_at=run.due if run else None,
        due_provisional=promise.provisional,
        earlier=tuple(EarlierReminder(paper.issued.date(), "Đang xử lý") for paper in before),
    )


LIST_SYMBOL = "BG"
"""What a hand-over list's code has between office and year."""


def list_reference(transfer: Transfer) -> str:
    """Return the code on the list a dossier travelled with ("H14.12.3-BG-26-0007"); empty where it was on none."""
    if transfer.list_no is None or transfer.handed is None:
        return ""
    return slip_reference(transfer.from_office, LIST_SYMBOL, transfer.handed.year, transfer.list_no)


def handover_list(dossiers: Sequence[Dossier], sender: str, list_no: int, seen: Standing) -> papers.HandoverList:
    """Return the list on which dossiers were handed over together (danh sách bàn giao).

    Raises:
        NotAllowedNow: no dossier stands on such a list.
    """
    listed = [(dossier, found) for dossier in dossiers for found in [_listed(dossier, sender, list_no)] if found]
    if not listed:
        raise NotAllowedNow(f"Không có danh sách bàn giao số {list_no}. Hãy xem lại số danh sách.", field="form")
    first = listed[0][1]
    return papers.HandoverList(
        letterhead=letterhead(seen.imprint, practice=seen.practice),
        number=list_no,
        reference=list_reference(first),
        giver_unit=first.from_office.name,
        receiver_unit=first.to_office.name,
        handed_at=first.handed,
        rows=tuple(_handover_row(dossier) for dossier, _ in listed),
        issued_on=(first.handed or seen.now).date(),
        way=WAY[first.way].capitalize(),
        giver=seen.imprint.officer,
    )


def _listed(dossier: Dossier, sender: str, list_no: int) -> Transfer | None:
    return next(
        (
            transfer
            for transfer in reversed(dossier.transfers)
            if transfer.list_no == list_no and transfer.from_office.code == sender
        ),
        None,
    )


def _handover_row(dossier: Dossier) -> HandoverRow:
    promise = dossier.promise
    return HandoverRow(
        code=dossier.reference,
        content=dossier.plan.name,
        sets=dossier.sets,
        applicant=dossier.applicant.named,
        address=dossier.applicant.address,
        phone=dossier.applicant.phone,
        received_on=(dossier.received_at or dossier.opened_at).date(),
        due_on=promise.due.date() if promise else None,
        result_on=dossier.ready_at.date() if dossier.ready_at else None,
    )


def register(
    dossiers: Iterable[Dossier], first_on: date, last_on: date, field_of_work: str, seen: Standing
) -> papers.Register:
    """Return the follow-up register of the dossiers accepted from the first through the last day (sổ theo dõi hồ sơ).

    `field_of_work` narrows it to one field of work (lĩnh vực); empty: all of them.
    """
    accepted = [
        dossier
        for dossier in dossiers
        if dossier.received_at is not None
        and first_on <= dossier.received_at.date() <= last_on
        and (not field_of_work or dossier.plan.field == field_of_work)
    ]
    accepted.sort(key=lambda dossier: (dossier.received_at or dossier.opened_at, dossier.reference))
    return papers.Register(
        letterhead=letterhead(seen.imprint, practice=seen.practice),
        field=field_of_work or "Tất cả các lĩnh vực",
        book=f"{first_on:%m/%Y}",
        first_on=first_on,
        last_on=last_on,
        rows=tuple(_register_row(number, dossier) for number, dossier in enumerate(accepted, start=1)),
        issued_on=seen.now.date(),
    )


def _register_row(number: int, dossier: Dossier) -> RegisterRow:
    promise = dossier.promise
    sent = next((transfer.handed for transfer in dossier.transfers if transfer.handed), None)
    by_post = dossier.channel is Channel.POST
    returned = dossier.ended_at if dossier.returned_to else None
    return RegisterRow(
        number=number,
        code=dossier.reference,
        procedure=dossier.plan.name,
        sets=dossier.sets,
        applicant=dossier.applicant.named,
        address=dossier.applicant.address,
        phone=dossier.applicant.phone,
        handling_unit=_handling_unit(dossier),
        received_on=(dossier.received_at or dossier.opened_at).date(),
        due_on=promise.due.date() if promise else None,
        sent_on=sent.date() if sent else None,
        result_on=dossier.ready_at.date() if dossier.ready_at else None,
        returned_on=returned.date() if returned else None,
        return_method=("Bưu chính" if by_post else "Trực tiếp") if returned else "",
        note="" if returned or dossier.ended_at is None else STATUS[dossier.status],
    )


def _handling_unit(dossier: Dossier) -> str:
    run = dossier.step or (dossier.steps[-1] if dossier.steps else None)
    return (run.holder.split(" · ")[0] if run and run.holder else "") or receiving_desk(dossier)
