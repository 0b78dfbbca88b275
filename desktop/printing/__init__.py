"""The official papers: plain data in, PDF out (in ấn)."""

from desktop.printing.characters import missing_characters, missing_sentence
from desktop.printing.document import Copies, form_label, pdf, render, title_of
from desktop.printing.overrides import NO_OVERRIDES, Overrides, load_overrides

__all__ = [
    "NO_OVERRIDES",
    "Copies",
    "Overrides",
    "form_label",
    "load_overrides",
    "missing_characters",
    "missing_sentence",
    "pdf",
    "render",
    "title_of",
]
