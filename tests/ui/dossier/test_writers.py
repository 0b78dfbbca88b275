"""A log-in name is somebody else in each office."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.app import Workplace
from desktop.ui.dossier.page import DossierPage
from desktop.ui.dossier.writers import Writers, writers
from tests.support.desks import accept, acquaint, do

MakePage = Callable[[Workplace], DossierPage]
HERE, THERE = "UBND xã", "UBND huyện"
KNOWN = Writers(HERE, "d1", {"lan": "Nông Thị Lan"}, {"d1": HERE, "d2": THERE, "d3": HERE}, {("d2", "lan"): "Ma Lan"})


@pytest.mark.parametrize(
    ("office", "officer", "name"),
    [
        (HERE, "lan", "Nông Thị Lan"),
        (THERE, "lan", "Ma Lan"),
        (THERE, "pao", "pao"),
        ("Tỉnh", "lan", "lan"),
    ],
    ids=["ours", "signed elsewhere", "signed nothing", "unknown office"],
)
def test_an_officer_of_an_office(office: str, officer: str, name: str) -> None:
    assert KNOWN.at(office, officer) == name


def test_the_journal_names_who_wrote_at_which_office(
    make_page: MakePage, commune: Workplace, district: Workplace, tmp_path: Path
) -> None:
    acquaint(commune, district)
    code = accept(commune).code or ""
    do(commune, code, "hand-over", to_office=district.office.code)
    commune.export(tmp_path, district.office.code)
    district.import_files([tmp_path])
    do(district, code, "take-over")
    entries = district.view(code).entries
    found = writers(entries, district.office, district.store.desk_id)
    first, last = entries[0], entries[-1]
    assert found.of(first) == "Nông Thị Lan", "she signed the receipt"
    assert found.of(last) == "Hoàng Văn Páo"
    page = make_page(district)
    page.show_dossier(code)
    assert {line.who for line in page.journal.shown} == {"Nông Thị Lan", "Hoàng Văn Páo"}


def test_a_namesake_of_another_office_is_not_taken_for_ours(
    commune: Workplace, district: Workplace, tmp_path: Path
) -> None:
    import msgspec

    acquaint(commune, district)
    code = accept(commune).code or ""
    do(commune, code, "hand-over", to_office=district.office.code)
    commune.export(tmp_path, district.office.code)
    district.import_files([tmp_path])
    namesake = msgspec.structs.replace(district.office.officers[0], name="lan", full_name="Ma Thị Lan")
    office = msgspec.structs.replace(district.office, officers=(namesake,))
    entries = district.view(code).entries
    assert writers(entries, office, district.store.desk_id).of(entries[0]) == "Nông Thị Lan"
    unsigned = msgspec.structs.replace(entries[0], officer_id="moi")
    assert writers(entries, office, district.store.desk_id).of(unsigned) == f"moi · {commune.office.name}"
