"""How fast a receipt is drawn and how large its PDF is, beside a Word template and a web page, in one run.

    python benchmarks/papers.py [--count 1000] [--rounds 3] [--limit 120] [--keep FOLDER]

Needs the optional extra `bench`, and LibreOffice Writer (`soffice`) for the Word template. A peer that is missing is
named and left out. Everybody prints the same receipt: A5, two copies (liên), the wording of the form file, the same
font, a QR code. Names, codes and times differ from receipt to receipt, so nobody can keep the last one.

Correctness: each PDF's text is read back and must hold the dossier's code, the applicant's name and the due time, on
every copy. A number that would take longer than the limit is timed on a sample and scaled up; the table says so.
"""

import argparse
import gc
import html
import io
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pypdfium2
import segno

from desktop.paths import resources
from desktop.printing import pdf
from desktop.printing.forms import form_set
from desktop.printing.papers import Applicant, Letterhead, PaperLine, Receipt
from desktop.printing.words import BLANK, due_words, moment_words, padded, place_and_date

OURS, WORD, WEB = "ours (desktop.printing)", "LibreOffice, from a docxtpl .docx", "WeasyPrint, from HTML"
SAMPLE = 50
"""Receipts that are timed when the whole number would take longer than the limit."""

FIRST_OF_MANY = 1001
"""Numbers below are drawn one by one; a receipt drawn before would find its codes and lines ready."""

FACE = "Liberation Serif"
FACES = (("Regular", "normal", "normal"), ("Bold", "bold", "normal"), ("Italic", "normal", "italic"))
NAMES = ("Đàm Thị Bưởi", "Nông Văn Tuyển", "Hoàng Thị Ỷ", "Lục Quang Hưởng", "Bế Thị Nguyệt Ánh", "Triệu Mùi Pham")

RECEIPT = Receipt(
    letterhead=Letterhead(
        superior="UBND tỉnh Cao Bằng",
        issuer="UBND xã Quang Hán",
        desk="Bộ phận Tiếp nhận và Trả kết quả",
        place="Quang Hán",
        phone="0206 3860 123",
        form_set="2018",
    ),
    number=1,
    code="H14.12.3-261123-0001",
    applicant=Applicant(name="", address="Xóm Bản Gà, xã Quang Hán, tỉnh Cao Bằng", phone="0961 234 567"),
    procedure="Chuyển hình thức sử dụng đất",
    papers=(
        PaperLine("Đơn đề nghị chuyển hình thức sử dụng đất", originals=1),
        PaperLine("Giấy chứng nhận quyền sử dụng đất đã cấp", originals=1),
        PaperLine("Chứng từ thực hiện nghĩa vụ tài chính", copies=1),
    ),
    sets=1,
    time_limit="43 ngày làm việc - Không tính thời gian thực hiện nghĩa vụ tài chính",
    received_at=datetime(2026, 11, 23, 7, 30),
    due_at=datetime(2027, 1, 25, 7, 30),
    due_provisional=True,
    return_at="UBND xã Quang Hán",
    officer="Nông Thị Lan",
)


class Absent(Exception):
    """A peer is not installed on this computer; the text says what is missing and how to get it."""


@dataclass(frozen=True)
class Way:
    """One way to make receipts: a PDF for each, in the order asked for."""

    name: str
    one: Callable[[Receipt], bytes]
    many: Callable[[Sequence[Receipt]], Sequence[bytes]]
    note: str = ""


def receipts_of(count: int, first: int = 1) -> list[Receipt]:
    """Return receipts as a desk would give out, numbered from `first` on, the same in every run."""
    return [_receipt(number) for number in range(first, first + count)]


def _receipt(number: int) -> Receipt:
    moment = RECEIPT.received_at + timedelta(minutes=number % 240)
    return replace(
        RECEIPT,
        number=number,
        code=f"H14.12.3-261123-{number:04}",
        applicant=replace(RECEIPT.applicant, name=f"{NAMES[number % len(NAMES)]}"),
        received_at=moment,
        due_at=RECEIPT.due_at + (moment - RECEIPT.received_at),
    )


# What the paper says, for all peers


