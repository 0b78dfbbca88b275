"""The name of a paper on two lines at most, whole while the keyboard is on its row."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import fonts, theme

LINE = 18.0
FEW, MANY = 2, 8


class PaperName(QWidget):
    """Words of unequal weight: the name, then a quieter remark ("(nếu có)") that is never cut off."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._remark, self._quiet, self._lines = name, "", False, FEW
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setToolTip(name)

    def show_remark(self, remark: str, *, quiet: bool) -> None:
        """Show a remark behind the name; `quiet` greys the name as well."""
        self._remark, self._quiet = remark, quiet
        self.updateGeometry()
        self.update()

    def show_whole(self, *, whole: bool) -> None:
        """Show all lines, or only as many as keep the list dense."""
        self._lines = MANY if whole else FEW
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(len(self._broken(width)) * LINE)

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(self.width(), 120)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, round(LINE))

    def _broken(self, width: int) -> list[str]:
        """Return the name line by line, the last one cut so that the remark still fits behind it."""
        layout = QTextLayout(self._name, fonts.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        lines: list[str] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            lines.append(self._name[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
        if len(lines) > self._lines:
            lines = [*lines[: self._lines - 1], " ".join(lines[self._lines - 1 :])]
        return [*lines[:-1], *self._last(lines[-1] if lines else "", width)]

    def _last(self, line: str, width: int) -> list[str]:
        measures, room = fonts.metrics(), width - self._remark_width()
        if measures.horizontalAdvance(line) <= room:
            return [line]
        if measures.horizontalAdvance(line) <= width and self._lines == MANY:
            return [line, ""]
        return [measures.elidedText(line, Qt.TextElideMode.ElideRight, room)]

    def _remark_width(self) -> float:
        return fonts.metrics().horizontalAdvance(f" {self._remark}") + 2 if self._remark else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors, measures = theme.palette(), fonts.metrics()
        painter.setFont(fonts.font())
        lines = self._broken(self.width())
        top = (self.height() - len(lines) * LINE) / 2
        base = (LINE + measures.ascent() - measures.descent()) / 2
        painter.setPen(QColor(colors.muted if self._quiet else colors.ink))
        for at, line in enumerate(lines):
            painter.drawText(QPointF(0, top + at * LINE + base), line)
        if self._remark:
            painter.setPen(QColor(colors.muted))
            left = measures.horizontalAdvance(f"{lines[-1]} ") if lines[-1] else 0
            painter.drawText(QPointF(left, top + (len(lines) - 1) * LINE + base), self._remark)
        painter.end()
