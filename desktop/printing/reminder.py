"""The desk's reminder to a slow unit (phiếu đôn đốc); practice of the desks, in no circular."""

from collections.abc import Sequence

from desktop.printing.blocks import (
    facts_table,
    in_order,
    labelled,
    numbered,
    paragraph,
    sentence,
    side_by_side,
    signature,
)
from desktop.printing.flow import Block
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import opening
from desktop.printing.letter import UNIT_ADDRESSED, recipients
from desktop.printing.markup import bold, dated, filled, plain
from desktop.printing.papers import ReminderSlip
from desktop.printing.words import desk_of, due_words, moment_words


def story(slip: ReminderSlip, forms: FormSet, copy: Words | None, room: float) -> list[Block]:
    """Return the slip's blocks for a text width in points."""
    form, common = forms.reminder, forms.common
    (officer,) = form.signatures
    desk, within = plain(desk_of(slip.letterhead, common)), bold(slip.within)
    asks = [filled(words, desk=desk, within=within) for words in form.asks]
    blocks: dict[str, Sequence[Block]] = {
        "identification": [facts_table(_facts(slip, forms), room)],
        "complaint": [labelled(form.complaint, slip.complaint)] if slip.complaint else [],
        "request": [labelled(form.request, slip.request)] if slip.request else [],
        "earlier": _earlier(slip, forms),
        "asks": [paragraph(plain(form.asks_label.text)), *numbered(asks)],
    }
    ending = [side_by_side(recipients(form), signature(officer, slip.officer), room)]
    return [
        *opening(slip, forms, form, copy, room, number=slip.number, day=slip.issued_on),
        sentence(form.addressee, UNIT_ADDRESSED, unit=bold(slip.unit)),
        *in_order(form.lines, blocks, ending, 1),
    ]


def _facts(slip: ReminderSlip, forms: FormSet) -> list[tuple[Words, str]]:
    """Return what identifies the dossier; a line that may be empty is left out where it is."""
    form, common = forms.reminder, forms.common
    always = [
        (form.code, slip.code),
        (form.applicant, slip.applicant.name),
        (form.address, slip.applicant.address),
        (form.phone, slip.applicant.phone),
        (form.procedure, slip.procedure),
        (form.in_charge, slip.in_charge),
        (form.received, moment_words(slip.received_at, common)),
        (form.due, due_words(slip.due_at, slip.due_provisional, common)),
    ]
    step_due = moment_words(slip.step_due_at, common) if slip.step_due_at else ""
    maybe = [(form.step, slip.step), (form.step_due, step_due), (form.channel, slip.channel), (form.note, slip.note)]
    return [*always, *((label, value) for label, value in maybe if value)]


def _earlier(slip: ReminderSlip, forms: FormSet) -> list[Block]:
    if not slip.earlier:
        return []
    form = forms.reminder
    return [
        paragraph(plain(form.earlier_label.text)),
        *(
            sentence(form.earlier, times=plain(str(n)), state=plain(past.state), **dated(past.sent_on))
            for n, past in enumerate(slip.earlier, start=1)
        ),
    ]
