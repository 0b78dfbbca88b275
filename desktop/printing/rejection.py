"""Mẫu số 03: the refusal with its reasons (phiếu từ chối tiếp nhận giải quyết hồ sơ)."""

from desktop.printing.blocks import (
    PROSE,
    in_order,
    labelled,
    labelled_pair,
    paragraph,
    sentence,
    side_by_side,
    signature,
)
from desktop.printing.flow import Block
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import opening
from desktop.printing.markup import plain
from desktop.printing.papers import RejectionSlip
from desktop.printing.words import desk_of


def story(slip: RejectionSlip, forms: FormSet, copy: Words | None, room: float) -> list[Block]:
    """Return the slip's blocks for a text width in points."""
    form, common, applicant = forms.rejection, forms.common, slip.applicant
    desk, issuer = desk_of(slip.letterhead, common), slip.letterhead.issuer
    giver, taker = form.signatures
    blocks = {
        "desk": [labelled(Words(text=f"{desk}:", evidence=common.desk.evidence), issuer)],
        "applicant": [labelled(form.applicant, applicant.name, strong=True)],
        "address": [labelled(form.address, applicant.address)],
        "contact": [labelled_pair((form.phone, applicant.phone), (form.email, applicant.email))],
        "procedure": [labelled(form.procedure, slip.procedure, strong=True)],
        "refusal": [
            sentence(form.refusal, PROSE, desk=plain(desk), issuer=plain(issuer)),
            paragraph(plain(slip.reason), PROSE),
        ],
        "closing": [paragraph(plain(form.closing.text), PROSE)],
    }
    ending = [side_by_side(signature(giver), signature(taker, slip.officer), room)]
    return [
        *opening(slip, forms, form, copy, room, number=slip.number, day=slip.issued_on),
        *in_order(form.lines, blocks, ending, 1),
    ]
