"""Paints the board: 36-pixel group headers and 48-pixel rows of two lines, at the width there is."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.handling.board_row import BadgeKind, BoardRow
from desktop.ui import fonts, icons, theme
from desktop.ui.board.arrangement import GroupHeader
from desktop.ui.board.list_model import ITEM_ROLE, AnyIndex
from desktop.ui.board.tones import badge_tone, group_tone
from desktop.ui.controls import painting
from desktop.ui.palette import Tone

BUTTON_HEIGHT = 28
MORE_WIDTH = 28
PILL_GAP = 6
LEAST_PROCEDURE = 56
"""Less room than this shows only a torn-off word, so the procedure is left to the tooltip and the dossier."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the parts of a row stand, all in the coordinates of the list."""

    remaining: QRectF
    code: QRectF
    who: QRectF
    step: QRectF
    action: QRectF
    more: QRectF


def columns(box: QRectF, row: BoardRow) -> Columns:
    """Return the columns of a row; a narrow list gives the names the least room to lose."""
    wide = box.width() >= 1040
    remaining_width, code_width, action_width = (158.0, 176.0, 152.0) if wide else (122.0, 158.0, 138.0)
    top, height = box.top(), box.height()
    code_left = box.left() + 16 + remaining_width + 12
    who_left = code_left + code_width + (12 if wide else 8)
    action_left = box.right() - 12 - action_width
    step_left = who_left + (action_left - who_left) * 0.6
    first = row.next_actions[0].label if row.next_actions else ""
    more = MORE_WIDTH + 4 if len(row.next_actions) > 1 else 0
    button_width = min(action_width - more, painting.text_button_width(first)) if first else 0
    button_top = top + (height - BUTTON_HEIGHT) / 2
    return Columns(
        remaining=QRectF(box.left() + 16, top, remaining_width, height),
        code=QRectF(code_left, top, code_width, height),
        who=QRectF(who_left, top, step_left - who_left - 16, height),
        step=QRectF(step_left, top, action_left - step_left - 12, height),
        action=QRectF(box.right() - 12 - more - button_width, button_top, button_width, BUTTON_HEIGHT),
        more=QRectF(box.right() - 12 - MORE_WIDTH, button_top, MORE_WIDTH if more else 0, BUTTON_HEIGHT),
    )


def _upper(box: QRectF) -> QRectF:
    return QRectF(box.left(), box.top() + 5, box.width(), 20)


def _lower(box: QRectF) -> QRectF:
    return QRectF(box.left(), box.top() + 24, box.width(), 18)


class BoardDelegate(QStyledItemDelegate):
    """The painter of lines. `hovered` is the place of the mouse, so that the button under it lights up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hovered: QPointF | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        item, box = index.data(ITEM_ROLE), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(item, GroupHeader):
            _paint_header(painter, box, item)
        else:
            self._paint_row(painter, box, item, option.state)
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRectF, row: BoardRow, state: QStyle.StateFlag) -> None:
        colors = theme.palette()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colors.accent_soft))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(colors.raised))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(colors.line))
        places, tone = columns(box, row), group_tone(colors, row.group)
        _paint_remaining(painter, box, places.remaining, row, tone)
        _paint_texts(painter, places, row)
        self._paint_buttons(painter, places, row)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painting.focus_ring(painter, box.adjusted(1, 0, -1, -1), 6)

    def _paint_buttons(self, painter: QPainter, places: Columns, row: BoardRow) -> None:
        if row.next_actions:
            painting.text_button(painter, places.action, row.next_actions[0].label, hover=self._over(places.action))
        if len(row.next_actions) > 1:
            painting.text_button(painter, places.more, "", hover=self._over(places.more))
            middle = places.more.center()
            color = theme.palette().muted
            icons.draw(painter, "more_horizontal_20_regular", color, middle.x() - 9, middle.y() - 9, 18)

    def _over(self, box: QRectF) -> bool:
        return self.hovered is not None and box.contains(self.hovered)


def _paint_header(painter: QPainter, box: QRectF, header: GroupHeader) -> None:
    colors = theme.palette()
    tone = group_tone(colors, header.group)
    painter.fillRect(box, QColor(colors.raised))
    painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(colors.line))
    left, middle = box.left() + 12, box.center().y()
    title_box = QRectF(left, box.top(), box.width() / 2, box.height())
    left += painting.left_text(painter, title_box, header.title, fonts.strong(), tone.text) + 8
    left += painting.pill(painter, left, middle, str(header.count), tone) + 10
    note_box = QRectF(left, box.top(), max(0.0, box.right() - left - 12), box.height())
    painting.left_text(painter, note_box, header.note, fonts.font(12), colors.muted)


def _paint_remaining(painter: QPainter, box: QRectF, place: QRectF, row: BoardRow, tone: Tone) -> None:
    """The coloured mark at the left, the words, and the bar of the term already used."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.bar))
    painter.drawRoundedRect(QRectF(box.left() - 3, box.top() + 8, 7, box.height() - 17), 2, 2)
    fits = fonts.metrics(fonts.BODY_PX, fonts.strong().weight()).horizontalAdvance(row.remaining) <= place.width()
    face = fonts.strong() if fits else fonts.strong(11)
    painting.left_text(painter, _upper(place).translated(0, 1), row.remaining, face, tone.text)
    track = QRectF(place.left(), box.top() + 34, place.width(), 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.palette().track))
    painter.drawRoundedRect(track, 2, 2)
    used = QRectF(track.left(), track.top(), max(4.0, track.width() * min(1.0, row.used)), 4)
    painter.setBrush(QColor(tone.bar))
    painter.drawRoundedRect(used, 2, 2)


