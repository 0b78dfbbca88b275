"""Mẫu số 05 (2025: 06): the slip that travels with the dossier (phiếu kiểm soát quá trình giải quyết hồ sơ)."""

from collections.abc import Sequence

from reportlab.lib.units import mm

from desktop.printing.blocks import (
    CELL,
    CELL_CENTRED,
    CELL_HINT,
    beside,
    labelled,
    paragraph,
    ruled_table,
)
from desktop.printing.flow import Block, Space, Stack
from desktop.printing.forms import ControlForm, FormSet, Words
from desktop.printing.heading import opening
from desktop.printing.markup import plain, spaced
from desktop.printing.papers import ControlRow, ControlSlip
from desktop.printing.words import BLANK, date_unbroken, moment_words

_SHARES = (0.26, 0.41, 0.18, 0.15)
"""Widths of agency, time and signatures, result, note; the time column holds two signatures side by side."""

_HAND_SIGNING_SPACE = 9 * mm
_EMPTY_ROW = ControlRow(giver="", receiver="", moment=None)


def story(slip: ControlSlip, forms: FormSet, copy: Words | None, room: float) -> list[Block]:
    """Return the slip's blocks for a text width in points; empty rows are left to be filled in by hand."""
    form = forms.control
    empty = max(0, form.least_rows - len(slip.rows))
    rows = [_cells(row, forms, room) for row in (*slip.rows, *[_EMPTY_ROW] * empty)]
    blocks: dict[str, Sequence[Block]] = {
        "unit": [labelled(form.unit, slip.handling_unit)],
        "partners": [labelled(form.partners, slip.partner_units)],
        "applicant": [labelled(form.applicant, slip.applicant.name, strong=True)],
        "procedure": [labelled(form.procedure, slip.procedure)],
        "table": [ruled_table(form.columns, rows, [share * room for share in _SHARES])],
    }
    return [
        *opening(slip, forms, form, copy, room, number=None, day=slip.issued_on),
        *(block for name in form.lines for block in blocks[name]),
    ]


def _cells(row: ControlRow, forms: FormSet, room: float) -> list[Block]:
    form = forms.control
    return [
        Stack([_party(form.giver, row.giver), _party(form.receiver, row.receiver)]),
        Stack(
            [
                paragraph(plain(date_unbroken(moment_words(row.moment, forms.common))), CELL_CENTRED),
                _hand_signatures(form, room * _SHARES[1]),
            ]
        ),
        paragraph(plain(row.result), CELL_CENTRED),
        paragraph(plain(row.note), CELL),
    ]


def _party(label: Words, name: str) -> Block:
    return paragraph(spaced(plain(label.text), plain(name or BLANK)), CELL)


def _hand_signatures(form: ControlForm, room: float) -> Stack:
    """Return "Người giao" and "Người nhận" side by side, with room to sign below each."""
    names = [paragraph(plain(words.text), CELL_HINT) for words in (form.giver_signature, form.receiver_signature)]
    half = room / 2 - 1 * mm
    return Stack([beside(names, [half, half]), Space(_HAND_SIGNING_SPACE)])
