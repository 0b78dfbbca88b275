"""A form being filled in: what to start from, what is still missing, what is already known of a citizen."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from desktop.dossiers.bodies import Applicant, PaperItem
from desktop.folding import folded
from desktop.intake.form import IntakeForm, PaperTick, no_case_begun, paper_items, required_papers
from desktop.intake.scan import Card
from desktop.procedures.procedure import Document, Procedure
from desktop.terms import Level

CARD_FIELDS = ("full_name", "identity_no", "birth_date", "sex", "address")


@dataclass(frozen=True, slots=True)
class Lack:
    """What keeps a dossier from being accepted: the input at fault and a sentence that says what to do."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """A line of the checklist as it stands before anything is ticked: published paper and its place in the list."""

    tick: PaperTick
    required: bool
    group: str = ""
    form: str = ""


def paper_choices(procedure: Procedure) -> list[PaperChoice]:
    """Return the lines to tick, groups in the order of the source, required papers first in each.

    A paper no dossier can do without is asked for from the start (`applies`); others once their case is begun, they are
    ticked, or the officer asks for them. Where the source gives no counts, one original is the least there can be.
    """
    asked = required_papers(procedure, ())
    groups = list(dict.fromkeys(document.group_vi or "" for document in procedure.document_list))
    ordered = sorted(
        procedure.document_list,
        key=lambda document: (groups.index(document.group_vi or ""), not document.required),
    )
    return [_choice(document, asked=document.name_vi in asked, named=len(groups) > 1) for document in ordered]


def _choice(document: Document, *, asked: bool, named: bool) -> PaperChoice:
    uncounted = document.originals is None and document.copies is None
    originals = 1 if uncounted else document.originals
    tick = PaperTick(document.name_vi, originals, document.copies, ok=False, applies=asked)
    return PaperChoice(tick, document.required, (document.group_vi or "") if named else "", document.form_vi or "")


def papers_missing(procedure: Procedure, ticks: Iterable[PaperTick]) -> tuple[str, ...]:
    """Return the papers a supplement slip would ask for: required or asked for, and not handed in."""
    return tuple(paper.name for paper in paper_items(procedure, tuple(ticks)) if not paper.ok)


def lacks(form: IntakeForm, procedure: Procedure | None, *, due_known: bool) -> tuple[Lack, ...]:
    """Return what keeps this form from being accepted, in the order an officer meets it on the screen."""
    if procedure is None:
        return (Lack("procedure", "Chưa chọn thủ tục. Hãy gõ vài chữ của tên thủ tục rồi nhấn Enter."),)
    found = []
    if not due_known:
        found.append(Lack("due", "Chưa có hạn trả. Hãy chọn một cách tính hoặc nhập ngày hẹn trả."))
    if not form.applicant.named.strip():
        found.append(Lack("applicant.full_name", "Chưa có người nộp. Hãy quét thẻ căn cước hoặc nhập họ tên."))
    missing = papers_missing(procedure, form.papers)
    if missing:
        found.append(Lack("papers", _missing_sentence(missing)))
    elif no_case_begun(procedure, form.papers):
        found.append(Lack("papers", "Chưa đánh dấu giấy tờ nào của trường hợp đang nộp."))
    return tuple(found)


def _missing_sentence(missing: tuple[str, ...]) -> str:
    first = missing[0][:1].lower() + missing[0][1:] if not missing[0][:2].isupper() else missing[0]
    more = f" và {len(missing) - 1} giấy tờ khác" if len(missing) > 1 else ""
    return f"Còn thiếu {len(missing)} giấy tờ: {first}{more}."


def filled_up(typed: Applicant, known: Applicant) -> Applicant:
    """Return what was typed, with empty particulars taken from what is known of the same citizen."""
    values = {
        name: getattr(typed, name) or getattr(known, name) for name in ("full_name", "birth_date", "sex", "address")
    }
    return msgspec.structs.replace(typed, **values, phone=typed.phone or known.phone, email=typed.email or known.email)


def from_card(card: Card, typed: Applicant) -> Applicant:
    """Return the applicant the card names; phone and the like stay only when they were typed for nobody else."""
    same = typed.identity_no in {"", card.number, card.old_number}
    kept = typed if same else Applicant("")
    told = {
        "full_name": card.full_name,
        "identity_no": card.number,
        "birth_date": card.birth_date,
        "sex": card.sex,
        "address": card.address,
    }
    return msgspec.structs.replace(kept, **{name: told[name] or getattr(kept, name) for name in CARD_FIELDS})


def ticks_of(papers: Iterable[PaperItem]) -> tuple[PaperTick, ...]:
    """Return the checklist as an earlier slip left it."""
    return tuple(
        PaperTick(paper.name, paper.originals, paper.copies, ok=paper.ok, note=paper.note, applies=True)
        for paper in papers
    )


def offered(procedures: Iterable[Procedure], recent: Iterable[str], level: Level) -> list[Procedure]:
    """Return procedures to choose from before anything is typed: recent ones, those of this level, the others."""
    order = {procedure_id: place for place, procedure_id in enumerate(recent)}
    return sorted(
        procedures,
        key=lambda procedure: (
            order.get(procedure.id, len(order)),
            bool(procedure.level) and level not in procedure.level,
            folded(procedure.name_vi),
        ),
    )
