"""The notice of a due time moved by the calendar (thông báo điều chỉnh ngày hẹn trả kết quả); our own paper."""

from desktop.printing.blocks import PROSE, in_order, paragraph, sentence, side_by_side, signature
from desktop.printing.flow import Block
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import opening
from desktop.printing.letter import addressee, recipients
from desktop.printing.markup import bold, dated, plain
from desktop.printing.papers import DueNotice
from desktop.printing.words import BLANK, desk_of, due_words, moment_words

_KEPT_WITH_SIGNATURE = 4


def story(notice: DueNotice, forms: FormSet, copy: Words | None, room: float) -> list[Block]:
    """Return the notice's blocks for a text width in points: what was promised, how the calendar moved it."""
    form, common = forms.due_notice, forms.common
    (receiver,) = form.signatures
    new_due = due_words(notice.new_due_at, notice.new_due_provisional, common)
    desk, phone = desk_of(notice.letterhead, common), notice.letterhead.phone or BLANK
    received = {
        "issuer": plain(notice.letterhead.issuer),
        "procedure": plain(notice.procedure),
        "applicant": plain(notice.applicant.name),
        "code": bold(notice.code),
        **dated(notice.received_at),
    }
    blocks = {
        "received": [sentence(form.received, PROSE, **received)],
        "promised": [sentence(form.promised, PROSE, promised_at=plain(moment_words(notice.promised_at, common)))],
        "change": [sentence(form.change, PROSE, reason=plain(notice.reason))],
        "new_date": [sentence(form.new_date, PROSE, new_due_at=bold(new_due))],
        "receipt_stands": [paragraph(plain(form.receipt_stands.text), PROSE)],
        "help": [sentence(form.help, PROSE, desk=plain(desk), phone=plain(phone))],
        "closing": [paragraph(plain(form.closing.text), PROSE)],
    }
    ending = [side_by_side(recipients(form), signature(receiver, notice.officer), room)]
    return [
        *opening(notice, forms, form, copy, room, number=notice.number, day=notice.issued_on),
        *addressee(notice.applicant, form),
        *in_order(form.lines, blocks, ending, _KEPT_WITH_SIGNATURE),
    ]
