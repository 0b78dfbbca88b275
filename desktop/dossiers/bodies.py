"""What each kind of entry records: one struct a kind, so that no kind can be squeezed into a neighbour.

Due times inside a body are local wall-clock times as promised to the citizen; they were computed once, by the clock,
when the entry was decided, so that folding the journal needs no calendar.
"""

from datetime import datetime
from typing import Any

import msgspec

from desktop.procedures.plan import Plan
from desktop.terms import Channel, EntryKind, Form, LateCause


class OfficeRef(msgspec.Struct, frozen=True):
    """An office as entries name it (cơ quan)."""

    code: str
    name: str


class Imprint(msgspec.Struct, frozen=True):
    """Head and signature of a paper as issued that day, so that a reprint is the same paper years later.

    `symbol` ends a number ("BPTNTKQ"), `form_set` names the wording ("2018", "2025"), `officer` is a full name.
    """

    superior: str
    issuer: str
    desk: str
    place: str
    phone: str
    symbol: str
    form_set: str
    officer: str
    head_title: str = ""


class Applicant(msgspec.Struct, frozen=True):
    """Who handed the dossier in (người nộp hồ sơ). `birth_date` is ISO or a bare year."""

    full_name: str
    identity_no: str = ""
    birth_date: str = ""
    sex: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    organisation: str = ""
    tax_code: str = ""
    delegate: str = ""

    @property
    def named(self) -> str:
        """The name for lists and papers: the organisation, where one applies."""
        return self.organisation or self.full_name


class PaperItem(msgspec.Struct, frozen=True):
    """One paper of the checklist: handed in (`ok`) or not, with counts in sheets."""

    name: str
    originals: int = 0
    copies: int = 0
    ok: bool = True
    note: str = ""
    required: bool = False


class PlannedDue(msgspec.Struct, frozen=True):
    """When a step would end if every step took its full time; None where the source gives none."""

    step_id: str
    due: datetime | None


class Accepted(msgspec.Struct, frozen=True):
    """Receipt printed, clock started. `due` is what the receipt promises."""

    code: str
    receipt_no: int
    office: OfficeRef
    plan: Plan
    applicant: Applicant
    channel: Channel
    sets: int
    papers: tuple[PaperItem, ...]
    due: datetime
    due_whole_day: bool
    due_provisional: bool
    due_by_officer: bool
    calendar_version: str
    conventions: dict[str, str]
    imprint: Imprint
    planned: tuple[PlannedDue, ...]
    step_id: str | None = None
    step_due: datetime | None = None
    return_at: str = ""


class Guided(msgspec.Struct, frozen=True):
    """Papers asked for before acceptance: guidance, no clock runs (hướng dẫn hoàn thiện hồ sơ)."""

    slip_no: int
    slip_ref: str
    office: OfficeRef
    plan: Plan
    applicant: Applicant
    channel: Channel
    sets: int
    papers: tuple[PaperItem, ...]
    reason: str
    imprint: Imprint


class Refused(msgspec.Struct, frozen=True):
    """Intake refused with its reason."""

    slip_no: int
    slip_ref: str
    office: OfficeRef
    plan: Plan
    applicant: Applicant
    channel: Channel
    sets: int
    papers: tuple[PaperItem, ...]
    reason: str
    imprint: Imprint


class Assigned(msgspec.Struct, frozen=True):
    """The current step is given to somebody."""

    holder: str
    note: str = ""


class StepFinished(msgspec.Struct, frozen=True):
    """A step is done; `next_step` starts at once in the same office (None: the last one)."""

    step_id: str
    outcome: str = ""
    next_step: str | None = None
    next_due: datetime | None = None
    unforeseen_reason: str = ""


class StepReturned(msgspec.Struct, frozen=True):
    """A step sends the dossier back to an earlier one."""

    step_id: str
    to_step: str
    to_due: datetime | None
    reason: str


class HandedOver(msgspec.Struct, frozen=True):
    """The paper left for another office. `finishes_step` is the step whose last act this was."""

    from_office: OfficeRef
    to_office: OfficeRef
    finishes_step: str | None = None
    next_step: str | None = None
    note: str = ""


class TakenOver(msgspec.Struct, frozen=True):
    """The paper arrived; this office is custodian now."""

    office: OfficeRef
    step_id: str | None = None
    step_due: datetime | None = None


class SupplementAsked(msgspec.Struct, frozen=True):
    """Missing papers asked for after acceptance; the clock stops."""

    round: int
    slip_no: int
    slip_ref: str
    papers: tuple[PaperItem, ...]
    reason: str
    imprint: Imprint


