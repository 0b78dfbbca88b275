"""Write down how each form looks now: python -m tests.printing.write_golden

One file a form and form set in tests/printing/golden/: each printed line with where it begins and ends and how far its
base line lies below the paper's edge, in millimetres. Read the difference before it is kept: it is what a citizen will
see. `test_golden.py` compares the papers with these files.
"""

from dataclasses import replace
from pathlib import Path

from desktop.printing import form_label, title_of
from desktop.printing.papers import Paper

from .reading import opened, printed_lines
from .samples import APOLOGY, ORDINARY, RECEIPT

FOLDER = Path(__file__).parent / "golden"
SETS = ("2018", "2025")
VARIANTS: dict[str, Paper] = {
    **{type(paper).__name__: paper for paper in ORDINARY},
    "ApologyLetter-before-due": replace(APOLOGY, late=False),
    "Receipt-reprint": replace(RECEIPT, reprint=2, reprint_reason="bản trước bị rách"),
}


def described(paper: Paper) -> str:
    """The paper as readable text: its title, its pages with their size, its lines with their places."""
    lines = [f"{form_label(paper)}: {title_of(paper)}"]
    with opened(paper) as document:
        for number, page in enumerate(document, start=1):
            wide, high = (round(side * 25.4 / 72) for side in page.get_size())
            lines += ["", f"page {number}, {wide} x {high} mm", " left  right   base"]
            lines += [
                f"{line.left:5.1f}  {line.right:5.1f}  {line.base:5.1f}  {line.text}" for line in printed_lines(page)
            ]
    return "\n".join(lines) + "\n"


def named_papers() -> dict[str, Paper]:
    """Every form in every form set, by the name of its file."""
    return {
        f"{name}-{form_set}": replace(paper, letterhead=replace(paper.letterhead, form_set=form_set))
        for form_set in SETS
        for name, paper in VARIANTS.items()
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, paper in named_papers().items():
        (FOLDER / f"{name}.txt").write_text(described(paper), "utf-8")


if __name__ == "__main__":
    main()
