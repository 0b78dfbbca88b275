"""Pick a variant and freeze: the procedure as it holds for one dossier."""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from desktop.deadlines import Term, Unit
from desktop.errors import UserFacingError
from desktop.procedures.procedure import Fee, Limit, Procedure, Step, Variant
from desktop.terms import Area, Level

COMMUNE_BRANCH = "commune_entry"


class PlannedStep(msgspec.Struct, frozen=True):
    """A step as it holds for this dossier.

    `limit` is None where the source gives no amount of time. `counts` is whether it uses up the dossier's time limit.
    `level` says at which kind of office the step is done, as far as its units tell.
    """

    id: str
    no: str
    title: str
    holder: str
    limit: Limit | None
    counts: bool
    stops_clock: bool = False
    optional: bool = False
    returns_to: str | None = None
    condition: str | None = None
    branch: str | None = None
    parallel_group: str | None = None
    """Steps with the same value, standing together, run at the same time."""


class Plan(msgspec.Struct, frozen=True):
    """A procedure frozen onto a dossier (quy trình áp dụng), with the version it was taken from.

    `total` is the time limit that counts, in the order its parts are counted; `total_text` is how papers print it.
    `total_from_steps` says that no written total exists and the steps were added up.
    """

    procedure_id: str
    procedure_code: str | None
    name: str
    field: str
    variants: tuple[str, ...]
    variant_label: str
    version: str
    total: Limit | None
    total_text: str
    total_from_steps: bool
    steps: tuple[PlannedStep, ...]
    obligation_outside: bool
    fee_text: str = ""
    conventions: dict[str, str] = {}

    def step(self, step_id: str) -> PlannedStep | None:
        """Return the step with this id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)


class UnknownVariant(UserFacingError):
    """The procedure has no such case."""


def version_of(procedure: Procedure) -> str:
    """Return a short hash of everything the procedure says, so that a dossier can name the text it was taken in by."""
    return hashlib.sha256(msgspec.json.encode(procedure, order="sorted")).hexdigest()[:12]


def suggest_variants(procedure: Procedure, area: Area) -> tuple[str, ...]:
    """Return the variants an office of this area starts from: remote where there is one, else the standard case."""
    wanted = "remote" if area is Area.REMOTE else "standard"
    return tuple(variant.id for variant in procedure.variants if variant.id == wanted)


def plan(procedure: Procedure, variant_ids: Sequence[str], level: Level) -> Plan:
    """Freeze a procedure for a dossier handed in at an office of this level.

    A commune that may take dossiers in for another office gets the commune's own steps in front, and the direct entry
    at the other office drops out.

    Raises:
        UnknownVariant: a variant id the procedure does not have.
    """
    entry = _commune_entry(procedure, level)
    chosen = [_variant(procedure, variant_id) for variant_id in variant_ids]
    if entry and entry not in chosen:
        chosen.append(entry)
    steps = tuple(_planned(step, chosen) for step in procedure.step_list if _applies(step, entry, procedure))
    total, from_steps = _total(procedure, chosen, steps)
    return Plan(
        procedure_id=procedure.id,
        procedure_code=procedure.code,
        name=procedure.name_vi,
        field=procedure.field_vi,
        variants=tuple(variant.id for variant in chosen),
        variant_label=" · ".join(variant.label_vi for variant in chosen),
        version=version_of(procedure),
        total=total,
        total_text=total.term().in_words() if total else "",
        total_from_steps=from_steps,
        steps=steps,
        obligation_outside=any(step.stops_clock for step in steps),
        fee_text=_fee_words(procedure.fee),
        conventions=procedure.conventions,
    )


def _fee_words(fee: Fee | None) -> str:
    """Return a fee a receipt can print; one that is only described in the source is left for the officer to write."""
    return f"{fee.amount_vnd:,} đồng".replace(",", ".") if fee and fee.amount_vnd else ""


def _variant(procedure: Procedure, variant_id: str) -> Variant:
    found = next((variant for variant in procedure.variants if variant.id == variant_id), None)
    if found is None:
        known = ", ".join(f"{variant.id} ({variant.label_vi})" for variant in procedure.variants) or "không có"
        raise UnknownVariant(
            f"Thủ tục “{procedure.name_vi}” không có trường hợp “{variant_id}”. Hãy chọn một trong: {known}.",
            field="variant",
        )
    return found


def _commune_entry(procedure: Procedure, level: Level) -> Variant | None:
    """Return the variant that adds the commune's branch when a commune takes the dossier in."""
    branch = {step.id for step in procedure.step_list if step.branch == COMMUNE_BRANCH}
    if level is not Level.COMMUNE or not branch:
        return None
    return next((variant for variant in procedure.variants if branch & set(variant.adds_steps)), None)