def _paint_texts(painter: QPainter, places: Columns, row: BoardRow) -> None:
    colors = theme.palette()
    small = fonts.font(12)
    painting.tabular_text(painter, _upper(places.code), row.code, fonts.font(), colors.ink)
    painting.tabular_text(painter, _lower(places.code), row.due_text, small, colors.muted)
    _paint_who(painter, places.who, row)
    painting.left_text(painter, _upper(places.step), row.step, fonts.font(), colors.ink)
    painting.left_text(painter, _lower(places.step), row.holder, small, colors.muted)


def _paint_who(painter: QPainter, place: QRectF, row: BoardRow) -> None:
    """Name, procedure and badges; badges that do not fit behind the name stand before the procedure."""
    colors = theme.palette()
    upper, lower = _upper(place), _lower(place)
    beside = pills_width(row) <= place.width() - _name_width(row)
    left = upper.left() + painting.left_text(painter, upper, row.applicant, fonts.strong(), colors.ink) + 6
    pills_left, middle = (left, upper.center().y()) if beside else (lower.left(), lower.center().y())
    after = _paint_pills(painter, pills_left, middle, fitting_pills(row, place.right() - pills_left))
    lower.setLeft(lower.left() if beside else min(after, lower.right()))
    if lower.width() >= LEAST_PROCEDURE:
        painting.left_text(painter, lower, row.procedure, fonts.font(12), colors.muted)


def _paint_pills(painter: QPainter, left: float, middle: float, pills: list[tuple[str, BadgeKind | None]]) -> float:
    colors = theme.palette()
    for text, kind in pills:
        tone = badge_tone(colors, kind) if kind else colors.neutral
        left += painting.pill(painter, left, middle, text, tone) + PILL_GAP
    return left


def _name_width(row: BoardRow) -> float:
    return fonts.metrics(fonts.BODY_PX, fonts.strong().weight()).horizontalAdvance(row.applicant) + PILL_GAP


def pills_width(row: BoardRow) -> float:
    """Return the room all badges of a row take side by side."""
    return sum(painting.pill_width(badge.text) + PILL_GAP for badge in row.badges)


def fitting_pills(row: BoardRow, room: float) -> list[tuple[str, BadgeKind | None]]:
    """Return the badges that fit; those that do not are counted in a last pill ("+1")."""
    pills: list[tuple[str, BadgeKind | None]] = [(badge.text, badge.kind) for badge in row.badges]
    hidden = 0
    while pills and sum(painting.pill_width(text) + PILL_GAP for text, _ in pills) + (34 if hidden else 0) > room:
        pills.pop()
        hidden += 1
    return [*pills, (f"+{hidden}", None)] if hidden else pills
