"""From a paper's data to its PDF: picks the form, its wording and its layout."""

import threading
from dataclasses import replace
from io import BytesIO
from typing import Any, BinaryIO, Literal

from desktop.printing import (
    apology,
    control,
    due_notice,
    fonts,
    handover_list,
    process_sheet,
    receipt,
    register,
    rejection,
    reminder,
    result_receipt,
    stop,
    supplement,
)
from desktop.printing.characters import clean
from desktop.printing.flow import Block
from desktop.printing.forms import Common, Form, FormSet
from desktop.printing.overrides import NO_OVERRIDES, Overrides
from desktop.printing.pages import STOCKS, Sheet, write
from desktop.printing.papers import (
    ApologyLetter,
    ControlSlip,
    DueNotice,
    HandoverList,
    Paper,
    ProcessSheet,
    Receipt,
    Register,
    RejectionSlip,
    ReminderSlip,
    ResultReceipt,
    StopNotice,
    SupplementSlip,
)

Copies = Literal["a5x2", "a4", "single"]
"""How copies are put on paper: each on its own sheets, A5 pages two by two on A4, or the last copy alone."""

_DRAWING = threading.Lock()
"""Fonts and styles are shared by all drawings, and a preview is drawn beside the window."""

_LAYOUTS: dict[type[Any], tuple[str, Any]] = {
    Receipt: ("receipt", receipt.story),
    SupplementSlip: ("supplement", supplement.story),
    RejectionSlip: ("rejection", rejection.story),
    ApologyLetter: ("apology", apology.story),
    ControlSlip: ("control", control.story),
    DueNotice: ("due_notice", due_notice.story),
    StopNotice: ("stop", stop.story),
    Register: ("register", register.story),
    HandoverList: ("handover_list", handover_list.story),
    ReminderSlip: ("reminder", reminder.story),
    ResultReceipt: ("result_receipt", result_receipt.story),
    ProcessSheet: ("process_sheet", process_sheet.story),
}
"""Each paper's form in the form set, and the layout that draws it."""


def render(paper: Paper, out: BinaryIO, *, overrides: Overrides = NO_OVERRIDES, copies: Copies = "a5x2") -> None:
    """Write the paper as a PDF ready to print; the same data gives the same bytes.

    The receipt has a page or more for each liên, the other papers one copy. Nothing is written to `out` unless the
    whole paper could be drawn. May run in any thread; papers asked for at the same time wait for each other.

    Args:
        overrides: the office's own wording and letterhead.
        copies: "a5x2" prints each copy on sheets of its own; "a4" puts A5 pages side by side on A4 sheets, both copies
            of a one-page receipt on one; "single" prints the last copy alone, which is the applicant's.

    Raises:
        UserFacingError: the form set is unknown or its file is broken.
        OSError: `out` cannot be written.
    """
    out.write(pdf(paper, overrides=overrides, copies=copies))


def pdf(paper: Paper, *, overrides: Overrides = NO_OVERRIDES, copies: Copies = "a5x2") -> bytes:
    """Return the paper as a PDF; see `render`."""
    with _DRAWING:
        fonts.register()
        forms = overrides.form_set(paper.letterhead.form_set)
        paper = replace(paper, letterhead=overrides.letterhead(paper.letterhead))
        drawn = BytesIO()
        sheet = _sheet(paper, forms, copies)
        write(_copies(paper, forms, copies, sheet.stock.room), sheet, drawn)
        return drawn.getvalue()


def title_of(paper: Paper, *, overrides: Overrides = NO_OVERRIDES) -> str:
    """Return the title the paper bears: "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"."""
    return " ".join(_form(paper, overrides.form_set(paper.letterhead.form_set)).title)


def form_label(paper: Paper) -> str:
    """Return the form's place in its circular: "Mẫu số 01"; shown on screen, not printed on issued papers.

    A paper that no circular prescribes is labelled as the program's own.
    """
    number = _form(paper, NO_OVERRIDES.form_set(paper.letterhead.form_set)).number
    return f"Mẫu số {number}" if number else "Mẫu của chương trình"


def _form(paper: Paper, forms: FormSet) -> Form:
    name, _ = _LAYOUTS[type(paper)]
    form: Form = getattr(forms, name)
    return form


def _copies(paper: Paper, forms: FormSet, copies: Copies, room: float) -> list[list[Block]]:
    _, story = _LAYOUTS[type(paper)]
    labels = _form(paper, forms).copies or (None,)
    return [story(paper, forms, label, room) for label in (labels[-1:] if copies == "single" else labels)]


def _sheet(paper: Paper, forms: FormSet, copies: Copies) -> Sheet:
    form = _form(paper, forms)
    code = getattr(paper, "code", "") or getattr(paper, "reference", "")
    title = " ".join(form.title)
    return Sheet(
        stock=STOCKS[form.paper_size],
        practice=forms.common.practice.text if paper.letterhead.practice else "",
        reprint=_reprint_mark(paper, forms.common),
        page=forms.common.page.text,
        title=f"{title} - {code}" if code else title,
        author=paper.letterhead.issuer,
        subject=form.legal_source,
        two_up=copies == "a4" and form.paper_size == "A5",
    )


def _reprint_mark(paper: Paper, common: Common) -> str:
    """Return "In lại lần 2 (bản in trước bị rách)"; empty on the first print."""
    if paper.reprint <= 0:
        return ""
    reason = clean(paper.reprint_reason).replace("\n", " ")
    words = common.reprint_reason if reason else common.reprint
    return words.text.format(times=paper.reprint, reason=reason)
