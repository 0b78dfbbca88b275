"""A dossier in the portal's form, and each act on it as a progress entry (đồng bộ hồ sơ, cập nhật tiến độ).

An extension with apology changes the promised date and nothing else: the status code stays, and it never becomes a
round of supplement, because rounds are read from the entries that asked for papers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from desktop.deadlines import to_local
from desktop.dossiers import bodies
from desktop.dossiers.bodies import PaperItem
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.dossiers.evolve import amended, evolve, read_body, set_aside
from desktop.exchange.outside.mapping import MappingUnreadable
from desktop.exchange.outside.portal_mapping import NAME, PortalSettings, shipped_portal
from desktop.exchange.outside.shape import Problem, Values, Writer, table_faults
from desktop.exchange.portal import PORTAL_CODE
from desktop.folding import folded
from desktop.handling.journal_words import officer_names
from desktop.office import Officer
from desktop.terms import Status
from desktop.wording import ENTRY, ROLE


@dataclass(frozen=True, slots=True)
class Round:
    """One request for papers as the portal wants it told, with the promise before and after (lần bổ sung)."""

    number: int
    asked: datetime
    asked_by: str
    content: str
    due_before: datetime | None
    received: datetime | None = None
    received_by: str = ""
    received_words: str = ""
    due_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a dossier message is about."""

    dossier: Dossier
    rounds: tuple[Round, ...]
    settings: PortalSettings


@dataclass(frozen=True, slots=True)
class Act:
    """What a progress entry is about: an act with the state before and after it."""

    reference: str
    entry: Entry
    before: Dossier | None
    after: Dossier
    officer: str
    title: str


def portal_dossier(
    dossier: Dossier,
    entries: Sequence[Entry],
    settings: PortalSettings | None = None,
    officers: Sequence[Officer] = (),
) -> dict[str, Any]:
    """Return the dossier as an element of `DongBoHoSoMC.data`.

    What is not known stays empty; ask `check` before it leaves. `officers` gives full names beside those on the papers.
    """
    rounds = tuple(supplement_rounds(entries, officer_names(entries, officers)))
    return writer().build("dossier", Subject(dossier, rounds, settings or PortalSettings()))


def portal_progress(
    dossier: Dossier, entries: Sequence[Entry], officers: Sequence[Officer] = (), after: str | None = None
) -> list[dict[str, Any]]:
    """Return the acts as elements of `CapNhatTienDoHoSoMC.data`, in order; those behind the entry `after` if given.

    Internal entries (prints, notes, corrections), acts before acceptance and kinds of a newer program are not told.
    """
    acts = list(_acts(dossier, entries, officers))
    told_until = next((place for place, entry in enumerate(entries) if entry.id == after), -1) if after else -1
    fresh = {entry.id for entry in entries[told_until + 1 :]}
    return [writer().build("progress", act) for act in acts if act.entry.id in fresh]


def check(message: Mapping[str, Any]) -> list[Problem]:
    """Return what keeps a dossier message from leaving, each with the field and what to do; empty: it may leave."""
    return _named(writer().problems("dossier", message), message)


def check_progress(message: Mapping[str, Any]) -> list[Problem]:
    """Return what keeps a progress entry from leaving."""
    return _named(writer().problems("progress", message), message)


def _named(problems: Iterable[Problem], message: Mapping[str, Any]) -> list[Problem]:
    code = message.get("MaHoSo", "") if isinstance(message, dict) else ""
    return [replace(problem, dossier=str(code or "")) for problem in problems]


@cache
def writer() -> Writer:
    """Return the walker of the shipped table.

    Raises:
        MappingUnreadable: the table asks for values that do not exist.
    """
    mapping = shipped_portal()
    faults = list(table_faults(mapping.groups, VALUES, ("dossier", "progress")))
    if faults:
        raise MappingUnreadable(NAME, "; ".join(faults))
    return Writer(mapping.groups, VALUES, mapping.date_format, status_field="TrangThaiHoSo")


def supplement_rounds(entries: Iterable[Entry], names: Mapping[str, str]) -> list[Round]:
    """Return the rounds of supplement in order, each with the promise that held before it."""
    rounds: list[Round] = []
    due: datetime | None = None
    for entry in _counted(entries):
        body, at = read_body(entry), to_local(entry.occurred_at)
        who = names.get(entry.officer_id, entry.officer_id)
        if isinstance(body, bodies.SupplementAsked):
            rounds.append(Round(body.round, at, who, _asked_words(body), due))
        elif isinstance(body, bodies.SupplementReceived):
            rounds = [_answered(one, body, at, who) for one in rounds]
        due = _promised(body) or due
    return rounds


