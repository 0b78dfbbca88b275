import sys

from PySide6.QtCore import QObject


def test_the_installed_pyside_keeps_count_of_none() -> None:
    """PySide6 6.12.0 forgets a reference to None at each call without result; before Python 3.12 that ends in a crash.

    Seen as "Fatal Python error: none_dealloc" after a few hundred repaints on Python 3.11; 6.11.3 counts rightly.
    """
    subject = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        subject.blockSignals(False)
        subject.setObjectName("x")
    lost = before - sys.getrefcount(None)
    assert lost < 500, "This PySide6 crashes on this Python: install PySide6-Essentials and -Addons 6.11.3 instead."
