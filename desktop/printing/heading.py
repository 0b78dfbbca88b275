"""The top of a paper: agency and national heading, number and date, title with its QR code (phần đầu văn bản)."""

from datetime import date

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.platypus import Flowable, HRFlowable, Table

from desktop.printing.blocks import BODY_CENTRED, LINE, TITLE, UNDER_TITLE, bare_style, paragraph, sentence
from desktop.printing.fonts import SERIF, SERIF_BOLD, SERIF_ITALIC, width
from desktop.printing.forms import Common, Form, FormSet, Words
from desktop.printing.markup import Markup, bold, filled, plain
from desktop.printing.papers import Letterhead, Paper
from desktop.printing.qr import BarLine, QrSquare
from desktop.printing.words import padded, place_and_date, upper

_AGENCY_SHARE = 0.4
_GAP = 1.5 * mm
_QR_SIDE = 19 * mm
_ISSUER_RULE_SHARE = 0.4
"""The rule under the issuer is 1/3 to 1/2 of its text (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

# The motto is one point larger than the nation's name, as 13 is to 12 on A4 (NĐ 30/2020/NĐ-CP, Phụ lục I).
NATION = ParagraphStyle("nation", BODY_CENTRED, fontName=SERIF_BOLD, fontSize=9.5, leading=12, spaceAfter=0)
MOTTO = ParagraphStyle("motto", NATION, fontSize=10.5, leading=13)
SUPERIOR = ParagraphStyle("superior", NATION, fontName=SERIF)
ISSUER = ParagraphStyle("issuer", NATION)
NUMBER = ParagraphStyle("number", BODY_CENTRED, fontSize=10, leading=12, spaceAfter=0)
PLACE_AND_DATE = ParagraphStyle("place-and-date", NUMBER, fontName=SERIF_ITALIC)


def heading(letterhead: Letterhead, form: Form, common: Common, number: int | None, day: date, room: float) -> Table:
    """Return the two columns on top: agency and number on the left, nation, motto, place and date on the right.

    Args:
        number: the paper's number; None for a form that bears none.
        room: width of the text area.

    Legal source: NĐ 30/2020/NĐ-CP, Art. 8 and Phụ lục I.
    """
    agency_room = room * _AGENCY_SHARE - _GAP
    number_line = _number_line(letterhead, form, common, number)
    dated = paragraph(plain(place_and_date(letterhead.place, day, common)), PLACE_AND_DATE)
    top = Table(
        [
            [_agency(letterhead, form, agency_room), "", _nation(common)],
            [number_line, "", dated],
        ],
        colWidths=[agency_room, _GAP, room - agency_room - _GAP],
        style=[*bare_style(), ("ALIGN", (0, 0), (-1, -1), "CENTER"), ("TOPPADDING", (0, 1), (-1, 1), 3)],
    )
    top.spaceAfter = 6
    return top


def opening(
    paper: Paper, forms: FormSet, form: Form, copy: Words | None, room: float, *, number: int | None, day: date
) -> list[Flowable]:
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
        lines.append(paragraph(Markup(f"{plain(label.text)} {bold(shown)}"), UNDER_TITLE))
    if copy:
        lines.append(paragraph(Markup(f"<i>{filled(copy)}</i>"), UNDER_TITLE))
    block = Table(
        [["", lines, QrSquare(qr, _QR_SIDE) if qr else ""]],
        colWidths=[_QR_SIDE, room - 2 * _QR_SIDE, _QR_SIDE],
        style=[*bare_style(), ("VALIGN", (1, 0), (1, 0), "MIDDLE")],
    )
    block.spaceAfter = 3
    return block


def bars(form: Form, code: str, room: float) -> list[Flowable]:
    """Return the dossier code as a line of bars, where the form asks for one and there is a code."""
    line = BarLine(code, room) if form.barcode and code else None
    if not line or not line.height:
        return []
    line.spaceBefore, line.spaceAfter = 0, 2
    return [line]


def issuing_names(letterhead: Letterhead, form: Form) -> tuple[str, str]:
    """Return the agency above (may be empty) and the issuer, as this form's heading names them."""
    candidates = [letterhead.superior, letterhead.issuer, letterhead.desk if form.heading == "desk" else ""]
    named = ["", *(name for name in candidates if name.strip())]
    return named[-2] if len(named) > 1 else "", named[-1]


def _agency(letterhead: Letterhead, form: Form, room: float) -> list[Flowable]:
    above, issuer = issuing_names(letterhead, form)
    lines = _balanced(upper(issuer), ISSUER, room)
    return [
        *(paragraph(plain(line), SUPERIOR) for line in _balanced(upper(above), SUPERIOR, room)),
        *(paragraph(plain(line), ISSUER) for line in lines),
        _rule(_widest(lines, ISSUER) * _ISSUER_RULE_SHARE),
    ]


def _nation(common: Common) -> list[Flowable]:
    motto = common.motto.text
    return [
        sentence(common.nation, NATION),
        sentence(common.motto, MOTTO),
        _rule(width(motto, SERIF_BOLD, MOTTO.fontSize)),
    ]


def _number_line(letterhead: Letterhead, form: Form, common: Common, number: int | None) -> Flowable | str:
    if number is None or not form.symbol:
        return ""
    symbol = form.symbol.format(symbol=letterhead.symbol)
    return sentence(common.number, NUMBER, number=plain(padded(number)), symbol=plain(symbol))


def _rule(length: float) -> HRFlowable:
    return HRFlowable(width=length, thickness=LINE, color="black", spaceBefore=2, spaceAfter=0, hAlign="CENTER")


def _balanced(text: str, style: ParagraphStyle, room: float) -> list[str]:
    """Break a name into as few lines as the room allows, and those about equally long."""
    lines = _split(text, style, room)
    while len(lines) > 1:
        tighter = _split(text, style, _widest(lines, style) - 0.5)
        if len(tighter) > len(lines) or _widest(tighter, style) >= _widest(lines, style):
            break
        lines = tighter
    return lines


def _split(text: str, style: ParagraphStyle, room: float) -> list[str]:
    return list(simpleSplit(text, style.fontName, style.fontSize, room))


def _widest(lines: list[str], style: ParagraphStyle) -> float:
    return max((width(line, style.fontName, style.fontSize) for line in lines), default=0)
