"""Which colour goes with which group and badge; the word always stands beside it."""

from desktop.handling.board_row import BadgeKind, BoardGroup
from desktop.ui.palette import Palette, Tone


def group_tone(colors: Palette, group: BoardGroup) -> Tone:
    """Return the tone of a group."""
    return {
        BoardGroup.OVERDUE: colors.overdue,
        BoardGroup.TODAY: colors.today,
        BoardGroup.TOMORROW: colors.soon,
        BoardGroup.WEEK: colors.neutral,
        BoardGroup.LATER: colors.in_time,
        BoardGroup.PAUSED: colors.stopped,
    }[group]


def badge_tone(colors: Palette, kind: BadgeKind) -> Tone:
    """Return the tone of a badge."""
    return {
        BadgeKind.OVERDUE: colors.overdue,
        BadgeKind.STEP_LATE: colors.today,
        BadgeKind.UNRECORDED: colors.soon,
        BadgeKind.EARLY_RESULT: colors.in_time,
        BadgeKind.PROPOSE_EXTENSION: colors.proposal,
        BadgeKind.IN_TRANSIT: colors.stopped,
        BadgeKind.PROVISIONAL: colors.soon,
    }[kind]
