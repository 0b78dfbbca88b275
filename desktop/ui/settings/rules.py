"""The desk's own rules: how late may be written down, until when papers may be asked for, why something was late."""

from typing import Any

import msgspec

from desktop.errors import UserFacingError
from desktop.folding import folded
from desktop.handling.desk_rules import Cause, DeskRules, SupplementLimit, shipped_rules
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.layouts import Card, label
from desktop.ui.settings.columns import TICKED, Column, Row
from desktop.ui.settings.grid import PASTE_HINT, Grid
from desktop.ui.settings.grid_model import Faults
from desktop.ui.settings.section import Section

LIMITS = (
    Column("field", "Lĩnh vực có chữ", 220, hint="Ví dụ: Đất đai"),
    Column("days", "Số ngày làm việc", 130),
    Column("source", "Căn cứ"),
)
CAUSES = (
    Column("words", "Nguyên nhân", 320),
    Column("recording", "Chỉ do ghi muộn", 130, tick=True, hint="Việc làm đúng hạn, chỉ ghi vào máy muộn."),
    Column("source", "Căn cứ"),
)
MOST_MINUTES = 4800


def cause_id(words: str, taken: set[str]) -> str:
    """Return an id for a new cause: its words without accents, numbered where another has it."""
    base = "-".join("".join(sign if sign.isalnum() else " " for sign in folded(words)).split()) or "nguyen-nhan"
    tries = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(found for found in tries if found not in taken)


def limits_of(rows: list[Row]) -> tuple[SupplementLimit, ...]:
    """Return the limits written; `limit_faults` says which can not be."""
    return tuple(SupplementLimit(row["field"], number_of(row["days"]) or 0.0, row["source"]) for row in rows)


def causes_of(rows: list[Row]) -> tuple[Cause, ...]:
    """Return the causes written; a new one gets an id, dossiers keep the one they bear."""
    taken, made = {row.get("_id", "") for row in rows}, []
    for row in rows:
        found = row.get("_id") or cause_id(row["words"], taken)
        taken.add(found)
        made.append(Cause(found, row["words"], row["recording"] == TICKED, row["source"]))
    return tuple(made)


def number_of(text: str) -> float | None:
    """Return a number written with comma or point, None for anything else."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def is_minutes(text: str) -> bool:
    """Whether a number of minutes was written that can hold."""
    return text.isascii() and text.isdigit() and int(text) <= MOST_MINUTES


def limit_faults(rows: list[Row]) -> Faults:
    """Return what can not hold, by cell."""
    found: dict[tuple[int, str], str] = {}
    for at, row in enumerate(rows):
        if not row["field"]:
            found[at, "field"] = "Hãy ghi tên lĩnh vực, ví dụ “Đất đai”."
        days = number_of(row["days"])
        if days is None or not 0 < days <= 60:
            found[at, "days"] = "Hãy ghi số ngày làm việc lớn hơn 0, ví dụ 3."
    return found


def cause_faults(rows: list[Row]) -> Faults:
    """Return causes without words, and those that stand twice."""
    names = [folded(row["words"]) for row in rows]
    found: dict[tuple[int, str], str] = {}
    for at, name in enumerate(names):
        if not name:
            found[at, "words"] = "Hãy ghi nguyên nhân, hoặc bỏ dòng này."
        elif name in names[:at]:
            found[at, "words"] = "Nguyên nhân này đã có ở dòng trên."
    return found


class RulesSection(Section):
    """The section."""

    key, title, icon = "rules", "Quy định của quầy", "shield_checkmark_20_regular"
    summary = "Áp dụng cho đơn vị này và đơn vị cấp dưới."

    def build(self) -> None:
        self.minutes = LabeledField("Từ lúc làm đến lúc ghi, tối đa (phút làm việc)", placeholder="240")
        self.limits = Grid(
            "Thời hạn yêu cầu bổ sung", LIMITS, hint=f"Yêu cầu bổ sung sau hạn này bị đánh dấu là muộn. {PASTE_HINT}"
        )
        self.causes = Grid(
            "Nguyên nhân chậm", CAUSES, ordered=True, hint=f"Danh sách để chọn khi giải trình. {PASTE_HINT}"
        )
        self.shipped = Button("Về quy định có sẵn", icon_name="history_20_regular")
        self.add_action(self.shipped)
        for card in (self._build_minutes(), *self._build_tables()):
            self.body.addWidget(card)
        self.minutes.edited.connect(lambda _text: self._edited())
        for grid in (self.limits, self.causes):
            grid.edited.connect(self._edited)
        self.shipped.clicked.connect(self.offer_shipped)
        self.setFocusProxy(self.minutes)

    def _build_minutes(self) -> Card:
        card = Card("Ghi muộn không cần lý do")
        self.minutes.setFixedWidth(300)
        card.body.addWidget(self.minutes)
        card.body.addWidget(label("Ghi muộn hơn thì chương trình hỏi lý do. Mức có sẵn là 240 phút.", "small"))
        return card

    def _build_tables(self) -> tuple[Card, Card]:
        limits, causes = Card("Thời hạn yêu cầu bổ sung theo lĩnh vực"), Card("Nguyên nhân chậm")
        self.limits.setFixedHeight(170)
        self.causes.setMinimumHeight(440)
        limits.body.addWidget(self.limits)
        causes.body.addWidget(self.causes)
        return limits, causes

    def _edited(self) -> None:
        minutes = self.minutes.text()
        if not is_minutes(minutes):
            self.minutes.set_error(f"Hãy ghi số phút từ 0 đến {MOST_MINUTES}, ví dụ 240.")
        else:
            self.minutes.clear_mark()
        self.limits.check(limit_faults)
        self.causes.check(cause_faults)
        self.mark()

    def show_stored(self) -> None:
        self._show(self.place.rules)

    def _show(self, rules: DeskRules) -> None:
        self.minutes.set_text(str(rules.record_tolerance_minutes))
        self.limits.show_rows(
            [
                {"field": one.field_contains, "days": f"{one.within_days:g}".replace(".", ","), "source": one.source}
                for one in rules.supplement_limits
            ]
        )
        self.causes.show_rows(
            [
                {"words": one.words, "recording": TICKED if one.recording else "", "source": one.source, "_id": one.id}
                for one in rules.late_causes
            ]
        )

    def offer_shipped(self) -> None:
        """Fill in the shipped rules; they hold once they are saved."""
        self._show(shipped_rules())
        self._edited()

    def written(self) -> Any:
        return (self.minutes.text(), self.limits.rows(), self.causes.rows())

    def store(self) -> str:
        wrong = not is_minutes(self.minutes.text())
        if wrong or limit_faults(self.limits.rows()) or cause_faults(self.causes.rows()):
            raise UserFacingError("Còn ô chưa đúng, đánh dấu đỏ. Hãy sửa rồi lưu lại.")
        before = self.place.rules
        minutes = int(self.minutes.text())
        same = minutes == before.record_tolerance_minutes
        rules = DeskRules(
            record_tolerance_minutes=minutes,
            record_tolerance_source=before.record_tolerance_source
            if same
            else f"Quy định của {self.place.office.name}",
            supplement_limits=limits_of(self.limits.rows()),
            late_causes=causes_of(self.causes.rows()),
        )
        self.place.set_rules(msgspec.to_builtins(rules))
        return "Đã lưu quy định của quầy."
