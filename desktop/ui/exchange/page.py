"""The exchange page: offices we know, what they have not confirmed, batches out and in (trao đổi)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.app import Workplace
from desktop.errors import UserFacingError
from desktop.exchange.batch_file import SUFFIX
from desktop.exchange.carrier import read_bounded
from desktop.exchange.exporting import Exported
from desktop.exchange.importing import Imported
from desktop.exchange.keys import CARD_SUFFIX, MAX_CARD, OfficeCard
from desktop.exchange.status import PeerStatus
from desktop.terms import Level
from desktop.ui.background import Job
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.empty_state import EmptyState
from desktop.ui.controls.layouts import GAP, MARGIN, Card, Line, ScrollPage, label
from desktop.ui.controls.pills import Pill
from desktop.wording import LEVEL

NOBODY = (
    "Chưa biết đơn vị nào.",
    "Xin tệp thẻ của huyện, tỉnh rồi bấm “Thêm thẻ đơn vị khác…”; gửi lại cho họ thẻ của đơn vị mình.",
)


class ExchangePage(QWidget):
    """`told` carries a sentence on what was done, `refused` one on what was not; `changed` after an import."""

    told = Signal(str)
    refused = Signal(str)
    changed = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Trao đổi")
        self.place = place
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.export_button = Button("Lập gói vào thư mục, USB…", Rank.PRIMARY, icon_name="arrow_upload_20_regular")
        self.import_button = Button("Nhập gói…", icon_name="arrow_download_20_regular")
        self.card_button = Button("Thẻ của đơn vị…", icon_name="contact_card_20_regular")
        self.trust_button = Button("Thêm thẻ đơn vị khác…", icon_name="add_20_regular")
        self._summary = label("", "muted")
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.hide()
        self.results = label("")
        self.results.setWordWrap(True)
        self.results.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(GAP)
        column.addLayout(self._build_head())
        column.addWidget(self._busy)
        column.addWidget(self.results)
        self._nobody = EmptyState("usb_stick_24_regular", *NOBODY)
        page = ScrollPage()
        page.body.setContentsMargins(0, 0, 0, 0)
        for part, room in ((self._build_list(), 0), (self._build_own(), 0), (self._nobody, 1)):
            page.body.addWidget(part, room)
        page.body.addStretch(1)
        column.addWidget(page, 1)
        self.setFocusProxy(self.export_button)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label("Trao đổi", "title"))
        row.addSpacing(4)
        row.addWidget(self._summary)
        row.addStretch(1)
        row.addWidget(self.import_button)
        row.addWidget(self.export_button)
        return row

    def _build_list(self) -> QWidget:
        self._card = Card("Các đơn vị")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._card.body.addLayout(self._rows)
        return self._card

    def _build_own(self) -> Card:
        card = Card("Thẻ của đơn vị này")
        words = label(
            f"Vân tay: {self.place.card().fingerprint}\n"
            "Đọc vân tay qua điện thoại để bên kia đối chiếu trước khi tin thẻ.",
            "muted",
        )
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(words, 1)
        row.addWidget(self.card_button)
        row.addWidget(self.trust_button)
        card.body.addLayout(row)
        return card

    def _connect(self) -> None:
        self.export_button.clicked.connect(self._ask_folder)
        self.import_button.clicked.connect(self._ask_batches)
        self.card_button.clicked.connect(self._ask_card_place)
        self.trust_button.clicked.connect(self._ask_card)

    def refresh(self) -> None:
        """Read afresh where the exchange stands."""
        peers = self.place.peer_statuses()
        _empty(self._rows)
        for at, peer in enumerate(peers):
            if at:
                self._rows.addWidget(Line())
            self._rows.addWidget(_peer_row(peer))
        self._card.setVisible(bool(peers))
        self._nobody.setVisible(not peers)
        waiting = sum(peer.unconfirmed for peer in peers)
        self._summary.setText(f"{waiting} mục chưa được xác nhận" if waiting else "Không có mục nào chờ xác nhận")
        self.export_button.setEnabled(bool(peers))

    # Out

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn USB hoặc thư mục để lưu gói")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, folder: Path) -> None:
        """Write batches for everybody there is news for, beside the window."""
        self._run(lambda: self.place.export(folder), lambda made: self._say(exported_words(made)))

    # In

    def _ask_batches(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "Chọn gói dữ liệu", "", f"Gói Một Cửa (*{SUFFIX})")
        if chosen:
            self.import_from([Path(name) for name in chosen])

    def import_from(self, paths: Sequence[Path]) -> None:
        """Take batches in, beside the window."""
        self._run(lambda: self.place.import_files(paths), self._imported)

    def _imported(self, results: list[Imported]) -> None:
        self._say("\n".join(result.message for result in results) or "Không có gói nào ở nơi đã chọn.")
        self.changed.emit()

    # Cards

    def _ask_card_place(self) -> None:
        name = f"{self.place.office.code}{CARD_SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu thẻ của đơn vị", name, f"Thẻ đơn vị (*{CARD_SUFFIX})")
        if chosen:
            self.write_card(Path(chosen))

    def write_card(self, path: Path) -> None:
        """Write our card into a file."""
        self._run(lambda: self.place.write_card(path), lambda _: self._say(f"Đã lưu thẻ của đơn vị vào {path.name}."))

    def _ask_card(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Chọn thẻ đơn vị", "", f"Thẻ đơn vị (*{CARD_SUFFIX})")
        if chosen:
            self.trust_file(Path(chosen))

    def trust_file(self, path: Path) -> None:
        """Take another office's card in."""
        self._run(lambda: self.place.trust(read_bounded(path, MAX_CARD)), self._trusted)

    def _trusted(self, card: OfficeCard) -> None:
        self._say(
            f"Đã thêm {card.office_name}. Hãy gọi điện đối chiếu vân tay {card.fingerprint} trước khi gửi gói đầu tiên."
        )

    # Together

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._show_busy(busy=True)
        job: Job[Any] = Job(lambda _: work(), self)
        job.done.connect(lambda result: self._finished(result, done))
        job.failed.connect(self._failed)
        job.start()

    def _finished(self, result: Any, done: Callable[[Any], None]) -> None:
        self._show_busy(busy=False)
        done(result)
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self._show_busy(busy=False)
        self.refresh()
        if not isinstance(error, UserFacingError):
            raise error
        self.refused.emit(error.message)

    def _say(self, words: str) -> None:
        self.results.setText(words)
        self.results.show()
        self.told.emit(words.split("\n")[0])

    def _show_busy(self, *, busy: bool) -> None:
        self._busy.setVisible(busy)
        for button in (self.export_button, self.import_button, self.card_button, self.trust_button):
            button.setEnabled(not busy)


