"""Every procedure that comes with the program: it is read, its oddities are named, and it can be frozen."""

import msgspec
import pytest

from desktop.paths import resources
from desktop.procedures.catalogue import Catalogue, UnknownProcedure, shipped
from desktop.procedures.oddities import check
from desktop.procedures.plan import UnknownVariant, plan, suggest_variants, version_of
from desktop.procedures.procedure import Procedure, read_procedure
from desktop.terms import Area, Level

CATALOGUE = Catalogue(shipped())
LAND = "qtnb-chuyen-hinh-thuc-su-dung-dat"
each = pytest.mark.parametrize("procedure", shipped(), ids=lambda procedure: procedure.id)


def test_every_file_is_read_and_no_two_say_the_same_id() -> None:
    files = list((resources() / "procedures").glob("*.json"))
    assert len(shipped()) == len(files) >= 53
    assert len({procedure.id for procedure in shipped()}) == len(files)


@each
def test_it_survives_its_own_file(procedure: Procedure) -> None:
    assert read_procedure(msgspec.json.encode(procedure), procedure.id) == procedure


@each
def test_its_oddities_are_said_in_sentences(procedure: Procedure) -> None:
    found = check(procedure)
    assert all(sentence.endswith(".") for sentence in found)
    assert len(set(found)) == len(found)
    assert not any("None" in sentence for sentence in found)


@each
@pytest.mark.parametrize("area", list(Area), ids=str)
@pytest.mark.parametrize("level", list(Level), ids=str)
def test_it_can_be_frozen_for_any_office(procedure: Procedure, level: Level, area: Area) -> None:
    chosen = plan(procedure, suggest_variants(procedure, area), level)
    ids = [step.id for step in chosen.steps]
    assert len(set(ids)) == len(ids)
    assert chosen.version == version_of(procedure)
    assert all(step.limit is None or step.limit.term() for step in chosen.steps)
    assert bool(chosen.total) is bool(chosen.total_text)
    assert msgspec.json.decode(msgspec.json.encode(chosen), type=type(chosen)) == chosen


@each
def test_each_of_its_cases_can_be_chosen(procedure: Procedure) -> None:
    for variant in procedure.variants:
        assert variant.id in plan(procedure, [variant.id], Level.COMMUNE).variants
    with pytest.raises(UnknownVariant, match="không có trường hợp"):
        plan(procedure, ["nope"], Level.COMMUNE)


ODD = {
    "steps do not add up to the total": (
        "qtnb-dienban-tach-thua",
        "Tổng các bước là 18 ngày, khác tổng thời hạn đã ghi (17 ngày).",
    ),
    "no total": ("tthc-2.001035", "Không ghi tổng thời hạn giải quyết."),
    "no total but words": (
        "tthc-1.012783",
        (
            "Không ghi tổng thời hạn giải quyết (nguồn ghi: “Cổng ghi ba giá trị: 15, 20 và 5 ngày làm việc, không nói "
            "trường hợp nào”)."
        ),
    ),
    "minus one": ("qtnb-yenbai-ld18", "Không ghi tổng thời hạn giải quyết (nguồn ghi: “-1 (không xác định)”)."),
    "no unit": ("tthc-1.001022", "Tổng thời hạn ghi “3” nhưng không có đơn vị tính."),
    "repeated step numbers": (LAND, "Số thứ tự bước lặp lại: 1, 2, 4, 6."),
    "plain days": (
        "qtnb-tamky-cap-lai-gcn-ho-kinh-doanh",
        "Tổng thời hạn ghi “5 ngày”, không nói là ngày làm việc hay ngày lịch.",
    ),
    "a step that stops the clock": (LAND, "Có bước không tính vào thời hạn vì phải chờ (dừng tính hạn): 4t."),
    "steps without time": ("tthc-1.012784", "Bước tính vào thời hạn nhưng không ghi thời gian: 1, 2."),
    "no steps": ("tthc-1.000894", "Nguồn không nêu các bước giải quyết."),
    "no papers": (LAND, "Nguồn không nêu thành phần hồ sơ; cán bộ tự ghi giấy tờ đã nhận."),
}


@pytest.mark.parametrize("oddity", ODD)
def test_a_named_oddity(oddity: str) -> None:
    procedure, sentence = ODD[oddity]
    assert sentence in check(CATALOGUE.get(procedure))


def test_an_ordinary_procedure_has_none() -> None:
    assert check(CATALOGUE.get("qtnb-caobang-tro-cap-thay-doi-noi-cu-tru")) == []


class TestLand:
    """Chuyển hình thức sử dụng đất: 30 working days in the district, 3 more via the commune, 10 more if remote."""

    @pytest.mark.parametrize(
        ("level", "variants", "text", "first"),
        [
            (Level.DISTRICT, ["standard"], "30 ngày làm việc", "1"),
            (Level.COMMUNE, ["standard"], "33 ngày làm việc", "X1"),
            (Level.COMMUNE, ["remote"], "33 ngày làm việc + 10 ngày", "X1"),
            (Level.DISTRICT, ["remote"], "30 ngày làm việc + 10 ngày", "1"),
        ],
    )
    def test_total_and_first_step(self, level: Level, variants: list[str], text: str, first: str) -> None:
        chosen = plan(CATALOGUE.get(LAND), variants, level)
        assert chosen.total_text == text
        assert chosen.total_from_steps
        assert chosen.steps[0].id == first
        assert chosen.obligation_outside

    def test_at_a_commune_the_citizen_files_once(self) -> None:
        ids = [step.id for step in plan(CATALOGUE.get(LAND), ["remote"], Level.COMMUNE).steps]
        assert ids[:4] == ["X1", "X2", "X3", "2"]
        assert "X1" not in [step.id for step in plan(CATALOGUE.get(LAND), ["remote"], Level.DISTRICT).steps]


class TestSearch:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            pytest.param("khai sinh", "tthc-1.001193", id="without accents"),
            pytest.param("ĐĂNG KÝ KHAI TỬ", "tthc-1.000656", id="capitals"),
            pytest.param("dang ky ket hon", "tthc-1.000894", id="the whole name"),
            pytest.param("tach thua", "tthc-1.012784", id="two words"),
            pytest.param("1.000894", "tthc-1.000894", id="a national code"),
            pytest.param("hon ket", "tthc-1.000894", id="words in any order"),
        ],
    )
    def test_finds(self, query: str, found: str) -> None:
        assert found in [procedure.id for procedure in CATALOGUE.search(query)[:5]]

    @pytest.mark.parametrize("query", ["zzz", "khai sinh zzz", "(zzz", "[a-z]+", "khai.*zzz"])
    def test_finds_nothing_rather_than_anything(self, query: str) -> None:
        assert CATALOGUE.search(query) == []

    def test_names_that_begin_with_the_query_come_first(self) -> None:
        names = [procedure.name_vi for procedure in CATALOGUE.search("đăng ký")]
        assert names[0].lower().startswith("đăng ký")

    def test_by_id_or_national_code(self) -> None:
        assert CATALOGUE.get("1.001193").id == CATALOGUE.get("tthc-1.001193").id
        with pytest.raises(UnknownProcedure, match="Hãy xem danh mục"):
            CATALOGUE.get("nope")
