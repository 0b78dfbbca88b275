"""A real practice store for the intake page: made once (passwords are slow on purpose), copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.app import Workplace, create_office
from desktop.dossiers.bodies import Applicant
from desktop.intake.form import IntakeForm, PaperTick
from desktop.models.store import Store, open_store
from desktop.office import Office, Officer
from desktop.terms import Area, Outcome
from tests.support.desks import PASSWORD, make_login_cheap

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.intake.page import IntakePage

NOW = datetime(2026, 11, 23, 9, 42)
CARD = "004190000123|080123456|Đàm Thị Bưởi|12051990|Nữ|Xóm Bản Gà, xã Quang Hán, tỉnh Cao Bằng|01012022"
MOVING = "qtnb-caobang-tro-cap-thay-doi-noi-cu-tru"
"""One required paper, six working days."""
LAND = "tthc-1.013950"
"""Plain "ngày": the officer decides; no required paper."""
RESIDENCE = "tthc-1.004194"
"""Seven required papers in three cases, of which an applicant is in one."""
SPLIT = "tach thua va cap giay"
"""Words that find a procedure with three required papers and a limit in plain "ngày"."""


@pytest.fixture(scope="session")
def store_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "store"
    office = Office(
        code="H14.12.3",
        name="UBND xã Quang Hán",
        place="Quang Hán",
        area=Area.REMOTE,
        officers=(Officer("lan", "Nông Thị Lan"),),
    )
    place, _ = create_office(folder, office, PASSWORD, practice=True, now=NOW)
    place.store.close()
    make_login_cheap(folder, "lan")
    return folder


@pytest.fixture
def place(store_template: Path, tmp_path: Path) -> Iterator[Workplace]:
    folder = tmp_path / "store"
    shutil.copytree(store_template, folder)
    store: Store = open_store(folder, "lan", PASSWORD)
    yield Workplace(store, store.office.officers[0], NOW)
    store.close()


@pytest.fixture
def make_page(qtbot: "QtBot", place: Workplace) -> Callable[[], "IntakePage"]:
    from desktop.ui.intake.page import IntakePage

    def make() -> "IntakePage":
        page = IntakePage(place)
        qtbot.addWidget(page)
        page.resize(1282, 684)
        page.show()
        page.activateWindow()
        page.setFocus()
        qtbot.waitUntil(page.procedure.picker.field.hasFocus)
        return page

    return make


@pytest.fixture
def page(make_page: Callable[[], "IntakePage"]) -> "IntakePage":
    return make_page()


@pytest.fixture
def take_in(place: Workplace) -> Callable[..., str]:
    """Record an intake as another day's work would have; returns the dossier's reference."""

    def record(outcome: Outcome = Outcome.ACCEPTED, **changes: object) -> str:
        procedure = place.catalogue.get(str(changes.get("procedure", MOVING)))
        ticks = tuple(
            PaperTick(document.name_vi, ok=outcome is Outcome.ACCEPTED) for document in procedure.document_list
        )
        person = Applicant(
            "Đàm Thị Bưởi",
            identity_no="004190000123",
            birth_date="1990-05-12",
            sex="Nữ",
            address="Xóm Bản Gà",
            phone="0961234567",
        )
        form = IntakeForm(procedure=procedure.id, applicant=person, outcome=outcome, papers=ticks)
        return place.take_in(form).dossier.reference

    return record
