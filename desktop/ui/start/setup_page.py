"""First start: choose, describe the office, keep the recovery key; it ends with a place to work at (khởi tạo)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import practice
from desktop.app import Workplace, create_office, local_now
from desktop.errors import UserFacingError
from desktop.exchange.carrier import write_verified
from desktop.printing.recovery import recovery_sheet
from desktop.ui import fonts, icons, theme
from desktop.ui.background import Job
from desktop.ui.controls import painting
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.layouts import Card, ScrollPage, label
from desktop.ui.start.office_form import OfficeForm, SetUp

WIDTH = 760
SCROLL_BAR = 12
"""Width of a scroll bar, as the style sheet has it."""


class ChoiceCard(QAbstractButton):
    """A large button: icon, heading, two lines of explanation."""

    def __init__(self, icon_name: str, heading: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._words = icon_name, words
        self.setText(heading)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(360, 108)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, box = theme.palette(), QRectF(self.rect())
        lit = self.underMouse() or self.hasFocus()
        painting.frame(
            painter, box, colors.accent_soft if lit else colors.surface, colors.accent if lit else colors.line, 10
        )
        if self.hasFocus():
            painting.focus_ring(painter, box, 10)
        icons.draw(painter, self._icon, colors.accent, 20, 20, 24)
        heading = QRectF(56, 16, box.width() - 72, 32)
        painting.left_text(painter, heading, self.text(), fonts.strong(15), colors.ink)
        painter.setFont(fonts.font())
        painter.setPen(QColor(colors.muted))
        painter.drawText(QRectF(56, 50, box.width() - 76, 76), Qt.TextFlag.TextWordWrap, self._words)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()


class SetupPage(QWidget):
    """`finished` carries the Workplace once the recovery key is put away."""

    finished = Signal(object)

    def __init__(
        self, data_dir: Path, parent: QWidget | None = None, clock: Callable[[], datetime] = local_now
    ) -> None:
        super().__init__(parent)
        self._data_dir, self._clock = data_dir, clock
        self._practice = False
        self._place: Workplace | None = None
        self._recovery = ""
        self.faces = QStackedWidget()
        for face in (self._build_choice(), self._build_form(), self._build_key()):
            self.faces.addWidget(face)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.faces)

    # Choosing

    def _build_choice(self) -> QWidget:
        self.real = ChoiceCard(
            "building_government_24_regular",
            "Tạo đơn vị",
            "Khai báo cơ quan, cán bộ và mật khẩu để bắt đầu tiếp nhận hồ sơ thật trên máy này.",
        )
        self.rehearse = ChoiceCard(
            "hat_graduation_24_regular",
            "Đơn vị diễn tập",
            "Có sẵn cán bộ và hồ sơ mẫu để tập làm quen. Mọi giấy in ra đều có chữ DIỄN TẬP.",
        )
        self.real.clicked.connect(lambda: self._start_form(practice_store=False))
        self.rehearse.clicked.connect(lambda: self._start_form(practice_store=True))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.real)
        row.addWidget(self.rehearse)
        made, column = _middle()
        column.addStretch(2)
        column.addWidget(label("Bắt đầu với Một Cửa", "figure"))
        column.addWidget(label("Máy này chưa có dữ liệu của đơn vị nào. Hãy chọn cách bắt đầu.", "muted"))
        column.addSpacing(12)
        column.addLayout(row)
        where = label(f"Dữ liệu được mã hóa và lưu tại {self._data_dir}", "small")
        where.setWordWrap(True)
        column.addSpacing(8)
        column.addWidget(where)
        column.addStretch(3)
        return made

    def _start_form(self, *, practice_store: bool) -> None:
        self._practice = practice_store
        if practice_store:
            self.form.fill(practice.OFFICE, practice.PASSWORD)
        self._form_title.setText("Đơn vị diễn tập" if practice_store else "Tạo đơn vị")
        self.faces.setCurrentIndex(1)
        self.form.fields["name"].setFocus()

    # The form

    def _build_form(self) -> QWidget:
        page = ScrollPage()
        self.form = OfficeForm()
        self._form_title = label("", "figure")
        self.back = Button("Quay lại")
        self.make_button = Button("Tạo đơn vị", Rank.PRIMARY, keys="Ctrl+Enter")
        self.back.clicked.connect(lambda: self.faces.setCurrentIndex(0))
        self.make_button.clicked.connect(self._create)
        self._working = label("", "muted")
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self._working)
        row.addWidget(self.make_button)
        made, column = _middle()
        column.addWidget(self._form_title)
        column.addWidget(self.form)
        page.body.setContentsMargins(0, 0, 0, 0)
        page.body.addWidget(made)
        foot, below = _middle()
        page.verticalScrollBar().rangeChanged.connect(
            lambda _low, high: foot.setContentsMargins(0, 0, SCROLL_BAR if high else 0, 0)
        )
        below.addLayout(row)
        whole = QWidget()
        both = QVBoxLayout(whole)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(page, 1)
        both.addWidget(foot)
        return whole

    def _create(self) -> None:
        set_up = self.form.read()
        if set_up is None or not self.make_button.isEnabled():
            return
        self._show_working("Đang tạo kho dữ liệu mã hóa…")
        job: Job[tuple[Workplace, str]] = Job(lambda _: self._make(set_up), self)
        job.done.connect(self._made)
        job.failed.connect(self._failed)
        job.start()

    def _make(self, set_up: SetUp) -> tuple[Workplace, str]:
        """Make the store; a practice store gets its dossiers at once. Runs beside the window."""
        now = self._clock()
        opened = now - timedelta(days=90) if self._practice else None
        place, recovery = create_office(
            self._data_dir, set_up.office, set_up.password, practice=self._practice, now=opened
        )
        if self._practice:
            names = {officer.name for officer in practice.OFFICE.officers}
            if names <= {officer.name for officer in set_up.office.officers}:
                practice.fill(place, now)
        return Workplace(place.store, place.officer), recovery

    def _show_working(self, words: str) -> None:
        self._working.setText(words)
        self.make_button.setEnabled(not words)
        self.back.setEnabled(not words)

    def _made(self, result: tuple[Workplace, str]) -> None:
        self._show_working("")
        self._place, recovery = result
        self.show_key(recovery)

    def show_key(self, recovery: str) -> None:
        """Show the recovery key, this once."""
        self._recovery = recovery
        self.key.setText(recovery)
        self.faces.setCurrentIndex(2)
        self.tick.setFocus()

    def _failed(self, error: Exception) -> None:
        self._show_working("")
        if not isinstance(error, UserFacingError):
            raise error
        self.form.refuse(error)

    # The recovery key

    def _build_key(self) -> QWidget:
        self.key = QLabel()
        self.key.setFont(_key_font())
        self.key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.key.setStyleSheet(f"font-size: 20px; font-weight: 600; padding: 18px; color: {theme.palette().accent};")
        self.key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.save = Button("Lưu hoặc in PDF…", keys="Ctrl+S", icon_name="save_20_regular")
        self.copy = Button("Chép", icon_name="copy_20_regular")
        self.tick = QCheckBox("Tôi đã cất khóa khôi phục ở nơi an toàn (tủ hồ sơ mật, két)")
        self.enter = Button("Vào làm việc", Rank.PRIMARY, keys="Ctrl+Enter")
        self.enter.setEnabled(False)
        self._saved = label("", "small")
        self._connect_key()
        card = Card("Khóa khôi phục của đơn vị")
        words = label(
            "Khóa này mở được dữ liệu khi mọi người đều quên mật khẩu. Nó chỉ hiện một lần và không lưu ở đâu: "
            "hãy in ra hoặc chép vào giấy rồi cất giữ. Ai có khóa này đọc được toàn bộ hồ sơ.",
            "muted",
        )
        words.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(self.copy)
        row.addWidget(self._saved, 1)
        for part in (words, self.key):
            card.body.addWidget(part)
        card.body.addLayout(row)
        card.body.addSpacing(8)
        card.body.addWidget(self.tick)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(self.enter)
        made, column = _middle()
        column.addStretch(1)
        column.addWidget(card)
        column.addLayout(end)
        column.addStretch(2)
        return made

    def _connect_key(self) -> None:
        self.save.clicked.connect(self._ask_where)
        self.copy.clicked.connect(self._copy)
        self.tick.toggled.connect(self.enter.setEnabled)
        self.enter.clicked.connect(self._finish)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._recovery)
        self._saved.setText("Đã chép. Hãy dán vào nơi an toàn rồi xóa khỏi khay nhớ tạm.")

    def _ask_where(self) -> None:
        name = "khoa-khoi-phuc-mot-cua.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu khóa khôi phục", name, "Tệp PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the key as a sheet to print."""
        assert self._place is not None
        try:
            write_verified(path, recovery_sheet(self._place.office.name, self._recovery, self._clock().date()))
        except UserFacingError as error:
            self._saved.setText(error.message)
            return
        self._saved.setText(f"Đã lưu {path.name}. In xong hãy xóa tệp khỏi máy.")

    def _finish(self) -> None:
        assert self._place is not None
        self._recovery = ""
        self.key.clear()
        self.finished.emit(self._place)


def _key_font() -> QFont:
    return fonts.strong(20)


def _middle() -> tuple[QWidget, QVBoxLayout]:
    """Return a widget that keeps a column of `WIDTH` in its middle, and that column."""
    made, inner = QWidget(), QWidget()
    inner.setMaximumWidth(WIDTH)
    row = QHBoxLayout(made)
    row.setContentsMargins(20, 8, 20, 8)
    row.addStretch(1)
    row.addWidget(inner, 100)
    row.addStretch(1)
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return made, column
