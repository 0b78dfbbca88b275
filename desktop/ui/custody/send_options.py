"""Where the papers go and how: receiver, way of transfer, remark, time (giao cho)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserFacingError
from desktop.terms import TransferWay
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.fitted import FittedScroll
from desktop.ui.controls.labeled import Labeled, PickOrType
from desktop.ui.controls.layouts import Card
from desktop.ui.controls.occurred import OccurredField
from desktop.ui.controls.option_box import OptionBox
from desktop.ui.refusals import spoken
from desktop.wording import WAY

NOBODY = "Chưa chọn nơi nhận. Hãy chọn, hoặc gõ mã của đơn vị nhận."


class SendOptions(Card):
    """`edited` when receiver or way changed."""

    edited = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__("Giao cho", parent)
        self._names: dict[str, str] = {}
        self.to_office = PickOrType("Nơi nhận (F4)", [], typed=True)
        self.to_office.inner.setAccessibleName("Nơi nhận")
        self.way = OptionBox("Cách chuyển")
        self.way.offer([(words[:1].upper() + words[1:], way) for way, words in WAY.items()], TransferWay.DIRECT)
        self.remark = LabeledField("Ghi chú trên danh sách (nếu có)")
        self.when = OccurredField("Giao lúc", now)
        self.clear_button = Button("Xóa danh sách", Rank.QUIET, keys="Ctrl+N", icon_name="delete_20_regular")
        fields = FittedScroll()
        for part in (self.to_office, Labeled("Cách chuyển", self.way), self.remark, self.when):
            fields.body.addWidget(part)
        self.body.addWidget(fields)
        self.body.addStretch(1)
        self.body.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.to_office.edited.connect(self._edit)
        self.way.picked.connect(lambda _way: self._edit())

    def _edit(self) -> None:
        self.to_office.clear_mark()
        self.edited.emit()

    def offer_offices(self, names: Mapping[str, str]) -> None:
        """Offer the offices we know, by code; the only one is chosen at once, a choice made before stays."""
        box, chosen = self.to_office.box, self.to_office.value()
        self._names = dict(names)
        box.blockSignals(True)
        box.clear()
        for code, name in sorted(names.items(), key=lambda pair: pair[1]):
            twice = list(names.values()).count(name) > 1
            box.addItem(f"{name} ({code})" if twice else name, code)
        box.setCurrentIndex(0 if len(names) == 1 else -1)
        if chosen:
            self.to_office.choose(chosen)
        box.blockSignals(False)
        line = box.lineEdit()
        if line is not None:
            line.setPlaceholderText("Chọn, hoặc gõ mã đơn vị như H14.12")
            line.home(False)  # a long name is read from its beginning

    def receiver(self) -> str:
        """Return the receiver in words, empty while none is chosen."""
        code = self.to_office.value()
        return self._names.get(code, code)

    def way_words(self) -> str:
        """Return how the papers travel, in words."""
        return WAY[TransferWay(str(self.way.value()))]

    def fields(self) -> dict[str, Any]:
        """Return what goes into the command of handing over.

        Raises:
            UserFacingError: no receiver is chosen.
        """
        if not self.to_office.value():
            raise UserFacingError(NOBODY, field="to_office")
        way, remark = str(self.way.value()), self.remark.text()
        return {"to_office": self.to_office.value(), "way": way, "note": remark, **self.when.fields()}

    def refuse(self, error: UserFacingError) -> bool:
        """Show a fault beside its field and go there; return whether it belongs here."""
        if error.field != "to_office":
            return self.when.refuse(error)
        self.to_office.set_error(spoken(error))
        self.to_office.setFocus()
        return True

    def clear(self) -> None:
        """Make ready for the next list; receiver and way are mostly the same again."""
        self.remark.set_text("")
        self.when.clear()

    def draft(self) -> dict[str, str]:
        """Return what is to be kept against log-out and power cuts."""
        return {"to_office": self.to_office.value(), "way": str(self.way.value())}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show what was kept."""
        self.to_office.choose(str(kept.get("to_office", "")))
        self.way.choose(TransferWay(kept.get("way", TransferWay.DIRECT)))
