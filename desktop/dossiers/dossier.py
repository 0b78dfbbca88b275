"""The derived state of one dossier: what its entries add up to. All times are local wall-clock."""

from datetime import datetime

import msgspec

from desktop.dossiers.bodies import Applicant, Imprint, OfficeRef, PaperItem, PlannedDue
from desktop.procedures.plan import Plan, PlannedStep
from desktop.terms import (
    WAITING,
    AskedLate,
    Channel,
    Form,
    LateCause,
    MessageChannel,
    MessageKind,
    MessageState,
    PauseKind,
    Status,
    TransferWay,
    Unrecorded,
)


class Promise(msgspec.Struct, frozen=True):
    """A due time given to the citizen (ngày hẹn trả). The first one is kept for ever."""

    due: datetime
    since: datetime
    reason: str
    provisional: bool
    paper_no: int | None = None
    whole_day: bool = False
    """Legally its date counts, not the hour beside it."""
    form: Form | None = None
    """The paper that tells it; None where no paper of its own does."""


class Pause(msgspec.Struct, frozen=True):
    """A span in which the clock stood still; `end` is None while it does."""

    kind: PauseKind
    start: datetime
    end: datetime | None = None
    reason: str = ""
    until: datetime | None = None
    """The limit that the wait itself has, if any."""


class StepRun(msgspec.Struct, frozen=True):
    """One passage through a step. A step that was sent back has several runs.

    `started` is None while the dossier is on its way to the office that does the step.
    """

    step_id: str
    title: str
    holder: str
    office: str
    started: datetime | None
    due: datetime | None
    finished: datetime | None = None
    recorded: datetime | None = None
    outcome: str = ""
    officer: str = ""
    """Who wrote down that it was done; before that, who it was assigned to."""
    late_reason: str = ""
    unforeseen: str = ""
    """Why the dossier came here although the published procedure does not lead here."""
    unrecorded: Unrecorded | None = None
    """How it came out that this office had not written down what it did."""


class SupplementRound(msgspec.Struct, frozen=True):
    """One request for papers: asked, answered (lần bổ sung). `asked_late` and `why_late` stand in the report."""

    round: int
    asked: datetime
    papers: tuple[PaperItem, ...]
    reason: str
    slip_no: int
    slip_ref: str
    answered: datetime | None = None
    officer: str = ""
    asked_late: tuple[AskedLate, ...] = ()
    why_late: str = ""


class IssuedPaper(msgspec.Struct, frozen=True):
    """A paper this dossier gave rise to, with the number it carries and how often it was printed."""

    form: Form
    number: int | None
    reference: str
    issued: datetime
    imprint: Imprint
    prints: int = 0
    changed: str = ""
    """Why what it says is not what was printed first; the next print says so."""


class Extension(msgspec.Struct, frozen=True):
    """An apology with a new date. `late` marks one that came after the promise was broken (xin lỗi muộn)."""

    old_due: datetime
    new_due: datetime
    provisional: bool
    reason: str
    cause: LateCause
    letter_no: int
    at: datetime
    late: bool
    unit: str = ""
    signer: str = ""


class Transfer(msgspec.Struct, frozen=True):
    """The paper going from one office to another: handed over, taken over (bàn giao)."""

    from_office: OfficeRef
    to_office: OfficeRef
    handed: datetime | None
    """None: the receiving office had it before anybody recorded handing it over."""
    list_no: int | None = None
    way: TransferWay = TransferWay.DIRECT
    taken: datetime | None = None
    reason: str = ""


class WithdrawalRequest(msgspec.Struct, frozen=True):
    """The citizen asked for the dossier back; `answer` is None while nobody decided, else whether it was granted."""

    asked: datetime
    reason: str
    by: str = ""
    answered: datetime | None = None
    granted: bool | None = None
    answer: str = ""


class Explanation(msgspec.Struct, frozen=True):
    """Why a step was late, by a cause from the office's list."""

    run: int
    cause: str
    cause_words: str
    text: str
    officer: str
    at: datetime


class Delivery(msgspec.Struct, frozen=True):
    """One way a message goes, and how far it is; each step was its own entry."""

    channel: MessageChannel
    state: MessageState
    at: datetime
    to: str = ""
    text: str = ""
    parts: int = 0
    proof: str = ""
    reason: str = ""


class Message(msgspec.Struct, frozen=True):
    """Something the citizen is to be told, because of one entry (tin nhắn). `office` is who tells it."""

    entry: str
    kind: MessageKind
    at: datetime
    office: str
    deliveries: tuple[Delivery, ...] = ()

    def delivery(self, channel: MessageChannel) -> Delivery | None:
        """Return how far it is on a channel; None: nothing was decided yet."""
        return next((delivery for delivery in self.deliveries if delivery.channel is channel), None)

    @property
    def state(self) -> MessageState:
        """How far it is: on the channel that is least far; prepared while nothing was decided."""
        order = list(MessageState)
        return min((delivery.state for delivery in self.deliveries), key=order.index, default=MessageState.PREPARED)


