"""What a scan turned out to be, as the workplace tells it, and how its row looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.errors import UserFacingError
from desktop.handling.board import NO_STEP
from desktop.handling.record import UnknownDossier
from desktop.terms import Status
from desktop.ui.controls.dossier_rows import RowFace
from desktop.ui.refusals import spoken
from desktop.wording import STATUS, WAY

HAND_OVER, FINISH, TAKE = "hand-over", "finish-step", "take-over"
_FILLED_IN = frozenset({"to_office", "late_reason", "occurred_at"})
"""Fields that stand beside the list: what is wrong with them is no fault of a row."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A dossier scanned to leave. `refusals` says, by action, why it cannot be recorded now."""

    key: str
    dossier: Dossier | None
    refusals: Mapping[str, str]

    def can(self, action: str) -> bool:
        """Whether the act would be recorded."""
        return action not in self.refusals


def leaving(place: Workplace, reference: str) -> Leaving:
    """Ask the workplace what may be done with a scanned dossier."""
    try:
        dossier = place.view(reference).dossier
    except UserFacingError as error:
        return Leaving(reference.strip().upper(), None, dict.fromkeys((HAND_OVER, FINISH), spoken(error)))
    asked = {HAND_OVER: {"to_office": ""}, FINISH: {}}
    found = {action: place.refusal(dossier.id, action, fields) for action, fields in asked.items()}
    refused = {action: spoken(error) for action, error in found.items() if error and error.field not in _FILLED_IN}
    return Leaving(dossier.id, dossier, refused)


def leaving_face(number: int, row: Leaving) -> RowFace:
    """Return the row of a dossier that is to leave."""
    fits, fault = row.can(HAND_OVER), row.refusals.get(HAND_OVER, "")
    mark, tone = ("checkmark_circle_20_filled", "in_time") if fits else ("error_circle_20_filled", "overdue")
    if row.dossier is None:
        return RowFace(row.key, str(number), mark, tone, row.key, "", "Mã này máy chưa biết", "", fault=fault)
    only_finish = not fits and row.can(FINISH)
    pill, pill_tone = ("", "neutral") if fits else ("không giao được", "overdue")
    if only_finish:
        pill, pill_tone = "chỉ ghi xong bước", "soon"
    return RowFace(
        key=row.key,
        lead=str(number),
        mark=mark,
        tone=tone,
        **_who(row.dossier),
        aside=_step(row.dossier),
        under_aside=_where(row.dossier),
        pill=pill,
        pill_tone=pill_tone,
        fault=fault,
    )


class Came(StrEnum):
    """How a paper came here, by what the journal knows of it."""

    ANNOUNCED = "announced"
    TAKEN_BACK = "taken_back"
    UNANNOUNCED = "unannounced"


@dataclass(frozen=True, slots=True)
class Arriving:
    """A dossier on its way here, or scanned here; `ticked`: it lies on the desk. `fault`: it could not be recorded."""

    dossier: Dossier
    came: Came
    ticked: bool
    fault: str = ""

    @property
    def key(self) -> str:
        """The dossier's id."""
        return self.dossier.id


class NotToTake(UserFacingError):
    """Nothing can be taken over by this scan; the sentence says why."""


def arriving(place: Workplace, reference: str) -> Arriving:
    """Ask the workplace how a scanned paper may be taken over.

    Raises:
        UnknownDossier: nobody told of it yet.
        NotToTake: it is here already, or the act is refused.
    """
    dossier = place.view(reference).dossier
    if dossier.custodian is not None and dossier.custodian.code == place.office.code:
        raise NotToTake(f"Hồ sơ {dossier.reference} – {dossier.applicant.named} đang ở đây rồi, không cần nhận.")
    refused = place.refusal(dossier.id, TAKE, {})
    if refused is None:
        from_here = dossier.in_transit_from is not None and dossier.in_transit_from.code == place.office.code
        return Arriving(dossier, Came.TAKEN_BACK if from_here else Came.ANNOUNCED, ticked=True)
    if refused.field == "reason":
        return Arriving(dossier, Came.UNANNOUNCED, ticked=True)
    raise NotToTake(spoken(refused))


_CAME = {
    Came.ANNOUNCED: ("", "neutral"),
    Came.TAKEN_BACK: ("lấy lại, chưa giao được", "soon"),
    Came.UNANNOUNCED: ("chưa ai ghi bàn giao", "today"),
}


def arriving_face(number: int, row: Arriving) -> RowFace:
    """Return the row of a dossier that comes in."""
    pill, tone = _CAME[row.came]
    mark, mark_tone = ("checkmark_circle_20_filled", "in_time") if row.ticked else ("circle_20_regular", "")
    transfer = row.dossier.transfers[-1] if row.dossier.transfers else None
    sender = row.dossier.in_transit_from or row.dossier.custodian
    told = ""
    if transfer is not None and transfer.handed is not None and transfer.taken is None:
        by = f"danh sách {transfer.list_no}" if transfer.list_no else WAY[transfer.way]
        told = f"{by} · giao {transfer.handed:%d/%m}"
    return RowFace(
        key=row.key,
        lead=str(number),
        mark=mark,
        tone=mark_tone,
        **_who(row.dossier),
        aside=f"Từ {sender.name}" if sender else "Không rõ nơi giao",
        under_aside=told,
        pill=pill,
        pill_tone=tone,
        fault=row.fault,
    )


def unknown(error: UserFacingError) -> bool:
    """Whether a refusal says that nobody told of the dossier yet."""
    return isinstance(error, UnknownDossier)


def _who(dossier: Dossier) -> dict[str, str]:
    promise = dossier.promise
    due = f"hẹn {promise.due:%H:%M} · {promise.due:%d/%m}" if promise else ""
    return {
        "code": dossier.reference,
        "under_code": due,
        "name": dossier.applicant.named,
        "procedure": dossier.plan.name,
    }


def _step(dossier: Dossier) -> str:
    if dossier.status is Status.RESULT_READY:
        return STATUS[dossier.status]
    return dossier.step.title if dossier.step else NO_STEP


def _where(dossier: Dossier) -> str:
    if dossier.in_transit_to is not None:
        return f"đang chuyển đến {dossier.in_transit_to.name}"
    return f"đang ở {dossier.custodian.name}" if dossier.custodian else ""
