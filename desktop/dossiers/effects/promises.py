"""New promises beside the old ones."""

from msgspec.structs import replace

from desktop.dossiers import bodies
from desktop.dossiers.dossier import CalendarMove, Dossier, Extension, IssuedPaper, Promise
from desktop.dossiers.effects.runs import moment_of
from desktop.dossiers.entry import Entry
from desktop.terms import Form


def extended(state: Dossier, entry: Entry, body: bodies.Extended) -> Dossier:
    """An apology and a new promise; the old one stays, and no clock stops."""
    at = moment_of(entry)
    extension = Extension(
        body.old_due,
        body.new_due,
        body.due_provisional,
        body.reason,
        body.cause,
        body.letter_no,
        at,
        body.late,
        body.unit,
        body.signer,
    )
    why = f"Xin lỗi và hẹn lại: {body.reason}"
    promise = Promise(body.new_due, at, why, body.due_provisional, body.letter_no, body.due_whole_day, Form.APOLOGY)
    return replace(
        state,
        promises=(*state.promises, promise),
        extensions=(*state.extensions, extension),
        issued=(*state.issued, IssuedPaper(Form.APOLOGY, body.letter_no, state.reference, at, body.imprint)),
    )


def re_promised(state: Dossier, entry: Entry, body: bodies.RePromised) -> Dossier:
    """The calendar moved the date; nobody was late."""
    at = moment_of(entry)
    why = f"Lịch nghỉ thay đổi: {body.reason}"
    promise = Promise(body.new_due, at, why, body.due_provisional, body.notice_no, body.due_whole_day, Form.DUE_NOTICE)
    paper = IssuedPaper(Form.DUE_NOTICE, body.notice_no, state.reference, at, body.imprint)
    move = CalendarMove(body.old_due, body.new_due, body.due_provisional, body.reason, body.notice_no, at)
    return replace(
        state,
        calendar_moves=(*state.calendar_moves, move),
        promises=(*state.promises, promise),
        issued=(*state.issued, paper),
        calendar_version=body.calendar_version,
    )
