"""The derived state of one dossier: what its entries add up to. All times are local wall-clock."""

from datetime import datetime

import msgspec

from desktop.dossiers.bodies import Applicant, Imprint, OfficeRef, PaperItem, PlannedDue
from desktop.procedures.plan import Plan, PlannedStep
from desktop.terms import WAITING, Channel, Form, LateCause, PauseKind, Status


class Promise(msgspec.Struct, frozen=True):
    """A due time given to the citizen (ngày hẹn trả). The first one is kept for ever."""

    due: datetime
    since: datetime
    reason: str
    provisional: bool
    paper_no: int | None = None
    whole_day: bool = False
    """Legally its date counts, not the hour beside it."""


class Pause(msgspec.Struct, frozen=True):
    """A span in which the clock stood still; `end` is None while it does."""

    kind: PauseKind
    start: datetime
    end: datetime | None = None
    reason: str = ""


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


class SupplementRound(msgspec.Struct, frozen=True):
    """One request for papers: asked, answered (lần bổ sung)."""

    round: int
    asked: datetime
    papers: tuple[PaperItem, ...]
    reason: str
    slip_no: int
    slip_ref: str
    answered: datetime | None = None


class IssuedPaper(msgspec.Struct, frozen=True):
    """A paper this dossier gave rise to, with the number it carries and how often it was printed."""

    form: Form
    number: int | None
    reference: str
    issued: datetime
    imprint: Imprint
    prints: int = 0


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
    issued: tuple[IssuedPaper, ...] = ()
    ready_at: datetime | None = None
    return_due: datetime | None = None
    ended_at: datetime | None = None
    returned_to: str = ""
    unknown_entries: int = 0
    last_recorded_at: datetime | None = None

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
    def open_pause(self) -> Pause | None:
        """The pause that still lasts."""
        return next((pause for pause in self.pauses if pause.end is None), None)

    def planned_step(self, step_id: str) -> PlannedStep | None:
        """Return the step of the frozen plan."""
        return self.plan.step(step_id)

    def issued_paper(self, form: Form) -> IssuedPaper | None:
        """Return the latest paper of this form."""
        return next((paper for paper in reversed(self.issued) if paper.form is form), None)