def exported_words(made: Sequence[Exported]) -> str:
    """Return what was written, and that the stick may be pulled."""
    if not made:
        return "Không có gì mới để gửi: các đơn vị đã có đủ."
    lines = [f"Gói số {one.number} cho {one.office_name}: {one.entries} mục, tệp {one.path.name}." for one in made]
    return "\n".join(["Đã ghi và đọc lại đúng, có thể rút USB.", *lines])


def peer_words(peer: PeerStatus) -> str:
    """Return the second line of an office: last contact, batches, fingerprint."""
    contact = (
        f"liên hệ gần nhất {datetime.fromisoformat(peer.last_contact):%H:%M %d/%m/%Y}" if peer.last_contact else ""
    )
    gaps = f"chờ lô còn thiếu trước lô {', '.join(map(str, peer.waiting))}" if peer.waiting else ""
    counts = f"đã gửi {peer.sent} gói, đã nhận {peer.received} gói"
    return " · ".join(part for part in (counts, contact, gaps, f"vân tay {peer.fingerprint}") if part)


def _peer_row(peer: PeerStatus) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 9, 0, 9)
    row.setSpacing(12)
    texts = QVBoxLayout()
    texts.setSpacing(2)
    level = LEVEL[Level(peer.level)] if peer.level in set(Level) else peer.level
    texts.addWidget(label(f"{peer.office_name} ({peer.office_code}) – {level}", "strong"))
    texts.addWidget(label(peer_words(peer), "small"))
    row.addLayout(texts, 1)
    state = f"{peer.unconfirmed} mục chưa xác nhận" if peer.unconfirmed else "đã nhận đủ"
    row.addWidget(Pill(state, "soon" if peer.unconfirmed else "in_time"), 0, Qt.AlignmentFlag.AlignVCenter)
    return made


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
