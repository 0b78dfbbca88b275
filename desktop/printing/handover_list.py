"""The list of dossiers handed over together, signed by both sides (danh sách bàn giao hồ sơ); practice of the desks."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.printing.blocks import (
    BODY,
    FINE,
    FINE_CENTRED,
    SIGNING_ROW,
    grouped_table,
    in_columns,
    in_order,
    labelled,
    paragraph,
    sentence,
    signature,
)
from desktop.printing.flow import Block, Space
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import opening
from desktop.printing.markup import plain
from desktop.printing.papers import HandoverList, HandoverRow
from desktop.printing.words import breakable, moment_words, padded, short_day

_SHARES = (8, 24, 44, 11, 27, 41, 18, 15.5, 15.5, 15.5, 16, 16, 15)
"""Widths of the thirteen columns, in parts of the text width."""

_NOTE = replace(BODY, italic=True)


def story(handover: HandoverList, forms: FormSet, copy: Words | None, room: float) -> list[Block]:
    """Return one copy's blocks for a text width in points."""
    form, common = forms.handover_list, forms.common
    giver, receiver, centre = form.signatures
    widths = [share * room / sum(_SHARES) for share in _SHARES]
    rows = [_cells(number, row, forms) for number, row in enumerate(handover.rows, start=1)]
    blocks: dict[str, Sequence[Block]] = {
        "giver_unit": [labelled(form.giver_unit, handover.giver_unit)],
        "unit": [labelled(form.unit, handover.receiver_unit, strong=True)],
        "handed_at": [labelled(form.handed_at, moment_words(handover.handed_at, common))],
        "way": [labelled(form.way, handover.way)],
        "total": [sentence(form.total, total=plain(padded(len(handover.rows))))],
        "table": [grouped_table(form.columns, rows, widths)],
        "note": [paragraph(plain(form.note.text), _NOTE)],
    }
    signed = [signature(giver, handover.giver), signature(receiver, handover.receiver), signature(centre)]
    return [
        *opening(handover, forms, form, copy, room, number=handover.number, day=handover.issued_on),
        *in_order(form.lines, blocks, [in_columns(signed, room)], 1),
    ]


def _cells(number: int, row: HandoverRow, forms: FormSet) -> list[Block]:
    days = [short_day(day, forms.common) for day in (row.received_on, row.due_on, row.result_on)]
    return [
        paragraph(plain(str(number)), FINE_CENTRED),
        paragraph(plain(breakable(row.code)), FINE),
        paragraph(plain(row.content), FINE),
        paragraph(plain(padded(row.sets)), FINE_CENTRED),
        paragraph(plain(row.applicant), FINE),
        paragraph(plain(row.address), FINE),
        paragraph(plain(row.phone), FINE),
        *(paragraph(plain(day), FINE_CENTRED) for day in days),
        Space(SIGNING_ROW),
        Space(),
        paragraph(plain(row.note), FINE),
    ]
