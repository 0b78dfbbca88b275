"""What the portal is told of a dossier: the truth of its status, its dates, its rounds; never an invented field."""

import re
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.deadlines import to_utc
from desktop.dossiers.bodies import Applicant, Noted, PaperItem, StepFinished
from desktop.dossiers.entry import Draft
from desktop.exchange.outside.portal_mapping import shipped_portal
from desktop.exchange.outside.portal_out import check, check_progress, portal_dossier, portal_progress
from desktop.exchange.portal import PORTAL_CODE
from desktop.office import Officer
from desktop.terms import Channel, EntryKind, Role, Status
from tests.exchange.outside.cases import LAND, REACHED, SETTINGS, act, begun, in_status, supplemented_then_extended
from tests.support.bench import DISTRICT

TOLD = [status for status in REACHED if PORTAL_CODE[status] is not None]
MOMENT = re.compile(r"\d{14}")


def told(status: Status, /, **changes: Any) -> dict[str, Any]:
    dossier, entries = in_status(status)
    return portal_dossier(replace(dossier, **changes), entries, SETTINGS)


class TestDossier:
    @pytest.mark.parametrize("status", TOLD)
    def test_leaves_with_its_code(self, status: Status) -> None:
        message = told(status)
        assert message["TrangThaiHoSo"] == PORTAL_CODE[status]
        assert check(message) == []

    def test_what_was_only_guided_does_not_leave(self) -> None:
        assert [problem.field for problem in check(told(Status.GUIDED)) if "Cổng" in problem.message] == [
            "TrangThaiHoSo"
        ]

    def test_fields_in_the_order_and_form_of_the_portal(self) -> None:
        message = told(Status.ACCEPTED)
        kept = [rule.name for rule in shipped_portal().groups["dossier"] if rule.value]
        assert list(message) == kept
        assert message["NgayTiepNhan"] == "20261123081500"
        assert message["NgayTra"] == ""
        assert (message["MaTTHC"], message["MaLinhVuc"], message["TenLinhVuc"]) == ("1.000948", "G01", "Đất đai")
        assert message["DinhDanhCHS"] == [{"LoaiDinhDanh": "1", "SoDinhDanh": "004090000123"}]
        assert message["DanhSachTepDinhKemKhac"] == [{"TenGiayTo": "Đơn đề nghị", "SoLuong": 1}]

    def test_what_is_not_kept_is_left_out_not_made_up(self) -> None:
        assert {"TaiLieuNop", "DanhSachLePhi", "DanhSachGiayToKetQua", "Fax"} & set(told(Status.RETURNED)) == set()

    @pytest.mark.parametrize(("channel", "code"), [(Channel.COUNTER, "1"), (Channel.ONLINE, "2"), (Channel.POST, "3")])
    def test_channel(self, channel: Channel, code: str) -> None:
        assert told(Status.ACCEPTED, channel=channel)["KenhThucHien"] == code

    def test_when_an_online_dossier_was_sent_is_not_claimed(self) -> None:
        message = told(Status.ACCEPTED, channel=Channel.ONLINE)
        assert (message["NgayNopHoSo"], message["NoiNopHoSo"]) == ("", "")

    @pytest.mark.parametrize(
        ("applicant", "kind", "number", "identities"),
        [
            (Applicant("An", "012345678"), "1", "012345678", [{"LoaiDinhDanh": "2", "SoDinhDanh": "012345678"}]),
            (Applicant("An"), "1", "", []),
            (Applicant("An", "004090000123", organisation="HTX", tax_code="0100109106"), "2", "0100109106", []),
        ],
    )
    def test_owner(self, applicant: Applicant, kind: str, number: str, identities: list[dict[str, str]]) -> None:
        message = told(Status.ACCEPTED, applicant=applicant)
        assert (message["LoaiDoiTuong"], message["SoGiayToChuHoSo"], message["DinhDanhCHS"]) == (
            kind,
            number,
            identities,
        )
        assert message["ChuHoSo"] == applicant.named

    @pytest.mark.parametrize(("place", "code"), [("", "0"), ("UBND xã", "0"), ("Qua Bưu chính công ích", "1")])
    def test_how_the_result_is_returned(self, place: str, code: str) -> None:
        assert told(Status.ACCEPTED, return_at=place)["HinhThuc"] == code

    def test_end_of_processing(self) -> None:
        returned = told(Status.RETURNED)
        assert (returned["NgayKetThucXuLy"], returned["NgayTra"]) == ("20261126090000", "20261127090000")
        refused = told(Status.REFUSED)
        assert (refused["NgayTuChoi"], refused["NgayTiepNhan"]) == ("20261123081500", "")
        assert told(Status.STOPPED)["NgayKetThucXuLy"] == "20261126090000"

    def test_a_pause_says_in_words_what_no_code_says(self) -> None:
        message = told(Status.PAUSED)
        assert message["TrangThaiHoSo"] == "4"
        assert "Tạm dừng: Chờ xác minh" in message["GhiChu"]
        assert message["DanhSachHoSoBoSung"] == []

    def test_what_was_merged_names_the_dossier_that_goes_on(self) -> None:
        message = told(Status.STOPPED, status=Status.MERGED, merged_into="H14.12.3-261120-0009", reason="Trùng")
        assert (message["TrangThaiHoSo"], message["GhiChu"]) == ("8", "Gộp vào hồ sơ H14.12.3-261120-0009. Trùng")


