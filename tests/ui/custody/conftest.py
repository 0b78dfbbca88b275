"""Dossiers to carry: as many as a busy morning, on real stores."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.app import Workplace
from desktop.dossiers.bodies import Applicant
from tests.support.desks import accept, acquaint

TakeIn = Callable[[int], list[str]]
NAMES = ("An", "Bình", "Cao", "Dền", "Đại", "Én", "Giáp", "Hải", "Khánh", "Lộc")
PROCEDURE = "qtnb-yenbai-tn26"


def taken_in(place: Workplace, name: str) -> str:
    """Take a dossier in and return its code."""
    person = Applicant(f"Nông Văn {name}", identity_no=f"0040900001{NAMES.index(name):02}")
    return accept(place, PROCEDURE, applicant=person).reference


@pytest.fixture
def take_in(practice_place: Workplace) -> TakeIn:
    """Take so many dossiers in, each of another citizen; returns their codes."""
    return lambda count: [taken_in(practice_place, name) for name in NAMES[:count]]


@pytest.fixture
def on_the_way(commune: Workplace, district: Workplace, tmp_path: Path) -> Callable[[int], list[str]]:
    """Let the commune hand over dossiers, of which a batch tells the district; returns their codes."""
    acquaint(commune, district)

    def carry(count: int) -> list[str]:
        codes = [taken_in(commune, name) for name in NAMES[:count]]
        commune.do_many(codes, "hand-over", {"to_office": district.office.code})
        usb = tmp_path / "usb"
        usb.mkdir()
        made = commune.export(usb, district.office.code)
        district.import_files([one.path for one in made])
        return codes

    return carry