def _applies(step: Step, entry: Variant | None, procedure: Procedure) -> bool:
    if step.branch == COMMUNE_BRANCH:
        return entry is not None and step.id in entry.adds_steps
    # The applicant's own act of filing is no work of an office; at a commune entry it happens once, at the commune.
    return not (entry and step is _first_direct_step(procedure) and _is_filing(step))


def _first_direct_step(procedure: Procedure) -> Step | None:
    return next((step for step in procedure.step_list if step.branch is None), None)


def _is_filing(step: Step) -> bool:
    return not step.counts_toward_total and step.duration is not None and step.duration.unit == Unit.OFFICE_HOURS


def _planned(step: Step, chosen: Sequence[Variant]) -> PlannedStep:
    override = next(
        (change.duration for variant in chosen for change in variant.step_overrides if change.step == step.id), None
    )
    limit = override or step.duration
    return PlannedStep(
        id=step.id,
        no=step.no,
        title=step.title_vi,
        holder=" · ".join(dict.fromkeys((*step.unit_vi, *step.role_vi[:1]))),
        limit=limit if limit and _has_amount(limit) else None,
        counts=step.counts_toward_total,
        stops_clock=step.stops_clock,
        optional=step.optional and step.branch is None,
        returns_to=step.returns_to,
        condition=step.condition_vi,
        branch=step.branch,
        parallel_group=step.parallel_group,
    )


def _has_amount(limit: Limit) -> bool:
    if limit.parts:
        return all(_has_amount(part) for part in limit.parts)
    return limit.unit == Unit.SAME_DAY or (limit.value is not None and limit.value >= 0 and limit.unit is not None)


def _total(procedure: Procedure, chosen: Sequence[Variant], steps: Sequence[PlannedStep]) -> tuple[Limit | None, bool]:
    """Return the limit that counts, and whether it had to be added up from the steps."""
    written = next((variant.total for variant in chosen if variant.total), procedure.total)
    base = written if written and _has_amount(written) else None
    if base is None and not _declares_none(written):
        counted = [(step.parallel_group, step.limit) for step in steps if step.counts and not step.optional]
        added = add_up(in_turn(counted))
        return added, added is not None  # steps added by a variant are among them already
    for variant in chosen:
        if base and variant.extends_by:
            base = _extended(base, variant.extends_by)
    return base, False


def in_turn(steps: Iterable[tuple[str | None, Limit | None]]) -> list[Limit | None]:
    """Return the limits that follow one another: of steps that run at the same time the longest counts.

    `steps` are pairs of parallel group and limit; a group of unlike units has no longest, so it gives None.
    """
    turns: list[Limit | None] = []
    for group, together in groupby(enumerate(steps), key=lambda step: step[1][0] or step[0]):
        limits = [limit for _, (_, limit) in together]
        turns.append(_longest(limits) if isinstance(group, str) else limits[0])
    return turns


def _longest(limits: Sequence[Limit | None]) -> Limit | None:
    known = [limit for limit in limits if limit is not None and limit.value is not None]
    if len(known) < len(limits) or len({limit.unit for limit in known}) > 1:
        return None
    return max(known, key=lambda limit: limit.value or 0)


def _declares_none(written: Limit | None) -> bool:
    """Whether the source says outright that no date is promised (−1 in several provincial systems)."""
    if written is None:
        return False
    return (written.value is not None and written.value < 0) or (written.text_vi or "").strip().startswith("-1")


def _extended(base: Limit, more: Limit) -> Limit:
    if base.unit == Unit.SAME_DAY:  # the day of receipt is day 0 of the longer limit
        return more
    return add_up([base, more]) or base


def add_up(limits: Sequence[Limit | None]) -> Limit | None:
    """Add limits in order, joining equal units; None when any of them has no amount or is within the same day."""
    parts: list[Limit] = []
    for limit in limits:
        if limit is None or not _has_amount(limit) or limit.unit == Unit.SAME_DAY:
            return None
        for part in limit.parts or (limit,):
            parts.append(Limit(value=part.value, unit=part.unit))
    joined: dict[str | None, float] = {}
    for part in parts:
        joined[part.unit] = joined.get(part.unit, 0) + (part.value or 0)
    if not joined:
        return None
    flat = tuple(Limit(value=value, unit=unit) for unit, value in joined.items())
    return flat[0] if len(flat) == 1 else Limit(parts=flat)


def term_of(limit: Limit | None) -> Term | None:
    """Return the limit for the clock, or None where there is none."""
    return limit.term() if limit else None
