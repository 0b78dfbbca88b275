"""Three practice offices on disk, as tests meet them: a remote commune, its district, the province.

Making a store hashes passwords on purpose slowly, so each office is made once a session and copied for every test.
"""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from desktop.app import Workplace, create_office, open_office
from desktop.dossiers.bodies import Applicant
from desktop.dossiers.dossier import Dossier
from desktop.exchange.keys import card_bytes
from desktop.intake.form import IntakeForm, PaperTick, checklist
from desktop.models.key_slots import Cost, key_file_bytes, open_slot, read_key_file, with_password
from desktop.models.store import FOLDER, KEYS, write_synced
from desktop.office import Office, Officer
from desktop.terms import Area, Level, Outcome, Role

PASSWORD = "mat-khau-thu"
LAND = "qtnb-chuyen-hinh-thuc-su-dung-dat"
MONDAY = datetime(2026, 11, 23, 8, 15)
"""An ordinary working day; the day after is the first Ngày Văn hóa Việt Nam, off work."""

COMMUNE = Office(
    code="H14.12.3",
    name="UBND xã Quang Hán",
    superior="UBND huyện Trùng Khánh",
    level=Level.COMMUNE,
    area=Area.REMOTE,
    officers=(
        Officer("lan", "Nông Thị Lan", Role.DESK),
        Officer("binh", "Lý Văn Bình", Role.LEADER),
        Officer("tra", "Vi Thị Trà", Role.AUDITOR),
    ),
)
DISTRICT = Office(
    code="H14.12",
    name="UBND huyện Trùng Khánh",
    level=Level.DISTRICT,
    area=Area.REMOTE,
    officers=(Officer("pao", "Hoàng Văn Páo", Role.SPECIALIST), Officer("ha", "Ma Thị Hà", Role.LEADER)),
)
PROVINCE = Office(
    code="H14",
    name="Trung tâm Phục vụ hành chính công tỉnh Cao Bằng",
    level=Level.PROVINCE,
    officers=(Officer("tinh", "Bế Văn Tỉnh", Role.LEADER),),
)
NEIGHBOUR = replace(COMMUNE, code="H14.12.4", name="UBND xã Phong Nặm", officers=(Officer("so", "Lục Văn Sò"),))
OFFICES = {"commune": COMMUNE, "district": DISTRICT, "province": PROVINCE, "neighbour": NEIGHBOUR}


def make_office(folder: Path, office: Office) -> str:
    """Set an office up whose first officer logs in fast; return the recovery key."""
    place, recovery = create_office(folder, office, PASSWORD, practice=True, now=datetime(2026, 11, 20, 8, 0))
    place.close()
    make_login_cheap(folder, office.officers[0].name)
    return recovery


def make_login_cheap(folder: Path, officer: str) -> None:
    """Lock an officer's slot again at a cost no office should use, so that a test does not wait for it."""
    path = folder / FOLDER / KEYS
    keys = read_key_file(path)
    key = open_slot(keys, officer, PASSWORD)
    write_synced(path, key_file_bytes(with_password(keys, officer, PASSWORD, key, Cost(1024, 1, 1))))


def open_desk(folder: Path, now: datetime = MONDAY) -> Workplace:
    """Log the first officer in, at a set time."""
    name = OFFICES[folder.name].officers[0].name
    return open_office(folder, name, PASSWORD, now=now)


def copied(templates: Path, folder: Path, *names: str) -> list[Path]:
    """Copy offices from the templates; return their folders."""
    return [Path(shutil.copytree(templates / name, folder / name)) for name in names]


def acquaint(*places: Workplace) -> None:
    """Let every office trust the card of every other."""
    for place in places:
        for other in places:
            if other is not place:
                place.trust(card_bytes(other.card()))


def form(place: Workplace, procedure: str = LAND, **changes: Any) -> IntakeForm:
    """Return a complete intake with every required paper ticked, with what a test changes."""
    published = place.catalogue.get(procedure)
    ticks = tuple(replace(tick, ok=True) for tick in checklist(published))
    fields: dict[str, Any] = {
        "procedure": procedure,
        "applicant": Applicant("Đàm Văn Riêm", identity_no="004090000123", phone="0961234567"),
        "outcome": Outcome.ACCEPTED,
        "papers": ticks or (PaperTick("Đơn đề nghị", 1),),
    }
    return IntakeForm(**{**fields, **changes})


def accept(place: Workplace, procedure: str = LAND, **changes: Any) -> Dossier:
    """Take a dossier in."""
    return place.take_in(form(place, procedure, **changes)).dossier


def do(place: Workplace, code: str, action: str, at: datetime | None = None, **fields: Any) -> Dossier:
    """Record one action and return the dossier after it."""
    return place.do(code, action, fields, at).dossier
