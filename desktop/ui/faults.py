"""What nobody expected: written into a log without personal data, and named in a window (lỗi chương trình)."""

import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

LOG = "motcua.log"
MOST_BYTES = 1_000_000


def log_path(data_dir: Path) -> Path:
    """Return where faults are written."""
    return data_dir / "logs" / LOG


def write_fault(path: Path, kind: type[BaseException], trace: TracebackType | None) -> None:
    """Add a fault to the log: its type and where it came from, no message, since a message may quote a dossier."""
    frames = traceback.extract_tb(trace)
    places = [f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in frames]
    head = f"{datetime.now(UTC).isoformat(timespec='seconds')} {kind.__module__}.{kind.__qualname__}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > MOST_BYTES:
        path.replace(path.with_suffix(".old.log"))
    with path.open("a", encoding="utf-8") as log:
        log.write("\n".join([head, *places, ""]))


def fault_words(path: Path) -> str:
    """Return what the officer is told."""
    return (
        "Chương trình gặp lỗi ngoài dự tính. Những gì đã ghi vẫn còn nguyên. Hãy thử lại; nếu lặp lại, "
        f"gửi tệp {path} cho người hỗ trợ (tệp không chứa dữ liệu cá nhân)."
    )


def install(data_dir: Path, tell: Callable[[str], None]) -> Callable[[], None]:
    """Catch what nobody caught; return what puts the former hook back."""
    former, path = sys.excepthook, log_path(data_dir)

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            former(kind, error, trace)
            return
        try:
            write_fault(path, kind, trace)
        finally:
            tell(fault_words(path))

    sys.excepthook = caught

    def put_back() -> None:
        sys.excepthook = former

    return put_back
