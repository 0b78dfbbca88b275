"""What the command line prints with `--json`: stable names and keys, local times as YYYY-MM-DDTHH:MM."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import msgspec

from desktop.app import DossierView, Workplace
from desktop.deadlines import (
    CalendarDay,
    CalendarMissing,
    OfficeOverlay,
    Recomputed,
    Timetable,
    to_local,
    write_overlay,
)
from desktop.dossiers.dossier import Dossier, Message, StepRun, SupplementRound
from desktop.dossiers.entry import Entry
from desktop.exchange.portal import PORTAL_CODE
from desktop.handling.attribution import LateInterval
from desktop.handling.board import holder_words
from desktop.handling.board_row import BoardRow
from desktop.handling.lateness import late_dossier, late_run, late_step, lateness
from desktop.models.calendar_in_force import SHIPPED, CalendarInForce


def minute(moment: datetime | None) -> str | None:
    """Return a local time to the minute."""
    return moment.strftime("%Y-%m-%dT%H:%M") if moment else None


def board_shape(row: BoardRow) -> dict[str, Any]:
    """One row of `motcua board`; `remaining_minutes` are working minutes, negative when late."""
    return {
        "code": row.code,
        "applicant": row.applicant,
        "procedure": row.procedure,
        "step": row.step,
        "holder": row.holder,
        "group": str(row.group),
        "due": minute(row.due),
        "step_due": minute(row.step_due),
        "remaining_minutes": row.remaining_minutes,
        "remaining": row.remaining,
        "dossier_late": row.dossier_late,
        "step_late": row.step_late,
        "unrecorded": row.unrecorded,
        "badges": [badge.text for badge in row.badges],
        "next_actions": [action.key for action in row.next_actions],
    }


def differing_shape(dossier: Dossier, counted: Recomputed) -> dict[str, Any]:
    """A promise that the present calendar would make otherwise; only a later one may be promised anew."""
    return {
        "code": dossier.reference,
        "applicant": dossier.applicant.named,
        "promised": minute(counted.promised.at),
        "computed": minute(counted.computed.at) if counted.computed else None,
        "later": counted.later,
        "provisional": counted.provisional,
    }


def hit_shape(dossier: Dossier) -> dict[str, Any]:
    """One hit of `motcua search`."""
    return {
        "code": dossier.reference,
        "applicant": dossier.applicant.named,
        "procedure": dossier.plan.name,
        "status": str(dossier.status),
        "received_at": minute(dossier.received_at or dossier.opened_at),
        "due": minute(dossier.due),
    }


def step_lines(dossier: Dossier) -> list[dict[str, Any]]:
    """The line of steps as planned at receipt: `due` is null where the source gives no time."""
    titles = {step.id: step for step in dossier.plan.steps}
    return [
        {
            "id": planned.step_id,
            "title": titles[planned.step_id].title,
            "holder": titles[planned.step_id].holder,
            "due": minute(planned.due),
        }
        for planned in dossier.planned
    ]


def intake_shape(
    dossier: Dossier, paper: str | None, warnings: tuple[str, ...], duplicates: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The outcome of `motcua intake`; `code` is the slip's reference while the dossier has no code."""
    promise = dossier.promise
    return {
        "code": dossier.reference,
        "accepted": dossier.code is not None,
        "status": str(dossier.status),
        "portal_code": PORTAL_CODE[dossier.status],
        "due": minute(promise.due) if promise else None,
        "due_provisional": bool(promise and promise.provisional),
        "steps": step_lines(dossier),
        "paper": paper,
        "warnings": list(warnings),
        "duplicates": list(duplicates),
    }


