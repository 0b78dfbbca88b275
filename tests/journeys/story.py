"""How a journey is told: who did what when, carried from whom to whom, refused with which words, known afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from desktop.deadlines import Clock
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.dossiers.evolve import read_body
from desktop.exchange.portal import PORTAL_CODE
from desktop.handling.attribution import late_intervals
from desktop.handling.lateness import late_dossier
from desktop.intake.form import checklist
from desktop.models.journal import disputed
from desktop.office import Office, Officer
from desktop.terms import Area, EntryKind, Level, Role
from tests.support.bench import catalogue

LAND = "qtnb-chuyen-hinh-thuc-su-dung-dat"
FIRST = "hồ sơ"
"""The dossier a journey is about, where it is about one."""

OFFICES = {
    "commune": Office(
        code="H14.12.3",
        name="UBND xã Quang Hán",
        superior="UBND huyện Trùng Khánh",
        level=Level.COMMUNE,
        area=Area.REMOTE,
        officers=(
            Officer("lan", "Nông Thị Lan", Role.DESK),
            Officer("binh", "Lý Văn Bình", Role.LEADER),
            Officer("tra", "Vi Thị Trà", Role.AUDITOR),
        ),
    ),
    "district": Office(
        code="H14.12",
        name="UBND huyện Trùng Khánh",
        level=Level.DISTRICT,
        area=Area.REMOTE,
        officers=(
            Officer("pao", "Hoàng Văn Páo", Role.SPECIALIST),
            Officer("ha", "Ma Thị Hà", Role.LEADER),
            Officer("mo", "Triệu Thị Mơ", Role.DESK),
        ),
    ),
    "tax": Office(
        code="H14.T1",
        name="Chi cục Thuế khu vực",
        level=Level.OTHER,
        officers=(Officer("tam", "Lương Văn Tâm", Role.SPECIALIST),),
    ),
}
COMMUNE, DISTRICT, TAX = (OFFICES[name].code for name in ("commune", "district", "tax"))
WHERE = {officer.name: name for name, office in OFFICES.items() for officer in office.officers}
"""At which office each officer sits."""


@dataclass(frozen=True)
class TakeIn:
    """An intake at this time; `form` is what differs from a complete dossier of the land procedure."""

    who: str
    at: datetime
    form: dict[str, Any]
    dossier: str = FIRST
    refused: str = ""


@dataclass(frozen=True)
class Act:
    """One action, written down at this time. `happened` is when it was done, where that was earlier.

    `refused` are words of the refusal that must come. A field may be a function of what is known so far.
    """

    who: str
    at: datetime
    action: str
    fields: dict[str, Any] = field(default_factory=dict)
    happened: datetime | None = None
    dossier: str = FIRST
    refused: str = ""


@dataclass(frozen=True)
class Carry:
    """A stick goes from one office to another."""

    sender: str
    receiver: str
    at: datetime


Step = TakeIn | Act | Carry


@dataclass(frozen=True)
class Known:
    """What an office knows of a dossier at a time."""

    dossier: Dossier
    entries: tuple[Entry, ...]
    clock: Clock
    now: datetime


class World(Protocol):
    """Somewhere journeys can be played: the bare law, or the whole program through its command line."""

    def play(self, step: Step) -> None:
        """Do one step, or see it refused."""

    def known(self, office: str, dossier: str, now: datetime) -> Known:
        """Return what an office knows."""


@dataclass(frozen=True)
class Journey:
    """A story with its end. `seen_by` is whose knowledge counts, `seen_at` when it is looked at."""

    steps: tuple[Step, ...]
    facts: dict[str, Any]
    seen_by: str = ""
    seen_at: datetime | None = None
    dossier: str = FIRST

    @property
    def office(self) -> str:
        """Who is asked at the end: the office of the last step, unless the story names another."""
        if self.seen_by:
            return self.seen_by
        last = self.steps[-1]
        return last.receiver if isinstance(last, Carry) else WHERE[last.who]


def journey(*steps: Step | tuple[Step, ...], **more: Any) -> Journey:
    """Return a journey from steps and stretches of steps; what is not about the telling is a fact."""
    flat = tuple(one for step in steps for one in (step if isinstance(step, tuple) else (step,)))
    telling = {name: more.pop(name) for name in ("seen_by", "seen_at", "dossier") if name in more}
    if "seen_at" in telling:
        telling["seen_at"] = moment(telling["seen_at"])
    return Journey(flat, more, **telling)


def moment(text: str) -> datetime:
    """Read "2026-11-23 08:15"."""
    return datetime.fromisoformat(text)


def take_in(who: str, at: str, dossier: str = FIRST, refused: str = "", **form: Any) -> TakeIn:
    """Take a dossier in."""
    return TakeIn(who, moment(at), form, dossier, refused)


def act(
    who: str, at: str, action: str, happened: str = "", dossier: str = FIRST, refused: str = "", **fields: Any
) -> Act:
    """Record one action."""
    return Act(who, moment(at), action, fields, moment(happened) if happened else None, dossier, refused)


def carry(sender: str, receiver: str, at: str) -> Carry:
    """Carry a stick."""
    return Carry(sender, receiver, moment(at))


Reference = Callable[[World, str, datetime], Any]


def entry(kind: str, nth: int = 0, dossier: str = FIRST, desk_of: str = "") -> Reference:
    """The id of the nth entry of a kind, as the acting office knows the dossier; of one officer, if named."""

    def resolve(world: World, office: str, now: datetime) -> str:
        found = world.known(office, dossier, now).entries
        return [one.id for one in found if one.kind == kind and desk_of in {"", one.officer_id}][nth]

    return resolve


def code(dossier: str) -> Reference:
    """The code of a dossier."""
    return lambda world, office, now: world.known(office, dossier, now).dossier.code


def resolved(fields: dict[str, Any], world: World, office: str, now: datetime) -> dict[str, Any]:
    """Return the fields with what stands for something known put in."""
    return {name: value(world, office, now) if callable(value) else value for name, value in fields.items()}


def intake_document(step: TakeIn) -> dict[str, Any]:
    """Return the intake as `motcua intake` reads it: everything that must be handed in is there."""
    papers = [
        {"name": tick.name, "originals": max(tick.originals or 1, 1)}
        for tick in checklist(catalogue().get(step.form.get("procedure", LAND)))
    ]
    return {
        "procedure": LAND,
        "applicant": {"full_name": "Đàm Văn Riêm", "identity_no": "004090000123", "phone": "0961234567"},
        "outcome": "accepted",
        "papers": papers or [{"name": "Đơn đề nghị", "originals": 1}],
        **step.form,
    }


def words(at: datetime | None) -> str | None:
    """A time as the table writes it."""
    return f"{at:%Y-%m-%d %H:%M}" if at else None


AT_THE_SIDE = {EntryKind.PRINTED, EntryKind.MESSAGE}
"""What the program writes besides what a person did."""

FACTS: dict[str, Callable[[Known], Any]] = {
    "status": lambda known: str(known.dossier.status),
    "portal": lambda known: PORTAL_CODE[known.dossier.status],
    "due": lambda known: words(known.dossier.due),
    "promises": lambda known: [words(promise.due) for promise in known.dossier.promises],
    "promise_why": lambda known: known.dossier.promise.reason if known.dossier.promise else None,
    "step": lambda known: known.dossier.step.step_id if known.dossier.step else None,
    "step_due": lambda known: words(known.dossier.step.due) if known.dossier.step else None,
    "open_steps": lambda known: [(run.step_id, words(run.due)) for run in known.dossier.open_steps],
    "awaits": lambda known: bool(known.dossier.step and known.dossier.step.started is None),
    "runs": lambda known: [run.step_id for run in known.dossier.steps],
    "unforeseen": lambda known: [run.unforeseen for run in known.dossier.steps if run.unforeseen],
    "dossier_late": lambda known: late_dossier(known.dossier, known.now),
    "late": lambda known: [
        (late.step_id, late.office, str(late.sort), late.minutes)
        for late in late_intervals(known.dossier, known.clock, known.now)
    ],
    "late_said": lambda known: [
        (late.step_id, late.cause, late.words, late.late_reason)
        for late in late_intervals(known.dossier, known.clock, known.now)
    ],
    "unrecorded": lambda known: [
        (run.step_id, str(run.unrecorded)) for run in known.dossier.steps if run.unrecorded is not None
    ],
    "messages": lambda known: [str(message.kind) for message in known.dossier.messages],
    "papers": lambda known: [str(paper.form) for paper in known.dossier.issued],
    "reprint_says": lambda known: [paper.changed for paper in known.dossier.issued if paper.changed],
    "pauses": lambda known: [(str(pause.kind), words(pause.start), words(pause.end)) for pause in known.dossier.pauses],
    "rounds": lambda known: [
        (one.round, [str(why) for why in one.asked_late], one.why_late) for one in known.dossier.supplements
    ],
    "documents": lambda known: [(paper.name, paper.ok) for paper in known.dossier.papers],
    "apologies": lambda known: [(str(one.cause), one.late, one.unit, one.signer) for one in known.dossier.extensions],
    "transfers": lambda known: [
        (one.from_office.code, one.to_office.code, one.list_no is not None, str(one.way), one.taken is not None)
        for one in known.dossier.transfers
    ],
    "custodian": lambda known: known.dossier.custodian.code if known.dossier.custodian else None,
    "offices": lambda known: list(known.dossier.offices),
    "withdrawals": lambda known: [(one.reason, one.granted, one.answer) for one in known.dossier.withdrawals],
    "explained": lambda known: [(one.run, one.cause, one.text) for one in known.dossier.explanations],
    "reason": lambda known: known.dossier.reason,
    "ready": lambda known: words(known.dossier.ready_at),
    "received": lambda known: words(known.dossier.received_at),
    "returned_to": lambda known: known.dossier.returned_to,
    "procedure": lambda known: known.dossier.plan.procedure_id,
    "phone": lambda known: known.dossier.applicant.phone,
    "holder": lambda known: known.dossier.holder,
    "kinds": lambda known: [one.kind for one in known.entries if one.kind not in AT_THE_SIDE],
    "authority": lambda known: [
        (body.identity_no, body.authority)
        for body in map(read_body, known.entries)
        if body is not None and hasattr(body, "authority")
    ],
    "disputed": lambda known: disputed(known.entries),
    "set_aside": lambda known: sum(
        len(body.set_aside) for body in map(read_body, known.entries) if body is not None and hasattr(body, "set_aside")
    ),
    "went_on_elsewhere": lambda known: known.dossier.merged_into is not None,
}
"""What a table may say of the end of a journey."""


def unmet(expected: dict[str, Any], known: Known) -> dict[str, tuple[Any, Any]]:
    """Return the facts that are not as told: what was told, what is."""
    found = {name: FACTS[name](known) for name in expected}
    return {name: (expected[name], found[name]) for name in expected if found[name] != expected[name]}
