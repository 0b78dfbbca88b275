"""Every test runs without a screen; a computer that lacks Qt's system libraries is told which, instead of crashing."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LIBRARIES = "libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"


def missing_library_message(error: ImportError) -> str:
    """Return what to do when Qt can not be loaded, in both languages of the team."""
    return (
        f"Không nạp được PySide6: {error}. Hãy cài các thư viện hệ thống mà Qt cần rồi chạy lại "
        f"(Debian/Ubuntu: apt-get install {LIBRARIES}).\n"
        f"PySide6 could not be loaded: {error}. Install the system libraries Qt needs and run again "
        f"(Debian/Ubuntu: apt-get install {LIBRARIES})."
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    try:
        from PySide6 import QtGui, QtSvg, QtWidgets  # noqa: F401 - loading them is the check
    except ImportError as error:
        raise pytest.UsageError(missing_library_message(error)) from error
    # Said by the screenless platform of every window with a smallest size; it is no fault of ours.
    config.addinivalue_line("qt_log_ignore", "This plugin does not support propagateSizeHints")
