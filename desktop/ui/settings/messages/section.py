"""The messages' section: kinds on the left, the wording of one beside them; the gateway on a tab of its own."""

import json
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.notices.kinds import KIND
from desktop.notices.wordings import FORMAT, fault_of, shipped
from desktop.terms import MessageKind
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.layouts import GAP, RoundedFrame
from desktop.ui.settings.messages.gateway_panel import GatewayPanel
from desktop.ui.settings.messages.wording_panel import Fields, WordingPanel, fields_of
from desktop.ui.settings.names import NameList
from desktop.ui.settings.section import Section
from desktop.wording import MESSAGE

LIST_WIDTH, NARROW_LIST = 230, 190
WORDINGS, GATEWAY = range(2)


class MessagesSection(Section):
    """The section; unsaved wordings of all kinds are kept while one turns from kind to kind."""

    key, title, icon = "messages", "Tin nhắn", "chat_24_regular"
    summary = "Tin đã duyệt gửi giữ nguyên chữ lúc duyệt."

    def build(self) -> None:
        self._kind = next(iter(MessageKind))
        self._texts: dict[MessageKind, Fields] = {}
        self.kinds = NameList("Các loại tin", LIST_WIDTH)
        self.kinds.offer((str(kind), MESSAGE[kind]) for kind in MessageKind)
        self.accents = QCheckBox("Gửi tin có dấu tiếng Việt")
        self.accents.setToolTip("Tin có dấu chỉ chứa 70 ký tự một tin, không dấu 160.")
        self.back = Button("Về mẫu có sẵn", icon_name="history_20_regular")
        self.add_action(self.back)
        self.panel = WordingPanel(lambda: self.place.office, self._typed)
        self.gateway = GatewayPanel(self.mark, self.forget_gateway)
        self.tabs = QTabWidget()
        self.tabs.addTab(self._build_wordings(), "Mẫu tin")
        self.tabs.addTab(self.gateway, "Cổng nhắn tin")
        self.body.addWidget(self.tabs, 1)
        self._connect()
        self.setFocusProxy(self.kinds)

    def _build_wordings(self) -> QWidget:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.accents)
        left.addWidget(RoundedFrame(self.kinds), 1)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, GAP, 0, 0)
        row.setSpacing(16)
        row.addLayout(left)
        row.addWidget(self.panel, 1)
        return holder

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._chosen)
        self.accents.clicked.connect(self._accents_turned)
        self.back.clicked.connect(self.use_shipped)
        self.tabs.currentChanged.connect(lambda at: self.back.setVisible(at == WORDINGS and not self.reason))

    # Reading

    def show_stored(self) -> None:
        used = self.place.telling.wordings()
        self._texts = {kind: fields_of(used.wordings.of(kind)) for kind in MessageKind}
        self.accents.setChecked(used.wordings.accents)
        text, secret_known = self.place.telling.gateway()
        self.gateway.show_gateway(text, secret_known=secret_known)
        if used.problem:
            self.notice.say(used.problem, "overdue")
        self.kinds.choose(self._kind, tell=False)
        self._show_kind()
        self._count()

    def fit(self, width: int) -> None:
        self.kinds.setFixedWidth(LIST_WIDTH if width > 860 else NARROW_LIST)

    def _chosen(self, key: str) -> None:
        self._kind = MessageKind(key)
        self._show_kind()

    def _show_kind(self) -> None:
        if self._texts:
            self.panel.show_wording(self._kind, self._texts[self._kind], accents=self.accents.isChecked())

    def _count(self) -> None:
        """Say beside each kind that the office words it its own way, or that something is wrong with it."""
        for kind in MessageKind:
            own, wrong = self._own(kind), self._fault(kind)
            said = ("chưa đúng", "overdue") if wrong else ("của đơn vị", "") if own else ("", "")
            self.kinds.say(kind, *said)

    def _own(self, kind: MessageKind) -> Fields:
        """Return what the office writes otherwise than the program."""
        before = fields_of(shipped().of(kind))
        return {name: value for name, value in self._texts[kind].items() if value != before[name]}

    def _fault(self, kind: MessageKind) -> str:
        texts = self._texts[kind]
        faults = (fault_of(texts[name], KIND[kind], name) for name in ("sms", "email_subject", "email_body"))
        return next((fault for fault in faults if fault), "" if texts["channels"] else "chưa chọn kênh gửi")

    # Writing

    def _typed(self) -> None:
        self._texts[self._kind] = self.panel.fields()
        self._count()
        self.mark()

    def _accents_turned(self) -> None:
        self.panel.show_accents(accents=self.accents.isChecked())
        self.mark()

    def use_shipped(self) -> None:
        """Fill in the shipped wording of the kind shown; it holds once it is saved."""
        self._texts[self._kind] = fields_of(shipped().of(self._kind))
        self._show_kind()
        self._count()
        self.mark()

    def written(self) -> Any:
        texts = {kind: {**fields} for kind, fields in self._texts.items()}
        return ((texts, self.accents.isChecked()), self.gateway.written())

    def store(self) -> str:
        told, gateway = self._known if self._known else (None, None)
        wording, address = self.written()
        if address != gateway:
            self._store_gateway()
        if wording != told:
            self._store_wordings()
        return "Đã lưu thiết lập tin nhắn."

    def _store_gateway(self) -> None:
        try:
            text, secret = self.gateway.read()
            self.place.telling.set_gateway(text, secret)
        except UserFacingError:
            self.tabs.setCurrentIndex(GATEWAY)
            raise

    def _store_wordings(self) -> None:
        self.tabs.setCurrentIndex(WORDINGS)
        wrong = next((kind for kind in MessageKind if self._fault(kind)), None)
        if wrong is not None:
            self.kinds.choose(wrong)
            raise UserFacingError(f"Mẫu tin “{MESSAGE[wrong]}” chưa đúng. Hãy sửa chỗ đánh dấu đỏ rồi lưu lại.")
        before = json.loads(self.place.telling.own_wordings() or "{}")
        kinds = {str(kind): own for kind in MessageKind if (own := self._own(kind))}
        document = {**before, "format": FORMAT, "kinds": kinds, "accents": self.accents.isChecked()}
        self.place.telling.set_wordings(json.dumps(document, ensure_ascii=False, indent=1))

    def forget_gateway(self) -> None:
        """Throw the gateway and its secret away, asked about in the page."""
        self.notice.say(
            "Bỏ cổng nhắn tin và khóa của nó? Tin đang chờ sẽ chỉ gửi được bằng tệp.",
            "today",
            ("Bỏ cổng", self._forget),
            ("Thôi", self.gateway.url.setFocus),
        )

    def _forget(self) -> None:
        try:
            self.place.telling.forget_gateway()
        except UserFacingError as error:
            self.refuse(error)
            return
        text, known = self.place.telling.gateway()
        self.gateway.show_gateway(text, secret_known=known)
        self._known = (self._known[0], self.gateway.written())
        self.mark()
        self.told.emit("Đã bỏ cổng nhắn tin.")

    def refuse(self, error: UserFacingError) -> None:
        if self.tabs.currentIndex() != GATEWAY or not self.gateway.refuse(error):
            super().refuse(error)

    def clear_faults(self) -> None:
        super().clear_faults()
        self.gateway.clear_faults()