class Attachment(msgspec.Struct, frozen=True):
    """A scan of a paper (bản chụp giấy tờ). `hash` finds its bytes, `size` is their number, `entry` brought it."""

    hash: str
    name: str
    media: str
    size: int
    paper: str
    note: str
    at: datetime
    officer: str
    entry: str


class CalendarMove(msgspec.Struct, frozen=True):
    """A due time told anew because the official calendar changed; nobody was late."""

    old_due: datetime
    new_due: datetime
    provisional: bool
    reason: str
    notice_no: int
    at: datetime


class Dossier(msgspec.Struct, frozen=True):
    """Everything known of one dossier (hồ sơ)."""

    id: str
    status: Status
    office: OfficeRef
    plan: Plan
    applicant: Applicant
    channel: Channel
    sets: int
    papers: tuple[PaperItem, ...]
    opened_at: datetime
    head: str
    """Id of the last entry."""
    last_act_at: datetime
    """When the last act happened; what follows cannot have happened before. Prints and notes are no acts."""
    officer: str
    """Who took the dossier in."""
    code: str | None = None
    slip_ref: str | None = None
    reason: str = ""
    custodian: OfficeRef | None = None
    """The office that holds the paper; None while it is on its way."""
    in_transit_to: OfficeRef | None = None
    in_transit_from: OfficeRef | None = None
    """Who handed it over and may take it back while it has not arrived."""
    offices: tuple[str, ...] = ()
    """Codes of every office the dossier concerns, in order of appearance."""
    received_at: datetime | None = None
    due_by_officer: bool = False
    calendar_version: str = ""
    conventions: dict[str, str] = {}
    """Deviations from DP-1 by which its times are counted for good, frozen at receipt."""
    return_at: str = ""
    planned: tuple[PlannedDue, ...] = ()
    promises: tuple[Promise, ...] = ()
    steps: tuple[StepRun, ...] = ()
    holder: str = ""
    """Who was assigned the current step; empty: whoever the procedure names."""
    pauses: tuple[Pause, ...] = ()
    supplements: tuple[SupplementRound, ...] = ()
    extensions: tuple[Extension, ...] = ()
    calendar_moves: tuple[CalendarMove, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    withdrawals: tuple[WithdrawalRequest, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    messages: tuple[Message, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    notice_due: datetime | None = None
    """When the citizen gets the notice of tax or fees, as the receipt says."""
    merged_into: str | None = None
    issued: tuple[IssuedPaper, ...] = ()
    ready_at: datetime | None = None
    ready_recorded: datetime | None = None
    return_due: datetime | None = None
    ended_at: datetime | None = None
    returned_to: str = ""
    returned_note: str = ""
    returned_identity_no: str = ""
    authority: str = ""
    """The power of attorney of somebody else than the applicant who fetched the result (giấy ủy quyền)."""
    unknown_entries: int = 0
    last_recorded_at: datetime | None = None
    """When somebody last wrote about the work; prints, scans and messages say nothing about it."""

    @property
    def reference(self) -> str:
        """The code, or the slip's reference while there is no code."""
        return self.code or self.slip_ref or self.id

    @property
    def waiting(self) -> bool:
        """Whether the clock stands still."""
        return self.status in WAITING

    @property
    def promise(self) -> Promise | None:
        """The promise in force."""
        return self.promises[-1] if self.promises else None

    @property
    def due(self) -> datetime | None:
        """When the result is due now; None while the clock stands still or before acceptance."""
        return None if self.waiting or self.promise is None else self.promise.due

    @property
    def step(self) -> StepRun | None:
        """The run of the current step, started or awaited; None before, between and after steps."""
        return next((run for run in reversed(self.steps) if run.finished is None), None)

    @property
    def open_steps(self) -> tuple[StepRun, ...]:
        """The runs not finished: one, or those of a group that runs at the same time."""
        return tuple(run for run in self.steps if run.finished is None)

    @property
    def withdrawal(self) -> WithdrawalRequest | None:
        """The citizen's request to withdraw that nobody has answered."""
        return next((asked for asked in self.withdrawals if asked.granted is None), None)

    @property
    def receipt_promise(self) -> Promise | None:
        """The promise the receipt tells: the first one, or what a correction made of it."""
        return next((promise for promise in reversed(self.promises) if promise.form is Form.RECEIPT), None)

    @property
    def open_pause(self) -> Pause | None:
        """The pause that still lasts."""
        return next((pause for pause in self.pauses if pause.end is None), None)

    def planned_step(self, step_id: str) -> PlannedStep | None:
        """Return the step of the frozen plan."""
        return self.plan.step(step_id)

    def issued_paper(self, form: Form) -> IssuedPaper | None:
        """Return the latest paper of this form."""
        return next((paper for paper in reversed(self.issued) if paper.form is form), None)
