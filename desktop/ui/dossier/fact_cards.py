"""What else is known of a dossier: its lateness and whose it is, its messages, its ways between offices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.deadlines import Clock
from desktop.dossiers.dossier import Delivery, Message, Transfer
from desktop.handling.attribution import LateInterval, Sort
from desktop.handling.journal_words import span_words
from desktop.notices.prepare import Prepared
from desktop.terms import MessageState
from desktop.ui.controls.buttons import Button, Rank
from desktop.ui.controls.layouts import Card, Line, label
from desktop.ui.controls.pills import Pill
from desktop.ui.dossier.side_cards import empty
from desktop.ui.dossier.writers import Writers
from desktop.wording import MESSAGE, MESSAGE_CHANNEL, MESSAGE_STATE, UNRECORDED, WAY

SHOWN = 3
"""So many facts stand in sight; the rest waits behind a button."""
TEXT_SHOWN = 110
"""Characters of a message in its row."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a card: what, a word in colour, and lines beneath; `tip` is told whole on hover and to screen readers.

    `key` is what its button carries, if it has one.
    """

    title: str
    pill: str = ""
    tone: str = "neutral"
    lines: tuple[str, ...] = ()
    button: str = ""
    key: str = ""
    tip: str = ""


class FactsCard(Card):
    """A list of facts, the first few in sight; `pressed` carries the key of the row whose button was pressed."""

    pressed = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.body.addLayout(self._column)
        self.facts: tuple[Fact, ...] = ()
        self.buttons: dict[str, Button] = {}
        self.hide()

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts; without any the card is not there."""
        if tuple(facts) != self.facts:
            self.facts = tuple(facts)
            self._fill(SHOWN if len(facts) > SHOWN + 1 else len(facts))
        self.setVisible(bool(facts))

    def _fill(self, count: int) -> None:
        empty(self._column)
        self.buttons = {}
        for place, fact in enumerate(self.facts[:count]):
            if place:
                self._column.addWidget(Line())
            self._column.addWidget(self._row(fact))
        left = len(self.facts) - count
        if left > 0:
            more = Button(f"Xem thêm ({left})", Rank.QUIET, icon_name="chevron_down_20_regular")
            more.clicked.connect(lambda: self._fill(len(self.facts)))
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _row(self, fact: Fact) -> QWidget:
        made = QWidget()
        made.setAccessibleName(". ".join(part for part in (fact.title, fact.pill, *fact.lines) if part))
        made.setAccessibleDescription(fact.tip)
        made.setToolTip(fact.tip)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(8)
        title = label(fact.title)
        title.setWordWrap(True)
        head.addWidget(title, 1)
        if fact.pill:
            head.addWidget(Pill(fact.pill, fact.tone), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        for words in fact.lines:
            line = label(words, "small")
            line.setWordWrap(True)
            column.addWidget(line)
        if fact.button:
            column.addWidget(self._button(fact), 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _button(self, fact: Fact) -> Button:
        button = Button(fact.button)
        button.setAccessibleName(f"{fact.button} {fact.title}")
        button.clicked.connect(lambda: self.pressed.emit(fact.key))
        self.buttons[fact.key] = button
        return button


_SORTS: Mapping[Sort, tuple[str, str]] = {
    Sort.WORK: ("chậm việc", "overdue"),
    Sort.RECORDING: ("ghi muộn", "today"),
    Sort.UNKNOWN: ("chưa rõ", "soon"),
}
UNKNOWN_WHY = "Chưa ghi nên chưa rõ chậm việc hay ghi muộn"


def late_facts(
    late: Sequence[LateInterval], clock: Clock, names: Writers, offices: Mapping[str, str], *, explains: bool
) -> list[Fact]:
    """Return a row for each stretch of lateness: which step, of which sort, whose, how long, and why."""
    offered: set[str] = set()
    facts = []
    for interval in late:
        asks = explains and not interval.cause and interval.step_id not in offered
        offered |= {interval.step_id} if asks else set()
        facts.append(_late_fact(interval, clock, names, offices, asks=asks))
    return facts


def _late_fact(interval: LateInterval, clock: Clock, names: Writers, offices: Mapping[str, str], *, asks: bool) -> Fact:
    word, tone = _SORTS[interval.sort]
    whose = interval.unit or offices.get(interval.office, interval.office)
    officer = names.at(offices.get(interval.office, interval.office), interval.officer)
    why = " – ".join(part for part in (interval.cause_words, interval.words) if part)
    unknown = UNRECORDED[interval.unrecorded] if interval.unrecorded else UNKNOWN_WHY
    lines = (
        " · ".join(part for part in (span_words(clock, interval.minutes, "chậm"), whose, officer) if part),
        unknown[:1].upper() + unknown[1:] if interval.sort is Sort.UNKNOWN else "",
        f"Ghi muộn vì: {interval.late_reason}" if interval.late_reason and interval.sort is Sort.RECORDING else "",
        f"Nguyên nhân: {why}" if why else "",
    )
    return Fact(
        interval.step,
        word,
        tone,
        tuple(line for line in lines if line),
        "Giải trình…" if asks else "",
        interval.step_id,
    )


_STATES: Mapping[MessageState, str] = {
    MessageState.PREPARED: "soon",
    MessageState.WITHHELD: "stopped",
    MessageState.RELEASED: "proposal",
    MessageState.HANDED: "proposal",
    MessageState.CONFIRMED: "in_time",
    MessageState.FAILED: "overdue",
}


def message_facts(
    messages: Sequence[Message],
    office_code: str,
    offices: Mapping[str, str],
    prepared: Mapping[str, Prepared] | None = None,
) -> list[Fact]:
    """Return a row for each message, newest first: what it says, on which way, and how far it is.

    `prepared` are those nobody let go yet, as they would be worded now, by the entry that gave rise to them.
    """
    ready = prepared or {}
    return [_message_fact(message, office_code, offices, ready.get(message.entry)) for message in reversed(messages)]


def _message_fact(message: Message, office_code: str, offices: Mapping[str, str], prepared: Prepared | None) -> Fact:
    own = message.office == office_code
    teller = "" if own else f"Do {offices.get(message.office, message.office)} gửi"
    ways = [line for delivery in message.deliveries for line in _delivery_lines(delivery, message)]
    made = "" if ways else f"Lập lúc {message.at:%H:%M %d/%m/%Y}"
    coming, whole = _coming_lines(prepared) if prepared else ((), "")
    lines = tuple(line for line in (made, teller, *ways, *coming) if line)
    texts = "\n\n".join([*(delivery.text for delivery in message.deliveries if delivery.text), *filter(None, [whole])])
    return Fact(MESSAGE[message.kind], MESSAGE_STATE[message.state], _STATES[message.state], lines, tip=texts)


def _coming_lines(prepared: Prepared) -> tuple[tuple[str, ...], str]:
    """Return what would be told on the first way that is open, what stands in the way of the others, the whole text."""
    hurdles = tuple(
        f"{MESSAGE_CHANNEL[channel][:1].upper()}{MESSAGE_CHANNEL[channel][1:]}: {problem}"
        for channel, problem in prepared.problems.items()
    )
    channel = next(iter((*prepared.sendable, *prepared.channels)), None)
    text = prepared.text(channel).strip() if channel else ""
    if not text:
        return hurdles, ""
    to = prepared.address(channel) if channel in prepared.sendable else ""
    addressed = f"Sẽ gửi đến {to}" if to else "Sẽ gửi"
    return (f"{addressed}: “{shorten(text, TEXT_SHOWN, placeholder='…')}”", *hurdles), text


def _delivery_lines(delivery: Delivery, message: Message) -> tuple[str, ...]:
    """Return the way with its own state, where that is not what stands in the row's coloured word already."""
    way = MESSAGE_CHANNEL[delivery.channel]
    to = f" đến {delivery.to}" if delivery.to else ""
    state = "" if delivery.state is message.state else f"{MESSAGE_STATE[delivery.state]} "
    reason = f": {delivery.reason}" if delivery.reason else ""
    told = f"{way[:1].upper()}{way[1:]}{to} · {state}{delivery.at:%H:%M %d/%m}{reason}"
    if not delivery.text:
        return (told,)
    return told, f"“{shorten(delivery.text, TEXT_SHOWN, placeholder='…')}”"


def transfer_facts(transfers: Sequence[Transfer]) -> list[Fact]:
    """Return a row for each way between offices, newest first."""
    return [_transfer_fact(transfer) for transfer in reversed(transfers)]


def _transfer_fact(transfer: Transfer) -> Fact:
    handed = f"giao {transfer.handed:%H:%M %d/%m/%Y}" if transfer.handed else "nơi giao chưa ghi bàn giao"
    taken = f"nhận {transfer.taken:%H:%M %d/%m/%Y}" if transfer.taken else ""
    listed = f"danh sách số {transfer.list_no}" if transfer.list_no else ""
    pill, tone = ("đã nhận", "in_time") if transfer.taken else ("đang chuyển", "stopped")
    if transfer.handed is None:
        pill, tone = "chưa ghi giao", "soon"
    way = WAY[transfer.way] if transfer.handed else ""
    lines = (
        " · ".join(part for part in (listed, way) if part),
        " · ".join(filter(None, (handed, taken))),
        transfer.reason,
    )
    title = f"{transfer.from_office.name} → {transfer.to_office.name}"
    return Fact(title, pill, tone, tuple(line[:1].upper() + line[1:] for line in lines if line))
