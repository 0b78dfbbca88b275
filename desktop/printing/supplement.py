"""Mẫu số 02: the request for missing papers (phiếu yêu cầu bổ sung, hoàn thiện hồ sơ)."""

from desktop.printing.blocks import (
    in_order,
    labelled,
    labelled_pair,
    paper_items,
    paragraph,
    sentence,
    side_by_side,
    signature,
)
from desktop.printing.flow import Block
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import opening
from desktop.printing.markup import plain
from desktop.printing.papers import SupplementSlip
from desktop.printing.words import BLANK, desk_of


def story(slip: SupplementSlip, forms: FormSet, copy: Words | None, room: float) -> list[Block]:
    """Return the slip's blocks for a text width in points; the guiding officer alone signs it, on the right."""
    form, common, applicant = forms.supplement, forms.common, slip.applicant
    (guide,) = form.signatures
    contact = slip.officer or desk_of(slip.letterhead, common)
    phone = slip.letterhead.phone or BLANK
    blocks = {
        "applicant": [labelled(form.applicant, applicant.name, strong=True)],
        "procedure": [labelled(form.procedure, slip.procedure, strong=True)],
        "address": [labelled(form.address, applicant.address)],
        "contact": [labelled_pair((form.phone, applicant.phone), (form.email, applicant.email))],
        "request": [paragraph(plain(form.request.text)), *paper_items(slip.papers, common)],
        "reason": [labelled(form.reason, slip.reason)],
        "help": [sentence(form.help, officer=plain(contact), phone=plain(phone))],
    }
    return [
        *opening(slip, forms, form, copy, room, number=slip.number, day=slip.issued_on),
        *in_order(form.lines, blocks, [side_by_side([], signature(guide, slip.officer), room)], 1),
    ]
