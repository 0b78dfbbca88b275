"""Mẫu số 03: the refusal with its reasons (phiếu từ chối tiếp nhận giải quyết hồ sơ)."""

from reportlab.platypus import Flowable, KeepTogether

from desktop.printing.blocks import (
    PROSE,
    labelled,
    labelled_pair,
    paragraph,
    sentence,
    side_by_side,
    signature,
)
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import heading, title_block
from desktop.printing.markup import plain
from desktop.printing.papers import RejectionSlip
from desktop.printing.words import desk_of


def story(slip: RejectionSlip, forms: FormSet, room: float) -> list[Flowable]:
    """Return the slip's blocks for a text width in points."""
    form, common, applicant = forms.rejection, forms.common, slip.applicant
    desk, issuer = desk_of(slip.letterhead, common), slip.letterhead.issuer
    giver, taker = form.signatures
    return [
        heading(slip.letterhead, form, common, slip.number, slip.issued_on, room),
        title_block(form, common, slip.code, slip.reference, None, room),
        labelled(Words(text=f"{desk}:", evidence=common.desk.evidence), issuer),
        labelled(form.applicant, applicant.name, strong=True),
        labelled(form.address, applicant.address),
        labelled_pair((form.phone, applicant.phone), (form.email, applicant.email)),
        labelled(form.procedure, slip.procedure, strong=True),
        sentence(form.refusal, PROSE, desk=plain(desk), issuer=plain(issuer)),
        paragraph(plain(slip.reason), PROSE),
        KeepTogether(
            [
                paragraph(plain(form.closing.text), PROSE),
                side_by_side(signature(giver), signature(taker, slip.officer), room),
            ]
        ),
    ]