def _counted(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that count, as corrected later: what the fold itself goes by."""
    entries = list(entries)
    aside = set_aside(entries)
    return amended([entry for entry in entries if entry.id not in aside])


def _promised(body: Any) -> datetime | None:
    """Return the promise an entry made, if it made one."""
    if isinstance(body, bodies.Accepted):
        return body.due
    if isinstance(body, bodies.Corrected):
        return body.promise.due if body.promise else None
    found: datetime | None = getattr(body, "new_due", None)
    return found


def _asked_words(body: bodies.SupplementAsked) -> str:
    papers = _paper_words(body.papers)
    return f"{papers}. {body.reason}" if papers and body.reason else papers or body.reason


def _paper_words(papers: Iterable[PaperItem]) -> str:
    return "; ".join(paper.name for paper in papers)


def _answered(asked: Round, body: bodies.SupplementReceived, at: datetime, who: str) -> Round:
    if asked.number != body.round or asked.received is not None:
        return asked
    return replace(
        asked, received=at, received_by=who, received_words=_paper_words(body.papers), due_after=body.new_due
    )


def _acts(dossier: Dossier, entries: Iterable[Entry], officers: Sequence[Officer]) -> Iterator[Act]:
    """Yield the acts the portal is told of."""
    entries = _counted(entries)
    names = officer_names(entries, officers)
    titles = {officer.name: ROLE[officer.role] for officer in officers}
    told = frozenset(shipped_portal().progress_sent)
    state: Dossier | None = None
    for entry in entries:
        before, state = state, evolve(state, entry)
        if state is None or read_body(entry) is None or entry.known_kind() not in told:
            continue
        if PORTAL_CODE[state.status] is None:  # not accepted yet: the portal does not know the dossier
            continue
        who = names.get(entry.officer_id, entry.officer_id)
        yield Act(dossier.reference, entry, before, state, who, titles.get(entry.officer_id, ""))


def _acting_office(act: Act) -> str:
    """Return the office whose hands the paper was in, or came into."""
    body = read_body(act.entry)
    if isinstance(body, bodies.TakenOver):
        return body.office.name
    held = act.before.custodian if act.before else None
    found = held or act.after.custodian
    return found.name if found else act.after.office.name


def _act_words(act: Act) -> str:
    """Say the act as the public may read it: without notes, and without why it was typed late."""
    kind, body = act.entry.known_kind(), read_body(act.entry)
    step = act.after.planned_step(body.step_id) if isinstance(body, bodies.StepFinished | bodies.StepReturned) else None
    to_office, new_due = getattr(body, "to_office", None), _promised(body)
    parts = [
        step.title if step else "",
        _paper_words(body.papers) if isinstance(body, bodies.SupplementAsked | bodies.SupplementReceived) else "",
        f"đến {to_office.name}" if to_office else "",
        str(getattr(body, "reason", "")),
        f"hẹn trả {new_due:%H:%M %d/%m/%Y}" if new_due else "",
    ]
    particulars = " · ".join(part for part in parts if part)
    what = ENTRY[kind] if kind else act.entry.kind
    return f"{what}: {particulars}" if particulars else what


def _step_before(act: Act, field: str) -> datetime | None:
    run = act.before.step if act.before else None
    found: datetime | None = getattr(run, field) if run else None
    return found


def _codes(table: str) -> Mapping[str, str]:
    return shipped_portal().tables[table]


def _procedure_code(about: Subject) -> str:
    plan = about.dossier.plan
    return plan.procedure_code or about.settings.procedures.get(plan.procedure_id, "")


def _field_code(about: Subject) -> str:
    known = {folded(name): code for name, code in about.settings.fields.items()}
    return known.get(folded(about.dossier.plan.field), "")


def _summary(about: Subject) -> str:
    plan = about.dossier.plan
    return " – ".join(part for part in (plan.name, plan.variant_label) if part)


def _applicant_kind(about: Subject) -> str:
    return _codes("applicant_kind")["organisation" if about.dossier.applicant.organisation else "person"]


def _owner_number(about: Subject) -> str:
    """Return the owner's own number: a person's card, an organisation's tax code."""
    applicant = about.dossier.applicant
    return applicant.tax_code if applicant.organisation else applicant.identity_no


def _identities(about: Subject) -> list[tuple[str, str]]:
    """Return (kind, number) of a person's card; organisations have none."""
    applicant = about.dossier.applicant
    kind = _codes("identity_kind").get(str(len(applicant.identity_no)), "")
    return [(kind, applicant.identity_no)] if kind and not applicant.organisation else []


def _handed_in_at(about: Subject) -> datetime | None:
    """Return when it was handed in at the desk; when an online dossier was sent is not recorded here."""
    place = _codes("handed_in_at")[about.dossier.channel]
    return (about.dossier.received_at or about.dossier.opened_at) if place else None


def _due(about: Subject) -> datetime | None:
    """Return the promise, also while the clock stands still: it is the last date the citizen was told."""
    promise = about.dossier.promise
    return promise.due if promise else None


def _return_by(about: Subject) -> str:
    where = folded(about.dossier.return_at)
    return _codes("return_by")["post" if any(word in where for word in shipped_portal().post_words) else "desk"]


def _finished_at(about: Subject) -> datetime | None:
    return about.dossier.ready_at or about.dossier.ended_at


def _at_status(status: Status) -> Callable[[Subject], datetime | None]:
    return lambda about: about.dossier.ended_at if about.dossier.status is status else None


def _unit(about: Subject) -> str:
    dossier = about.dossier
    return (dossier.custodian or dossier.in_transit_to or dossier.office).name


def _note(about: Subject) -> str:
    """Say what no code says: why the clock stands still, why the date moved, that it is only expected."""
    dossier = about.dossier
    parts = [f"Gộp vào hồ sơ {dossier.merged_into}" if dossier.merged_into else "", dossier.reason]
    if dossier.status is Status.PAUSED and dossier.open_pause:
        parts.append(f"Tạm dừng: {dossier.open_pause.reason}")
    if dossier.promise and len(dossier.promises) > 1:
        parts.append(dossier.promise.reason)
    if dossier.promise and dossier.promise.provisional and _finished_at(about) is None:
        parts.append("Ngày hẹn trả là dự kiến vì lịch nghỉ năm đó chưa công bố")
    return ". ".join(part.rstrip(". ") for part in parts if part)


VALUES: Values = {
    "dossier": {
        "reference": lambda about: about.dossier.code or about.dossier.slip_ref,
        "code": lambda about: about.dossier.code,
        "procedure_code": _procedure_code,
        "procedure_name": lambda about: about.dossier.plan.name,
        "field_code": _field_code,
        "field_name": lambda about: about.dossier.plan.field,
        "channel": lambda about: _codes("channel")[about.dossier.channel],
        "owner": lambda about: about.dossier.applicant.named,
        "owner_number": _owner_number,
        "identities": _identities,
        "applicant_kind": _applicant_kind,
        "email": lambda about: about.dossier.applicant.email,
        "phone": lambda about: about.dossier.applicant.phone,
        "summary": _summary,
        "handed_in_at": _handed_in_at,
        "received_at": lambda about: about.dossier.received_at,
        "due": _due,
        "status_code": lambda about: PORTAL_CODE[about.dossier.status],
        "returned_at": _at_status(Status.RETURNED),
        "returned_words": lambda about: about.dossier.returned_to,
        "return_by": _return_by,
        "finished_at": _finished_at,
        "refused_at": _at_status(Status.REFUSED),
        "unit": _unit,
        "note": _note,
        "handed_in_place": lambda about: _codes("handed_in_at")[about.dossier.channel],
        "papers": lambda about: [paper for paper in about.dossier.papers if paper.ok],
        "supplements": lambda about: about.rounds,
    },
    "identity": {"kind": lambda pair: pair[0], "number": lambda pair: pair[1]},
    # a paper ticked without counts is there at least once
    "paper": {"name": lambda paper: paper.name, "count": lambda paper: max(paper.originals + paper.copies, 1)},
    "supplement": {
        "number": lambda one: one.number,
        "asked_by": lambda one: one.asked_by,
        "content": lambda one: one.content,
        "asked": lambda one: one.asked,
        "received_by": lambda one: one.received_by,
        "received_words": lambda one: one.received_words,
        "received": lambda one: one.received,
        "done": lambda one: one.received is not None,
        "due_before": lambda one: one.due_before,
        "due_after": lambda one: one.due_after,
    },
    "progress": {
        "reference": lambda act: act.reference,
        "officer": lambda act: act.officer,
        "title": lambda act: act.title,
        "at": lambda act: to_local(act.entry.occurred_at),
        "unit": _acting_office,
        "words": _act_words,
        "status_code": lambda act: PORTAL_CODE[act.after.status],
        "step_started": lambda act: _step_before(act, "started"),
        "step_due": lambda act: _step_before(act, "due"),
    },
}
