"""What each kind of entry records: one struct a kind, so that no kind can be squeezed into a neighbour.

Due times inside a body are local wall-clock times as promised to the citizen; they were computed once, by the clock,
when the entry was decided, so that folding the journal needs no calendar.
"""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from desktop.procedures.plan import Plan
from desktop.terms import (
    AskedLate,
    Channel,
    EntryKind,
    Form,
    LateCause,
    MessageChannel,
    MessageState,
    TransferWay,
)


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


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all bodies. `late_reason` says why something was written down long after it had happened.

    What has its default is left out of the stored form: it says nothing, and batches travel over weak links.
    """

    late_reason: str = ""


class Accepted(Act, frozen=True):
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
    notice_due: datetime | None = None
    """When the citizen gets the notice of tax or fees (ngày hẹn trả thông báo nghĩa vụ tài chính)."""
    together: tuple[PlannedDue, ...] = ()


class Guided(Act, frozen=True):
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


class Refused(Act, frozen=True):
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


Opening = Accepted | Guided | Refused
"""How an intake ends."""


class Assigned(Act, frozen=True):
    """The current step is given to somebody."""

    holder: str
    note: str = ""


class StepFinished(Act, frozen=True):
    """A step is done; `next_step` starts at once (None: the last one, or others of its group still run).

    `together` are the steps that start beside it. `awaits`: the next step is another office's, so it starts with the
    taking over. `unforeseen_reason` marks a way that the published procedure does not know.
    """

    step_id: str
    outcome: str = ""
    next_step: str | None = None
    next_due: datetime | None = None
    unforeseen_reason: str = ""
    together: tuple[PlannedDue, ...] = ()
    awaits: bool = False


class StepReturned(Act, frozen=True):
    """A step sends the dossier back to an earlier one. `awaits`: that one is another office's, as in `StepFinished`.

    `also_ends` are the steps beside it that end with it, because they will be done again.
    """

    step_id: str
    to_step: str
    to_due: datetime | None
    reason: str
    awaits: bool = False
    also_ends: tuple[str, ...] = ()


class HandedOver(Act, frozen=True):
    """The paper left for another office. `finishes_step` is the step whose last act this was.

    `list_no` is the number of the hand-over list it stands on, `way` how it travels.
    """

    from_office: OfficeRef
    to_office: OfficeRef
    finishes_step: str | None = None
    next_step: str | None = None
    note: str = ""
    list_no: int | None = None
    way: TransferWay = TransferWay.DIRECT


class TakenOver(Act, frozen=True):
    """The paper arrived; this office is custodian now.

    `taken_back`: the sender has it again because it was never delivered. `unannounced`: it arrived although nobody had
    recorded handing it over; `reason` says how it came.
    """

    office: OfficeRef
    step_id: str | None = None
    step_due: datetime | None = None
    taken_back: bool = False
    unannounced: bool = False
    reason: str = ""


class SupplementAsked(Act, frozen=True):
    """Missing papers asked for after acceptance; the clock stops. `asked_late` names what makes it too late."""

    round: int
    slip_no: int
    slip_ref: str
    papers: tuple[PaperItem, ...]
    reason: str
    imprint: Imprint
    asked_late: tuple[AskedLate, ...] = ()
    why_late: str = ""


class SupplementReceived(Act, frozen=True):
    """The papers came; the clock goes on and the promise moves by the time waited."""

    round: int
    papers: tuple[PaperItem, ...]
    new_due: datetime
    due_provisional: bool
    step_due: datetime | None = None
    together: tuple[PlannedDue, ...] = ()
    """The steps that run beside the current one, moved by the same wait."""


class ObligationAsked(Act, frozen=True):
    """Tax or fee to be paid by the citizen; the clock stops (nghĩa vụ tài chính). Amount in đồng."""

    notice_no: str = ""
    amount_vnd: int | None = None


class ObligationMet(Act, frozen=True):
    """The citizen has paid; the clock goes on and the promise moves by the time waited."""

    new_due: datetime
    due_provisional: bool
    step_due: datetime | None = None
    together: tuple[PlannedDue, ...] = ()


class Paused(Act, frozen=True):
    """The clock stops for a reason the procedure allows; `until` is the limit that the wait itself has, if any."""

    reason: str
    step_id: str | None = None
    until: datetime | None = None


class Resumed(Act, frozen=True):
    """The clock goes on."""

    new_due: datetime
    due_provisional: bool
    step_due: datetime | None = None
    reason: str = ""
    together: tuple[PlannedDue, ...] = ()


class Extended(Act, frozen=True):
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
    unit: str = ""
    """The unit that is late; its head signs."""
    signer: str = ""


class RePromised(Act, frozen=True):
    """The official calendar changed and moved the due time: a new promise that is nobody's fault and no extension."""

    notice_no: int
    old_due: datetime
    new_due: datetime
    due_whole_day: bool
    due_provisional: bool
    calendar_version: str
    reason: str
    imprint: Imprint


class Rejected(Act, frozen=True):
    """Refused after acceptance, with its reason."""

    slip_no: int
    slip_ref: str
    reason: str
    imprint: Imprint


