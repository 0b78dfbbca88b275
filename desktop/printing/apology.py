"""Mẫu số 04: the apology with a new date, signed by the head of the office that is late (phiếu xin lỗi)."""

from desktop.printing.blocks import PROSE, in_order, paragraph, sentence, side_by_side, signature
from desktop.printing.flow import Block
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import issuing_names, opening
from desktop.printing.letter import addressee, recipients
from desktop.printing.markup import bold, dated, plain
from desktop.printing.papers import ApologyLetter
from desktop.printing.words import due_words, moment_words


def story(letter: ApologyLetter, forms: FormSet, copy: Words | None, room: float) -> list[Block]:
    """Return the letter's blocks for a text width in points: what was promised, why it is late, the new date."""
    form, common = forms.apology, forms.common
    (head,) = form.signatures
    regret = form.after_due if letter.late else form.before_due
    agency = plain(issuing_names(letter.letterhead, form)[1])
    new_due = due_words(letter.new_due_at, letter.new_due_provisional, common)
    received = {
        "procedure": plain(letter.procedure),
        "applicant": plain(letter.applicant.name),
        "code": bold(letter.code),
        **dated(letter.received_at),
    }
    blocks = {
        "received": [sentence(form.received, PROSE, agency=agency, **received)],
        "promised": [sentence(form.promised, PROSE, promised_at=plain(moment_words(letter.promised_at, common)))],
        "delay": [sentence(regret.delay, PROSE, agency=agency, reason=plain(letter.reason))],
        "harm": [paragraph(plain(regret.harm.text), PROSE)],
        "new_date": [sentence(form.new_date, PROSE, agency=agency, new_due_at=bold(new_due))],
        "closing": [paragraph(plain(regret.closing.text), PROSE)],
    }
    signed = signature(head, letter.signer, letter.signer_title.upper())
    return [
        *opening(letter, forms, form, copy, room, number=letter.number, day=letter.issued_on),
        *addressee(letter.applicant, form),
        *in_order(form.lines, blocks, [side_by_side(recipients(form), signed, room)]),
    ]
