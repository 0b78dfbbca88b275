"""Taking dossiers in on a real store: three outcomes, numbers without gaps, slips that go on."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from desktop.app import Workplace
from desktop.dossiers.bodies import Applicant
from desktop.errors import UserFacingError
from desktop.handling.context import NotAllowedNow, WrongMoment
from desktop.handling.promising import DueNeeded
from desktop.intake.form import MissingPapers, NoPapers, PaperTick
from desktop.procedures.catalogue import UnknownProcedure, shipped
from desktop.procedures.plan import UnknownVariant
from desktop.terms import Channel, Form, Outcome, Status
from tests.support.desks import LAND, MONDAY, accept, acquaint, form

DAY_LATER = datetime(2026, 11, 25, 9, 0)
BIRTH = "tthc-1.001193"


class TestOutcomes:
    def test_accepted(self, commune: Workplace) -> None:
        taken = commune.take_in(form(commune, channel=Channel.POST, sets=2))
        dossier = taken.dossier
        assert dossier.code == "H14.12.3-261123-0001"
        assert dossier.status is Status.ACCEPTED
        assert dossier.received_at == MONDAY
        assert (dossier.channel, dossier.sets, dossier.officer) == (Channel.POST, 2, "lan")
        assert dossier.promise
        assert dossier.promise.paper_no == 1
        assert [paper.form for paper in dossier.issued] == [Form.RECEIPT, Form.CONTROL]
        assert any("hạn trả tính từ tổng các bước" in warning for warning in taken.warnings)

    def test_papers_asked_for_before_acceptance(self, commune: Workplace) -> None:
        slip = commune.take_in(form(commune, outcome=Outcome.SUPPLEMENT, reason="Thiếu trích lục")).dossier
        assert (slip.code, slip.slip_ref, slip.due, slip.status) == (
            None,
            "H14.12.3-HDHS-26-0001",
            None,
            Status.GUIDED,
        )
        assert commune.board() == [], "no clock runs"

    def test_refused(self, commune: Workplace) -> None:
        slip = commune.take_in(form(commune, outcome=Outcome.REJECTED, reason="Không thuộc thẩm quyền")).dossier
        assert (slip.slip_ref, slip.reason) == ("H14.12.3-TC-26-0001", "Không thuộc thẩm quyền")
        assert slip.status is Status.REFUSED

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"outcome": Outcome.REJECTED}, "reason"),
            ({"outcome": Outcome.SUPPLEMENT}, "papers"),
            ({"applicant": Applicant(" ")}, "applicant.full_name"),
            ({"applicant": Applicant("Riêm", identity_no="12")}, "applicant.identity_no"),
            ({"applicant": Applicant("Riêm", phone="12")}, "applicant.phone"),
            ({"applicant": Applicant("Riêm", sex="x")}, "applicant.sex"),
            ({"sets": 0}, "sets"),
            ({"received_at": MONDAY + timedelta(minutes=1)}, "occurred_at"),
            ({"due": MONDAY}, "due"),
            ({"due": datetime(2026, 11, 28, 9, 0)}, "due"),
            ({"due": datetime(2026, 11, 27, 22, 0)}, "due"),
            ({"variant": "nope"}, "variant"),
            ({"procedure": "nope"}, "procedure"),
            ({"slip": "H14.12.3-HDHS-26-0099"}, "code"),
        ],
        ids=[
            "refused without a reason", "papers asked for and none missing", "nobody", "a wrong number",
            "a wrong phone", "no sex", "no set", "in the future", "due at once", "due on a Saturday", "due at night",
            "no such case", "no such procedure", "no such slip",
        ],
    )  # fmt: skip
    def test_what_is_not_taken_in(self, commune: Workplace, changes: dict[str, Any], field: str) -> None:
        complete = form(commune)
        before = commune.verify()
        with pytest.raises(UserFacingError) as refusal:
            commune.take_in(
                type(complete)(**{name: getattr(complete, name) for name in complete.__struct_fields__} | changes)
            )
        assert refusal.value.field == field
        assert refusal.value.message.endswith(".")
        assert commune.verify() == before

    def test_an_auditor_takes_nothing_in(self, commune: Workplace) -> None:
        with pytest.raises(NotAllowedNow, match="chỉ được xem"):
            accept(commune.as_officer("tra"))

    def test_a_time_with_a_zone_is_refused_not_stumbled_over(self, commune: Workplace) -> None:
        from desktop.intake.form import read_form

        text = '{"procedure":"x","applicant":{"full_name":"a"},"outcome":"accepted","due":"2026-11-30T08:15+07:00"}'
        with pytest.raises(UserFacingError, match="giờ địa phương"):
            read_form(text.encode())


class TestPapers:
    def test_a_required_paper_that_is_missing(self, commune: Workplace) -> None:
        with pytest.raises(MissingPapers) as missing:
            accept(commune, BIRTH, papers=())
        assert len(missing.value.papers) == 1
        assert "Còn thiếu 1 giấy tờ bắt buộc" in missing.value.message

    def test_a_required_paper_that_is_not_ticked(self, commune: Workplace) -> None:
        (name,) = [paper.name_vi for paper in commune.catalogue.get(BIRTH).document_list if paper.required]
        with pytest.raises(MissingPapers):
            accept(commune, BIRTH, papers=(PaperTick(name, ok=False),))

    def test_a_required_paper_that_does_not_apply(self, commune: Workplace) -> None:
        (name,) = [paper.name_vi for paper in commune.catalogue.get(BIRTH).document_list if paper.required]
        dossier = accept(commune, BIRTH, papers=(PaperTick(name, ok=False, applies=False),))
        assert name not in {paper.name for paper in dossier.papers}

    def test_a_paper_named_in_letters_typed_the_other_way_is_the_same_paper(self, commune: Workplace) -> None:
        import unicodedata

        (name,) = [paper.name_vi for paper in commune.catalogue.get(BIRTH).document_list if paper.required]
        ticks = (PaperTick(f" {unicodedata.normalize('NFD', name)} ", 1),)
        assert accept(commune, BIRTH, papers=ticks).papers[0].required

    def test_missing_papers_stand_on_the_slip(self, commune: Workplace) -> None:
        slip = commune.take_in(form(commune, BIRTH, outcome=Outcome.SUPPLEMENT, papers=())).dossier
        assert [paper.ok for paper in slip.papers] == [False]
        assert slip.reason == "Hồ sơ còn thiếu giấy tờ theo quy định"


class TestNumbers:
    def test_codes_count_by_day_without_gaps_whatever_comes_between(self, commune: Workplace) -> None:
        codes = []
        for reason in ("Thiếu", "Thiếu"):
            codes.append(accept(commune).code)
            commune.take_in(form(commune, outcome=Outcome.SUPPLEMENT, reason=reason))
            with pytest.raises(UserFacingError):
                accept(commune, applicant=Applicant(""))
        codes.append(accept(commune.at(DAY_LATER)).code)
        codes.append(accept(commune.at(DAY_LATER), received_at=MONDAY).code)
        assert codes == [
            "H14.12.3-261123-0001",
            "H14.12.3-261123-0002",
            "H14.12.3-261125-0001",
            "H14.12.3-261123-0003",
        ]

    def test_slips_and_receipts_count_by_year(self, commune: Workplace) -> None:
        new_year = commune.at(datetime(2027, 1, 4, 8, 0))
        slips = [form(commune, outcome=Outcome.SUPPLEMENT, reason="Thiếu") for _ in range(2)]
        numbers = [place.take_in(slip).dossier.slip_ref for place in (commune, new_year) for slip in slips]
        assert numbers == [
            "H14.12.3-HDHS-26-0001",
            "H14.12.3-HDHS-26-0002",
            "H14.12.3-HDHS-27-0001",
            "H14.12.3-HDHS-27-0002",
        ]
        receipts = [accept(place).promises[0].paper_no for place in (commune, commune.at(DAY_LATER), new_year)]
        assert receipts == [1, 2, 1]

    def test_each_office_counts_for_itself(self, commune: Workplace, district: Workplace) -> None:
        assert (accept(commune).code, accept(district).code) == ("H14.12.3-261123-0001", "H14.12-261123-0001")


class TestSlipsThatGoOn:
    @pytest.mark.parametrize("outcome", [Outcome.SUPPLEMENT, Outcome.REJECTED])
    def test_to_acceptance(self, commune: Workplace, outcome: Outcome) -> None:
        slip = commune.take_in(form(commune, outcome=outcome, reason="Thiếu")).dossier
        dossier = accept(commune.at(DAY_LATER), slip=slip.reference)
        assert (dossier.id, dossier.slip_ref) == (slip.id, slip.slip_ref)
        assert (dossier.opened_at, dossier.received_at) == (MONDAY, DAY_LATER)
        assert dossier.code
        assert commune.view(dossier.code).dossier == commune.view(slip.reference).dossier

    def test_a_second_acceptance(self, commune: Workplace) -> None:
        slip = commune.take_in(form(commune, outcome=Outcome.SUPPLEMENT, reason="Thiếu")).dossier
        accept(commune, slip=slip.reference)
        with pytest.raises(NotAllowedNow, match="không tiếp nhận lần thứ hai"):
            accept(commune, slip=slip.reference)

    def test_before_the_slip_was_written(self, commune: Workplace) -> None:
        slip = commune.take_in(form(commune, outcome=Outcome.SUPPLEMENT, reason="Thiếu")).dossier
        with pytest.raises(WrongMoment):
            accept(commune, slip=slip.reference, received_at=MONDAY - timedelta(hours=1))

    def test_another_office_s_slip(self, commune: Workplace, province: Workplace, tmp_path: Any) -> None:
        acquaint(commune, province)
        slip = commune.take_in(form(commune, outcome=Outcome.SUPPLEMENT, reason="Thiếu")).dossier
        for batch in commune.export(tmp_path):
            province.import_files([batch.path])
        assert province.view(slip.reference)
        with pytest.raises(NotAllowedNow, match="do UBND xã Quang Hán lập"):
            accept(province, slip=slip.reference)

    def test_a_citizen_who_was_here_before(self, commune: Workplace) -> None:
        assert commune.returning_applicant("004090000123") is None
        accept(commune)
        slip = commune.take_in(form(commune, outcome=Outcome.SUPPLEMENT, reason="Thiếu")).dossier
        found = commune.returning_applicant("004090000123")
        assert found
        assert (found.dossiers, found.applicant.full_name) == (2, "Đàm Văn Riêm")
        assert [dossier.id for dossier in found.unfinished] == [slip.id]
        assert commune.returning_applicant("") is None


def due_to_give(place: Workplace, procedure: str) -> datetime | None:
    """Return the date an officer would have to give, None where the procedure says enough."""
    try:
        place.preview(place.plan(procedure, None), MONDAY)
    except DueNeeded as needed:
        return needed.candidates[0][1].at if needed.candidates else datetime(2026, 12, 21, 11, 30)
    return None


@pytest.mark.parametrize("procedure", [procedure.id for procedure in shipped()])
def test_every_shipped_procedure_can_be_taken_in(commune: Workplace, procedure: str) -> None:
    """Where the published limit does not say enough, the officer gives the date, and chooses among named readings."""
    due = due_to_give(commune, procedure)
    dossier = accept(commune, procedure, due=due)
    assert dossier.due_by_officer is (due is not None)
    assert due in (None, dossier.due)
    assert dossier.due
    assert dossier.due > MONDAY
    assert commune.clock.calendar.is_working(dossier.due.date())
    assert commune.paper(dossier.reference, Form.RECEIPT).startswith(b"%PDF")
    assert commune.verify().faults == ()


@pytest.mark.parametrize(
    ("variant", "days"), [(None, 43), ("remote", 43), ("standard", 33)], ids=["by the area", "remote", "standard"]
)
def test_the_land_procedure_at_a_remote_commune(commune: Workplace, variant: str | None, days: int) -> None:
    """18 + 15 working days in the district and at the commune, 10 more in a remote one."""
    dossier = accept(commune, LAND, variant=variant)
    assert dossier.due
    assert dossier.due.date() == commune.clock.add_working_days(MONDAY.date(), days)


def test_the_land_procedure_at_the_district(district: Workplace) -> None:
    dossier = accept(district, LAND, variant="standard")
    assert dossier.due
    assert dossier.due.date() == district.clock.add_working_days(MONDAY.date(), 30)


def test_a_procedure_frozen_onto_a_dossier_stays_when_the_catalogue_changes(commune: Workplace) -> None:
    from msgspec.structs import replace

    before = accept(commune, BIRTH)
    newer = replace(commune.catalogue.get(BIRTH), name_vi="Đăng ký khai sinh (mới)")
    commune.import_procedures([newer])
    after = accept(commune, BIRTH)
    assert after.plan.name == "Đăng ký khai sinh (mới)"
    assert commune.view(str(before.code)).dossier.plan == before.plan
    assert before.plan.version != after.plan.version


def test_an_unknown_procedure_and_case_are_told_apart(commune: Workplace) -> None:
    with pytest.raises(UnknownProcedure):
        commune.plan("nope", None)
    with pytest.raises(UnknownVariant, match="remote"):
        commune.plan(LAND, ["nope"])


def test_a_draft_outlives_the_program(commune: Workplace) -> None:
    commune.save_draft({"procedure": LAND, "applicant": {"full_name": "Đàm"}})
    assert commune.load_draft() == (MONDAY, {"procedure": LAND, "applicant": {"full_name": "Đàm"}})
    assert commune.as_officer("binh").load_draft() is None
    commune.drop_draft()
    assert commune.load_draft() is None


def test_a_list_of_cases_asks_for_the_papers_of_one_case(commune: Workplace) -> None:
    """Đăng ký tạm trú: three parts for three kinds of applicant; the first asks for two papers."""
    procedure = commune.catalogue.get("tthc-1.004194")
    first, second = [
        paper.name_vi for paper in procedure.document_list if paper.group_vi == "Hồ sơ đăng ký tạm trú gồm"
    ]
    with pytest.raises(NoPapers, match="trường hợp đang nộp"):
        commune.take_in(form(commune, procedure=procedure.id, papers=()))
    with pytest.raises(MissingPapers) as missing:
        commune.take_in(form(commune, procedure=procedure.id, papers=(PaperTick(first),)))
    assert missing.value.papers == (second,)
    taken = commune.take_in(form(commune, procedure=procedure.id, papers=(PaperTick(first), PaperTick(second))))
    assert [paper.name for paper in taken.dossier.papers] == [first, second]