class TestExtension:
    @pytest.mark.parametrize("before", ["new", "in progress"])
    def test_keeps_its_code_and_changes_the_date_only(self, before: str) -> None:
        bench = begun()
        if before == "in progress":
            act(bench, "finish-step")
        assert bench.dossier is not None
        first = portal_dossier(bench.dossier, bench.entries, SETTINGS)
        after = act(bench, "extend", new_due="2027-03-15", reason="Chờ ý kiến", cause="objective")
        message = portal_dossier(after, bench.entries, SETTINGS)
        assert message["TrangThaiHoSo"] == first["TrangThaiHoSo"] == ("2" if before == "new" else "4")
        assert message["NgayHenTra"] == "20270315170000"
        assert message["DanhSachHoSoBoSung"] == []
        assert "Xin lỗi và hẹn lại: Chờ ý kiến" in message["GhiChu"]
        changed = {name for name in message if message[name] != first[name]}
        assert changed <= {"NgayHenTra", "GhiChu"}

    def test_progress_never_says_supplement(self) -> None:
        bench = begun()
        act(bench, "finish-step")
        dossier = act(bench, "extend", new_due="2027-03-15", reason="Chờ ý kiến", cause="objective")
        last = portal_progress(dossier, bench.entries)[-1]
        assert last["TrangThai"] == "4"
        assert last["NoiDungXuLy"] == "Xin lỗi và hẹn lại ngày trả: Chờ ý kiến · hẹn trả 17:00 15/03/2027"


class TestSupplementRounds:
    def test_dates_before_and_after(self) -> None:
        bench = supplemented_then_extended()
        assert bench.dossier is not None
        message = portal_dossier(bench.dossier, bench.entries, SETTINGS)
        (one,) = message["DanhSachHoSoBoSung"]
        promises = [f"{promise.due:%Y%m%d%H%M%S}" for promise in bench.dossier.promises]
        assert len(promises) == 3
        assert [one["NgayHenTraTruoc"], one["NgayHenTraMoi"], message["NgayHenTra"]] == promises
        assert (one["HoSoBoSungId"], one["TrangThaiBoSung"]) == (1, True)
        assert (one["NgayBoSung"], one["NgayTiepNhanBoSung"]) == ("20261126090000", "20261201090000")
        assert one["NoiDungBoSung"] == "Trích lục bản đồ. Thiếu trích lục"
        assert one["NguoiYeuCauBoSung"] == one["NguoiTiepNhanBoSung"] == "Nông Thị Lan"
        assert check(message) == []

    def test_an_open_round_is_not_done(self) -> None:
        (one,) = told(Status.WAITING_SUPPLEMENT)["DanhSachHoSoBoSung"]
        assert (one["TrangThaiBoSung"], one["NgayTiepNhanBoSung"], one["NgayHenTraMoi"]) == (False, "", "")

    def test_a_corrected_request_is_told_as_corrected(self) -> None:
        bench = begun()
        act(bench, "ask-supplement", papers=["Trích lục bản đồ"], reason="Thieu")
        asked = bench.entries[-1].id
        dossier = act(bench, "correct", entry=asked, changes={"reason": "Thiếu bản vẽ"}, reason="Gõ thiếu dấu")
        (one,) = portal_dossier(dossier, bench.entries, SETTINGS)["DanhSachHoSoBoSung"]
        assert one["NoiDungBoSung"] == "Trích lục bản đồ. Thiếu bản vẽ"

    def test_a_second_round_starts_from_the_extended_date(self) -> None:
        bench = supplemented_then_extended()
        act(bench, "ask-supplement", papers=["Bản sao căn cước"], reason="Hết hạn")
        assert bench.dossier is not None
        first, second = portal_dossier(bench.dossier, bench.entries, SETTINGS)["DanhSachHoSoBoSung"]
        assert (first["HoSoBoSungId"], second["HoSoBoSungId"]) == (1, 2)
        assert second["NgayHenTraTruoc"] == "20270315170000"