def show_shape(view: DossierView, place: Workplace) -> dict[str, Any]:
    """The whole derived state and the journal of one dossier."""
    dossier, now = view.dossier, place.now()
    return {
        "code": dossier.reference,
        "slip": dossier.slip_ref,
        "procedure": dossier.plan.procedure_id,
        "procedure_name": dossier.plan.name,
        "variants": list(dossier.plan.variants),
        "applicant": msgspec.to_builtins(dossier.applicant),
        "status": str(dossier.status),
        "portal_code": PORTAL_CODE[dossier.status],
        "custodian": dossier.custodian.code if dossier.custodian else None,
        "in_transit_to": dossier.in_transit_to.code if dossier.in_transit_to else None,
        "disputed": view.disputed,
        "received_at": minute(dossier.received_at),
        "promises": [
            {"due": minute(row.due), "since": minute(row.since), "reason": row.reason, "paper_no": row.paper_no}
            for row in dossier.promises
        ],
        "due": minute(dossier.due),
        "due_provisional": bool(dossier.promise and dossier.promise.provisional),
        "dossier_late": late_dossier(dossier, now),
        "lateness": _lateness_shape(dossier, place, now),
        "step": _current_step(dossier, place, now),
        "pauses": [
            {"kind": str(pause.kind), "from": minute(pause.start), "to": minute(pause.end)} for pause in dossier.pauses
        ],
        "supplement_rounds": [
            {
                "round": row.round,
                "asked": minute(row.asked),
                "answered": minute(row.answered),
                "papers": [paper.name for paper in row.papers],
                "reason": row.reason,
                "slip": row.slip_ref,
                "working_days": _days_waited(row, place, now),
                "asked_late": [str(why) for why in row.asked_late],
                "why_late": row.why_late,
            }
            for row in dossier.supplements
        ],
        "attachments": [
            {"hash": row.hash, "name": row.name, "size": row.size, "paper": row.paper, "at": minute(row.at)}
            for row in dossier.attachments
        ],
        "extensions": [
            {
                "old_due": minute(row.old_due),
                "new_due": minute(row.new_due),
                "reason": row.reason,
                "cause": str(row.cause),
                "late": row.late,
                "unit": row.unit,
                "signer": row.signer,
            }
            for row in dossier.extensions
        ],
        "calendar_moves": [
            {"old_due": minute(row.old_due), "new_due": minute(row.new_due), "reason": row.reason}
            for row in dossier.calendar_moves
        ],
        "steps": [_run_shape(run, dossier, now) for run in dossier.steps],
        "documents": [msgspec.to_builtins(paper) for paper in dossier.papers],
        "papers": [
            {
                "form": str(paper.form),
                "number": paper.number,
                "reference": paper.reference,
                "issued": minute(paper.issued),
                "prints": paper.prints,
            }
            for paper in dossier.issued
        ],
        "messages": [_message_shape(message) for message in dossier.messages],
        "transfers": [
            {
                "from": row.from_office.code,
                "to": row.to_office.code,
                "handed": minute(row.handed),
                "taken": minute(row.taken),
                "list_no": row.list_no,
                "way": str(row.way),
            }
            for row in dossier.transfers
        ],
        "withdrawals": [
            {"asked": minute(row.asked), "reason": row.reason, "granted": row.granted, "answer": row.answer}
            for row in dossier.withdrawals
        ],
        "late": [_late_shape(row) for row in view.late],
        "merged_into": dossier.merged_into,
        "notice_due": minute(dossier.notice_due),
        "actions": [action.name for action in view.actions],
        "journal": [entry_shape(entry) for entry in view.entries],
    }


def _message_shape(message: Message) -> dict[str, Any]:
    """What the citizen is told because of one entry, and how far it is on each channel."""
    return {
        "entry": message.entry,
        "kind": str(message.kind),
        "at": minute(message.at),
        "office": message.office,
        "state": str(message.state),
        "deliveries": [
            {
                "channel": str(row.channel),
                "state": str(row.state),
                "at": minute(row.at),
                "to": row.to,
                "text": row.text,
                "parts": row.parts,
                "proof": row.proof,
                "reason": row.reason,
            }
            for row in message.deliveries
        ],
    }


def _late_shape(row: LateInterval) -> dict[str, Any]:
    """One stretch of lateness: whose, of which sort (work, recording, unknown), how long in working minutes."""
    return {
        "step": row.step_id,
        "title": row.step,
        "office": row.office,
        "unit": row.unit,
        "officer": row.officer,
        "sort": str(row.sort),
        "since": minute(row.since),
        "until": minute(row.until),
        "minutes": row.minutes,
        "unrecorded": str(row.unrecorded) if row.unrecorded else None,
        "cause": row.cause or None,
        "cause_words": row.cause_words,
        "words": row.words,
        "late_reason": row.late_reason,
    }


