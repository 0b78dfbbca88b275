import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserFacingError
from desktop.terms import Form
from desktop.ui.printing.printer_settings import (
    MOST_COPIES,
    PRINTERS,
    FormSettings,
    PrinterBook,
    PrinterSettings,
    ReceiptLayout,
    Tray,
    ordered,
)
from desktop.ui.printing.saving import NotSaved, save_pdf
from desktop.ui.printing.wording import RECEIPT_LAYOUT, TRAY, settings_words

form_settings = st.builds(FormSettings, copies=st.integers(1, MOST_COPIES), tray=st.sampled_from(Tray))
printer_settings = st.builds(
    PrinterSettings,
    silent=st.booleans(),
    receipt_layout=st.sampled_from(ReceiptLayout),
    forms=st.dictionaries(st.sampled_from([form.value for form in Form]), form_settings),
)


@given(st.dictionaries(st.text(), printer_settings, max_size=3))
def test_what_is_set_is_there_after_the_next_start(
    tmp_path_factory: pytest.TempPathFactory, wanted: dict[str, PrinterSettings]
) -> None:
    path = tmp_path_factory.mktemp("book") / "new folder" / PRINTERS
    book = PrinterBook(path)
    for name, settings in wanted.items():
        book.change(name, settings)
    again = PrinterBook(path)
    assert {name: again.settings(name) for name in wanted} == wanted
    assert again.settings("một máy in khác") == PrinterSettings()


def test_one_form_is_changed_and_the_others_stay() -> None:
    settings = PrinterSettings().with_form(Form.CONTROL, FormSettings(copies=2))
    settings = settings.with_form(Form.RECEIPT, FormSettings(tray=Tray.MANUAL))
    assert settings.form(Form.CONTROL) == FormSettings(copies=2)
    assert settings.form(Form.RECEIPT) == FormSettings(tray=Tray.MANUAL)
    assert settings.form(Form.APOLOGY) == settings.form(None) == FormSettings()


def test_the_file_is_readable_and_nothing_half_written_stays(tmp_path: Path) -> None:
    book = PrinterBook(tmp_path / PRINTERS)
    book.change("HP LaserJet", PrinterSettings(receipt_layout=ReceiptLayout.ONE_A4))
    book.prefer("HP LaserJet")
    document = json.loads((tmp_path / PRINTERS).read_text(encoding="utf-8"))
    assert document["format"] == "printers/1"
    assert document["preferred"] == "HP LaserJet"
    assert document["printers"]["HP LaserJet"]["receipt_layout"] == "a4"
    assert [path.name for path in tmp_path.iterdir()] == [PRINTERS]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"format": "printers/2"}',
        b'{"printers": {"HP": {"forms": {"receipt": {"copies": 0}}}}}',
        b'{"printers": {"HP": {"forms": {"receipt": {"copies": 600}}}}}',
        b'{"printers": {"HP": {"receipt_layout": "a3"}}}',
    ],
    ids=["empty", "cut off", "not text", "newer format", "no copies", "600 copies", "unknown layout"],
)
def test_a_broken_file_is_said_and_mended_by_the_next_change(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / PRINTERS
    path.write_bytes(content)
    book = PrinterBook(path)
    assert PRINTERS in book.fault
    assert book.settings("HP") == PrinterSettings()
    book.change("HP", PrinterSettings(silent=False))
    assert book.fault == ""
    assert PrinterBook(path).settings("HP") == PrinterSettings(silent=False)


def test_settings_that_cannot_be_kept_hold_until_the_end_and_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    book = PrinterBook(tmp_path / "file" / PRINTERS)
    with pytest.raises(UserFacingError, match="đến khi đóng chương trình"):
        book.change("HP", PrinterSettings(silent=False))
    assert book.settings("HP") == PrinterSettings(silent=False)


def test_without_a_path_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    book = PrinterBook()
    book.change("HP", PrinterSettings(silent=False))
    assert book.settings("HP").silent is False
    assert list(tmp_path.iterdir()) == []


def test_the_printer_used_last_comes_first() -> None:
    assert ordered(["HP", "Canon", "Brother"], "Canon") == ["Canon", "HP", "Brother"]
    assert ordered(["HP", "Canon"], "đã gỡ") == ["HP", "Canon"]


def test_every_tray_and_layout_has_its_words() -> None:
    assert set(TRAY) == set(Tray)
    assert set(RECEIPT_LAYOUT) == set(ReceiptLayout)


@pytest.mark.parametrize(
    ("settings", "form", "words"),
    [
        (PrinterSettings(), Form.RECEIPT, "1 bản"),
        (PrinterSettings(receipt_layout=ReceiptLayout.ONE_A4), Form.RECEIPT, "1 bản · hai liên trên một tờ A4"),
        (PrinterSettings(receipt_layout=ReceiptLayout.ONE_A4), Form.APOLOGY, "1 bản"),
        (
            PrinterSettings(silent=False, forms={"control": FormSettings(2, Tray.LOWER)}),
            Form.CONTROL,
            "2 bản · Khay dưới · hỏi trước khi in",
        ),
    ],
    ids=["ordinary", "receipt on A4", "another paper", "all of it"],
)
def test_what_will_happen_is_said(settings: PrinterSettings, form: Form, words: str) -> None:
    assert settings_words(settings, form) == words


# Saving as a file


@pytest.mark.parametrize(
    ("typed", "written"), [("giay.pdf", "giay.pdf"), ("giay", "giay.pdf"), ("H14.12", "H14.12.pdf")]
)
def test_a_paper_is_saved_whole_under_a_pdf_name(tmp_path: Path, typed: str, written: str) -> None:
    assert save_pdf(tmp_path / typed, b"%PDF-new") == tmp_path / written
    assert (tmp_path / written).read_bytes() == b"%PDF-new"
    assert [path.name for path in tmp_path.iterdir()] == [written]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "giay.pdf").write_bytes(b"older")
    save_pdf(tmp_path / "giay.pdf", b"newer")
    assert (tmp_path / "giay.pdf").read_bytes() == b"newer"


@pytest.fixture
def forbidden(tmp_path: Path) -> Iterator[Path]:
    """A folder nobody may write into; root may write everywhere but into the kernel's own."""
    folder = tmp_path / "chi doc"
    folder.mkdir()
    folder.chmod(0o555)
    try:
        (folder / "probe").touch()
    except PermissionError:
        yield folder
    else:
        yield Path("/sys/kernel")
    folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of folders work otherwise there")
def test_a_folder_that_may_not_be_written_is_said(forbidden: Path) -> None:
    with pytest.raises(NotSaved, match="chỉ cho đọc thì hãy chọn thư mục khác"):
        save_pdf(forbidden / "giay.pdf", b"%PDF")


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="Không thấy thư mục"):
        save_pdf(tmp_path / "usb" / "giay.pdf", b"%PDF")


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond this, as on a full disk: the system itself refuses the write."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_said_and_the_older_file_stays(tmp_path: Path) -> None:
    (tmp_path / "giay.pdf").write_bytes(b"older")
    with files_at_most(1000), pytest.raises(NotSaved, match="Ổ đĩa đã đầy"):
        save_pdf(tmp_path / "giay.pdf", b"x" * 5000)
    assert (tmp_path / "giay.pdf").read_bytes() == b"older"
    assert [path.name for path in tmp_path.iterdir()] == ["giay.pdf"]
