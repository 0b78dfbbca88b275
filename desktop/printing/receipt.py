"""Mẫu số 01: the receipt with the appointed time (giấy tiếp nhận hồ sơ và hẹn trả kết quả)."""

from collections.abc import Sequence

from desktop.printing.blocks import (
    in_order,
    labelled,
    labelled_pair,
    notes,
    paper_table,
    paragraph,
    sentence,
    side_by_side,
    signature,
)
from desktop.printing.flow import Block
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import opening
from desktop.printing.markup import filled, plain
from desktop.printing.papers import Receipt
from desktop.printing.words import BLANK, desk_of, due_words, moment_words, padded

_KEPT_WITH_SIGNATURES = 3


def story(receipt: Receipt, forms: FormSet, copy: Words | None, room: float) -> list[Block]:
    """Return one liên's blocks for a text width in points."""
    form = forms.receipt
    day = receipt.received_at.date()
    blocks = _who(receipt, forms) | _what(receipt, forms, room) | _when(receipt, forms)
    return [
        *opening(receipt, forms, form, copy, room, number=receipt.number, day=day),
        *in_order(form.lines, blocks, _ending(receipt, forms, room), _KEPT_WITH_SIGNATURES),
    ]


def _who(receipt: Receipt, forms: FormSet) -> dict[str, Sequence[Block]]:
    form, applicant, letterhead = forms.receipt, receipt.applicant, receipt.letterhead
    desk = Words(text=f"{desk_of(letterhead, forms.common)}:", evidence=forms.common.desk.evidence)
    return {
        "desk": [labelled(desk, letterhead.issuer)],
        "applicant": [labelled(form.applicant, applicant.name, strong=True)],
        "identity": [labelled(form.identity, applicant.identity_no)] if applicant.identity_no else [],
        "delegate": [labelled(form.delegate, applicant.delegate)] if applicant.delegate else [],
        "address": [labelled(form.address, applicant.address)],
        "contact": [labelled_pair((form.phone, applicant.phone), (form.email, applicant.email))],
    }


def _what(receipt: Receipt, forms: FormSet, room: float) -> dict[str, Sequence[Block]]:
    form = forms.receipt
    register = {"book": plain(receipt.register_book or BLANK), "number": plain(receipt.register_no or BLANK)}
    return {
        "procedure": [labelled(form.procedure, receipt.procedure, strong=True)],
        "papers": [paragraph(plain(form.papers.text)), paper_table(receipt.papers, form.papers_columns, room)],
        "sets": [sentence(form.sets, sets=plain(padded(receipt.sets)))],
        "return_at": [labelled(form.return_at, receipt.return_at)],
        "fee": [labelled(form.fee, receipt.fee)] if receipt.fee else [],
        "register": [sentence(form.register, **register)],
    }


def _when(receipt: Receipt, forms: FormSet) -> dict[str, Sequence[Block]]:
    form, common = forms.receipt, forms.common
    due = due_words(receipt.due_at, receipt.due_provisional, common)
    notice = due_words(receipt.notice_at, receipt.notice_provisional, common) if receipt.notice_at else ""
    return {
        "time_limit": [labelled(form.time_limit, receipt.time_limit)],
        "received": [labelled(form.received, moment_words(receipt.received_at, common))],
        "due": [labelled(form.due, due, strong=True)],
        "notice": [labelled(form.notice, notice, strong=True)] if notice else [],
    }


def _ending(receipt: Receipt, forms: FormSet, room: float) -> list[Block]:
    form = forms.receipt
    giver, taker = form.signatures
    desk = plain(desk_of(receipt.letterhead, forms.common))
    return [
        side_by_side(signature(giver), signature(taker, receipt.officer), room),
        *notes(form.notes_label, [filled(note, desk=desk) for note in form.notes]),
    ]
