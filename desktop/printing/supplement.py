"""Mẫu số 02: the request for missing papers (phiếu yêu cầu bổ sung, hoàn thiện hồ sơ)."""

from reportlab.platypus import Flowable, KeepTogether

from desktop.printing.blocks import (
    labelled,
    labelled_pair,
    numbered,
    paragraph,
    sentence,
    side_by_side,
    signature,
)
from desktop.printing.forms import Common, FormSet
from desktop.printing.heading import heading, title_block
from desktop.printing.markup import Markup, filled, italic, plain
from desktop.printing.papers import PaperLine, SupplementSlip
from desktop.printing.words import BLANK, desk_of, padded, unbroken


def story(slip: SupplementSlip, forms: FormSet, room: float) -> list[Flowable]:
    """Return the slip's blocks for a text width in points."""
    form, common, applicant = forms.supplement, forms.common, slip.applicant
    return [
        heading(slip.letterhead, form, common, slip.number, slip.issued_on, room),
        title_block(form, common, slip.code, slip.reference, None, room),
        labelled(form.applicant, applicant.name, strong=True),
        labelled(form.procedure, slip.procedure, strong=True),
        labelled(form.address, applicant.address),
        labelled_pair((form.phone, applicant.phone), (form.email, applicant.email)),
        paragraph(plain(form.request.text)),
        *numbered([_paper(paper, common) for paper in slip.papers]),
        labelled(form.reason, slip.reason),
        _ending(slip, forms, room),
    ]


def _paper(paper: PaperLine, common: Common) -> Markup:
    """Return "Tờ khai (bản chính: 01; bản sao: 02): note"."""
    counted = [(common.originals, paper.originals), (common.copies, paper.copies)]
    counts = "; ".join(filled(words, count=plain(padded(sheets))) for words, sheets in counted if sheets)
    name = f"{plain(paper.name)} {unbroken(f'({counts})')}" if counts else plain(paper.name)
    return Markup(f"{name}: {italic(paper.note)}" if paper.note else name)


def _ending(slip: SupplementSlip, forms: FormSet, room: float) -> KeepTogether:
    """Return whom to ask and the signature; the slip bears the guiding officer's alone, on the right."""
    form = forms.supplement
    (guide,) = form.signatures
    contact = slip.officer or desk_of(slip.letterhead, forms.common)
    phone = slip.letterhead.phone or BLANK
    return KeepTogether(
        [
            sentence(form.help, officer=plain(contact), phone=plain(phone)),
            side_by_side([], signature(guide, slip.officer), room),
        ]
    )