def _lateness_shape(dossier: Dossier, place: Workplace, now: datetime) -> dict[str, str] | None:
    """By each named question; None before a promise, and where the calendar of its year is missing."""
    try:
        found = lateness(dossier, place.clock, now)
    except CalendarMissing:
        return None
    return {name: str(said) for name, said in asdict(found).items()} if found else None


def _current_step(dossier: Dossier, place: Workplace, now: datetime) -> dict[str, Any] | None:
    run = dossier.step
    if run is None:
        return None
    counting = run.due is not None and not dossier.waiting
    return {
        "id": run.step_id,
        "title": run.title,
        "holder": holder_words(dossier),
        "due": minute(run.due) if counting else None,
        "late": late_step(dossier, now),
        "remaining_minutes": place.clock.minutes_between(now, run.due) if counting and run.due else None,
    }


def _run_shape(run: StepRun, dossier: Dossier, now: datetime) -> dict[str, Any]:
    return {
        "id": run.step_id,
        "title": run.title,
        "planned": minute(run.due),
        "started": minute(run.started),
        "finished": minute(run.finished),
        "recorded": minute(run.recorded),
        "outcome": run.outcome,
        "late": late_run(run, dossier, now),
        "office": run.office,
        "officer": run.officer,
        "late_reason": run.late_reason,
        "unforeseen": run.unforeseen,
        "unrecorded": str(run.unrecorded) if run.unrecorded else None,
    }


def _days_waited(asked: SupplementRound, place: Workplace, now: datetime) -> float | None:
    """How long the office has been waiting for the papers, in working days of this office, to one place."""
    try:
        minutes = place.clock.minutes_between(asked.asked, asked.answered or now)
        return round(minutes / place.clock.minutes_per_day_on(asked.asked.date()), 1)
    except CalendarMissing:
        return None


def entry_shape(entry: Entry) -> dict[str, Any]:
    """One entry of the journal."""
    return {
        "desk": entry.desk_id,
        "seq": entry.seq,
        "id": entry.id,
        "kind": entry.kind,
        "occurred_at": minute(to_local(entry.occurred_at)),
        "recorded_at": minute(to_local(entry.recorded_at)),
        "officer": entry.officer_id,
        "body": entry.body_as_dict(),
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }


def calendar_shape(place: Workplace, year: int) -> dict[str, Any]:
    """Return what `calendar show` prints; `from` is an office's code, "" for the calendar the program came with."""
    used = place.calendar_in_force
    provisional = used.calendar.is_provisional(date(year, 1, 1))
    rows = [row for day, row in sorted(used.calendar.rows.items()) if day.year == year]
    return {
        "year": year,
        "provisional": provisional,
        "from": used.years.get(year, SHIPPED),
        "version": used.calendar.version,
        "conventions": place.clock.conventions.name,
        "days": [_day_shape(row, used, provisional=provisional) for row in rows],
        **_timetable_shape(used.timetable),
        "documents": [
            {
                "kind": held.kind,
                "from": held.office,
                "from_name": held.office_name,
                "issued_at": held.issued_at,
                "in_use": not held.problem,
                "problem": held.problem or None,
            }
            for held in used.documents
        ],
    }


def _day_shape(row: CalendarDay, used: CalendarInForce, *, provisional: bool) -> dict[str, Any]:
    return {
        "date": row.day.isoformat(),
        "kind": str(row.kind),
        "work": row.kind.is_work,
        "name": row.name_vi,
        "partner": row.partner.isoformat() if row.partner else None,
        "source": row.source,
        "evidence": row.evidence,
        "from": used.origin(row.day),
        # what an office decided for itself is no prediction, even in a year not yet announced
        "provisional": provisional and row.day not in used.days,
    }


def _timetable_shape(timetable: Timetable) -> dict[str, Any]:
    written = write_overlay(OfficeOverlay(timetable=timetable))
    return {"hours": written["hours"], "saturday_desk": written["saturday_desk"]}
