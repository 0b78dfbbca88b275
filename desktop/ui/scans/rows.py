"""Rows of the scans card: a paper of the checklist with what shows it, and a scan to be looked at."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.dossiers.dossier import Attachment
from desktop.handling.journal_words import size_words
from desktop.ui import fonts, icons, theme
from desktop.ui.controls import painting
from desktop.ui.controls.layouts import label
from desktop.ui.intake.paper_name import PaperName

ROW_HEIGHT = 30


def scan_facts(scan: Attachment, now: datetime) -> str:
    """Return how big a scan is and when it came: "350 KB · 21/11"."""
    year = "" if scan.at.year == now.year else f"/{scan.at:%Y}"
    return f"{size_words(scan.size)} · {scan.at:%d/%m}{year}"


class ScanButton(QAbstractButton):
    """A scan: a click shows it. `checked` while it is the one on show."""

    def __init__(self, scan: Attachment, facts: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scan, self._facts = scan, facts
        self.setText(scan.name)
        self.setCheckable(True)
        self.setAccessibleName(f"Bản chụp {scan.name}, {facts}. Nhấn để xem")
        self.setToolTip("\n".join(part for part in (scan.name, scan.note, "Nhấn để xem") if part))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box = theme.palette(), QRectF(self.rect())
        lit = self.underMouse() or self.isDown() or self.isChecked()
        if lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_soft))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painting.focus_ring(painter, box, 6)
        icons.draw(painter, "document_pdf_20_regular", colors.accent if lit else colors.muted, 6, 6, 18)
        room = fonts.metrics(12).horizontalAdvance(self._facts) + 6
        face = fonts.strong() if self.isChecked() else fonts.font()
        painting.left_text(painter, box.adjusted(30, 0, -room - 10, 0), self.text(), face, colors.ink)
        words = QRectF(box.right() - room, 0, room, box.height())
        painting.left_text(painter, words, self._facts, fonts.font(12), colors.muted)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:  # repaint, since the look follows the mouse
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()


class PaperScans(QWidget):
    """A paper, its scans under it, and the place where files for it are dropped; `paper` is empty for other scans."""

    opened = Signal(object)
    attach_wanted = Signal(str)

    def __init__(
        self,
        paper: str,
        title: str,
        remark: str,
        scans: Sequence[tuple[Attachment, str]],
        *,
        may_attach: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.paper = paper
        self.lit = False
        self.buttons: dict[str, ScanButton] = {}
        self.attach: QToolButton | None = None
        many = f"{len(scans)} bản chụp" if scans else "chưa có bản chụp"
        self.setAccessibleName(", ".join(part for part in (title, remark, many) if part))
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 2, 2)
        column.setSpacing(0)
        column.addLayout(self._build_head(title, remark, may_attach=may_attach))
        for scan, facts in scans:
            column.addWidget(self._button(scan, facts))
        self.fault = label("", "error")
        self.fault.setWordWrap(True)
        self.fault.hide()
        column.addWidget(self.fault)

    def _build_head(self, title: str, remark: str, *, may_attach: bool) -> QHBoxLayout:
        name = PaperName(title)
        name.show_remark(f"· {remark}" if remark else "", quiet=not self._is_here(remark))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(name, 1)
        if may_attach:
            row.addWidget(self._attach_button(title), 0, Qt.AlignmentFlag.AlignTop)
        return row

    @staticmethod
    def _is_here(remark: str) -> bool:
        return remark != NOT_HANDED_IN

    def _attach_button(self, title: str) -> QToolButton:
        self.attach = QToolButton()
        self.attach.setIcon(icons.icon("attach_20_regular", theme.palette().muted, 20))
        self.attach.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.attach.setToolTip("Đính kèm bản chụp của giấy tờ này, hoặc kéo tệp vào đây")
        self.attach.setAccessibleName(f"Đính kèm bản chụp: {title}")
        self.attach.clicked.connect(lambda: self.attach_wanted.emit(self.paper))
        return self.attach

    def _button(self, scan: Attachment, facts: str) -> ScanButton:
        button = ScanButton(scan, facts)
        button.clicked.connect(lambda: self.opened.emit(scan))
        self.buttons[scan.entry] = button
        return button

    def refuse(self, sentence: str) -> None:
        """Say under this paper what was not attached to it, and why; an empty sentence says nothing."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def light(self, *, lit: bool) -> None:
        """Show that a file let go now falls here."""
        if lit != self.lit:
            self.lit = lit
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.lit:
            return
        painter, colors = QPainter(self), theme.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.frame(painter, QRectF(self.rect()), colors.accent_soft, colors.accent, 6)
        painter.end()


NOT_HANDED_IN = "chưa nộp"
