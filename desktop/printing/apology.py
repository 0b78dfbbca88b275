"""Mẫu số 04: the apology with a new date, signed by the head of the office that is late (phiếu xin lỗi)."""

from reportlab.platypus import Flowable, KeepTogether

from desktop.printing.blocks import PROSE, paragraph, sentence, side_by_side, signature
from desktop.printing.forms import FormSet
from desktop.printing.heading import heading, issuing_names, title_block
from desktop.printing.letter import addressee, recipients
from desktop.printing.markup import bold, plain
from desktop.printing.papers import ApologyLetter
from desktop.printing.words import date_parts, due_words, moment_words


def story(letter: ApologyLetter, forms: FormSet, room: float) -> list[Flowable]:
    """Return the letter's blocks for a text width in points."""
    form, common = forms.apology, forms.common
    return [
        heading(letter.letterhead, form, common, letter.number, letter.issued_on, room),
        title_block(form, common, letter.code, letter.code, None, room),
        *addressee(letter.applicant, form),
        *_account(letter, forms),
        _ending(letter, forms, room),
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
            side_by_side(recipients(form), signature(head, letter.signer, letter.signer_title.upper()), room),
        ]
    )
