"""Mẫu số 04: the apology with a new date, signed by the head of the office that is late (phiếu xin lỗi)."""

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether

from desktop.printing.blocks import (
    BODY_CENTRED,
    PROSE,
    SMALL,
    labelled,
    paragraph,
    sentence,
    side_by_side,
    signature,
)
from desktop.printing.forms import ApologyForm, FormSet
from desktop.printing.heading import heading, issuing_names, title_block
from desktop.printing.markup import Markup, bold, italic, plain
from desktop.printing.papers import ApologyLetter
from desktop.printing.words import date_parts, due_words, moment_words

_ADDRESSEE = ParagraphStyle("addressee", BODY_CENTRED, fontSize=11, leading=14)
_LAST_OF_ADDRESS = ParagraphStyle("last-of-address", BODY_CENTRED, spaceAfter=6)
_RECIPIENTS_HEAD = ParagraphStyle("recipients-head", SMALL, fontSize=9.5, leading=12)


def story(letter: ApologyLetter, forms: FormSet, room: float) -> list[Flowable]:
    """Return the letter's blocks for a text width in points."""
    form, common = forms.apology, forms.common
    return [
        heading(letter.letterhead, form, common, letter.number, letter.issued_on, room),
        title_block(form, common, letter.code, letter.code, None, room),
        *_addressee(letter, form),
        *_account(letter, forms),
        _ending(letter, forms, room),
    ]


def _addressee(letter: ApologyLetter, form: ApologyForm) -> list[Flowable]:
    applicant = letter.applicant
    return [
        sentence(form.addressee, _ADDRESSEE, applicant=bold(f"{applicant.salutation} {applicant.name}".strip())),
        labelled(form.address, applicant.address, style=BODY_CENTRED),
        labelled(form.phone, applicant.phone, style=_LAST_OF_ADDRESS),
    ]


def _account(letter: ApologyLetter, forms: FormSet) -> list[Flowable]:
    """Return what happened: when it was received, what was promised, why it is late."""
    form, common = forms.apology, forms.common
    agency = plain(issuing_names(letter.letterhead, form)[1])
    return [
        sentence(
            form.received,
            PROSE,
            agency=agency,
            procedure=plain(letter.procedure),
            applicant=plain(letter.applicant.name),
            code=bold(letter.code),
            **{name: plain(value) for name, value in date_parts(letter.received_at).items()},
        ),
        sentence(form.promised, PROSE, promised_at=plain(moment_words(letter.promised_at, common))),
        sentence(form.delay, PROSE, agency=agency, reason=plain(letter.reason)),
        paragraph(plain(form.harm.text), PROSE),
    ]


def _ending(letter: ApologyLetter, forms: FormSet, room: float) -> KeepTogether:
    form, common = forms.apology, forms.common
    agency = plain(issuing_names(letter.letterhead, form)[1])
    new_due = due_words(letter.new_due_at, letter.new_due_provisional, common)
    (head,) = form.signatures
    return KeepTogether(
        [
            sentence(form.new_date, PROSE, agency=agency, new_due_at=bold(new_due)),
            paragraph(plain(form.closing.text), PROSE),
            side_by_side(_recipients(form), signature(head, letter.signer, letter.signer_title.upper()), room),
        ]
    )


def _recipients(form: ApologyForm) -> list[Flowable]:
    label = Markup(f"<b>{italic(form.recipients_label.text)}</b>")
    return [paragraph(label, _RECIPIENTS_HEAD), *(paragraph(plain(line.text), SMALL) for line in form.recipients)]