class TestProgress:
    @pytest.mark.parametrize("status", TOLD)
    def test_every_entry_may_leave(self, status: Status) -> None:
        dossier, entries = in_status(status)
        steps = portal_progress(dossier, entries)
        assert steps[-1]["TrangThai"] == PORTAL_CODE[status]
        assert [problem for step in steps for problem in check_progress(step)] == []

    def test_nothing_before_acceptance(self) -> None:
        dossier, entries = in_status(Status.GUIDED)
        assert portal_progress(dossier, entries) == []

    def test_only_what_is_new(self) -> None:
        bench = supplemented_then_extended()
        assert bench.dossier is not None
        everything = portal_progress(bench.dossier, bench.entries)
        assert portal_progress(bench.dossier, bench.entries, after=bench.entries[1].id) == everything[2:]
        assert portal_progress(bench.dossier, bench.entries, after=bench.entries[-1].id) == []
        assert portal_progress(bench.dossier, bench.entries, after="unheard of") == everything

    def test_notes_stay_in_the_house(self) -> None:
        bench = begun()
        assert bench.dossier is not None
        bench.add(Draft(EntryKind.NOTED, Noted("Hỏi lại anh Páo"), bench.now))
        assert "Páo" not in str(portal_progress(bench.dossier, bench.entries))

    def test_who_in_which_office_since_when(self) -> None:
        bench = begun()
        dossier = act(bench, "finish-step")
        last = portal_progress(dossier, bench.entries, [Officer("lan", "Nông Thị Lan", Role.DESK)])[-1]
        assert (last["NguoiXuLy"], last["ChucDanh"]) == ("Nông Thị Lan", "Công chức một cửa")
        assert (last["PhongBanXuLy"], last["NgayBatDau"]) == ("UBND xã Quang Hán", "20261123081500")

    def test_a_hand_over_is_the_senders_act(self) -> None:
        bench = begun()
        dossier = act(bench, "hand-over", to_office="H14.12")
        last = portal_progress(dossier, bench.entries)[-1]
        assert (last["PhongBanXuLy"], last["TrangThai"]) == ("UBND xã Quang Hán", "4")

    def test_a_taking_over_is_the_act_of_whom_the_paper_came_to(self) -> None:
        bench = begun()
        act(bench, "hand-over", to_office="H14.12")
        bench.office = DISTRICT
        last = portal_progress(act(bench, "take-over"), bench.entries)[-1]
        assert (last["PhongBanXuLy"], last["TrangThai"]) == ("UBND huyện Trùng Khánh", "4")

    def test_what_was_corrected_is_told_as_corrected(self) -> None:
        bench = begun()
        act(bench, "stop", reason="Tranh chap")
        stopped = bench.entries[-1].id
        dossier = act(bench, "correct", entry=stopped, changes={"reason": "Đất đang tranh chấp"}, reason="Gõ thiếu dấu")
        words = [step["NoiDungXuLy"] for step in portal_progress(dossier, bench.entries)]
        assert words[-1] == "Dừng giải quyết: Đất đang tranh chấp"

    def test_why_something_was_typed_late_stays_in_the_house(self) -> None:
        bench = begun()
        assert bench.dossier is not None
        body = StepFinished(bench.dossier.steps[-1].step_id, late_reason="Quên ghi")
        dossier = bench.add(Draft(EntryKind.STEP_FINISHED, body, bench.now))
        assert "Quên ghi" not in str(portal_progress(dossier, bench.entries))

    def test_a_kind_of_a_newer_program_is_passed_over(self) -> None:
        bench = begun()
        assert bench.dossier is not None
        written = portal_progress(bench.dossier, bench.entries)
        bench.add(Draft(EntryKind.NOTED, Noted("x"), bench.now), kind="teleported")
        assert bench.dossier.unknown_entries == 1
        assert portal_progress(bench.dossier, bench.entries) == written


