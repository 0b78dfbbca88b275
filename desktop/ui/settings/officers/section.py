"""The officers' section: the table, the fields of the one chosen, and the rights of each role in words."""

from typing import Any

import msgspec
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTabWidget, QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.models.key_slots import WrongPassword
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.layouts import GAP, RoundedFrame, label
from desktop.ui.settings.officers.form import OfficerForm
from desktop.ui.settings.officers.model import OfficersModel, officer_lines
from desktop.ui.settings.officers.rights_view import RightsView
from desktop.ui.settings.section import Section

ROW, MOST_SEEN = 36, 9
ELSEWHERE = "Mật khẩu chỉ có hiệu lực trên máy này; ở máy khác của đơn vị, hãy đặt riêng."


class OfficersSection(Section):
    """The section; what is unsaved is what stands in the fields of the officer chosen."""

    key, title, icon = "officers", "Cán bộ", "person_20_regular"
    summary = "Tài khoản không bao giờ xóa: nhật ký ghi tên người đã làm."

    def build(self) -> None:
        self._row = -1
        self.model = OfficersModel(self)
        self.table = QTableView()
        self.form = OfficerForm(self.mark)
        self.add = Button("Thêm cán bộ", icon_name="add_20_regular")
        self.add_action(self.add)
        self._dress()
        people = QWidget()
        column = QVBoxLayout(people)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        self._frame = RoundedFrame(self.table)
        column.addWidget(self._frame)
        column.addWidget(self.form)
        if self.place.store.shared:
            column.addWidget(label(ELSEWHERE, "small"))
        column.addStretch(1)
        self.tabs = QTabWidget()
        self.tabs.addTab(people, "Cán bộ")
        self.tabs.addTab(RightsView(lambda: self.place.office.roles), "Quyền theo vai trò")
        self.tabs.tabBar().setProperty("stays", True)
        self.body.addWidget(self.tabs, 1)
        self.add.clicked.connect(self.start_new)
        self.form.close_account.clicked.connect(self.turn_account)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.setFocusProxy(self.table)

    def _dress(self) -> None:
        table, heads = self.table, self.table.horizontalHeader()
        table.setModel(self.model)
        table.setAccessibleName("Danh sách cán bộ")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW)
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def show_stored(self) -> None:
        known = self.form.known()
        self.model.show_lines(officer_lines(self.place.office, self.place.accounts()))
        self._frame.setFixedHeight(ROW * min(MOST_SEEN, self.model.rowCount()) + ROW + 4)
        self._row = max(0, self.model.row_of(known.name) if known else 0)
        self._select(self._row)
        self._show(self._row)

    def _select(self, row: int) -> None:
        self.table.selectionModel().blockSignals(True)
        self.table.setCurrentIndex(self.model.index(row, 0))
        self.table.selectionModel().blockSignals(False)
        self.table.viewport().update()

    def _show(self, row: int) -> None:
        officer = self.model.officer(row)
        self.form.clear_faults()
        self.form.show_officer(officer, self.place.office, own=officer.name == self.place.officer.name)

    def written(self) -> Any:
        return (self.form.known(), self.form.written())

    def _chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        """Turn to another officer; what is unsaved is asked about first and stays in its fields."""
        if now.row() == self._row and self.form.known() is not None:
            return
        wanted, before = now.row(), self._row
        if not self.turn(self.form.heading.text(), lambda: self._go_on(wanted)):
            self._select(before)

    def _go_on(self, row: int) -> None:
        self._row = row
        self._select(row)
        self._show(row)

    def start_new(self) -> None:
        """Offer the fields of a new officer."""
        self.tabs.setCurrentIndex(0)
        self.turn(self.form.heading.text(), self._offer_new)

    def _offer_new(self) -> None:
        self.table.clearSelection()
        self.form.show_officer(None, self.place.office, own=False)
        self.form.full_name.setFocus()

    def store(self) -> str:
        officer, known = self.form.officer(), self.form.known()
        if known is None:
            password, own = self.form.passwords.read()
            self.place.add_officer(officer, password, own)
            self._point_at(officer.name)
            return f"Đã thêm {officer.full_name}, tên đăng nhập “{officer.name}”."
        if self.form.is_asking_password():
            password, own = self.form.passwords.read()
            self.place.set_password(officer.name, password, own)
        if officer != known:
            self.place.change_officer(officer)
        return f"Đã lưu {officer.full_name}."

    def _point_at(self, name: str) -> None:
        found = next(officer for officer in self.place.office.officers if officer.name == name)
        self.form.show_officer(found, self.place.office, own=False)

    def turn_account(self) -> None:
        """Close the account shown, or open it again; closing is asked about in the page."""
        officer = self.form.known()
        if officer is None:
            return
        if officer.closed:
            self._turn(closed=False)
            return
        self.notice.say(
            f"Đóng tài khoản “{officer.name}”? {officer.full_name} sẽ không đăng nhập được nữa; nhật ký giữ nguyên.",
            "today",
            ("Đóng tài khoản", lambda: self._turn(closed=True)),
            ("Thôi", self.table.setFocus),
        )

    def _turn(self, *, closed: bool) -> None:
        officer = self.form.known()
        assert officer is not None
        try:
            self.place.change_officer(msgspec.structs.replace(officer, closed=closed))
        except UserFacingError as error:
            self.refuse(error)
            return
        self.settled()
        done = "đóng tài khoản" if closed else "mở lại tài khoản, hãy đặt mật khẩu mới cho"
        self.told.emit(f"Đã {done} {officer.full_name}.")
        self.changed.emit()
        if not closed:
            self.form.ask_password(asked=True)

    def refuse(self, error: UserFacingError) -> None:
        if not self.form.refuse(error, own_failed=isinstance(error, WrongPassword)):
            super().refuse(error)

    def clear_faults(self) -> None:
        super().clear_faults()
        self.form.clear_faults()
