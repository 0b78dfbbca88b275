"""What an action asks a person to fill in: one maker per name in `Action.asks`, shared by all actions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.app import DossierView, Workplace
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.evolve import OPENINGS
from desktop.errors import UserFacingError
from desktop.handling.actions import Action
from desktop.handling.journal_words import PARTICULARS
from desktop.handling.promise_words import suggested_new_due
from desktop.terms import LateCause
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.labeled import Choices, DayField, Labeled, Pairs, PickOrType, TextArea
from desktop.wording import CAUSE


@dataclass(frozen=True, slots=True)
class Situation:
    """What the makers look at to offer choices and suggestions. `now` is local wall-clock."""

    place: Workplace
    view: DossierView
    action: Action
    now: datetime

    @property
    def dossier(self) -> Dossier:
        """The dossier as it stands."""
        return self.view.dossier


class Marked(Protocol):
    """A field that can show a fault."""

    def set_error(self, message: str) -> None: ...

    def clear_mark(self) -> None: ...

    def error(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A field in the panel and how its content goes into the command."""

    name: str
    widget: QWidget
    mark: Marked | None
    read: Callable[[], Any]


def asked_fields(situation: Situation) -> list[Asked]:
    """Return the fields of an action in the order it asks for them."""
    return [_MAKERS[name](situation) for name in situation.action.asks]


def values_of(fields: list[Asked]) -> dict[str, Any]:
    """Return what the officer filled in, as the command's JSON.

    Raises:
        UserFacingError: a field that holds no value of its kind; `field` names it.
    """
    return {field.name: field.read() for field in fields}


_REASONS: Mapping[str, str] = {
    "return-step": "Lý do chuyển trả",
    "ask-supplement": "Lý do yêu cầu bổ sung",
    "pause": "Lý do tạm dừng",
    "extend": "Lý do chậm (in trên văn bản xin lỗi)",
    "reject": "Lý do không giải quyết (in trên phiếu)",
    "stop": "Lý do dừng giải quyết",
    "withdraw": "Lý do rút hồ sơ",
    "correct": "Lý do đính chính",
}


def _reason(situation: Situation) -> Asked:
    area = TextArea(_REASONS.get(situation.action.name, "Lý do"), lines=2)
    return Asked("reason", area, area, area.text)


def _text(_: Situation) -> Asked:
    area = TextArea("Nội dung ghi chú", lines=4)
    return Asked("text", area, area, area.text)


def _step(situation: Situation) -> Asked:
    """Steps that were done once, the latest first; that is where a dossier may be sent back to."""
    done = {run.step_id: run.title for run in reversed(situation.dossier.steps) if run.finished}
    box = PickOrType("Chuyển trả về bước", list(done.items()))
    return Asked("to", box, box, box.value)


def _holder(situation: Situation) -> Asked:
    box = PickOrType("Người được phân công", _names(situation), typed=True)
    box.choose(situation.dossier.holder or situation.place.officer.full_name)
    return Asked("holder", box, box, box.value)


def _names(situation: Situation) -> Pairs:
    return [(officer.full_name, officer.full_name) for officer in situation.place.office.officers]


def _to_office(situation: Situation) -> Asked:
    known = [(peer.office_code, f"{peer.office_name} ({peer.office_code})") for peer in situation.place.peer_statuses()]
    hint = "" if known else "Chưa có thẻ của đơn vị nào: hãy nhập mã định danh của nơi nhận, như H14.12."
    box = PickOrType("Nơi nhận hồ sơ giấy", known, typed=True, hint=hint)
    return Asked("to_office", box, box, box.value)


def _papers(situation: Situation) -> Asked:
    area = TextArea("Giấy tờ cần bổ sung, mỗi dòng một giấy", lines=4)
    area.set_text("\n".join(paper.name for paper in situation.dossier.papers if not paper.ok))
    return Asked("papers", area, area, area.lines)


def _notice(_: Situation) -> Asked:
    field = LabeledField("Số thông báo (nếu có)", placeholder="1021/TB-CCT")
    return Asked("notice_no", field, field, field.text)


def _amount(_: Situation) -> Asked:
    field = LabeledField("Số tiền, đồng (nếu biết)", placeholder="8.640.000")
    return Asked("amount_vnd", field, field, lambda: amount_vnd(field.text()))