class TestLengths:
    def test_a_summary_is_cut_where_the_table_says_so(self) -> None:
        dossier, entries = in_status(Status.ACCEPTED)
        long = replace(dossier, plan=replace(dossier.plan, name="Ấ" * 1200))
        message = portal_dossier(long, entries, SETTINGS)
        assert len(message["TrichYeuHoSo"]) == 1000
        assert message["TrichYeuHoSo"].endswith("Ấ…")
        assert check(message) == []

    def test_a_name_is_not_cut_but_reported(self) -> None:
        dossier, entries = in_status(Status.ACCEPTED)
        (step,) = portal_progress(dossier, entries, [Officer("lan", "N" * 51)])
        (problem,) = check_progress(step)
        assert (problem.field, problem.message) == (
            "NguoiXuLy",
            "Người xử lý dài 51 ký tự, tối đa 50. Hãy viết gọn lại.",
        )

    def test_paper_names(self) -> None:
        message = told(Status.ACCEPTED, papers=(PaperItem("g" * 2100, 1, 2), PaperItem("chưa nộp", ok=False)))
        (paper,) = message["DanhSachTepDinhKemKhac"]
        assert (len(paper["TenGiayTo"]), paper["SoLuong"]) == (2000, 3)


FULL = told(Status.WAITING_SUPPLEMENT)
REQUIRED = {rule.name: rule for rule in shipped_portal().groups["dossier"] if rule.need == "required"}
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


class TestCheck:
    @settings(deadline=None)
    @given(st.sets(st.sampled_from(sorted(FULL))))
    def test_any_missing_fields_are_named(self, missing: set[str]) -> None:
        problems = check({name: value for name, value in FULL.items() if name not in missing})
        assert [problem.field for problem in problems] == [name for name in REQUIRED if name in missing]
        for problem in problems:
            assert (
                problem.message.startswith(f"Thiếu {REQUIRED[problem.field].what}. Hãy ") or "Hãy " in problem.message
            )

    @settings(deadline=None)
    @given(st.dictionaries(st.sampled_from(sorted(FULL)), JUNK))
    def test_any_value_is_judged_without_an_exception(self, junk: dict[str, Any]) -> None:
        for problem in check({**FULL, **junk}):
            assert problem.field.split("[")[0].split(".")[0] in FULL
            assert problem.message

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"TrangThaiHoSo": "11"}, "TrangThaiHoSo", "không có trong danh mục"),
            ({"TrangThaiHoSo": 4}, "TrangThaiHoSo", "phải là chữ"),
            ({"NgayHenTra": "2026-12-15"}, "NgayHenTra", "không đúng dạng ngày giờ"),
            ({"NgayHenTra": "20261315000000"}, "NgayHenTra", "không đúng dạng ngày giờ"),
            ({"DanhSachHoSoBoSung": {}}, "DanhSachHoSoBoSung", "danh sách"),
            ({"DanhSachHoSoBoSung": [1]}, "DanhSachHoSoBoSung[0].", "khuôn dạng"),
            ({"Tuổi": "40"}, "Tuổi", "không có trong bảng khuôn dạng"),
            (
                {"DanhSachTepDinhKemKhac": [{"TenGiayTo": "Đơn", "SoLuong": "1"}]},
                "DanhSachTepDinhKemKhac[0].SoLuong",
                "số nguyên",
            ),
        ],
    )
    def test_what_is_wrong_is_said(self, changes: dict[str, Any], field: str, words: str) -> None:
        (problem,) = check({**FULL, **changes})
        assert problem.field == field
        assert words in problem.message
        assert problem.dossier == FULL["MaHoSo"]

    def test_a_lacking_code_says_where_to_write_it(self) -> None:
        dossier, entries = in_status(Status.ACCEPTED)
        assert {problem.field: problem.message for problem in check(portal_dossier(dossier, entries))} == {
            "MaTTHC": "Thiếu mã thủ tục hành chính quốc gia. Hãy ghi mã quốc gia (dạng 1.000948) của thủ tục vào cấu "
            "hình Cổng, mục procedures.",
            "MaLinhVuc": "Thiếu mã lĩnh vực. Hãy ghi mã của lĩnh vực vào cấu hình Cổng, mục fields.",
        }

    def test_no_message_at_all(self) -> None:
        assert len(check(None)) == 1  # type: ignore[arg-type]


def test_every_moment_has_fourteen_digits_of_local_time() -> None:
    bench = supplemented_then_extended()
    assert bench.dossier is not None
    assert to_utc(datetime(2026, 11, 23, 8, 15)).hour == 1, "the journal keeps UTC"
    message = portal_dossier(bench.dossier, bench.entries, SETTINGS)
    rules = [rule.name for rule in shipped_portal().groups["dossier"] if rule.kind == "moment"]
    found = [message[name] for name in rules if message[name]]
    assert len(found) == 3
    assert all(MOMENT.fullmatch(text) for text in found)


def test_the_land_procedure_has_no_national_code_of_its_own() -> None:
    dossier, _ = in_status(Status.ACCEPTED)
    assert (dossier.plan.procedure_id, dossier.plan.procedure_code) == (LAND, None)
