"""Which colour and icon go with a dossier's status; the words always stand beside them."""

from desktop.terms import WAITING, Status

_TONES = {
    Status.GUIDED: "soon",
    Status.REFUSED: "stopped",
    Status.ACCEPTED: "in_time",
    Status.IN_PROGRESS: "in_time",
    Status.REJECTED: "stopped",
    Status.STOPPED: "stopped",
    Status.WITHDRAWN: "stopped",
    Status.MERGED: "stopped",
    Status.ARRIVED: "soon",
    Status.RESULT_READY: "proposal",
    Status.RETURNED: "neutral",
} | dict.fromkeys(WAITING, "stopped")


def status_tone(status: Status) -> str:
    """Return the tone's name."""
    return _TONES[status]


def status_icon(status: Status) -> str:
    """Return an icon's name, or nothing."""
    if status in WAITING:
        return "pause_20_regular"
    return "checkmark_circle_20_regular" if status in {Status.RESULT_READY, Status.RETURNED} else ""
