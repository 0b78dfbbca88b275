"""The gateway texts go through: its address, headers and body; its secret is written and never shown."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.errors import UserFacingError
from desktop.notices.gateway import FIELDS, FORMAT, read_gateway
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.labeled import PickOrType, TextArea
from desktop.ui.controls.layouts import Card, ScrollPage, label
from desktop.ui.settings.columns import Column
from desktop.ui.settings.grid import Grid

HEADERS = (Column("name", "Tên dòng đầu", 200), Column("value", "Giá trị"))
BODY = '{\n  "to": "{to_international}",\n  "content": "{text}"\n}'
NONE_YET = "Chưa đặt cổng: tin được ghi ra tệp để gửi lên tỉnh. Điền địa chỉ do nhà cung cấp tin nhắn cho biết."
SECRET_KNOWN = "Đã có khóa, không hiện lại. Để trống là giữ."
SECRET_NONE = "Chưa có khóa; điền vào chỗ ghi {secret}."
Document = dict[str, Any]


class GatewayPanel(QWidget):
    """The fields; parts of the document they do not show are kept."""

    def __init__(self, edited: Callable[[], None], forget: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: Mapping[str, Any] = {}
        self.state = label("", "muted")
        self.url = LabeledField("Địa chỉ (https)", placeholder="https://sms.tinh.gov.vn/api/send")
        self.method = PickOrType("Cách gửi", (("POST", "POST"), ("PUT", "PUT")))
        self.body_type = PickOrType("Dạng nội dung", (("json", "JSON"), ("form", "Biểu mẫu (form)")))
        self.once = LabeledField("Dòng đầu chống gửi trùng", placeholder="Ví dụ: Idempotency-Key")
        self.secret = LabeledField("Khóa truy cập")
        self.headers = Grid("Dòng đầu gửi kèm", HEADERS, hint="Ví dụ: Authorization — Bearer {secret}")
        self.body = TextArea(
            "Nội dung gửi (JSON)", lines=8, hint="Điền được: " + ", ".join(f"{{{n}}}" for n in sorted(FIELDS))
        )
        self.repeatable = QCheckBox("Cổng nhận lặp lại an toàn: cùng một mã tin chỉ gửi một lần")
        self.plain = QCheckBox("Cho phép http không mã hóa (chỉ trong mạng riêng của tỉnh)")
        self.forget = Button("Bỏ cổng này", Rank.DANGER)
        self._build()
        self._connect(edited, forget)

    def _build(self) -> None:
        self.state.setWordWrap(True)
        self.secret.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.headers.setMinimumHeight(150)
        address, content = Card("Cổng nhắn tin"), Card("Gửi đi những gì")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        places = ((self.url, 0, 0, 2), (self.method, 0, 2, 1), (self.body_type, 0, 3, 1), (self.secret, 1, 0, 2))
        for widget, row, column, span in (*places, (self.once, 1, 2, 2)):
            grid.addWidget(widget, row, column, 1, span)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        address.body.addWidget(self.state)
        address.body.addLayout(grid)
        for box in (self.repeatable, self.plain):
            address.body.addWidget(box)
        content.body.addWidget(self.headers)
        content.body.addWidget(self.body)
        page = ScrollPage()
        page.body.setContentsMargins(0, 12, 8, 0)
        for part in (address, content, self.forget):
            page.body.addWidget(part)
        self.forget.setSizePolicy(self.forget.sizePolicy().Policy.Fixed, self.forget.sizePolicy().Policy.Fixed)
        page.body.addStretch(1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.addWidget(page)

    def _connect(self, edited: Callable[[], None], forget: Callable[[], None]) -> None:
        for line in (self.url, self.once, self.secret):
            line.edited.connect(lambda _text: edited())
        for field in (self.method, self.body_type, self.body):
            field.edited.connect(edited)
        for box in (self.repeatable, self.plain):
            box.clicked.connect(edited)
        self.headers.edited.connect(edited)
        self.forget.clicked.connect(forget)

    def show_gateway(self, text: str, *, secret_known: bool) -> None:
        """Show a gateway's document, or room for one."""
        found: Document = json.loads(text) if text else {}
        self._before = found
        self.state.setText("" if found else NONE_YET)
        self.state.setVisible(not found)
        self.forget.setVisible(bool(found))
        self.url.set_text(found.get("url", ""))
        self.method.choose(found.get("method", "POST"))
        self.body_type.choose(found.get("body_type", "json"))
        self.once.set_text(found.get("idempotency_header", ""))
        self.secret.set_text("")
        self.secret.line.setPlaceholderText(SECRET_KNOWN if secret_known else SECRET_NONE)
        self.secret.line.setToolTip(self.secret.line.placeholderText())
        self.headers.show_rows([{"name": name, "value": value} for name, value in found.get("headers", {}).items()])
        self.body.set_text(json.dumps(found["body"], ensure_ascii=False, indent=2) if "body" in found else BODY)
        self.repeatable.setChecked(bool(found.get("repeatable")))
        self.plain.setChecked(bool(found.get("plain_http")))

    def written(self) -> Any:
        """Return what stands in the fields, the secret only as whether one was typed."""
        typed = (self.url.text(), self.method.value(), self.body_type.value(), self.once.text(), self.body.text())
        return (
            *typed,
            self.headers.rows(),
            self.repeatable.isChecked(),
            self.plain.isChecked(),
            bool(self.secret.line.text()),
        )

    def read(self) -> tuple[str, str | None]:
        """Return document and secret, None for the secret known before.

        Raises:
            UserFacingError: something can not be used; `field` names it.
        """
        try:
            body = json.loads(self.body.text())
        except json.JSONDecodeError as error:
            raise UserFacingError(
                f"Dòng {error.lineno} không đúng dạng JSON. Hãy xem lại dấu ngoặc, dấu phẩy và dấu nháy.", field="body"
            ) from error
        document = {
            **self._before,
            "format": FORMAT,
            "url": self.url.text(),
            "method": self.method.value(),
            "body_type": self.body_type.value(),
            "headers": {row["name"]: row["value"] for row in self.headers.rows()},
            "idempotency_header": self.once.text(),
            "repeatable": self.repeatable.isChecked(),
            "plain_http": self.plain.isChecked(),
            "body": body,
        }
        text = json.dumps(document, ensure_ascii=False, indent=1)
        read_gateway(text)
        return text, self.secret.line.text() or None

    def refuse(self, error: UserFacingError) -> bool:
        """Show a fault beside the field it speaks of; False where none is meant."""
        words = error.message.replace("Hãy sửa tệp rồi làm lại.", "Hãy sửa ở đây rồi lưu lại.")
        signs = (("địa chỉ", self.url), ("repeatable", self.once), ("body", self.body))
        field = (
            self.body if error.field == "body" else next((one for sign, one in signs if sign in error.message), None)
        )
        if "dòng đầu" in error.message:
            self.headers.show_faults({(0, ""): words})
            return True
        if field is None:
            return False
        field.set_error(words)
        field.setFocus()
        return True

    def clear_faults(self) -> None:
        """Take faults away."""
        for field in (self.url, self.once, self.body):
            field.clear_mark()
        self.headers.show_faults({})
