"""A published procedure as its file holds it (format: one JSON file per procedure, `schema_version` 1).

Values are kept as published: a null stays a null, an odd number stays odd. What is odd is named by `oddities.py`.
"""

import re
from collections.abc import Iterator
from datetime import time
from typing import Any

import msgspec

from desktop.deadlines import Conventions, Term, Unit
from desktop.errors import UserFacingError
from desktop.terms import Level

SCHEMA_VERSION = 1
CLOCK_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class Limit(msgspec.Struct, frozen=True):
    """A time limit as written (thời hạn): `value` in `unit`, or `parts` in mixed units, or nothing that counts."""

    value: float | None = None
    unit: str | None = None
    text_vi: str | None = None
    parts: tuple["Limit", ...] = ()
    cutoff: str | None = None

    def term(self) -> Term:
        """Return the limit for the clock; a unit the clock does not know becomes none, so it is never counted."""
        return Term(
            value=self.value,
            unit=Unit(self.unit) if self.unit in set(Unit) else None,
            parts=tuple(part.term() for part in self.parts),
            cutoff=time.fromisoformat(self.cutoff) if self.cutoff else None,
        )


class Document(msgspec.Struct, frozen=True):
    """One row of the list of papers (thành phần hồ sơ), counts in sheets."""

    name_vi: str
    originals: int | None = None
    copies: int | None = None
    group_vi: str | None = None
    must_submit: bool | None = None
    form_vi: str | None = None
    conditional: bool = False

    @property
    def required(self) -> bool:
        """Whether whoever its part of the list is for must hand it in: not only shown, not tied to a condition."""
        one_case = (self.group_vi or "").startswith("Trường hợp")
        return self.must_submit is True and not self.conditional and not one_case


class StepOutcome(msgspec.Struct, frozen=True):
    """What a step may lead to, in the words of the source."""

    if_vi: str
    then_vi: str


class Step(msgspec.Struct, frozen=True):
    """One published step (bước). `no` is printed and may repeat; `id` is unique."""

    id: str
    no: str
    title_vi: str
    role_vi: tuple[str, ...] = ()
    unit_vi: tuple[str, ...] = ()
    duration: Limit | None = None
    counts_toward_total: bool = True
    stops_clock: bool = False
    returns_to: str | None = None
    optional: bool = False
    branch: str | None = None
    parallel_group: str | None = None
    condition_vi: str | None = None
    outcomes_vi: tuple[StepOutcome, ...] = ()


class StepOverride(msgspec.Struct, frozen=True):
    """A step whose duration differs in a variant."""

    step: str
    duration: Limit


class Variant(msgspec.Struct, frozen=True):
    """A case of the procedure with its own limits (trường hợp)."""

    id: str
    label_vi: str
    condition_vi: str | None = None
    total: Limit | None = None
    extends_by: Limit | None = None
    step_overrides: tuple[StepOverride, ...] = ()
    adds_steps: tuple[str, ...] = ()
    status: str | None = None


class Source(msgspec.Struct, frozen=True):
    """Where the procedure was read."""

    title_vi: str
    url: str | None = None
    status: str | None = None
    as_of: str | None = None


class Fee(msgspec.Struct, frozen=True):
    """Fee in đồng, or only in words (phí, lệ phí)."""

    amount_vnd: int | None = None
    text_vi: str | None = None


class Procedure(msgspec.Struct, frozen=True):
    """A published procedure (thủ tục hành chính), as read."""

    schema_version: int
    id: str
    name_vi: str
    kind: str = ""
    code: str | None = None
    local_code: str | None = None
    field_vi: str = ""
    level: tuple[Level, ...] = ()
    locality_vi: str | None = None
    document_sets: int | None = None
    documents: tuple[Document, ...] | None = None
    total: Limit | None = None
    variants: tuple[Variant, ...] = ()
    steps: tuple[Step, ...] | None = None
    fee: Fee | None = None
    legal_basis: tuple[str, ...] = ()
    result_vi: tuple[str, ...] | None = None
    oddities: tuple[str, ...] = ()
    source: tuple[Source, ...] = ()
    conventions: dict[str, str] = {}
    """How its time limits are counted where it deviates from the office ("pause_mode": "RESTART")."""

    @property
    def step_list(self) -> tuple[Step, ...]:
        """The published steps, none if the source lists none."""
        return self.steps or ()

    @property
    def document_list(self) -> tuple[Document, ...]:
        """The published papers, none if the source lists none."""
        return self.documents or ()


class ProcedureUnreadable(UserFacingError):
    """A procedure file that is not one."""


def read_procedure(data: bytes, name: str) -> Procedure:
    """Read one procedure file; `name` is used in messages.

    Raises:
        ProcedureUnreadable: not JSON, not the expected shape, a newer format, or a step id that occurs twice.
    """
    try:
        procedure = msgspec.json.decode(data, type=Procedure)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProcedureUnreadable(
            f"Tệp thủ tục “{name}” không đọc được ({error}). Hãy kiểm tra lại tệp rồi nhập lại."
        ) from error
    if procedure.schema_version > SCHEMA_VERSION:
        raise ProcedureUnreadable(
            f"Tệp thủ tục “{name}” viết theo khuôn dạng {procedure.schema_version}, mới hơn chương trình này. "
            "Hãy cập nhật chương trình rồi nhập lại."
        )
    _check_references(procedure, name)
    _check_conventions(procedure, name)
    return procedure


def _check_references(procedure: Procedure, name: str) -> None:
    known = [step.id for step in procedure.step_list]
    doubles = sorted({step_id for step_id in known if known.count(step_id) > 1})
    if doubles:
        raise ProcedureUnreadable(f"Tệp thủ tục “{name}” có mã bước trùng nhau: {', '.join(doubles)}. Hãy sửa mã bước.")
    cutoffs = [limit.cutoff for limit in _limits(procedure) if limit.cutoff]
    unread = sorted({cutoff for cutoff in cutoffs if not CLOCK_TIME.fullmatch(cutoff)})
    if unread:
        raise ProcedureUnreadable(
            f"Tệp thủ tục “{name}” có giờ chốt nhận không đúng: {', '.join(unread)}. Hãy ghi dạng 15:00."
        )
    if not procedure.id.strip() or not procedure.name_vi.strip():
        raise ProcedureUnreadable(f"Tệp thủ tục “{name}” thiếu mã hoặc tên thủ tục. Hãy điền rồi nhập lại.")


def _limits(procedure: Procedure) -> Iterator[Limit]:
    """Yield every limit the file states."""
    variants = procedure.variants
    stated = [procedure.total, *(step.duration for step in procedure.step_list)]
    stated += [limit for variant in variants for limit in (variant.total, variant.extends_by)]
    stated += [change.duration for variant in variants for change in variant.step_overrides]
    for limit in stated:
        if limit is not None:
            yield from (limit, *limit.parts)


def _check_conventions(procedure: Procedure, name: str) -> None:
    try:
        Conventions.parse(procedure.conventions)
    except UserFacingError as error:
        raise ProcedureUnreadable(f"Tệp thủ tục “{name}”: {error.message}", field="conventions") from error


def canonical(procedure: Procedure) -> Any:
    """Return the procedure as plain JSON values, the form in which it is hashed and frozen."""
    return msgspec.to_builtins(procedure)
