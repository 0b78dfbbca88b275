"""One kind of message: who lets it go, on which channels, in which words, and how that reads."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.notices.kinds import FACT_WORDS, KIND
from desktop.notices.sms import without_accents
from desktop.notices.wordings import Release, Wording, fault_of
from desktop.office import Office
from desktop.terms import MessageChannel, MessageKind
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.labeled import PickOrType, TextArea
from desktop.ui.controls.layouts import GAP, Card, ScrollPage, label
from desktop.ui.settings.messages.examples import example_text, parts_words
from desktop.wording import MESSAGE_CHANNEL

RELEASES = ((Release.AUTO.value, "Tự gửi ngay"), (Release.APPROVE.value, "Chờ người duyệt"))
Fields = dict[str, Any]


def fields_of(wording: Wording) -> Fields:
    """Return what an office may write of a wording."""
    return {
        "release": wording.release.value,
        "channels": [channel.value for channel in wording.channels],
        "sms": wording.sms,
        "email_subject": wording.email_subject,
        "email_body": wording.email_body,
    }


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


class WordingPanel(QWidget):
    """The fields and the preview; `edited` is called whenever something was typed."""

    def __init__(self, office: Callable[[], Office], edited: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office, self._edited = office, edited
        self._kind, self._filling = MessageKind.RECEIVED, False
        self._accents = True
        self.release = PickOrType("Khi có việc", RELEASES)
        self.channels = {channel: QCheckBox(_upper(MESSAGE_CHANNEL[channel])) for channel in MessageChannel}
        self.sms = TextArea("Tin nhắn SMS", lines=4)
        self.subject = LabeledField("Tiêu đề thư điện tử")
        self.body = TextArea("Nội dung thư điện tử", lines=6)
        self.known = label("", "small")
        self.reads, self.reads_parts = label(""), label("", "muted")
        self._build()
        self._connect()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(16)
        self.release.setFixedWidth(220)
        top.addWidget(self.release)
        for box in self.channels.values():
            top.addWidget(box, 0, Qt.AlignmentFlag.AlignBottom)
        top.addStretch(1)
        for line in (self.known, self.reads, self.reads_parts):
            line.setWordWrap(True)
        reading = Card("Người dân đọc thấy")
        reading.body.addWidget(self.reads)
        reading.body.addWidget(self.reads_parts)
        page = ScrollPage()
        page.body.setContentsMargins(0, 0, 8, 0)
        for part in (self.sms, self.known, reading, self.subject, self.body):
            page.body.addWidget(part)
        page.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(top)
        column.addWidget(page, 1)

    def _connect(self) -> None:
        for field in (self.release, self.sms, self.body):
            field.edited.connect(self._typed)
        self.subject.edited.connect(lambda _text: self._typed())
        for box in self.channels.values():
            box.clicked.connect(self._typed)

    def show_wording(self, kind: MessageKind, fields: Fields, *, accents: bool) -> None:
        """Show a kind's wording; tells nothing."""
        self._filling = True
        self._kind, self._accents = kind, accents
        self.release.choose(fields["release"])
        for channel, box in self.channels.items():
            box.setChecked(channel.value in fields["channels"])
        self.sms.set_text(fields["sms"])
        self.subject.set_text(fields["email_subject"])
        self.body.set_text(fields["email_body"])
        known = (f"{{{name}}} {FACT_WORDS[name]}" for name in sorted(KIND[kind].known))
        self.known.setText("Dùng được: " + ", ".join(known) + ". Thông tin có thể trống thì đặt trong ngoặc vuông [ ].")
        self._filling = False
        self.check()

    def show_accents(self, *, accents: bool) -> None:
        """Show texts with diacritics or without."""
        self._accents = accents
        self._preview()

    def fields(self) -> Fields:
        """Return what is written."""
        return {
            "release": self.release.value(),
            "channels": [channel.value for channel, box in self.channels.items() if box.isChecked()],
            "sms": self.sms.text(),
            "email_subject": self.subject.text(),
            "email_body": self.body.text(),
        }

    def _typed(self) -> None:
        if not self._filling:
            self.check()
            self._edited()

    def check(self) -> bool:
        """Say beside each field what is wrong with it; tell whether nothing is."""
        rule, faultless = KIND[self._kind], True
        for field, name in ((self.sms, "sms"), (self.subject, "email_subject"), (self.body, "email_body")):
            written = self.fields()[name]
            fault = fault_of(written, rule, name)
            missing = name != "sms" and self.channels[MessageChannel.EMAIL].isChecked() and not written
            words = "Gửi thư điện tử thì phải có mục này." if missing else f"Mẫu tin {fault}." if fault else ""
            if words:
                field.set_error(words)
            else:
                field.clear_mark()
            faultless = faultless and not words
        if not any(box.isChecked() for box in self.channels.values()):
            self.release.set_error("Hãy chọn ít nhất một kênh gửi.")
            faultless = False
        else:
            self.release.clear_mark()
        self._preview()
        return faultless

    def _preview(self) -> None:
        text = example_text(self.sms.text(), self._office())
        self.reads.setText((text if self._accents else without_accents(text)) or "Chưa đọc được vì mẫu chưa đúng.")
        said = [parts_words(text, accents=accents) for accents in (self._accents, not self._accents)]
        self.reads_parts.setText(" · ".join(said) if text else "")
