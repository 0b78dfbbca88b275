"""The journal of a dossier in words, newest first (nhật ký)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.deadlines import Clock, to_local
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.dossiers.evolve import amended, set_aside
from desktop.handling.journal_words import PASSING, journal_line, late_recording
from desktop.ui import fonts, theme
from desktop.ui.controls.layouts import Card, Line, label
from desktop.ui.dossier.writers import Writers

WHEN, WHO = 108, 128
ASIDE, CORRECTED = "không tính", "đã đính chính"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry ready to show; `late` is empty where it was typed in time.

    `mark` says of an entry that a person set aside or set right that it is so.
    """

    when: str
    bold: str
    rest: str
    who: str
    late: str
    quiet: bool
    mark: str = ""


def journal_lines(
    entries: Sequence[Entry], dossier: Dossier, clock: Clock, names: Writers, now: datetime
) -> list[JournalLine]:
    """Return what the card shows, newest first."""
    right, aside = {entry.id: entry for entry in amended(entries)}, set_aside(entries)
    lines = []
    for entry in reversed(entries):
        mark = ASIDE if entry.id in aside else CORRECTED if right[entry.id] is not entry else ""
        lines.append(_line(right[entry.id], dossier, clock, names, now, mark))
    return lines


def _line(entry: Entry, dossier: Dossier, clock: Clock, names: Writers, now: datetime, mark: str) -> JournalLine:
    at, recorded = to_local(entry.occurred_at), to_local(entry.recorded_at)
    bold, rest = journal_line(entry, dossier)
    late = late_recording(entry, clock)
    return JournalLine(
        when=f"{at:%d/%m}{'' if at.year == now.year else f'/{at:%Y}'} · {at:%H:%M}",
        bold=bold,
        rest=rest,
        who=names.of(entry),
        late=f"ghi {recorded:%d/%m} · {late}" if late else "",
        quiet=entry.known_kind() in PASSING or mark == ASIDE,
        mark=mark,
    )


class JournalCard(Card):
    """The card; `show_lines` replaces what it says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Nhật ký", parent)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)
        self.shown: list[JournalLine] = []

    def show_lines(self, lines: list[JournalLine]) -> None:
        """Show these lines; the first is the newest. Lines that are shown already stay as they are."""
        if lines == self.shown:
            return
        self.shown = lines
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for at, line in enumerate(lines):
            if at:
                self._rows.addWidget(Line())
            self._rows.addWidget(_row(line))


def _row(line: JournalLine) -> QWidget:
    made = QWidget()
    made.setAccessibleName(f"{line.when}: {line.bold} {line.rest}. {line.who} {line.late} {line.mark}".strip())
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 7, 0, 7)
    row.setSpacing(10)
    top = Qt.AlignmentFlag.AlignTop
    when = label(line.when, "muted")
    when.setFixedWidth(WHEN + (36 if "/" in line.when.split(" · ")[0][5:] else 0))
    row.addWidget(when, 0, top)
    row.addWidget(_words(line), 1, top)
    row.addWidget(_who(line), 0, top)
    return made


def _words(line: JournalLine) -> QLabel:
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    weight, colors = ("400" if line.quiet else "600"), theme.palette()
    ink = colors.muted if line.quiet else colors.ink
    rest = f"<span style='color:{ink}'> – {escape(line.rest)}</span>" if line.rest else ""
    bold = f"<s>{escape(line.bold)}</s>" if line.mark == ASIDE else escape(line.bold)
    mark = f" <span style='color:{colors.soon.text}'>· {line.mark}</span>" if line.mark else ""
    made.setText(f"<span style='font-weight:{weight};color:{ink}'>{bold}</span>{rest}{mark}")
    return made


def _who(line: JournalLine) -> QWidget:
    made = QWidget()
    made.setFixedWidth(WHO)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    right = Qt.AlignmentFlag.AlignRight
    column.addWidget(label(line.who, "muted"), 0, right)
    if line.late:
        late = label(line.late)
        late.setFont(fonts.font(11))
        late.setStyleSheet(f"color: {theme.palette().today.text}; font-size: 11px;")
        column.addWidget(late, 0, right)
    return made
