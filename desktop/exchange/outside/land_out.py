"""Messages from the desk to the land system, filled from its table (gửi hệ thống đất đai)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from desktop.dossiers import bodies
from desktop.dossiers.bodies import PaperItem
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.dossiers.evolve import read_body
from desktop.errors import UserFacingError
from desktop.exchange.outside.land_mapping import NAME, LandSettings, shipped_land
from desktop.exchange.outside.mapping import MappingUnreadable
from desktop.exchange.outside.shape import Problem, Values, Writer, table_faults
from desktop.handling.journal_words import officer_names
from desktop.office import Officer
from desktop.terms import Status

RECEIVED, SUPPLEMENTED, RETURNED = "TiepNhanHoSo", "CapNhatTrangThaiBoSungHoSo", "CapNhatKetQuaTraHoSo"


class NothingToTell(UserFacingError):
    """The dossier is not where this message would be true."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel of land as the officer types it from the papers (thửa đất); area in square metres, as text."""

    number: str
    sheet: str
    area: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class LandSubject:
    """What a message to the land system is about."""

    dossier: Dossier
    settings: LandSettings
    officer: str = ""
    parcels: tuple[Parcel, ...] = ()
    papers: tuple[PaperItem, ...] = ()


def received_message(
    dossier: Dossier,
    entries: Sequence[Entry],
    settings: LandSettings | None = None,
    parcels: Sequence[Parcel] = (),
    officers: Sequence[Officer] = (),
) -> dict[str, Any]:
    """Return TiepNhanHoSo: the dossier was received here. Ask `check_land` before it leaves."""
    names = officer_names(entries, officers)
    papers = tuple(paper for paper in dossier.papers if paper.ok)
    officer = names.get(dossier.officer, dossier.officer)
    return land_writer().build(
        RECEIVED, LandSubject(dossier, settings or LandSettings(), officer, tuple(parcels), papers)
    )


def supplemented_message(dossier: Dossier, entries: Sequence[Entry]) -> dict[str, Any]:
    """Return CapNhatTrangThaiBoSungHoSo: the papers asked for have come.

    Raises:
        NothingToTell: no papers were received, or more are awaited. An extension is never told with this message.
    """
    received = [body for body in map(read_body, entries) if isinstance(body, bodies.SupplementReceived)]
    if not received or dossier.status is Status.WAITING_SUPPLEMENT:
        raise NothingToTell(
            f"Hồ sơ {dossier.reference} chưa nhận bổ sung giấy tờ nên không báo “đã bổ sung” cho hệ thống đất đai. "
            "Nếu là gia hạn, hãy báo nơi nhận bằng văn bản."
        )
    return land_writer().build(SUPPLEMENTED, LandSubject(dossier, LandSettings(), papers=received[-1].papers))


def returned_message(dossier: Dossier) -> dict[str, Any]:
    """Return CapNhatKetQuaTraHoSo: the result was handed to the citizen.

    Raises:
        NothingToTell: it was not.
    """
    if dossier.status is not Status.RETURNED:
        raise NothingToTell(f"Hồ sơ {dossier.reference} chưa trả kết quả. Hãy ghi trả kết quả rồi báo.")
    return land_writer().build(RETURNED, LandSubject(dossier, LandSettings()))


def check_land(kind: str, message: Mapping[str, Any]) -> list[Problem]:
    """Return what keeps a message of this kind from leaving.

    Raises:
        ValueError: no such kind.
    """
    if kind not in {RECEIVED, SUPPLEMENTED, RETURNED}:
        raise ValueError(f"no outgoing land message {kind!r}")
    code = str(message.get(shipped_land().code_field) or "") if isinstance(message, dict) else ""
    return [replace(problem, dossier=code) for problem in land_writer().problems(kind, message)]


@cache
def land_writer() -> Writer:
    """Return the walker of the shipped table.

    Raises:
        MappingUnreadable: the table asks for values that do not exist.
    """
    outgoing = shipped_land().outgoing
    faults = list(table_faults(outgoing.groups, LAND_VALUES, (RECEIVED, SUPPLEMENTED, RETURNED)))
    if faults:
        raise MappingUnreadable(NAME, "; ".join(faults))
    return Writer(outgoing.groups, LAND_VALUES, outgoing.date_format)


def _workflow(about: LandSubject) -> tuple[str, str]:
    plan = about.dossier.plan
    return about.settings.workflows.get(plan.procedure_id, ""), plan.name


def _due(about: LandSubject) -> Any:
    return about.dossier.promise.due if about.dossier.promise else None


LAND_VALUES: Values = {
    RECEIVED: {
        "provincial": lambda about: about.settings.provincial,
        "province_id": lambda about: about.settings.province_id,
        "district_id": lambda about: about.settings.district_id,
        "commune_id": lambda about: about.settings.commune_id,
        "code": lambda about: about.dossier.code,
        "officer": lambda about: about.officer,
        "received_at": lambda about: about.dossier.received_at,
        "due": _due,
        "land_address": lambda about: about.parcels[0].address if about.parcels else "",
        "applicant": lambda about: about.dossier.applicant,
        "workflow": _workflow,
        "parcels": lambda about: about.parcels,
        "papers": lambda about: about.papers,
    },
    "applicant": {
        "name": lambda applicant: applicant.named,
        "identity_no": lambda applicant: applicant.identity_no,
        "address": lambda applicant: applicant.address,
        "phone": lambda applicant: applicant.phone,
        "email": lambda applicant: applicant.email,
    },
    "workflow": {"code": lambda pair: pair[0], "name": lambda pair: pair[1]},
    "parcel": {
        "number": lambda parcel: parcel.number,
        "sheet": lambda parcel: parcel.sheet,
        "area": lambda parcel: parcel.area,
        "address": lambda parcel: parcel.address,
    },
    "paper": {
        "name": lambda paper: paper.name,
        "originals": lambda paper: paper.originals,
        "copies": lambda paper: paper.copies,
    },
    SUPPLEMENTED: {
        "code": lambda about: about.dossier.code,
        "due": _due,
        "words": lambda about: "; ".join(paper.name for paper in about.papers),
        "papers": lambda about: about.papers,
    },
    RETURNED: {
        "code": lambda about: about.dossier.code,
        "returned_at": lambda about: about.dossier.ended_at,
    },
}
