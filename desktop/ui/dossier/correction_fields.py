"""What a correction sets right: an entry of the journal, one thing it says, what stands there and what is right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from desktop.deadlines import to_local
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.dossiers.evolve import OPENINGS, amended, read_body, set_aside
from desktop.errors import UserFacingError
from desktop.handling.journal_words import CHANGED, PARTICULARS, journal_line, money
from desktop.handling.rules.correction import CORRECTABLE
from desktop.terms import PASSIVE, LateCause, TransferWay
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.labeled import Labeled, MomentField, PickOrType, TextArea
from desktop.ui.controls.layouts import label
from desktop.ui.dossier.asking import Asked, Pick, Situation
from desktop.wording import CAUSE, WAY


class Kind(StrEnum):
    """How a value is written."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    LINES = "lines"
    MOMENT = "moment"
    WAY = "way"
    CAUSE = "cause"
    PROCEDURE = "procedure"
    VARIANT = "variant"


_KINDS: Mapping[str, Kind] = {
    "sets": Kind.NUMBER,
    "amount_vnd": Kind.MONEY,
    "papers": Kind.LINES,
    "occurred_at": Kind.MOMENT,
    "received_at": Kind.MOMENT,
    "due": Kind.MOMENT,
    "way": Kind.WAY,
    "cause": Kind.CAUSE,
    "procedure": Kind.PROCEDURE,
    "variant": Kind.VARIANT,
}
MOVES_THE_PROMISE = frozenset({"procedure", "variant", "received_at"})


@dataclass(frozen=True, slots=True)
class Correctable:
    """One thing that may be set right. `old` is what stands there, in the form its kind is written in."""

    name: str
    words: str
    old: Any
    of_applicant: bool = False

    @property
    def kind(self) -> Kind:
        """How its value is written."""
        return Kind.TEXT if self.of_applicant else _KINDS.get(self.name, Kind.TEXT)

    def change(self, right: Any) -> dict[str, Any]:
        """Return the change as the command reads it; nothing where the value is as it was."""
        if right == self.old:
            return {}
        if self.of_applicant:
            return {"applicant": {self.name: right}}
        if isinstance(right, datetime):
            return {self.name: right.isoformat(timespec="minutes")}
        return {self.name: [right] if self.kind is Kind.VARIANT else right}


