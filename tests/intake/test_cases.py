import pytest

from desktop.intake.cases import ORDINARY, case_of, cases, usual_case
from desktop.office import Office, Officer
from desktop.procedures.catalogue import shipped
from desktop.procedures.plan import plan
from desktop.procedures.procedure import Procedure
from desktop.terms import Area, Level

BY_ID = {procedure.id: procedure for procedure in shipped()}
LAND = BY_ID["qtnb-chuyen-hinh-thuc-su-dung-dat"]


def office(area: Area = Area.REMOTE, level: Level = Level.COMMUNE) -> Office:
    return Office(code="H14.12.3", name="UBND xã", area=area, level=level, officers=(Officer("lan", "Lan"),))


def test_filing_at_the_commune_follows_from_the_office_and_is_no_choice() -> None:
    assert [case.variants for case in cases(LAND, office())] == [("standard",), ("remote",)]
    assert ("via_commune",) in [case.variants for case in cases(LAND, office(level=Level.DISTRICT))]


def test_a_source_without_a_standard_case_describes_it_by_itself() -> None:
    found = cases(BY_ID["tthc-1.013950"], office())
    assert [case.variants for case in found] == [(), ("remote",)]
    assert found[0].label == ORDINARY


@pytest.mark.parametrize(("area", "variants"), [(Area.REMOTE, ("remote",)), (Area.ORDINARY, ("standard",))])
def test_the_area_of_the_office_suggests_a_case(area: Area, variants: tuple[str, ...]) -> None:
    assert usual_case(LAND, office(area)).variants == variants


@pytest.mark.parametrize(
    ("named", "variants"),
    [(None, ("remote",)), (["standard"], ("standard",)), (["remote", "via_commune"], ("remote",))],
    ids=["none named", "named", "as a dossier keeps it"],
)
def test_a_case_is_found_again(named: list[str] | None, variants: tuple[str, ...]) -> None:
    assert case_of(LAND, office(), named).variants == variants


def test_no_variant_at_all_means_the_ordinary_case_even_in_the_mountains() -> None:
    assert case_of(BY_ID["tthc-1.013950"], office(), []).variants == ()


@pytest.mark.parametrize("procedure", shipped(), ids=lambda procedure: procedure.id)
def test_every_case_of_every_shipped_procedure_gives_a_plan(procedure: Procedure) -> None:
    made = [plan(procedure, case.variants, Level.COMMUNE) for case in cases(procedure, office())]
    assert made
    assert usual_case(procedure, office()) in cases(procedure, office())