class Stopped(Act, frozen=True):
    """Processing stopped by the office; the notice of it is numbered (thông báo dừng giải quyết)."""

    reason: str
    notice_no: int | None = None
    imprint: Imprint | None = None


class WithdrawalAsked(Act, frozen=True):
    """The citizen asks for the dossier back; an officer confirms or declines. The clock goes on meanwhile."""

    reason: str
    by: str = ""


class WithdrawalDeclined(Act, frozen=True):
    """The request to withdraw is declined, with its reason."""

    reason: str


class Withdrawn(Act, frozen=True):
    """The citizen took the dossier back."""

    reason: str


class Merged(Act, frozen=True):
    """The same request was taken in twice; this one ends, the other goes on."""

    into: str
    """Code of the dossier that goes on."""
    reason: str


class Arrived(Act, frozen=True):
    """A paper dossier came before the batch that tells of it; what stands on its receipt is written down.

    Ends by merging into the real dossier as soon as that is known here.
    """

    code: str
    office: OfficeRef
    applicant: Applicant
    procedure: str = ""
    note: str = ""


class Settled(Act, frozen=True):
    """A person decided between two histories: the entries in `set_aside` no longer count, but stay in the journal."""

    kept: str
    """Id of the last entry of the history that counts."""
    set_aside: tuple[str, ...]
    reason: str


class ResultReady(Act, frozen=True):
    """The result exists; processing time ends here. `return_due` is until when it is to be handed out.

    `early`: on a day before the promised one, so the citizen is called. `found_late`: only noticed when it was fetched.
    """

    finishes_step: str | None = None
    return_step: str | None = None
    return_due: datetime | None = None
    note: str = ""
    early: bool = False
    found_late: bool = False


class Returned(Act, frozen=True):
    """The result was handed out; `authority` is the power of attorney when somebody else fetched it (ủy quyền)."""

    to_whom: str
    note: str = ""
    identity_no: str = ""
    authority: str = ""
    receipt_no: int | None = None
    imprint: Imprint | None = None


class NewPromise(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a correction makes of the promise: the due time counted again from what is right now."""

    due: datetime
    whole_day: bool
    provisional: bool
    planned: tuple[PlannedDue, ...]
    notice_due: datetime | None = None


class Corrected(Act, frozen=True):
    """An earlier entry said something wrong; it stays, this sets it right.

    `changes` is what is right, `old` what stood there, both as an officer reads them; `amended` are the fields of the
    corrected entry's body with their right values, `plan` the right procedure. `promise` is set when the due time is
    another one now; `step` and `step_due` say where the dossier stands by it.
    """

    entry: str
    changes: dict[str, Any]
    reason: str
    old: dict[str, Any] = {}
    amended: dict[str, Any] = {}
    occurred_at: datetime | None = None
    received_at: datetime | None = None
    plan: Plan | None = None
    promise: NewPromise | None = None
    step_id: str | None = None
    step_due: datetime | None = None
    together: tuple[PlannedDue, ...] = ()
    """Steps that run, with the due times that a right time of an earlier entry gives them."""


class Explained(Act, frozen=True):
    """Why a step was late, in words and by a cause from the office's list (giải trình)."""

    run: int
    """Place of the passage among the dossier's passages through steps, from 0; -1 for the dossier as a whole."""
    cause: str
    cause_words: str
    text: str = ""


class MessageMoved(Act, frozen=True):
    """A message to the citizen went one state further, with its text and the proof of it.

    `entry` is the id of the entry that gave rise to it; `parts` counts SMS parts.
    """

    entry: str
    channel: MessageChannel
    state: MessageState
    to: str = ""
    text: str = ""
    parts: int = 0
    proof: str = ""
    reason: str = ""


class Printed(Act, frozen=True):
    """A paper was printed; `copy` counts prints of the same paper, 1 for the first.

    A paper that no other entry gives rise to, such as a reminder, comes into being with its first print: `imprint`.
    """

    form: Form
    copy: int
    number: int | None = None
    reason: str = ""
    imprint: Imprint | None = None


class Attached(Act, frozen=True):
    """A scan of a paper was put to the dossier (bản chụp); its bytes lie beside the journal, under their hash.

    `hash` is the SHA-256 of the bytes in hex, `size` their number, `paper` the checklist's name for what it shows.
    """

    hash: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    name: str
    media: str
    size: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    paper: str = ""
    note: str = ""


class Noted(Act, frozen=True):
    """Free words for whoever handles the dossier next."""

    text: str


class DeskOpened(Act, frozen=True):
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
    EntryKind.WITHDRAWAL_ASKED: WithdrawalAsked,
    EntryKind.WITHDRAWAL_DECLINED: WithdrawalDeclined,
    EntryKind.WITHDRAWN: Withdrawn,
    EntryKind.MERGED: Merged,
    EntryKind.RESULT_READY: ResultReady,
    EntryKind.RETURNED: Returned,
    EntryKind.ARRIVED: Arrived,
    EntryKind.SETTLED: Settled,
    EntryKind.CORRECTED: Corrected,
    EntryKind.EXPLAINED: Explained,
    EntryKind.MESSAGE: MessageMoved,
    EntryKind.PRINTED: Printed,
    EntryKind.ATTACHED: Attached,
    EntryKind.NOTED: Noted,
}
