"""Taking a dossier in, recorded: form, procedure and circumstances give one entry (tiếp nhận).

The caller owns the transaction.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desktop.deadlines import Clock, Explanation
from desktop.dossiers.bodies import Applicant, PlannedDue
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.folding import folded
from desktop.handling.promising import clock_of, first_step, given_due, planned_dues, promise
from desktop.handling.record import Acting, context_of, find_dossier, write
from desktop.intake.decide import decide_intake
from desktop.intake.form import IntakeForm, applicant_warnings
from desktop.models import journal
from desktop.models.search import by_identity, search
from desktop.office import Office
from desktop.printing.forms import form_set_on
from desktop.procedures.catalogue import Catalogue
from desktop.procedures.oddities import plan_oddities
from desktop.procedures.plan import Plan, PlannedStep, plan, suggest_variants
from desktop.procedures.procedure import Procedure
from desktop.terms import ENDED, Outcome


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an intake led to: the dossier, its entry, and what the officer should know (warnings in Vietnamese)."""

    dossier: Dossier
    entry: Entry
    warnings: tuple[str, ...]
    duplicates: tuple[Dossier, ...] = ()
    """The same applicant's dossiers under the same procedure that were running already."""


def chosen_plan(procedure: Procedure, variants: list[str] | None, office: Office) -> Plan:
    """Return the procedure frozen for this office: the named cases, or those its area suggests."""
    return plan(procedure, suggest_variants(procedure, office.area) if variants is None else variants, office.level)


def take_in(session: Session, acting: Acting, catalogue: Catalogue, form: IntakeForm) -> TakenIn:
    """Record an intake with one of its three outcomes.

    Raises:
        UserFacingError: see `decide_intake`, and an unknown procedure, variant or slip; nothing is stored.
    """
    procedure = catalogue.get(form.procedure)
    chosen = chosen_plan(procedure, form.variants(), acting.office)
    before = find_dossier(session, form.slip) if form.slip else None
    twins = duplicates(session, form.applicant, procedure.id) if form.outcome is Outcome.ACCEPTED else []
    twins = [twin for twin in twins if before is None or twin.id != before.id]
    at = form.received_at
    day = (at or acting.now).date()
    context = context_of(session, acting, at, form_set=form_set_on(day))
    draft = decide_intake(form, procedure, chosen, before, context)
    dossier_id = before.id if before else journal.new_id()
    (entry,) = write(session, acting, dossier_id, [draft])
    row = journal.dossier_row(session, dossier_id)
    if row is None:
        raise LookupError("the intake was written but is not there")
    dossier = journal.load_state(row)
    warnings = (*map(duplicate_words, twins), *applicant_warnings(dossier.applicant), *plan_oddities(chosen))
    return TakenIn(dossier, entry, warnings, tuple(twins))


def duplicates(session: Session, applicant: Applicant, procedure_id: str) -> list[Dossier]:
    """Return running dossiers of the same applicant under the same procedure (hồ sơ trùng).

    The same applicant is one with the same identity number or tax code; without either, with the same name and the
    same date of birth or telephone.
    """
    found = search(session, applicant.identity_no or applicant.tax_code or applicant.named)
    return [
        dossier
        for dossier in found
        if dossier.code is not None
        and dossier.status not in ENDED
        and dossier.plan.procedure_id == procedure_id
        and _same_person(applicant, dossier.applicant)
    ]


def _same_person(one: Applicant, other: Applicant) -> bool:
    for number in ("identity_no", "tax_code"):
        mine, theirs = getattr(one, number), getattr(other, number)
        if mine and theirs:
            return bool(mine == theirs)
    if folded(one.named) != folded(other.named):
        return False
    told = ((one.birth_date, other.birth_date), (one.phone, other.phone))
    return any(mine and mine == theirs for mine, theirs in told)


def duplicate_words(dossier: Dossier) -> str:
    """Return the warning of a dossier that is running already."""
    received = f"{dossier.received_at:%d/%m/%Y}" if dossier.received_at else ""
    return (
        f"{dossier.applicant.named} đang có hồ sơ cùng thủ tục: {dossier.reference}, nhận ngày {received}. "
        "Nếu là một việc, hãy gộp hồ sơ mới vào hồ sơ đó."
    )


@dataclass(frozen=True, slots=True)
class DuePreview:
    """What the receipt would promise: due time, its reasons, and the line of steps."""

    due: datetime
    whole_day: bool
    provisional: bool
    explanation: Explanation
    limit_text: str
    planned: tuple[tuple[PlannedStep, PlannedDue], ...]


def preview_due(clock: Clock, chosen: Plan, received_at: datetime, given: datetime | None = None) -> DuePreview:
    """Return the promise a receipt printed now would make.

    Raises:
        DueNeeded: it cannot be computed and none was given.
        NotAllowedNow: the given one lies before the receipt, on a day off or outside office hours.
    """
    clock = clock_of(chosen, clock)
    due = promise(chosen, clock, received_at) if given is None else given_due(given, clock, received_at)
    steps = {step.id: step for step in chosen.steps}
    dues = planned_dues(clock, received_at, chosen) if first_step(chosen) else ()
    return DuePreview(
        due=due.at,
        whole_day=due.whole_day,
        provisional=due.provisional,
        explanation=clock.explain(received_at, due.at),
        limit_text=chosen.total_text,
        planned=tuple((steps[planned.step_id], planned) for planned in dues),
    )


@dataclass(frozen=True, slots=True)
class ReturningApplicant:
    """A citizen who was here before: particulars as last given, and how often."""

    applicant: Applicant
    dossiers: int
    last_seen: datetime
    unfinished: tuple[Dossier, ...]
    """Intakes that were not accepted and may go on."""


def returning_applicant(session: Session, identity_no: str) -> ReturningApplicant | None:
    """Return what we know of the owner of this identity number, or None for a new face."""
    earlier = by_identity(session, identity_no)
    if not earlier:
        return None
    return ReturningApplicant(
        applicant=earlier[0].applicant,
        dossiers=len(earlier),
        last_seen=earlier[0].opened_at,
        unfinished=tuple(dossier for dossier in earlier if dossier.code is None),
    )
