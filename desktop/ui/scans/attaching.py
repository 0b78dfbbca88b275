"""Files from a disk become scans of a dossier, one after another; a file that is refused stops none of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.app import Workplace
from desktop.errors import UserFacingError
from desktop.handling.scans import MAX_SCAN, read_scan
from desktop.ui.background import Cancelled, Progress
from desktop.ui.printing.pages import pdfium_alone

SUFFIXES = ("pdf", "jpg", "jpeg", "png")
"""Endings by which files are offered for choosing; what a file is, its content says."""


class NotReadable(UserFacingError):
    """The file can not be read from where it lies."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to be attached; `paper` is the checklist's name of what it shows, empty where it shows none of them."""

    path: Path
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not attached, and why, in a sentence for the officer."""

    wanted: Wanted
    why: str


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of the files. `left` were not tried, because the officer stopped before them."""

    done: tuple[Wanted, ...]
    refused: tuple[Refused, ...]
    left: tuple[Wanted, ...] = ()


def attach_files(place: Workplace, reference: str, wanted: Sequence[Wanted], progress: Progress) -> Attached:
    """Attach files to a dossier, each in a transaction of its own, and say what became of each.

    It may run on any thread. Stopping it leaves what is attached already where it is.
    """
    done: list[Wanted] = []
    refused: list[Refused] = []
    for number, each in enumerate(wanted):
        try:
            progress(number, len(wanted))
            _attach(place, reference, each)
        except Cancelled:
            return Attached(tuple(done), tuple(refused), tuple(wanted[number:]))
        except UserFacingError as error:
            refused.append(Refused(each, error.message))
        else:
            done.append(each)
    return Attached(tuple(done), tuple(refused))


def _attach(place: Workplace, reference: str, wanted: Wanted) -> None:
    data = read_file(wanted.path)
    with pdfium_alone():  # the check opens the file with PDFium, which the preview may be using meanwhile
        place.attach(reference, wanted.path.name, data, wanted.paper)


def read_file(path: Path) -> bytes:
    """Return the content of a file, of one that is too big only so much that this can be seen.

    Raises:
        NotReadable: it is a folder, gone, or kept by another program.
    """
    if path.is_dir():
        raise NotReadable("Đây là thư mục. Hãy mở thư mục rồi kéo từng tệp vào.", field="file")
    try:
        with path.open("rb") as file:
            return file.read(MAX_SCAN + 1)
    except OSError as error:
        raise NotReadable(
            f"Không đọc được tệp ({error.strerror}). Hãy đóng chương trình đang mở tệp, hoặc cắm lại USB, rồi thử lại.",
            field="file",
        ) from error


def look_at(path: Path) -> bytes:
    """Return a file as the PDF it would be kept as; nothing is recorded.

    Raises:
        UserFacingError: it could not be attached either, and why.
    """
    data = read_file(path)
    with pdfium_alone():
        return read_scan(data, path.name).data
