"""The clock stands still and goes on."""

from datetime import datetime

from msgspec.structs import replace

from desktop.dossiers import bodies
from desktop.dossiers.dossier import (
    Dossier,
    IssuedPaper,
    Pause,
    Promise,
    SupplementRound,
)
from desktop.dossiers.effects.runs import moment_of, replace_step_due, with_dues
from desktop.dossiers.entry import Entry
from desktop.terms import Form, PauseKind, Status


def _paused(
    state: Dossier, entry: Entry, kind: PauseKind, status: Status, reason: str, until: datetime | None = None
) -> Dossier:
    return replace(state, status=status, pauses=(*state.pauses, Pause(kind, moment_of(entry), None, reason, until)))


GoesOn = bodies.SupplementReceived | bodies.ObligationMet | bodies.Resumed


def _resumed(state: Dossier, entry: Entry, body: GoesOn) -> Dossier:
    """Close the open pause; a promise that the wait moved is a new promise beside the old one."""
    due, provisional = body.new_due, body.due_provisional
    open_pause = state.open_pause
    pauses = tuple(replace(pause, end=moment_of(entry)) if pause is open_pause else pause for pause in state.pauses)
    reason = {PauseKind.SUPPLEMENT: "Đã nhận bổ sung", PauseKind.OBLIGATION: "Đã thực hiện nghĩa vụ tài chính"}.get(
        open_pause.kind if open_pause else PauseKind.OTHER, "Tiếp tục giải quyết"
    )
    promises = state.promises
    if not promises or promises[-1].due != due:
        whole_day = bool(promises) and promises[-1].whole_day
        promises = (*promises, Promise(due, moment_of(entry), reason, provisional, None, whole_day))
    state = replace(state, status=Status.IN_PROGRESS, pauses=pauses, promises=promises)
    return replace_step_due(with_dues(state, body.together), body.step_due)


def supplement_asked(state: Dossier, entry: Entry, body: bodies.SupplementAsked) -> Dossier:
    """The clock stops for papers; the round is written down."""
    state = _paused(state, entry, PauseKind.SUPPLEMENT, Status.WAITING_SUPPLEMENT, body.reason)
    asked = SupplementRound(
        body.round,
        moment_of(entry),
        body.papers,
        body.reason,
        body.slip_no,
        body.slip_ref,
        officer=entry.officer_id,
        asked_late=body.asked_late,
        why_late=body.why_late,
    )
    slip = IssuedPaper(Form.SUPPLEMENT, body.slip_no, body.slip_ref, moment_of(entry), body.imprint)
    return replace(
        state,
        supplements=(*state.supplements, asked),
        issued=(*state.issued, slip),
    )


def supplement_received(state: Dossier, entry: Entry, body: bodies.SupplementReceived) -> Dossier:
    """The papers are here and the clock goes on."""
    state = _resumed(state, entry, body)
    rounds = tuple(
        replace(asked, answered=moment_of(entry)) if asked.round == body.round else asked for asked in state.supplements
    )
    return replace(state, supplements=rounds, papers=_merged(state.papers, body.papers))


def _merged(papers: tuple[bodies.PaperItem, ...], more: tuple[bodies.PaperItem, ...]) -> tuple[bodies.PaperItem, ...]:
    handed_in = {paper.name: paper for paper in more}
    known = tuple(handed_in.pop(paper.name, paper) for paper in papers)
    return (*known, *handed_in.values())


def obligation_asked(state: Dossier, entry: Entry, body: bodies.ObligationAsked) -> Dossier:
    """The clock stops until the citizen has paid."""
    reason = f"Thông báo số {body.notice_no}" if body.notice_no else ""
    return _paused(state, entry, PauseKind.OBLIGATION, Status.WAITING_OBLIGATION, reason)


def clock_goes_on(state: Dossier, entry: Entry, body: bodies.ObligationMet | bodies.Resumed) -> Dossier:
    """The wait is over."""
    return _resumed(state, entry, body)


def other_pause(state: Dossier, entry: Entry, body: bodies.Paused) -> Dossier:
    """The clock stops for what the procedure allows."""
    return _paused(state, entry, PauseKind.OTHER, Status.PAUSED, body.reason, body.until)