def words_of(receipt: Receipt) -> dict[str, Any]:
    """Return what stands on the receipt, taken from the form file as our own layout does."""
    forms = form_set(receipt.letterhead.form_set)
    form, common, head = forms.receipt, forms.common, receipt.letterhead
    giver, taker = form.signatures
    due = due_words(receipt.due_at, receipt.due_provisional, common)
    return {
        "superior": head.issuer.upper(),
        "issuer": head.desk.upper(),
        "number": common.number.text.format(number=padded(receipt.number or 0), symbol=head.symbol),
        "nation": common.nation.text,
        "motto": common.motto.text,
        "dated": place_and_date(head.place, receipt.received_at.date(), common),
        "title": form.title,
        "code_label": common.code.text,
        "code": receipt.code,
        "copies": [copy.text for copy in form.copies],
        "before": [
            (f"{head.desk}:", head.issuer, False),
            (form.applicant.text, receipt.applicant.name, True),
            (form.address.text, receipt.applicant.address, False),
            (f"{form.phone.text} {receipt.applicant.phone}    {form.email.text}", BLANK, False),
            (form.procedure.text, receipt.procedure, True),
            (form.papers.text, "", False),
        ],
        "columns": [column.text for column in form.papers_columns],
        "papers": [
            (str(at), paper.name, _count(paper.originals), _count(paper.copies))
            for at, paper in enumerate(receipt.papers, start=1)
        ],
        "after": [
            (form.sets.text.format(sets=padded(receipt.sets)), "", False),
            (form.time_limit.text, receipt.time_limit, False),
            (form.received.text, moment_words(receipt.received_at, common), False),
            (form.due.text, due, True),
            (form.return_at.text, receipt.return_at, False),
            (form.register.text.format(book=BLANK, number=BLANK), "", False),
        ],
        "signatures": [(giver.role.text, giver.hint.text, ""), (taker.role.text, taker.hint.text, receipt.officer)],
        "notes_label": form.notes_label.text,
        "notes": [note.text.format(desk=head.desk) for note in form.notes],
        "due": due,
    }


def _count(sheets: int) -> str:
    return padded(sheets) if sheets else "–"


def qr_of(receipt: Receipt, kind: str) -> bytes:
    """Return the dossier's code as a QR picture, "png" or "svg"."""
    drawn = io.BytesIO()
    segno.make_qr(receipt.code, error="m").save(drawn, kind=kind, border=0, scale=4)
    return drawn.getvalue()


# Ours


def ours() -> Way:
    return Way(OURS, pdf, lambda receipts: [pdf(receipt) for receipt in receipts])


# A web page


