"""The official papers: plain data in, PDF out (in ấn)."""

from desktop.printing.document import form_label, pdf, render, title_of

__all__ = ["form_label", "pdf", "render", "title_of"]