class SupplementReceived(msgspec.Struct, frozen=True):
    """The papers came; the clock goes on and the promise moves by the time waited."""

    round: int
    papers: tuple[PaperItem, ...]
    new_due: datetime
    due_provisional: bool
    step_due: datetime | None = None


class ObligationAsked(msgspec.Struct, frozen=True):
    """Tax or fee to be paid by the citizen; the clock stops (nghĩa vụ tài chính). Amount in đồng."""

    notice_no: str = ""
    amount_vnd: int | None = None


class ObligationMet(msgspec.Struct, frozen=True):
    """The citizen has paid; the clock goes on and the promise moves by the time waited."""

    new_due: datetime
    due_provisional: bool
    step_due: datetime | None = None


class Paused(msgspec.Struct, frozen=True):
    """The clock stops for a reason the procedure allows."""

    reason: str


class Resumed(msgspec.Struct, frozen=True):
    """The clock goes on."""

    new_due: datetime
    due_provisional: bool
    step_due: datetime | None = None
    reason: str = ""


class Extended(msgspec.Struct, frozen=True):
    """Apology and a new promise; the old one is kept and the clock never stopped."""

    letter_no: int
    old_due: datetime
    new_due: datetime
    due_provisional: bool
    reason: str
    cause: LateCause
    late: bool
    imprint: Imprint
    due_whole_day: bool = False


class RePromised(msgspec.Struct, frozen=True):
    """The official calendar changed and moved the due time: a new promise that is nobody's fault and no extension."""

    notice_no: int
    old_due: datetime
    new_due: datetime
    due_whole_day: bool
    due_provisional: bool
    calendar_version: str
    reason: str
    imprint: Imprint


class Rejected(msgspec.Struct, frozen=True):
    """Refused after acceptance, with its reason."""

    slip_no: int
    slip_ref: str
    reason: str
    imprint: Imprint


class Stopped(msgspec.Struct, frozen=True):
    """Processing stopped by the office."""

    reason: str


class Withdrawn(msgspec.Struct, frozen=True):
    """The citizen took the dossier back."""

    reason: str


class ResultReady(msgspec.Struct, frozen=True):
    """The result exists; processing time ends here. `return_due` is until when it is to be handed out."""

    finishes_step: str | None = None
    return_step: str | None = None
    return_due: datetime | None = None
    note: str = ""


class Returned(msgspec.Struct, frozen=True):
    """The result was handed out."""

    to_whom: str
    note: str = ""


class Corrected(msgspec.Struct, frozen=True):
    """An earlier entry said something wrong; it stays, this sets it right."""

    entry: str
    changes: dict[str, Any]
    reason: str


class Printed(msgspec.Struct, frozen=True):
    """A paper was printed; `copy` counts prints of the same paper, 1 for the first."""

    form: Form
    copy: int
    number: int | None = None


class Noted(msgspec.Struct, frozen=True):
    """Free words for whoever handles the dossier next."""

    text: str


class DeskOpened(msgspec.Struct, frozen=True):
    """A desk starts its journal; it belongs to no dossier."""

    office: OfficeRef
    program: str
    practice: bool


BODY: dict[EntryKind, type[msgspec.Struct]] = {
    EntryKind.DESK_OPENED: DeskOpened,
    EntryKind.ACCEPTED: Accepted,
    EntryKind.GUIDED: Guided,
    EntryKind.REFUSED: Refused,
    EntryKind.ASSIGNED: Assigned,
    EntryKind.STEP_FINISHED: StepFinished,
    EntryKind.STEP_RETURNED: StepReturned,
    EntryKind.HANDED_OVER: HandedOver,
    EntryKind.TAKEN_OVER: TakenOver,
    EntryKind.SUPPLEMENT_ASKED: SupplementAsked,
    EntryKind.SUPPLEMENT_RECEIVED: SupplementReceived,
    EntryKind.OBLIGATION_ASKED: ObligationAsked,
    EntryKind.OBLIGATION_MET: ObligationMet,
    EntryKind.PAUSED: Paused,
    EntryKind.RESUMED: Resumed,
    EntryKind.EXTENDED: Extended,
    EntryKind.RE_PROMISED: RePromised,
    EntryKind.REJECTED: Rejected,
    EntryKind.STOPPED: Stopped,
    EntryKind.WITHDRAWN: Withdrawn,
    EntryKind.RESULT_READY: ResultReady,
    EntryKind.RETURNED: Returned,
    EntryKind.CORRECTED: Corrected,
    EntryKind.PRINTED: Printed,
    EntryKind.NOTED: Noted,
}