def weasyprint() -> Way:
    """Return WeasyPrint with font and style sheet loaded once, as its manual advises for many documents."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as error:
        raise Absent(
            f"WeasyPrint cannot be loaded ({error}). pip install weasyprint; it needs the system library Pango."
        ) from error
    fonts = FontConfiguration()
    style = CSS(string=style_sheet(), font_config=fonts, base_url=str(resources()))

    def draw(receipt: Receipt) -> bytes:
        written: bytes = HTML(string=page_of(receipt)).write_pdf(stylesheets=[style], font_config=fonts)
        return written

    return Way(WEB, draw, lambda receipts: [draw(receipt) for receipt in receipts], "in this process")


def style_sheet() -> str:
    """Return the look of the web page: our margins, sizes and font files."""
    faces = "".join(
        f"@font-face {{ font-family: Bench; font-weight: {weight}; font-style: {slant};"
        f" src: url({(resources() / 'fonts' / f'LiberationSerif-{file}.ttf').as_uri()}); }}"
        for file, weight, slant in FACES
    )
    return (
        faces
        + """
        @page { size: A5; margin: 11mm 10mm 9.5mm 14mm; }
        body { font: 10pt/11.9pt Bench; margin: 0; }
        p { margin: 0 0 1.1pt; }
        section + section { break-before: page; }
        .head { display: flex; } .head div { flex: 3; text-align: center; } .head div:first-child { flex: 2; }
        .top { font-weight: bold; font-size: 9.5pt; } .title { text-align: center; position: relative; margin: 6pt 0; }
        .title b.big { font-size: 12.5pt; line-height: 15.5pt; } .title img { position: absolute; right: 0; top: 0; }
        img { width: 19mm; height: 19mm; }
        table { border-collapse: collapse; width: 100%; font-size: 9.5pt; margin: 2pt 0 3pt; }
        td, th { border: 0.5pt solid; padding: 1pt 1mm 2.2pt; text-align: center; }
        td:nth-child(2) { text-align: left; }
        th:first-child { width: 9mm; } th:nth-child(n+3) { width: 14mm; font-size: 8.5pt; }
        .signs { display: flex; text-align: center; } .signs div { flex: 1; } .name { margin-top: 12mm; }
        .notes { font-size: 8.2pt; line-height: 9.4pt; text-align: justify; }
    """
    )


def page_of(receipt: Receipt) -> str:
    """Return the receipt as a web page with a section for each copy."""
    words = words_of(receipt)
    picture = qr_of(receipt, "svg").decode()
    data = "data:image/svg+xml;utf8," + "".join(f"%{byte:02X}" for byte in picture.encode())
    return f"<html lang='vi'><body>{''.join(_section(words, copy, data) for copy in words['copies'])}</body></html>"


def _section(words: Mapping[str, Any], copy: str, picture: str) -> str:
    e = html.escape
    title = "<br>".join(f"<b class=big>{e(line)}</b>" for line in words["title"])
    head = "".join(f"<th>{e(column)}</th>" for column in words["columns"])
    rows = "".join(f"<tr>{''.join(f'<td>{e(cell)}</td>' for cell in row)}</tr>" for row in words["papers"])
    signs = "".join(
        f"<div><b>{e(role)}</b><br><i>{e(hint)}</i><p class=name><b>{e(name)}</b></p></div>"
        for role, hint, name in words["signatures"]
    )
    notes = "".join(f"<p>{e(note)}</p>" for note in words["notes"])
    return f"""<section>
        <div class=head><div>{e(words["superior"])}<br><b>{e(words["issuer"])}</b><br>{e(words["number"])}</div>
        <div><span class=top>{e(words["nation"])}</span><br><b>{e(words["motto"])}</b><br><i>{e(words["dated"])}</i>
        </div></div>
        <div class=title>{title}<br>{e(words["code_label"])} <b>{e(words["code"])}</b><br><i>{e(copy)}</i>
        <img src="{picture}"></div>
        {_lines(words["before"])}<table><tr>{head}</tr>{rows}</table>{_lines(words["after"])}
        <div class=signs>{signs}</div><div class=notes><p><b><i>{e(words["notes_label"])}</i></b></p>{notes}</div>
        </section>"""


def _lines(lines: Iterable[tuple[str, str, bool]]) -> str:
    e = html.escape
    return "".join(
        f"<p>{e(label)} {f'<b>{e(value)}</b>' if strong else e(value)}</p>" for label, value, strong in lines
    )


# A Word template


def libreoffice(folder: Path) -> Way:
    """Return LibreOffice, its profile made before anything is timed; one start converts any number of files."""
    try:
        import docxtpl
    except ImportError as error:
        raise Absent(f"docxtpl cannot be loaded ({error}). pip install docxtpl") from error
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Absent("LibreOffice is not installed (no soffice). apt-get install libreoffice-writer-nogui")
    office = Office(program, folder, docxtpl)
    office.convert(receipts_of(1))
    return Way(WORD, lambda receipt: office.convert([receipt])[0], office.convert, "one start for all files of a call")


class Office:
    """A template filled by docxtpl and turned into PDF by one start of LibreOffice a call."""

    def __init__(self, program: str, folder: Path, docxtpl: Any) -> None:
        self._program, self._folder, self._docxtpl = program, folder, docxtpl
        self._template = folder / "receipt-template.docx"
        word_template().save(str(self._template))

    @cached_property
    def _environment(self) -> dict[str, str]:
        """Return an environment in which our font files are found, installed or not."""
        settings = self._folder / "fonts.conf"
        settings.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            f"<dir>{resources() / 'fonts'}</dir><cachedir>{self._folder / 'font-cache'}</cachedir></fontconfig>",
            encoding="utf-8",
        )
        return {**os.environ, "FONTCONFIG_FILE": str(settings)}

    def convert(self, receipts: Sequence[Receipt]) -> list[bytes]:
        """Return the PDF of each receipt."""
        work = Path(tempfile.mkdtemp(dir=self._folder))
        names = [f"{at:05}" for at in range(len(receipts))]
        for name, receipt in zip(names, receipts, strict=True):
            self._fill(receipt, work / f"{name}.docx")
        self._run(work, [str(work / f"{name}.docx") for name in names])
        made = [(work / f"{name}.pdf").read_bytes() for name in names]
        shutil.rmtree(work)
        return made

    def _fill(self, receipt: Receipt, path: Path) -> None:
        document = self._docxtpl.DocxTemplate(str(self._template))
        picture = io.BytesIO(qr_of(receipt, "png"))
        square = self._docxtpl.InlineImage(document, picture, width=_millimetres(19))
        document.render({**words_of(receipt), "qr": square}, autoescape=True)
        document.save(str(path))

    def _run(self, work: Path, files: Sequence[str]) -> None:
        profile = (self._folder / "profile").as_uri()
        command = [self._program, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
        done = subprocess.run(
            [*command, "--outdir", str(work), *files], env=self._environment, capture_output=True, text=True
        )
        if done.returncode or not (work / f"{Path(files[-1]).stem}.pdf").exists():
            raise RuntimeError(f"LibreOffice made no PDF: {done.stdout} {done.stderr}")


def _millimetres(length: float) -> Any:
    from docx.shared import Mm

    return Mm(length)


def word_template() -> Any:
    """Return the Word template: both copies after each other, places to fill in as docxtpl wants them."""
    import docx

    document = docx.Document()
    page, base = document.sections[0], document.styles["Normal"]
    page.page_width, page.page_height = _millimetres(148), _millimetres(210)
    page.left_margin, page.right_margin = _millimetres(14), _millimetres(10)
    page.top_margin, page.bottom_margin = _millimetres(11), _millimetres(9.5)
    base.font.name, base.font.size = FACE, docx.shared.Pt(10)
    base.paragraph_format.space_after = docx.shared.Pt(1)
    base.paragraph_format.line_spacing = docx.shared.Pt(11.9)
    for copy in range(len(form_set(RECEIPT.letterhead.form_set).receipt.copies)):
        _word_copy(document, copy)
    return document


def _word_copy(document: Any, copy: int) -> None:
    top = _table(document, 1, (48, 76))
    _write(top.cell(0, 0), "{{ superior }}", "**{{ issuer }}", "{{ number }}", breaks=bool(copy))
    _write(top.cell(0, 1), "**{{ nation }}", "**{{ motto }}", "//{{ dated }}")
    title = _table(document, 1, (22, 80, 22))
    middle = ("**{{ title[0] }}", "**{{ title[1] }}", "{{ code_label }} {{ code }}", f"//{{{{ copies[{copy}] }}}}")
    _write(title.cell(0, 1), *middle)
    square = title.cell(0, 2).paragraphs[0]
    square.paragraph_format.line_spacing = 1.0
    square.add_run("{{ qr }}")
    _word_lines(document, "before", len(words_of(RECEIPT)["before"]))
    _word_papers(document)
    _word_lines(document, "after", len(words_of(RECEIPT)["after"]))
    signs = _table(document, 1, (62, 62))
    for at in range(2):
        parts = (f"**{{{{ signatures[{at}][0] }}}}", f"//{{{{ signatures[{at}][1] }}}}", "", "", "")
        _write(signs.cell(0, at), *parts, f"**{{{{ signatures[{at}][2] }}}}")
    _small(document, "{{ notes_label }}")
    for at in range(len(words_of(RECEIPT)["notes"])):
        _small(document, f"{{{{ notes[{at}] }}}}")


def _table(document: Any, rows: int, widths: Sequence[float], style: str | None = None) -> Any:
    """Return a table with columns this many millimetres wide: Word reads cells, LibreOffice the grid."""
    table = document.add_table(rows, len(widths), style=style)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = _millimetres(width)
        for cell in column.cells:
            cell.width = _millimetres(width)
    return table


def _write(cell: Any, *lines: str, breaks: bool = False) -> None:
    """Fill a cell with centred lines, "**" bold and "//" italic."""
    for at, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.alignment = 1
        paragraph.paragraph_format.page_break_before = breaks and at == 0
        run = paragraph.add_run(line.lstrip("*/"))
        run.bold, run.italic = line.startswith("**"), line.startswith("//")


def _word_lines(document: Any, name: str, count: int) -> None:
    strong = [line[2] for line in words_of(RECEIPT)[name]]
    for at in range(count):
        paragraph = document.add_paragraph(f"{{{{ {name}[{at}][0] }}}} ")
        paragraph.add_run(f"{{{{ {name}[{at}][1] }}}}").bold = strong[at]


def _word_papers(document: Any) -> None:
    table = _table(document, 4, (9, 87, 14, 14), style="Table Grid")
    for at in range(4):
        _write(table.cell(0, at), f"**{{{{ columns[{at}] }}}}")
        table.cell(2, at).paragraphs[0].add_run(f"{{{{ paper[{at}] }}}}")
    table.cell(1, 0).paragraphs[0].add_run("{%tr for paper in papers %}")
    table.cell(3, 0).paragraphs[0].add_run("{%tr endfor %}")


def _small(document: Any, text: str) -> None:
    import docx

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = docx.shared.Pt(9.4)
    paragraph.alignment = 3
    paragraph.add_run(text).font.size = docx.shared.Pt(8.2)


# Measuring


def check(made: bytes, receipt: Receipt) -> str:
    """Return what is missing on the paper, empty when every copy holds code, name and due time."""
    words = words_of(receipt)
    document = pypdfium2.PdfDocument(made)
    try:
        text = _flat(" ".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()
    wanted = (receipt.code, receipt.applicant.name, words["due"])
    copies = len(words["copies"])
    return ", ".join(part for part in wanted if text.count(_flat(part)) < copies)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def time_one(ways: Sequence[Way], receipts: Sequence[Receipt], rounds: int) -> dict[str, float]:
    """Return the median seconds for one receipt; the peers take turns, so that a busy moment hits all of them."""
    taken: dict[str, list[float]] = {way.name: [] for way in ways}
    for way in ways:
        way.one(receipts[0])
    for receipt in receipts[1 : 3 * rounds + 1]:
        for way in ways:
            taken[way.name].append(seconds(lambda way=way, receipt=receipt: way.one(receipt)))  # type: ignore[misc]
    return {name: statistics.median(each) for name, each in taken.items()}


def time_started(ways: Sequence[Way], rounds: int) -> dict[str, float]:
    """Return the median seconds from the start of a process to one receipt."""
    taken: dict[str, list[float]] = {way.name: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            command = [sys.executable, __file__, "--just", way.name]
            taken[way.name].append(
                seconds(lambda command=command: subprocess.run(command, check=True))  # type: ignore[misc]
            )
    return {name: statistics.median(each) for name, each in taken.items()}


@dataclass(frozen=True)
class Bulk:
    """Seconds for all receipts, and on how many of them that was timed."""

    seconds: float
    timed_on: int
    faults: int
    bytes: int


def time_many(ways: Sequence[Way], count: int, rounds: int, limit: float) -> dict[str, Bulk]:
    """Return the medians for this many receipts; the peers take turns.

    For a peer whose rounds of all would take longer than the limit, the time of a call with one receipt and of each
    further one of fifty is carried on. Faults and bytes are those of the receipts timed.
    """
    few = min(count, SAMPLE)
    first, made = _rounds(ways, 1, rounds)
    taken, made = _rounds(ways, few, rounds)
    each = {name: (taken[name] - first[name]) / max(1, few - 1) for name in taken}
    whole = {name: first[name] + each[name] * (count - 1) for name in taken}
    quick = [way for way in ways if count > few and whole[way.name] * rounds <= limit]
    exact, made_of_all = _rounds(quick, count, rounds)
    return {way.name: _bulk((whole | exact)[way.name], (made | made_of_all)[way.name]) for way in ways}


Made = Sequence[tuple[Receipt, bytes]]
"""Receipts and the PDF made of each."""


def _rounds(ways: Sequence[Way], count: int, rounds: int) -> tuple[dict[str, float], dict[str, Made]]:
    """Return the median seconds each peer takes for this many receipts, new ones in each round, and the last made."""
    taken: dict[str, list[float]] = {way.name: [] for way in ways}
    made: dict[str, Made] = {}
    for turn in range(rounds):
        receipts = receipts_of(count, first=FIRST_OF_MANY + turn * count)
        for way in ways:
            gc.collect()
            start = time.perf_counter()
            drawn = way.many(receipts)
            taken[way.name].append(time.perf_counter() - start)
            made[way.name] = list(zip(receipts, drawn, strict=True))
    return {name: statistics.median(each) for name, each in taken.items()}, made


def _bulk(total: float, made: Made) -> Bulk:
    faults = sum(bool(check(paper, receipt)) for receipt, paper in made)
    return Bulk(total, len(made), faults, round(sum(len(paper) for _, paper in made) / len(made)))


def available(folder: Path) -> list[Way]:
    """Return ours and the peers found here; name those that are missing."""
    ways = [ours()]
    for make in (lambda: libreoffice(folder), weasyprint):
        try:
            ways.append(make())
        except Absent as absent:
            print(f"NOT COMPARED: {absent}")
    return ways


def show(title: str, taken: Mapping[str, float], endings: Mapping[str, str]) -> None:
    """Print one table; the ratio says how many times as long as ours a peer takes."""
    print(f"\n{title}")
    for name, each in taken.items():
        print(f"{name:36} {each * 1e3:12,.1f} ms {each / taken[OURS]:9,.1f} × {endings.get(name, '')}")


def show_sizes(sizes: Mapping[str, int], pages: Mapping[str, int], wrong: Mapping[str, str]) -> None:
    print("\nthe file of one receipt (two copies)")
    for name, size in sizes.items():
        text = f"missing: {wrong[name]}" if wrong[name] else "code, name and due time on both copies"
        print(f"{name:36} {size:12,} B  {size / sizes[OURS]:9,.2f} × {pages[name]} pages; {text}")


def page_count(made: bytes) -> int:
    document = pypdfium2.PdfDocument(made)
    try:
        return len(document)
    finally:
        document.close()


def compare(options: argparse.Namespace, folder: Path) -> None:
    receipts = receipts_of(3 * options.rounds + 1)
    ways = available(folder)
    made = {way.name: way.one(receipts[0]) for way in ways}
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        for name, paper in made.items():
            (options.keep / f"{name.split(',')[0].split(' ')[0].lower()}.pdf").write_bytes(paper)
    show_sizes(
        {name: len(paper) for name, paper in made.items()},
        {name: page_count(paper) for name, paper in made.items()},
        {name: check(paper, receipts[0]) for name, paper in made.items()},
    )
    show(
        "one receipt, the program running (median)",
        time_one(ways, receipts, options.rounds),
        {WORD: "starts soffice, as the converter does for every call"},
    )
    show("one receipt, from the start of a process (median)", time_started(ways, options.rounds), {})
    bulks = time_many(ways, options.count, options.rounds, options.limit)
    endings = {
        way.name: f"timed on {bulk.timed_on:,}; {bulk.timed_on - bulk.faults:,} of them right;"
        f" {bulk.bytes:,} B each; {way.note}".rstrip("; ")
        for way in ways
        for bulk in [bulks[way.name]]
    }
    show(
        f"{options.count:,} receipts, a file each (median)",
        {name: bulk.seconds for name, bulk in bulks.items()},
        endings,
    )
    if any(bulk.timed_on < options.count for bulk in bulks.values()):
        print(
            f"Timed on {SAMPLE} where {options.rounds} rounds of all would take over {options.limit:,.0f} s: the time"
            " of a call with one receipt, and of each further receipt, is carried on to the full number."
        )


def just_one(name: str, folder: Path) -> None:
    """Draw one receipt by one way; this is what a process just started does."""
    receipt = receipts_of(1)[0]
    if name == OURS:
        ours().one(receipt)
    elif name == WEB:
        weasyprint().one(receipt)
    else:
        import docxtpl

        Office(shutil.which("soffice") or "libreoffice", folder, docxtpl).convert([receipt])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=120, help="seconds for all rounds of one peer's whole number")
    parser.add_argument("--keep", type=Path, help="folder for one PDF of each, to look at")
    parser.add_argument("--just", help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        if options.just:
            just_one(options.just, Path(temporary))
        else:
            compare(options, Path(temporary))


if __name__ == "__main__":
    main()
