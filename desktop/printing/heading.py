"""The top of a paper: agency and national heading, number and date, title with its QR code (phần đầu văn bản)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from reportlab.lib.units import mm

from desktop.printing.blocks import BODY_CENTRED, TITLE, UNDER_TITLE, beside, paragraph, sentence
from desktop.printing.flow import Block, Rule, Space, Stack
from desktop.printing.forms import Common, Form, FormSet, Words
from desktop.printing.markup import bold, plain, spaced
from desktop.printing.papers import Letterhead, Paper
from desktop.printing.qr import BarLine, QrSquare
from desktop.printing.table import Table
from desktop.printing.text import Style, lines_of
from desktop.printing.words import padded, place_and_date, upper

_AGENCY_SHARE = 0.4
_GAP = 1.5 * mm
_QR_SIDE = 19 * mm
_ISSUER_RULE_SHARE = 0.4
"""The rule under the issuer is 1/3 to 1/2 of its text (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

# The motto is one point larger than the nation's name, as 13 is to 12 on A4 (NĐ 30/2020/NĐ-CP, Phụ lục I).
NATION = replace(BODY_CENTRED, bold=True, size=9.5, leading=12, after=0)
MOTTO = replace(NATION, size=10.5, leading=13)
SUPERIOR = replace(NATION, bold=False)
ISSUER = NATION
NUMBER = replace(BODY_CENTRED, leading=12, after=0)
PLACE_AND_DATE = replace(NUMBER, italic=True)
COPY = replace(UNDER_TITLE, italic=True)


def heading(letterhead: Letterhead, form: Form, common: Common, number: int | None, day: date, room: float) -> Stack:
    """Return the two columns on top: agency and number on the left, nation, motto, place and date on the right.

    Args:
        number: the paper's number; None for a form that bears none.
        room: width of the text area.

    Legal source: NĐ 30/2020/NĐ-CP, Art. 8 and Phụ lục I.
    """
    agency_room = room * _AGENCY_SHARE - _GAP
    widths = [agency_room, _GAP, room - agency_room - _GAP]
    number_line = _number_line(letterhead, form, common, number)
    dated = paragraph(plain(place_and_date(letterhead.place, day, common)), PLACE_AND_DATE)
    names = beside([_agency(letterhead, form, agency_room), Space(), _nation(common)], widths)
    return Stack([names, beside([number_line, Space(), dated], widths, before=3, after=6)])


def opening(
    paper: Paper, forms: FormSet, form: Form, copy: Words | None, room: float, *, number: int | None, day: date
) -> list[Block]:
    """Return all that stands above the body of a paper: heading, title, codes.

    Args:
        copy: the label of this liên.
        number: the paper's number; None for a form that bears none.
        day: when it is issued.
        room: width of the text area.
    """
    common = forms.common
    code = getattr(paper, "code", "")
    qr = getattr(paper, "reference", "") or code
    return [
        heading(paper.letterhead, form, common, number, day, room),
        title_block(form, common, code, qr, copy, room),
        *bars(form, code, room),
    ]


def title_block(form: Form, common: Common, code: str, qr: str, copy: Words | None, room: float) -> Table:
    """Return the centred title with dossier code and copy label, the QR code at its right.

    Args:
        code: printed below the title; where a slip has none yet, what its QR code holds is printed as the slip's own.
        qr: what the QR code holds; empty draws none.
        copy: the label of this liên.
        room: width of the text area.
    """
    lines = [paragraph(plain(line), TITLE) for line in form.title]
    label, shown = (common.code, code) if code else (common.slip, qr)
    if shown:
        lines.append(paragraph(spaced(plain(label.text), bold(shown)), UNDER_TITLE))
    if copy:
        lines.append(sentence(copy, COPY))
    square = QrSquare(qr, _QR_SIDE) if qr else Space()
    return beside([Space(), Stack(lines), square], [_QR_SIDE, room - 2 * _QR_SIDE, _QR_SIDE], middle=[1], after=3)


def bars(form: Form, code: str, room: float) -> list[Block]:
    """Return the dossier code as a line of bars, where the form asks for one and there is a code."""
    line = BarLine(code, room) if form.barcode and code else None
    return [line] if line and line.drawn else []


def issuing_names(letterhead: Letterhead, form: Form) -> tuple[str, str]:
    """Return the agency above (may be empty) and the issuer, as this form's heading names them."""
    candidates = [letterhead.superior, letterhead.issuer, letterhead.desk if form.heading == "desk" else ""]
    named = ["", *(name for name in candidates if name.strip())]
    return named[-2] if len(named) > 1 else "", named[-1]


def _agency(letterhead: Letterhead, form: Form, room: float) -> Stack:
    above, issuer = issuing_names(letterhead, form)
    lines = _balanced(upper(issuer), ISSUER, room)
    return Stack(
        [
            *(paragraph(plain(line), SUPERIOR) for line in _balanced(upper(above), SUPERIOR, room)),
            *(paragraph(plain(line), ISSUER) for line in lines),
            Rule(_widest(lines, ISSUER) * _ISSUER_RULE_SHARE),
        ]
    )


def _nation(common: Common) -> Stack:
    rule = Rule(_widest([common.motto.text], MOTTO))
    return Stack([sentence(common.nation, NATION), sentence(common.motto, MOTTO), rule])


def _number_line(letterhead: Letterhead, form: Form, common: Common, number: int | None) -> Block:
    if number is None or not form.symbol:
        return Space()
    symbol = form.symbol.format(symbol=letterhead.symbol)
    return sentence(common.number, NUMBER, number=plain(padded(number)), symbol=plain(symbol))


@lru_cache(maxsize=64)
def _balanced(name: str, style: Style, room: float) -> Sequence[str]:
    """Break a name into as few lines as the room allows, and those about equally long."""
    lines = lines_of(name, style, room)
    while len(lines) > 1:
        tighter = lines_of(name, style, _widest(lines, style) - 0.5)
        if len(tighter) > len(lines) or _widest(tighter, style) >= _widest(lines, style):
            break
        lines = tighter
    return lines


def _widest(lines: Sequence[str], style: Style) -> float:
    return max((style.face.width(line, style.size) for line in lines), default=0)
