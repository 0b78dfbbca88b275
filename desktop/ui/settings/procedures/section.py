"""The procedures' section: the list with its search, the editor of the one chosen, files in and out."""

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.exchange.carrier import read_bounded
from desktop.handling.rights import Work
from desktop.models.store import write_synced
from desktop.procedures.catalogue import shipped
from desktop.procedures.procedure import Procedure, read_procedure
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.layouts import GAP, RoundedFrame, label
from desktop.ui.intake.procedure_list import PROCEDURE_ROLE, ProcedureDelegate
from desktop.ui.settings.procedures.editor import ProcedureEditor
from desktop.ui.settings.procedures.general import fresh
from desktop.ui.settings.procedures.list_model import CatalogueModel
from desktop.ui.settings.section import Section, stays

MOST_BYTES = 1_000_000
LIST_WIDTH, NARROW_LIST = 264, 200


class ProceduresSection(Section):
    """The section; unsaved is what stands in the editor."""

    key, title, icon = "procedures", "Thủ tục", "document_text_20_regular"
    summary = "Hồ sơ đã nhận giữ nguyên quy trình lúc nhận."
    work = Work.PROCEDURES

    def build(self) -> None:
        self._shipped = {procedure.id for procedure in shipped()}
        self._shown: Procedure | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText("Tìm thủ tục")
        self.search.setAccessibleName("Tìm thủ tục")
        self.search.setClearButtonEnabled(True)
        stays(self.search)
        self.count = label("", "small")
        self.model = CatalogueModel(self)
        self.view = QListView()
        self.editor = ProcedureEditor()
        self._build_actions()
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._build_list())
        row.addWidget(self.editor, 1)
        self.body.addLayout(row, 1)
        self._wait = QTimer(self, singleShot=True, interval=120)
        self._connect()
        self.setFocusProxy(self.search)

    def _build_actions(self) -> None:
        self.add = Button("Thêm", icon_name="add_20_regular")
        self.read_in = Button("Nhập tệp…", icon_name="arrow_download_20_regular")
        self.write_out = Button("Xuất tệp…", icon_name="arrow_upload_20_regular")
        self.back = Button("Bỏ bản của đơn vị", icon_name="history_20_regular")
        stays(self.write_out)
        for button in (self.back, self.write_out, self.read_in, self.add):
            self.add_action(button)

    def _build_list(self) -> QWidget:
        self.view.setObjectName("procedureList")
        self.view.setModel(self.model)
        self.view.setItemDelegate(ProcedureDelegate(self.view))
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName("Danh sách thủ tục")
        holder = self._left = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.count)
        column.addWidget(RoundedFrame(self.view), 1)
        return holder

    def fit(self, width: int) -> None:
        self._left.setFixedWidth(LIST_WIDTH if width > 860 else NARROW_LIST)

    def _connect(self) -> None:
        self._wait.timeout.connect(self._list)
        self.search.textEdited.connect(lambda _text: self._wait.start())
        self.editor.edited.connect(self.mark)
        self.view.selectionModel().currentChanged.connect(self._chosen)
        self.add.clicked.connect(lambda: self.turn(self._name(), lambda: self._show(fresh())))
        self.read_in.clicked.connect(self._ask_files)
        self.write_out.clicked.connect(self._ask_place)
        self.back.clicked.connect(self.drop_own)

    def _name(self) -> str:
        return (self._shown.name_vi if self._shown else "")[:80] or "Thủ tục mới"

    # The list

    def show_stored(self) -> None:
        self._list()
        known = {procedure.id: procedure for procedure in self.place.catalogue.all()}
        wanted = self._shown.id if self._shown else ""
        self._show(known.get(wanted) or self.model.procedure(0) or fresh())

    def _list(self) -> None:
        found = self.place.catalogue.search(self.search.text(), limit=10_000)
        self._own = self.place.own_procedures()
        ordered = sorted(found, key=lambda one: one.id not in self._own) if not self.search.text().strip() else found
        blocked = self.view.selectionModel().blockSignals(True)
        self.model.show_catalogue(ordered, self.search.text(), self._own)
        self.view.selectionModel().blockSignals(blocked)
        total = len(self.place.catalogue.all())
        self.count.setText(f"{len(found)} / {total} thủ tục · {len(self._own)} của đơn vị")
        self._point()

    def _point(self) -> None:
        """Mark the row of the procedure shown."""
        at = self.model.row_of(self._shown.id) if self._shown else -1
        blocked = self.view.selectionModel().blockSignals(True)
        self.view.setCurrentIndex(self.model.index(at) if at >= 0 else QModelIndex())
        self.view.selectionModel().blockSignals(blocked)
        self.view.viewport().update()

    def _chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        procedure = now.data(PROCEDURE_ROLE)
        if procedure is None or (self._shown is not None and procedure.id == self._shown.id):
            return
        if not self.turn(self._name(), lambda: self._show(procedure)):
            self._point()

    def _show(self, procedure: Procedure) -> None:
        self._shown = procedure
        self.editor.show_procedure(procedure)
        self._point()
        own = procedure.id in self._own
        self.back.setText("Về bản có sẵn" if procedure.id in self._shipped else "Xóa khỏi danh mục")
        self.back.setVisible(own and not self.reason_now())
        self.write_out.setEnabled(bool(procedure.id))

    # Saving

    def written(self) -> Any:
        return self.editor.written()

    def store(self) -> str:
        made = self.editor.procedure()
        fresh_one = not (self._shown and self._shown.id)
        if fresh_one and made.id in {known.id for known in self.place.catalogue.all()}:
            self.editor.general.show_faults({"code": "Thủ tục có mã này đã có trong danh mục. Hãy tìm và sửa bản đó."})
            raise UserFacingError("Thủ tục này đã có trong danh mục. Hãy tìm và sửa bản đó.", field="code")
        self.place.import_procedures([made])
        self._shown = made
        stands = " Bản của đơn vị đứng trước bản có sẵn." if made.id in self._shipped else ""
        return f"Đã lưu “{made.name_vi[:80]}”.{stands}"

    def drop_own(self) -> None:
        """Take the office's own version away, asked about in the page."""
        shown = self._shown
        if shown is None:
            return
        comes = "Bản có sẵn dùng lại cho hồ sơ nhận từ nay." if shown.id in self._shipped else "Hồ sơ đã nhận vẫn giữ."
        self.notice.say(
            f"Bỏ bản của đơn vị cho “{self._name()}”? {comes}",
            "today",
            ("Bỏ", self._drop),
            ("Thôi", self.view.setFocus),
        )

    def _drop(self) -> None:
        assert self._shown is not None
        try:
            self.place.drop_procedure(self._shown.id)
        except UserFacingError as error:
            self.refuse(error)
            return
        name = self._name()
        self.settled()
        self.told.emit(f"Đã bỏ bản của đơn vị: “{name}”.")
        self.changed.emit()

    # Files

    def _ask_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "Chọn tệp thủ tục", "", "Tệp thủ tục (*.json)")
        if chosen:
            self.turn(self._name(), lambda: self.import_files([Path(name) for name in chosen]))

    def import_files(self, paths: list[Path]) -> None:
        """Take procedure files in: all of them, or none."""
        try:
            found = [read_procedure(read_bounded(path, MOST_BYTES), path.name) for path in paths]
            self.place.import_procedures(found)
        except UserFacingError as error:
            self.refuse(error)
            return
        self._shown = found[-1] if found else self._shown
        self.settled()
        self.told.emit(f"Đã nhập {len(found)} thủ tục.")
        self.changed.emit()

    def _ask_place(self) -> None:
        shown = self._shown
        if shown is not None:
            chosen, _ = QFileDialog.getSaveFileName(self, "Lưu tệp thủ tục", f"{shown.id}.json", "Tệp thủ tục (*.json)")
            if chosen:
                self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write the procedure shown, as it is stored, into a file."""
        assert self._shown is not None
        try:
            write_synced(path, msgspec.json.format(msgspec.json.encode(self._shown), indent=1) + b"\n")
        except OSError as error:
            self.refuse(UserFacingError(f"Chưa ghi được {path} ({error.strerror}). Hãy chọn thư mục khác."))
            return
        self.told.emit(f"Đã lưu {path.name}.")
