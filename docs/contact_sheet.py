"""Draw every official paper on one picture: python docs/contact_sheet.py docs/papers.png

The papers are those of the tests, in the forms in force since 15/9/2025. People and offices' papers are invented.
"""

import runpy
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFont

from desktop.paths import resources
from desktop.printing import form_label, pdf, title_of
from desktop.printing.papers import Paper, Register

ROOT = Path(__file__).parents[1]
WIDTH, MARGIN, CAPTION = 2600, 30, 26
UPRIGHT, ACROSS = 680, 580
"""Heights of the pages on the picture, upright ones and those across."""
GROUND, PAPER_LINE, INK = 232, 190, 40
GREYS = 32


def papers() -> list[Paper]:
    """Return one paper of each form, as the desk of a commune's service centre issues it today."""
    samples: dict[str, Any] = runpy.run_path(str(ROOT / "tests" / "printing" / "samples.py"))
    centre = replace(samples["LETTERHEAD"], desk="Trung tâm Phục vụ hành chính công", symbol="TTPVHCC", form_set="2025")
    return [replace(paper, letterhead=centre) for paper in samples["ORDINARY"]]


def pictures(paper: Paper) -> list[Image.Image]:
    """Return the first page, and of the register its table as well."""
    document = pypdfium2.PdfDocument(pdf(paper))
    shown = [document[page] for page in range(2 if isinstance(paper, Register) else 1)]
    return [captioned(drawn(page), paper) for page in shown]


def drawn(page: Any) -> Image.Image:
    """Return the page in greys, as high as its row."""
    wide, high = page.get_size()
    picture: Image.Image = page.render(scale=(ACROSS if wide > high else UPRIGHT) / high).to_pil()
    return picture.convert("L")


def captioned(page: Image.Image, paper: Paper) -> Image.Image:
    """Return the page with a thin line around it and its name below."""
    picture = Image.new("L", (page.width, page.height + CAPTION), GROUND)
    picture.paste(page)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, page.width - 1, page.height - 1), outline=PAPER_LINE)
    font = ImageFont.truetype(str(resources() / "fonts" / "BeVietnamPro_500Medium.ttf"), 13)
    pen.text((0, page.height + 6), f"{form_label(paper)} · {title_of(paper)}", fill=INK, font=font)
    return picture


def in_rows(shown: list[Image.Image]) -> Image.Image:
    """Return the pictures in rows from left to right, as many as a row holds."""
    rows: list[list[Image.Image]] = [[]]
    for picture in shown:
        if sum(one.width + MARGIN for one in (*rows[-1], picture)) + MARGIN > WIDTH:
            rows.append([])
        rows[-1].append(picture)
    heights = [max(picture.height for picture in row) + MARGIN for row in rows]
    sheet = Image.new("L", (WIDTH, sum(heights) + MARGIN), GROUND)
    top = MARGIN
    for row, height in zip(rows, heights, strict=True):
        left = MARGIN
        for picture in row:
            sheet.paste(picture, (left, top))
            left += picture.width + MARGIN
        top += height
    return sheet


def main() -> None:
    """Draw all papers into the file named on the command line."""
    target = Path(sys.argv[1])
    shown = sorted((picture for paper in papers() for picture in pictures(paper)), key=lambda one: one.width)
    in_rows(shown).quantize(GREYS).save(target, optimize=True)


if __name__ == "__main__":
    main()
