import msgspec
import pytest

from desktop.dossiers.bodies import Applicant
from desktop.intake.filling import filled_up, from_card, lacks, offered, paper_choices, papers_missing, ticks_of
from desktop.intake.form import IntakeForm, PaperTick, paper_items
from desktop.intake.scan import read_card
from desktop.procedures.catalogue import shipped
from desktop.procedures.procedure import Procedure
from desktop.terms import Level, Outcome

BY_ID = {procedure.id: procedure for procedure in shipped()}
SPLIT = BY_ID["qtnb-dienban-tach-thua"]
CARD = read_card("004190000123|080123456|Đàm Thị Bưởi|12051990|Nữ|Xóm Bản Gà|01012022")
TYPED = Applicant("dam thi buoi", identity_no="004190000123", phone="0961234567")


def form(**changes: object) -> IntakeForm:
    start = IntakeForm(procedure=SPLIT.id, applicant=TYPED, outcome=Outcome.ACCEPTED)
    return msgspec.structs.replace(start, **changes)


def all_in(procedure: Procedure) -> tuple[PaperTick, ...]:
    ticks = (choice.tick for choice in paper_choices(procedure))
    return tuple(msgspec.structs.replace(tick, ok=True, applies=True) for tick in ticks)


@pytest.mark.parametrize("procedure", shipped(), ids=lambda procedure: procedure.id)
def test_an_untouched_checklist_asks_for_exactly_what_the_rules_require(procedure: Procedure) -> None:
    ticks = tuple(choice.tick for choice in paper_choices(procedure))
    required = {paper.name for paper in paper_items(procedure, ticks) if paper.required}
    assert set(papers_missing(procedure, ticks)) == required
    assert papers_missing(procedure, all_in(procedure)) == ()


def test_papers_without_published_counts_start_with_one_original() -> None:
    assert {(choice.tick.originals, choice.tick.copies) for choice in paper_choices(SPLIT)} == {(1, None)}


def test_lacks_follow_the_eye() -> None:
    ticks = tuple(choice.tick for choice in paper_choices(SPLIT))
    found = lacks(form(applicant=Applicant(""), papers=ticks), SPLIT, due_known=False)
    assert [lack.field for lack in found] == ["due", "applicant.full_name", "papers"]
    assert found[-1].sentence.startswith("Còn thiếu 3 giấy tờ: ")
    assert found[-1].sentence.endswith(" và 2 giấy tờ khác.")


def test_a_whole_form_lacks_nothing() -> None:
    assert lacks(form(papers=all_in(SPLIT)), SPLIT, due_known=True) == ()


def test_without_a_procedure_nothing_else_matters() -> None:
    (lack,) = lacks(form(applicant=Applicant("")), None, due_known=False)
    assert lack.field == "procedure"


def test_an_organisation_needs_no_personal_name() -> None:
    applicant = Applicant("", organisation="Hợp tác xã Bản Gà")
    assert lacks(form(applicant=applicant, papers=all_in(SPLIT)), SPLIT, due_known=True) == ()


def test_only_what_is_empty_is_filled_up() -> None:
    known = Applicant("Đàm Thị Bưởi", address="Xóm Bản Gà", phone="0911111111", organisation="Hợp tác xã")
    filled = filled_up(TYPED, known)
    assert (filled.full_name, filled.phone, filled.address) == ("dam thi buoi", "0961234567", "Xóm Bản Gà")
    assert filled.organisation == ""


def test_the_card_goes_before_what_was_typed_and_leaves_the_phone() -> None:
    told = from_card(CARD, TYPED)
    assert (told.full_name, told.birth_date, told.phone) == ("Đàm Thị Bưởi", "1990-05-12", "0961234567")


def test_the_card_of_somebody_else_takes_nothing_over() -> None:
    other = msgspec.structs.replace(TYPED, identity_no="004190000999", delegate="Lý Văn Páo")
    told = from_card(CARD, other)
    assert (told.identity_no, told.phone, told.delegate) == ("004190000123", "", "")


def test_a_slip_comes_back_as_it_was() -> None:
    ticks = (PaperTick("Đơn", 1, 0, ok=True, note="mẫu cũ"), PaperTick("Sổ đỏ", 0, 1, ok=False))
    assert ticks_of(paper_items(BY_ID["qtnb-phuocthuan-tro-cap-xa-hoi"], ticks)) == ticks


def test_recent_procedures_stand_first_then_those_of_the_level() -> None:
    shown = offered(shipped(), ["tthc-1.012784", SPLIT.id], Level.COMMUNE)
    assert [procedure.id for procedure in shown[:2]] == ["tthc-1.012784", SPLIT.id]
    fits = [Level.COMMUNE in procedure.level for procedure in shown[2:]]
    assert fits == sorted(fits, reverse=True)
    assert len(shown) == len(shipped())
