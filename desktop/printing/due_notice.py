"""The notice of a due time moved by the calendar (thông báo điều chỉnh ngày hẹn trả kết quả); our own paper."""

from reportlab.platypus import Flowable, KeepTogether

from desktop.printing.blocks import PROSE, paragraph, sentence, side_by_side, signature
from desktop.printing.forms import FormSet
from desktop.printing.heading import heading, title_block
from desktop.printing.letter import addressee, recipients
from desktop.printing.markup import bold, plain
from desktop.printing.papers import DueNotice
from desktop.printing.words import BLANK, date_parts, desk_of, due_words, moment_words


def story(notice: DueNotice, forms: FormSet, room: float) -> list[Flowable]:
    """Return the notice's blocks for a text width in points."""
    form, common = forms.due_notice, forms.common
    return [
        heading(notice.letterhead, form, common, notice.number, notice.issued_on, room),
        title_block(form, common, notice.code, notice.code, None, room),
        *addressee(notice.applicant, form),
        *_account(notice, forms),
        _ending(notice, forms, room),
    ]


def _account(notice: DueNotice, forms: FormSet) -> list[Flowable]:
    """Return what happened: when the dossier was received, what the receipt promised, how the calendar changed."""
    form, common = forms.due_notice, forms.common
    return [
        sentence(
            form.received,
            PROSE,
            issuer=plain(notice.letterhead.issuer),
            procedure=plain(notice.procedure),
            applicant=plain(notice.applicant.name),
            code=bold(notice.code),
            **{name: plain(value) for name, value in date_parts(notice.received_at).items()},
        ),
        sentence(form.promised, PROSE, promised_at=plain(moment_words(notice.promised_at, common))),
        sentence(form.change, PROSE, reason=plain(notice.reason)),
    ]


def _ending(notice: DueNotice, forms: FormSet, room: float) -> KeepTogether:
    """Return the new due time, whom to ask, thanks and the signature of the officer who received the dossier."""
    form, common = forms.due_notice, forms.common
    new_due = due_words(notice.new_due_at, notice.new_due_provisional, common)
    desk, phone = desk_of(notice.letterhead, common), notice.letterhead.phone or BLANK
    (receiver,) = form.signatures
    return KeepTogether(
        [
            sentence(form.new_date, PROSE, new_due_at=bold(new_due)),
            paragraph(plain(form.receipt_stands.text), PROSE),
            sentence(form.help, PROSE, desk=plain(desk), phone=plain(phone)),
            paragraph(plain(form.closing.text), PROSE),
            side_by_side(recipients(form), signature(receiver, notice.officer), room),
        ]
    )
