import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.ui.settings.office import OfficeSection, units_of
from tests.ui.settings.conftest import Open


@pytest.fixture
def office(open_section: Open) -> OfficeSection:
    made = open_section("office")
    assert isinstance(made, OfficeSection)
    return made


def test_names_and_units_are_kept(office: OfficeSection, practice_place: Workplace) -> None:
    office.fields["superior"].set_text("UBND tỉnh Cao Bằng")
    office.units.model.add_row({"name": "Văn hóa – xã hội"})
    assert office.try_to_save()
    kept = practice_place.office
    assert kept.superior == "UBND tỉnh Cao Bằng"
    assert [unit.id for unit in kept.units] == ["mot-cua", "dia-chinh", "van-hoa-xa-hoi"]
    assert kept.code == "H14.12.3"
    assert practice_place.store.office == kept


def test_papers_issued_before_keep_their_head(office: OfficeSection, practice_place: Workplace) -> None:
    before = [practice_place.view(row.dossier_id).dossier for row in practice_place.board()]
    assert any(paper.imprint.issuer for dossier in before for paper in dossier.issued)
    office.fields["name"].set_text("UBND xã Trung Phúc")
    assert office.try_to_save()
    assert [practice_place.view(dossier.id).dossier.issued for dossier in before] == [one.issued for one in before]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        pytest.param("name", "", "Chưa có tên đơn vị", id="no name"),
        pytest.param("hours", "07:30 – 11:30", "bốn mốc", id="half a day"),
        pytest.param("hours", "13:30 – 17:00, 07:30 – 11:30", "tăng dần", id="afternoon first"),
    ],
)
def test_a_fault_stands_at_its_field(
    office: OfficeSection, practice_place: Workplace, field: str, typed: str, said: str
) -> None:
    line = office.hours if field == "hours" else office.fields[field]
    line.set_text(typed)
    assert not office.try_to_save()
    assert said in line.error()
    assert practice_place.office.name == "UBND xã Quang Hán"
    office.discard()
    assert line.error() == ""


def test_hours_count_for_what_comes_after(office: OfficeSection, practice_place: Workplace) -> None:
    office.hours.set_text("07:00 – 11:00, 13:00 – 16:30")
    assert office.try_to_save()
    assert f"{practice_place.clock.hours.afternoon_close:%H:%M}" == "16:30"


def test_a_unit_with_officers_stays(office: OfficeSection, practice_place: Workplace) -> None:
    office.units.drop_row(0)
    assert not office.try_to_save()
    assert "còn cán bộ" in office.notice.text.text()
    assert len(practice_place.office.units) == 2


def test_a_unit_keeps_its_id_when_it_is_renamed() -> None:
    found = units_of([{"name": "Kinh tế", "_id": "dia-chinh"}, {"name": "Kinh tế!"}])
    assert [unit.id for unit in found] == ["dia-chinh", "kinh-te"]


def test_the_head_is_drawn_beside_the_fields(qtbot: QtBot, office: OfficeSection) -> None:
    qtbot.waitUntil(office.preview.is_drawn, timeout=8000)
