"""Can a window be opened here? Asked before anything of Qt is imported."""

import os
import sys


def why_no_window() -> str | None:
    """Return a Vietnamese sentence on why no window can be opened and what to do, or None where it can."""
    missing = missing_library()
    if missing:
        return (
            f"Máy thiếu thư viện đồ họa ({missing}). Trên Debian/Ubuntu hãy cài: "
            "apt-get install libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libxcb-cursor0"
        )
    if sys.platform.startswith("linux") and not _has_display():
        return "Không thấy màn hình để mở cửa sổ. Hãy chạy trong phiên làm việc có màn hình."
    return None


def missing_library() -> str:
    """Return the system library Qt needs and does not find, empty when all are there."""
    try:
        import PySide6.QtWidgets  # noqa: F401  (only whether it loads matters)
    except ImportError as error:
        return str(error).split(":")[0]
    return ""


def _has_display() -> bool:
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or chosen.startswith(("offscreen", "vnc"))
    )
