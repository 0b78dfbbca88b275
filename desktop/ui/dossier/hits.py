"""What a search found, when it found several: arrows and Enter open one."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.dossiers.dossier import Dossier
from desktop.ui import fonts, theme
from desktop.ui.controls import painting
from desktop.ui.dossier.status_tone import status_tone
from desktop.ui.palette import tones
from desktop.wording import STATUS

ROW = 52
DOSSIER_ROLE = Qt.ItemDataRole.UserRole + 1
AnyIndex = QModelIndex | QPersistentModelIndex


class _HitDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(300, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        dossier: Dossier = index.data(DOSSIER_ROLE)
        colors, box = theme.palette(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colors.accent_soft))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), QColor(colors.accent))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(colors.line))
        self._paint_words(painter, box.adjusted(16, 6, -16, -6), dossier)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRectF, dossier: Dossier) -> None:
        colors = theme.palette()
        status = STATUS[dossier.status]
        room = painting.pill_width(status)
        tone = tones(colors)[status_tone(dossier.status)]
        painting.pill(painter, box.right() - room, box.center().y(), status, tone)
        upper = QRectF(box.left(), box.top(), box.width() * 0.42, 20)
        painting.left_text(painter, upper, dossier.applicant.named, fonts.strong(), colors.ink)
        painting.left_text(painter, upper.translated(0, 20), dossier.applicant.address, fonts.font(12), colors.muted)
        middle = QRectF(box.left() + box.width() * 0.44, box.top(), box.width() * 0.56 - room - 16, 20)
        painting.left_text(painter, middle, dossier.plan.name, fonts.font(), colors.ink)
        opened = dossier.received_at or dossier.opened_at
        below = f"{dossier.reference} · nhận {opened:%d/%m/%Y}"
        painting.tabular_text(painter, middle.translated(0, 20), below, fonts.font(12), colors.muted)


class HitList(QListView):
    """`opened` carries a dossier's id."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(QStandardItemModel(self))
        self.setItemDelegate(_HitDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("boardList")
        self.setAccessibleName("Hồ sơ tìm thấy")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(lambda index: self.opened.emit(index.data(DOSSIER_ROLE).id))

    def show_dossiers(self, dossiers: Sequence[Dossier]) -> None:
        """Replace the list; the keyboard stands on the first."""
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        model.clear()
        for dossier in dossiers:
            item = QStandardItem(f"{dossier.applicant.named}, {dossier.plan.name}, {STATUS[dossier.status]}")
            item.setData(dossier, DOSSIER_ROLE)
            item.setEditable(False)
            model.appendRow(item)
        self.setCurrentIndex(model.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(DOSSIER_ROLE).id)
        else:
            super().keyPressEvent(event)
