"""Backup as it is today: a copy of the store's folder, and a check that what is here is whole (sao lưu)."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout

from desktop.app import Verified
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.layouts import Card, label
from desktop.ui.controls.notice import Notice
from desktop.ui.settings.section import Section

STEPS = (
    "Đóng chương trình trên máy này (mọi người đã lưu việc đang làm).",
    "Chép cả thư mục dưới đây sang USB hoặc ổ đĩa khác, giữ nguyên mọi tệp trong đó.",
    "Ghi ngày lên bản sao và cất riêng, khác chỗ với máy tính. Giữ vài bản gần nhất.",
    "Cất khóa khôi phục (in lúc khởi tạo) ở nơi khác: thiếu mật khẩu hoặc khóa này, không ai mở được bản sao.",
)
SHARED_STEPS = (
    "Dữ liệu hồ sơ nằm trên máy chủ PostgreSQL: nhờ người quản trị máy chủ sao lưu cơ sở dữ liệu (pg_dump) hằng ngày.",
    "Thư mục dưới đây giữ khóa và địa chỉ của máy này: chép riêng một bản, cất cùng khóa khôi phục.",
)
NOT_YET = "Chương trình chưa tự sao lưu. Hãy làm theo các bước sau, ít nhất mỗi tuần một lần."


def verified_words(found: Verified) -> str:
    """Return what the check found, in a sentence or a line per fault."""
    if not found.faults:
        return f"Dữ liệu nguyên vẹn: {found.entries} mục nhật ký, {found.dossiers} hồ sơ."
    return "\n".join(
        [
            "Dữ liệu có lỗi. Hãy giữ nguyên máy và báo người hỗ trợ:",
            *(f"{one.where}: {one.what}" for one in found.faults[:10]),
        ]
    )


class BackupSection(Section):
    """The section; it saves nothing, so it has no buttons for that."""

    key, title, icon = "backup", "Sao lưu", "save_20_regular"
    work = None
    saves = False

    def build(self) -> None:
        self.open_folder = Button("Mở thư mục", icon_name="open_20_regular")
        self.copy_path = Button("Chép đường dẫn", icon_name="copy_20_regular")
        self.check = Button("Kiểm tra dữ liệu", icon_name="shield_checkmark_20_regular")
        self.found = Notice()
        self.body.addWidget(self._build_steps())
        self.body.addWidget(self._build_check())
        self.body.addStretch(1)
        self.open_folder.clicked.connect(self._open)
        self.copy_path.clicked.connect(self._copy)
        self.check.clicked.connect(self.verify)
        self.setFocusProxy(self.open_folder)

    def _build_steps(self) -> Card:
        card = Card("Sao lưu bằng tay")
        shared = self.place.store.shared
        steps = SHARED_STEPS if shared else STEPS
        for words, role in [(NOT_YET, "strong"), *((f"{at}. {step}", "") for at, step in enumerate(steps, start=1))]:
            line = label(words, role)
            line.setWordWrap(True)
            card.body.addWidget(line)
        self.path = label(str(self.place.store.folder), "strong")
        self.path.setWordWrap(True)
        self.path.setAccessibleName(f"Thư mục dữ liệu: {self.path.text()}")
        self.path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(self.copy_path)
        row.addWidget(self.open_folder)
        card.body.addSpacing(4)
        card.body.addLayout(row)
        return card

    def _build_check(self) -> Card:
        card = Card("Kiểm tra dữ liệu đang dùng")
        row = QHBoxLayout()
        words = label("Đọc lại toàn bộ nhật ký và đối chiếu với bảng hồ sơ. Làm trước khi chép bản sao.", "muted")
        words.setWordWrap(True)
        row.addWidget(words, 1)
        row.addWidget(self.check)
        card.body.addLayout(row)
        card.body.addWidget(self.found)
        return card

    def show_stored(self) -> None:
        """Nothing to read."""

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.path.text()))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.path.text())
        self.told.emit("Đã chép đường dẫn thư mục dữ liệu.")

    def verify(self) -> None:
        """Check the store beside the window."""
        self.check.setEnabled(False)
        self.run(self.place.verify, self._verified)

    def _verified(self, found: Verified) -> None:
        self.check.setEnabled(True)
        self.found.say(verified_words(found), "overdue" if found.faults else "in_time")