def entries_to_correct(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that can be set right: the intake first, then the others, newest first."""
    aside = set_aside(entries)
    known = [entry for entry in entries if entry.id not in aside]
    opening = [entry for entry in known if entry.known_kind() in OPENINGS]
    acts = [entry for entry in reversed(known) if _has_fields(entry)]
    return [*reversed(opening), *acts]


def _has_fields(entry: Entry) -> bool:
    kind = entry.known_kind()
    return kind is not None and kind in CORRECTABLE and bool(CORRECTABLE[kind] or kind not in PASSIVE)


def correctable(entry: Entry, entries: Sequence[Entry], dossier: Dossier) -> list[Correctable]:
    """Return what may be set right in an entry, with what earlier corrections made of it."""
    kind = entry.known_kind()
    if kind in OPENINGS:
        return _of_receipt(dossier)
    now = next(each for each in amended(entries) if each.id == entry.id)
    body = read_body(now)  # not its JSON, which leaves out what is as usual
    names = [name for name in CHANGED if kind is not None and name in CORRECTABLE[kind]]
    values = {name: msgspec.to_builtins(getattr(body, name, None)) for name in names}
    found = [Correctable(name, CHANGED[name], _shown(name, values[name])) for name in names]
    if kind not in PASSIVE:
        found.insert(0, Correctable("occurred_at", CHANGED["occurred_at"], to_local(now.occurred_at)))
    return found


def _of_receipt(dossier: Dossier) -> list[Correctable]:
    applicant = [
        Correctable(name, words, getattr(dossier.applicant, name), of_applicant=True)
        for name, words in PARTICULARS.items()
    ]
    papers = [paper.name for paper in dossier.papers]
    found = [*applicant, Correctable("papers", CHANGED["papers"], papers)]
    found.append(Correctable("sets", CHANGED["sets"], dossier.sets))
    if dossier.received_at is None:
        return found
    plan = dossier.plan
    found.append(Correctable("received_at", CHANGED["received_at"], dossier.received_at))
    found.append(Correctable("procedure", CHANGED["procedure"], plan.procedure_id))
    if plan.variants:
        found.append(Correctable("variant", CHANGED["variant"], plan.variants[0]))
    if dossier.due_by_officer and dossier.promise is not None:
        found.append(Correctable("due", CHANGED["due"], dossier.promise.due))
    return found


def _shown(name: str, value: Any) -> Any:
    if name == "papers":
        return [paper["name"] for paper in value or []]
    return value if value is not None or name == "amount_vnd" else ""


def papers_with_counts(names: Sequence[str], known: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return papers by their names; one that was there keeps its counts and its note."""
    by_name = {paper["name"]: paper for paper in known}
    return [dict(by_name.get(name, {"name": name})) for name in names]


def _entry_words(entry: Entry, dossier: Dossier) -> str:
    bold, rest = journal_line(entry, dossier)
    at = to_local(entry.occurred_at)
    return f"{at:%d/%m %H:%M} · {bold}{f' – {rest}' if rest else ''}"


def entry_field(situation: Situation) -> Asked:
    """Return the field that chooses the entry to set right."""
    choices = [
        (entry.id, _entry_words(entry, situation.dossier)) for entry in entries_to_correct(situation.view.entries)
    ]
    box = Pick("Mục nhật ký cần đính chính", choices, situation.preset.get("entry", ""))
    return Asked("entry", box, box, box.value)


def changes_field(situation: Situation) -> Asked:
    """Return the field that says what was wrong in the entry chosen, and what is right."""
    field, entry = ChangeField(situation), situation.made["entry"].widget
    assert isinstance(entry, Pick)
    entry.edited.connect(lambda: field.show_entry(entry.value()))
    field.show_entry(entry.value())
    return Asked("changes", field, field, field.changes)


class ChangeField(Labeled):
    """Which thing was wrong, what stands there, and the right value in the way it is written."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._found: list[Correctable] = []
        self._entry: Entry | None = None
        self._read: Callable[[], Any] = lambda: None
        self.which = Pick("Điều cần đính chính", [])
        self.old = label("", "small")
        self.preview = label("", "muted")
        self.right: QWidget = QWidget()
        for words in (self.old, self.preview):
            words.setWordWrap(True)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        for widget in (self.which, self.old, self.right, self.preview):
            self._column.addWidget(widget)
        super().__init__("", holder)
        self.title.hide()
        self.setFocusProxy(self.which.box)
        self.which.edited.connect(self._show_value)

    def show_entry(self, entry_id: str) -> None:
        """Offer what may be set right in this entry."""
        entries = self._situation.view.entries
        self._entry = next((entry for entry in entries if entry.id == entry_id), None)
        self._found = correctable(self._entry, entries, self._situation.dossier) if self._entry else []
        words = [(each.name, each.words[:1].upper() + each.words[1:]) for each in self._found]
        self.which.box.blockSignals(True)
        self.which.offer(words)
        self.which.box.blockSignals(False)
        self._show_value()

    def chosen(self) -> Correctable | None:
        """Return what is to be set right."""
        return next((each for each in self._found if each.name == self.which.value()), None)

    def _show_value(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        made, self._read, edited = _EDITORS[chosen.kind](chosen, self._situation)
        self._column.replaceWidget(self.right, made)
        self.right.hide()
        self.right.deleteLater()
        self.right = made
        made.show()
        was = old_words(chosen, self._situation)
        self.old.setText(f"Đang ghi: {was}" if was else "Đang để trống")
        edited(self._show_preview)
        self._show_preview()

    def _show_preview(self) -> None:
        words = ""
        if self.which.value() in MOVES_THE_PROMISE:
            try:
                words = new_due_words(self._situation, self.changes())
            except UserFacingError as error:
                words = error.message
        self.preview.setText(words)
        self.preview.setVisible(bool(words))

    def changes(self) -> dict[str, Any]:
        """Return the change as the command reads it.

        Raises:
            UserFacingError: a value that cannot be read.
        """
        chosen = self.chosen()
        if chosen is None:
            return {}
        try:
            change = chosen.change(self._read())
        except UserFacingError as error:
            raise UserFacingError(error.message, field="changes") from error
        if "papers" in change:
            change["papers"] = papers_with_counts(change["papers"], self._papers_known())
        return change

    def _papers_known(self) -> Sequence[Mapping[str, Any]]:
        if self._entry is None or self._entry.known_kind() in OPENINGS:
            return [
                {
                    "name": paper.name,
                    "originals": paper.originals,
                    "copies": paper.copies,
                    "ok": paper.ok,
                    "note": paper.note,
                }
                for paper in self._situation.dossier.papers
            ]
        known: Sequence[Mapping[str, Any]] = self._entry.body_as_dict().get("papers", [])
        return known


def new_due_words(situation: Situation, changes: Mapping[str, Any]) -> str:
    """Return what a right procedure, case or time of receipt makes of the promise, as far as that can be told.

    Raises:
        UserFacingError: it cannot be counted, and why.
    """
    dossier, place = situation.dossier, situation.place
    if not changes or dossier.received_at is None or dossier.promise is None:
        return ""
    if dossier.extensions:
        return "Ngày đã xin lỗi và hẹn lại giữ nguyên."
    plan = dossier.plan
    if "procedure" in changes or "variant" in changes:
        plan = place.plan(changes.get("procedure", plan.procedure_id), changes.get("variant"))
    received = datetime.fromisoformat(changes["received_at"]) if "received_at" in changes else dossier.received_at
    due = place.preview(plan, received).due
    waited = ", chưa cộng thời gian dừng" if dossier.pauses else ""
    return f"Hạn tính lại: {due:%H:%M %d/%m/%Y}{waited} (đang hẹn {dossier.promise.due:%H:%M %d/%m/%Y})."


def old_words(chosen: Correctable, situation: Situation) -> str:
    """Return what stands there now, in words."""
    old = chosen.old
    if chosen.kind is Kind.MOMENT:
        return f"{old:%H:%M %d/%m/%Y}"
    if chosen.kind is Kind.PROCEDURE:
        return situation.dossier.plan.name
    if chosen.kind is Kind.VARIANT:
        return situation.dossier.plan.variant_label
    if chosen.kind is Kind.LINES:
        return "; ".join(old)
    if chosen.kind is Kind.MONEY:
        return money(old) if old is not None else ""
    labels: dict[str, str] = {way.value: WAY[way] for way in TransferWay}
    labels |= {cause.value: CAUSE[cause] for cause in LateCause}
    return labels.get(old, str(old)) if chosen.kind in {Kind.WAY, Kind.CAUSE} else str(old)


# One editor a kind of value

RIGHT = "Giá trị đúng"
Editor = tuple[QWidget, Callable[[], Any], Callable[[Callable[..., None]], object]]
"""A widget, what reads it, and what tells of a change in it."""


def _line(chosen: Correctable, _: Situation) -> Editor:
    field = LabeledField(RIGHT)
    field.set_text(str(chosen.old or ""))
    return field, field.text, field.edited.connect


def _number(chosen: Correctable, _: Situation) -> Editor:
    field = LabeledField(RIGHT)
    field.set_text(str(chosen.old))
    return field, lambda: _number_in(field.text()), field.edited.connect


def _number_in(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


def _money(chosen: Correctable, _: Situation) -> Editor:
    field = LabeledField(f"{RIGHT}, đồng")
    field.set_text("" if chosen.old is None else money(chosen.old).removesuffix(" đồng"))
    return field, lambda: _whole(field.text()), field.edited.connect


def _whole(text: str) -> int:
    digits = text.replace(".", "").replace(" ", "").removesuffix("đồng")
    if not digits.isascii() or not digits.isdigit():
        raise UserFacingError("Số tiền chỉ gồm chữ số, như 8.640.000. Hãy nhập lại.", field="changes")
    return int(digits)


def _lines(chosen: Correctable, _: Situation) -> Editor:
    area = TextArea("Giấy tờ đúng, mỗi dòng một giấy", lines=4)
    area.set_text("\n".join(chosen.old))
    return area, area.lines, area.edited.connect


def _moment(chosen: Correctable, _: Situation) -> Editor:
    field = MomentField("Thời điểm đúng", chosen.old, field="changes")
    return field, lambda: field.value() if field.is_changed() else chosen.old, field.line.textChanged.connect


def _way(chosen: Correctable, _: Situation) -> Editor:
    box = Pick(RIGHT, [(way.value, WAY[way]) for way in TransferWay], chosen.old)
    return box, box.value, box.edited.connect


def _late_cause(chosen: Correctable, _: Situation) -> Editor:
    box = Pick(RIGHT, [(cause.value, CAUSE[cause]) for cause in LateCause], chosen.old)
    return box, box.value, box.edited.connect


def _procedure(chosen: Correctable, situation: Situation) -> Editor:
    """All procedures, found by any word of their names."""
    known = sorted(((each.id, each.name_vi) for each in situation.place.catalogue.all()), key=lambda pair: pair[1])
    box = PickOrType("Thủ tục đúng (gõ vài chữ để tìm)", known, typed=True)
    box.choose(chosen.old)
    completer = QCompleter(box.box.model(), box.box)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    box.box.setCompleter(completer)
    line = box.box.lineEdit()
    if line is not None:
        line.setCursorPosition(0)
    return box, box.value, box.edited.connect


def _variant(chosen: Correctable, situation: Situation) -> Editor:
    plan = situation.dossier.plan
    try:
        variants = situation.place.catalogue.get(plan.procedure_id).variants
    except UserFacingError:  # taken in elsewhere, by a procedure this office does not have
        variants = ()
    known = [(each.id, each.label_vi) for each in variants] or [(chosen.old, plan.variant_label)]
    box = Pick("Trường hợp đúng", known, chosen.old)
    return box, box.value, box.edited.connect


_EDITORS: Mapping[Kind, Callable[[Correctable, Situation], Editor]] = {
    Kind.TEXT: _line,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.LINES: _lines,
    Kind.MOMENT: _moment,
    Kind.WAY: _way,
    Kind.CAUSE: _late_cause,
    Kind.PROCEDURE: _procedure,
    Kind.VARIANT: _variant,
}
