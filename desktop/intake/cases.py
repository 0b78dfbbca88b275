"""The cases of a procedure an officer chooses between (trường hợp)."""

from dataclasses import dataclass

from desktop.office import Office
from desktop.procedures.plan import plan, suggest_variants
from desktop.procedures.procedure import Procedure

ORDINARY = "Trường hợp thông thường"


@dataclass(frozen=True, slots=True)
class Case:
    """One choice: the variants it stands for, its words, and when the source says it holds."""

    variants: tuple[str, ...]
    label: str
    condition: str = ""


def cases(procedure: Procedure, office: Office) -> tuple[Case, ...]:
    """Return what the officer chooses between; one case where there is nothing to choose.

    Variants that follow from the office itself, such as filing at a commune, are in every case and are no choice. A
    source without a standard variant describes the ordinary case by the procedure itself.
    """
    by_office = set(plan(procedure, (), office.level).variants)
    offered = [variant for variant in procedure.variants if variant.id not in by_office]
    made = [Case((variant.id,), variant.label_vi, variant.condition_vi or "") for variant in offered]
    if any(variant.id == "standard" for variant in offered):
        return tuple(made)
    return (Case((), ORDINARY), *made)


def usual_case(procedure: Procedure, office: Office) -> Case:
    """Return the case dossiers of this office's area start from."""
    offered, wanted = cases(procedure, office), suggest_variants(procedure, office.area)
    return next((case for case in offered if case.variants == wanted), offered[0])


def case_of(procedure: Procedure, office: Office, variants: list[str] | None) -> Case:
    """Return the case a form or a dossier names; the usual one where it names none that is offered."""
    named = set(variants or ())
    found = [case for case in cases(procedure, office) if case.variants and set(case.variants) <= named]
    if found:
        return found[0]
    ordinary = [case for case in cases(procedure, office) if not case.variants]
    return ordinary[0] if variants is not None and ordinary else usual_case(procedure, office)
