"""How a paper's pages lie on the sheets of the printer: the one place that applies a receipt's layout (khổ giấy)."""

from desktop.terms import Form
from desktop.ui.printing.pages import PageSize, page_sizes, two_on_a4
from desktop.ui.printing.printer_settings import ReceiptLayout

_A5_POINTS = (420.0, 596.0)
"""Width and height of A5, rounded up; what is larger does not fit twice on A4."""


def laid_out(paper: bytes, form: Form | None, layout: ReceiptLayout) -> bytes:
    """Return the paper as this printer shall have it.

    A receipt's two copies come out as they are, a sheet of A5 each, or beside each other on one sheet of A4 that is
    cut in the middle. Because the finished pages are laid out and nothing is drawn anew, the same recorded print can go
    to another printer in its own layout. Papers other than A5 receipts are returned unchanged.
    """
    wanted = form is Form.RECEIPT and layout is ReceiptLayout.ONE_A4
    return two_on_a4(paper) if wanted and all(map(_is_a5, page_sizes(paper))) else paper


def _is_a5(size: PageSize) -> bool:
    return size.width <= _A5_POINTS[0] and size.height <= _A5_POINTS[1]