def amount_vnd(text: str) -> int | None:
    """Return whole đồng from "8.640.000", None from an empty text.

    Raises:
        UserFacingError: something else was written.
    """
    digits = text.replace(".", "").replace(" ", "").removesuffix("đồng").removesuffix("đ")
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit():
        raise UserFacingError("Số tiền chỉ gồm chữ số, như 8.640.000. Hãy nhập lại hoặc để trống.", field="amount_vnd")
    return int(digits)


class NewDueField(Labeled):
    """A day, and whether the end of the morning or the whole day is promised."""

    def __init__(self, situation: Situation) -> None:
        clock, now = situation.place.clock, situation.now
        suggested = suggested_new_due(situation.dossier, clock, now)
        self._morning = clock.hours.morning_close
        self._day = DayField("Ngày", suggested or now.date(), field="new_due")
        self._part = Choices("Đến", [("day", "hết ngày"), ("morning", f"{self._morning:%H:%M}")], "day")
        for part in (self._day, self._part):
            part.title.hide()
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._day, 1)
        row.addWidget(self._part)
        hint = "Gợi ý: vừa đủ cho các bước còn lại" if suggested else ""
        super().__init__("Ngày hẹn mới", holder, hint)
        self._day.setFixedWidth(124)
        self.setFocusProxy(self._day.line)

    @property
    def day(self) -> DayField:
        """The day's own field."""
        return self._day

    def text(self) -> str:
        """Return the new promise as the command reads it."""
        day = self._day.value().isoformat()
        return day if self._part.value() == "day" else f"{day}T{self._morning:%H:%M}"


def _new_due(situation: Situation) -> Asked:
    field = NewDueField(situation)
    return Asked("new_due", field, field, field.text)


def _cause(_: Situation) -> Asked:
    field = Choices("Nguyên nhân chậm", [(cause.value, CAUSE[cause]) for cause in LateCause])
    return Asked("cause", field, field, field.value)


def _to_whom(situation: Situation) -> Asked:
    field = LabeledField("Người nhận kết quả")
    field.set_text(situation.dossier.applicant.delegate or situation.dossier.applicant.full_name)
    return Asked("to_whom", field, field, field.text)


def _entry(situation: Situation) -> Asked:
    """What can be set right was written at the intake, so the intake is the entry a correction names."""
    opening = next(entry for entry in situation.view.entries if entry.known_kind() in OPENINGS)
    return Asked("entry", QWidget(), None, lambda: opening.id)


class ChangeField(Labeled):
    """Which particular was wrong, and what is right."""

    def __init__(self, situation: Situation) -> None:
        applicant = situation.dossier.applicant
        self._now = {name: str(getattr(applicant, name)) for name in PARTICULARS}
        self._now["sets"] = str(situation.dossier.sets)
        words = [(name, text[:1].upper() + text[1:]) for name, text in PARTICULARS.items()]
        self.which = PickOrType("Mục", [*words, ("sets", "Số bộ hồ sơ")])
        self.right = LabeledField("Giá trị đúng")
        self.which.title.hide()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.which)
        column.addWidget(self.right)
        super().__init__("Mục cần đính chính", holder)
        self.setFocusProxy(self.which.box)
        self.which.edited.connect(self._show_present)
        self._show_present()

    def _show_present(self) -> None:
        self.right.set_text(self._now.get(self.which.value(), ""))

    def changes(self) -> dict[str, Any]:
        """Return the change as the command reads it; nothing when the value is as it was."""
        name, text = self.which.value(), self.right.text()
        if text == self._now.get(name):
            return {}
        if name == "sets":
            return {"sets": int(text) if text.isdigit() else text}
        return {"applicant": {name: text}}


def _changes(situation: Situation) -> Asked:
    field = ChangeField(situation)
    return Asked("changes", field, field, field.changes)


_MAKERS: dict[str, Callable[[Situation], Asked]] = {
    "reason": _reason,
    "text": _text,
    "to": _step,
    "holder": _holder,
    "to_office": _to_office,
    "papers": _papers,
    "notice_no": _notice,
    "amount_vnd": _amount,
    "new_due": _new_due,
    "cause": _cause,
    "to_whom": _to_whom,
    "entry": _entry,
    "changes": _changes,
}
