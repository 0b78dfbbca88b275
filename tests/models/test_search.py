"""The search box: what a hurried officer types finds the dossier."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.app import Workplace
from desktop.dossiers.bodies import Applicant
from desktop.terms import Outcome
from tests.support.desks import accept, copied, form, open_desk

PEOPLE = {
    "riem": Applicant("Đàm Văn Riêm", "004090000123", phone="0961234567"),
    "thi": Applicant("Đỗ Thị Thùy", "004190000456", phone="0912345678"),
    "hop tac xa": Applicant("Nông Văn Út", organisation="Hợp tác xã Trà Đỏ", tax_code="0100233488"),
}


@pytest.fixture(scope="module")
def desk(office_templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    (folder,) = copied(office_templates, tmp_path_factory.mktemp("search"), "commune")
    place = open_desk(folder)
    accept(place, applicant=PEOPLE["riem"])
    accept(place, "tthc-1.000894", applicant=PEOPLE["thi"])
    place.take_in(form(place, applicant=PEOPLE["hop tac xa"], outcome=Outcome.SUPPLEMENT, reason="Thiếu đơn"))
    yield place
    place.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("dam van riem", ["riem"], id="without accents"),
        pytest.param("Đàm Văn Riêm", ["riem"], id="as written"),
        pytest.param("riem dam", ["riem"], id="words in any order"),
        pytest.param("DO THI", ["thi"], id="capitals"),
        pytest.param("đỗ thị thùy", ["thi"], id="lower case"),
        pytest.param("Đỗ Thị Thuỳ", ["thi"], id="the other way to place the tone"),
        pytest.param("tra do", ["hop tac xa"], id="an organisation"),
        pytest.param("H14.12.3-261123-0002", ["thi"], id="a whole code"),
        pytest.param(" h14.12.3-261123-0002\n", ["thi"], id="a whole code as a scanner types it"),
        pytest.param("261123 0001", ["riem"], id="parts of a code"),
        pytest.param("0002", ["thi"], id="the number of the day"),
        pytest.param("HDHS-26-0001", ["hop tac xa"], id="part of a slip's reference"),
        pytest.param("H14.12.3-HDHS-26-0001", ["hop tac xa"], id="a slip's reference"),
        pytest.param("0961234567", ["riem"], id="a phone number"),
        pytest.param("004190000456", ["thi"], id="an identity number"),
        pytest.param("0041900", ["thi"], id="its beginning"),
        pytest.param("0100233488", ["hop tac xa"], id="a tax code"),
        pytest.param("ket hon", ["thi"], id="a procedure"),
        pytest.param("ket hon do", ["thi"], id="a procedure and a name"),
        pytest.param("dam thi", [], id="words of two people"),
        pytest.param("", [], id="nothing"),
        pytest.param('"*(', [], id="signs only"),
        pytest.param("riem OR thi", [], id="no query language"),
    ],
)
def test_search(desk: Workplace, query: str, found: list[str]) -> None:
    names = {PEOPLE[key].named for key in found}
    assert {dossier.applicant.named for dossier in desk.search(query)} == names


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=20))
def test_no_text_breaks_the_search(desk: Workplace, query: str) -> None:
    desk.search(query)
