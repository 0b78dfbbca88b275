"""Mẫu số 01: the receipt with the appointed time (giấy tiếp nhận hồ sơ và hẹn trả kết quả)."""

from collections.abc import Sequence
from functools import partial

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Table

from desktop.printing.blocks import (
    CELL,
    CELL_CENTRED,
    labelled,
    labelled_pair,
    notes,
    paragraph,
    ruled_table,
    sentence,
    side_by_side,
    signature,
)
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import heading, title_block
from desktop.printing.markup import Markup, filled, italic, plain
from desktop.printing.pages import Story
from desktop.printing.papers import PaperLine, Receipt
from desktop.printing.words import BLANK, desk_of, due_words, moment_words, padded

_INDEX_WIDTH = 9 * mm
_COUNT_WIDTH = 14 * mm


def copies(receipt: Receipt, forms: FormSet) -> list[Story]:
    """Return one story for each liên: the one kept with the control slip and the applicant's."""
    return [partial(_story, receipt, forms, label) for label in forms.receipt.copies]


def _story(receipt: Receipt, forms: FormSet, copy: Words, room: float) -> list[Flowable]:
    form, common = forms.receipt, forms.common
    return [
        heading(receipt.letterhead, form, common, receipt.number, receipt.received_at.date(), room),
        title_block(form, common, receipt.code, receipt.code, copy, room),
        *_applicant(receipt, forms),
        paragraph(plain(form.papers.text)),
        _papers_table(receipt.papers, form.papers_columns, room),
        sentence(form.sets, sets=plain(padded(receipt.sets))),
        labelled(form.time_limit, receipt.time_limit),
        labelled(form.received, moment_words(receipt.received_at, common)),
        labelled(form.due, due_words(receipt.due_at, receipt.due_provisional, common), strong=True),
        _ending(receipt, forms, room),
    ]


def _applicant(receipt: Receipt, forms: FormSet) -> list[Flowable]:
    form, applicant, letterhead = forms.receipt, receipt.applicant, receipt.letterhead
    desk = Words(text=f"{desk_of(letterhead, forms.common)}:", evidence=forms.common.desk.evidence)
    return [
        labelled(desk, letterhead.issuer),
        labelled(form.applicant, applicant.name, strong=True),
        *([labelled(form.identity, applicant.identity_no)] if applicant.identity_no else []),
        *([labelled(form.delegate, applicant.delegate)] if applicant.delegate else []),
        labelled(form.address, applicant.address),
        labelled_pair((form.phone, applicant.phone), (form.email, applicant.email)),
        labelled(form.procedure, receipt.procedure, strong=True),
    ]


def _papers_table(papers: Sequence[PaperLine], columns: Sequence[Words], room: float) -> Table:
    rows = [
        [
            paragraph(plain(str(index)), CELL_CENTRED),
            paragraph(_paper_name(paper), CELL),
            paragraph(_count(paper.originals), CELL_CENTRED),
            paragraph(_count(paper.copies), CELL_CENTRED),
        ]
        for index, paper in enumerate(papers, start=1)
    ]
    return ruled_table(
        columns, rows, [_INDEX_WIDTH, room - _INDEX_WIDTH - 2 * _COUNT_WIDTH, _COUNT_WIDTH, _COUNT_WIDTH]
    )


def _paper_name(paper: PaperLine) -> Markup:
    return Markup(f"{plain(paper.name)} {italic(f'({paper.note})')}") if paper.note else plain(paper.name)


def _count(sheets: int) -> Markup:
    return plain(padded(sheets) if sheets else "–")


def _ending(receipt: Receipt, forms: FormSet, room: float) -> KeepTogether:
    """Return the last lines with signatures and notes, so that no page holds signatures alone."""
    form = forms.receipt
    giver, taker = form.signatures
    desk = plain(desk_of(receipt.letterhead, forms.common))
    return KeepTogether(
        [
            labelled(form.return_at, receipt.return_at),
            *([labelled(form.fee, receipt.fee)] if receipt.fee else []),
            sentence(
                form.register,
                book=plain(receipt.register_book or BLANK),
                number=plain(receipt.register_no or BLANK),
            ),
            side_by_side(signature(giver), signature(taker, receipt.officer), room),
            *notes(form.notes_label, [filled(note, desk=desk) for note in form.notes]),
        ]
    )
