"""Mẫu số 06 (2025: 07): the follow-up register, a cover and the table (sổ theo dõi hồ sơ)."""

from dataclasses import replace

from reportlab.lib.units import mm

from desktop.printing.blocks import (
    BODY_CENTRED,
    FINE,
    FINE_CENTRED,
    SIGNING_ROW,
    TITLE,
    grouped_table,
    paragraph,
    sentence,
)
from desktop.printing.flow import Block, PageBreak, Space
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import heading
from desktop.printing.markup import plain
from desktop.printing.papers import Register, RegisterRow
from desktop.printing.qr import QrSquare
from desktop.printing.words import BLANK, breakable, short_day

_SHARES = (8, 23, 30.5, 10, 24, 29, 22, 15.2, 15.2, 15.2, 15.2, 15.2, 15, 13.5, 14)
"""Widths of the fifteen columns, in parts of the text width."""

_COVER_TITLE = replace(TITLE, size=26, leading=34)
_COVER_LINE = replace(BODY_CENTRED, size=13, leading=21)
_COVER_BOOK = replace(_COVER_LINE, bold=True)
_ABOVE_TITLE, _BELOW_TITLE, _ABOVE_CODE = 24 * mm, 5 * mm, 5 * mm
_CODE_SIDE = 19 * mm


def story(register: Register, forms: FormSet, copy: Words | None, room: float) -> list[Block]:
    """Return cover and table for a text width in points."""
    rows = [_cells(row, forms) for row in register.rows]
    widths = [share * room / sum(_SHARES) for share in _SHARES]
    return [*_cover(register, forms, room), PageBreak(), grouped_table(forms.register.columns, rows, widths)]


def _cover(register: Register, forms: FormSet, room: float) -> list[Block]:
    form, common = forms.register, forms.common
    code = QrSquare(register.reference, _CODE_SIDE) if register.reference else Space()
    period = {"first": short_day(register.first_on, common), "last": short_day(register.last_on, common)}
    return [
        heading(register.letterhead, form, common, None, register.issued_on, room),
        Space(_ABOVE_TITLE),
        *(paragraph(plain(line), _COVER_TITLE) for line in form.title),
        Space(_BELOW_TITLE),
        sentence(form.field, _COVER_LINE, field=plain(register.field or BLANK)),
        sentence(form.book, _COVER_BOOK, book=plain(register.book or BLANK)),
        sentence(form.period, _COVER_LINE, **{name: plain(day) for name, day in period.items()}),
        Space(_ABOVE_CODE),
        code,
    ]


def _cells(row: RegisterRow, forms: FormSet) -> list[Block]:
    common = forms.common
    days = (row.received_on, row.due_on, row.sent_on, row.result_on, row.returned_on)
    reached = [paragraph(plain(short_day(day, common)), FINE_CENTRED) for day in days]
    whereabouts = ", ".join(part for part in (row.address, row.phone) if part)
    return [
        paragraph(plain(str(row.number)), FINE_CENTRED),
        paragraph(plain(breakable(row.code)), FINE),
        paragraph(plain(row.procedure), FINE),
        paragraph(plain(str(row.sets)), FINE_CENTRED),
        paragraph(plain(row.applicant), FINE),
        paragraph(plain(whereabouts), FINE),
        paragraph(plain(row.handling_unit), FINE),
        *reached,
        paragraph(plain(row.return_method), FINE),
        Space(SIGNING_ROW),
        paragraph(plain(row.note), FINE),
    ]
