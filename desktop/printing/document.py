"""From a paper's data to its PDF: picks the form, its wording and its layout."""

import threading
from functools import partial
from io import BytesIO
from typing import BinaryIO, assert_never

from desktop.printing import apology, control, due_notice, fonts, receipt, rejection, supplement
from desktop.printing.forms import Form, FormSet, form_set
from desktop.printing.pages import Sheet, Story, sheet_of, write
from desktop.printing.papers import ApologyLetter, ControlSlip, DueNotice, Paper, Receipt, RejectionSlip, SupplementSlip

_DRAWING = threading.Lock()
"""Fonts and styles are shared by all drawings, and a preview is drawn beside the window."""


def render(paper: Paper, out: BinaryIO) -> None:
    """Write the paper as a PDF ready to print; the same data gives the same bytes.

    The receipt has a page or more for each liên, the other papers one copy. Nothing is written to `out` unless the
    whole paper could be drawn. May run in any thread; papers asked for at the same time wait for each other.

    Raises:
        UserFacingError: the form set is unknown or its file is broken.
        OSError: `out` cannot be written.
    """
    out.write(pdf(paper))


def pdf(paper: Paper) -> bytes:
    """Return the paper as a PDF; see `render`."""
    with _DRAWING:
        fonts.register()
        forms = form_set(paper.letterhead.form_set)
        drawn = BytesIO()
        write(_copies(paper, forms), _sheet(paper, forms), drawn)
        return drawn.getvalue()


def title_of(paper: Paper) -> str:
    """Return the title the paper bears: "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"."""
    return " ".join(_form(paper, form_set(paper.letterhead.form_set)).title)


def form_label(paper: Paper) -> str:
    """Return the form's place in its circular: "Mẫu số 01"; shown on screen, not printed on issued papers.

    A paper that no circular prescribes is labelled as the program's own.
    """
    number = _form(paper, form_set(paper.letterhead.form_set)).number
    return f"Mẫu số {number}" if number else "Mẫu của chương trình"


def _sheet(paper: Paper, forms: FormSet) -> Sheet:
    code = paper.code or getattr(paper, "reference", "")
    title = " ".join(_form(paper, forms).title)
    return sheet_of(
        _form(paper, forms),
        forms.common,
        practice=paper.letterhead.practice,
        reprint=paper.reprint,
        title=f"{title} - {code}" if code else title,
        author=paper.letterhead.issuer,
    )


def _form(paper: Paper, forms: FormSet) -> Form:
    match paper:
        case Receipt():
            return forms.receipt
        case SupplementSlip():
            return forms.supplement
        case RejectionSlip():
            return forms.rejection
        case ApologyLetter():
            return forms.apology
        case ControlSlip():
            return forms.control
        case DueNotice():
            return forms.due_notice
        case _:
            assert_never(paper)


def _copies(paper: Paper, forms: FormSet) -> list[Story]:
    match paper:
        case Receipt():
            return receipt.copies(paper, forms)
        case SupplementSlip():
            return [partial(supplement.story, paper, forms)]
        case RejectionSlip():
            return [partial(rejection.story, paper, forms)]
        case ApologyLetter():
            return [partial(apology.story, paper, forms)]
        case ControlSlip():
            return [partial(control.story, paper, forms)]
        case DueNotice():
            return [partial(due_notice.story, paper, forms)]
        case _:
            assert_never(paper)
