"""From the desk to the land system: received, supplemented, handed out; an extension is none of these."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.exchange.outside.land_mapping import LandSettings, read_land_settings, shipped_land
from desktop.exchange.outside.land_out import (
    LAND_VALUES,
    RECEIVED,
    RETURNED,
    SUPPLEMENTED,
    NothingToTell,
    Parcel,
    check_land,
    received_message,
    returned_message,
    supplemented_message,
)
from desktop.exchange.outside.mapping import MappingUnreadable
from desktop.terms import Status
from tests.exchange.outside.cases import LAND, act, begun, in_status, supplemented_then_extended

SETTINGS = LandSettings(province_id=4, district_id=47, commune_id=1513, workflows={LAND: "QT-12"})
DOSSIER, ENTRIES = in_status(Status.ACCEPTED)
MESSAGE = received_message(DOSSIER, ENTRIES, SETTINGS, [Parcel("12", "7", "350.5", "Bản Kéo")])


class TestReceived:
    def test_what_the_land_system_is_told(self) -> None:
        assert check_land(RECEIVED, MESSAGE) == []
        assert (MESSAGE["SoBienNhan"], MESSAGE["NguoiTiepNhan"]) == (DOSSIER.code, "Nông Thị Lan")
        assert (MESSAGE["NgayTiepNhan"], MESSAGE["TinhId"]) == ("2026-11-23T08:15:00", 4)
        assert MESSAGE["ThongTinNguoiNopDon"]["HoTen"] == "Đàm Văn Riêm"
        assert MESSAGE["ThongTinQuyTrinh"] == {"MaQuyTrinh": "QT-12", "TenQuyTrinh": DOSSIER.plan.name}
        assert MESSAGE["ThongTinThuaDat"] == [
            {"SoThuTuThua": "12", "SoHieuBanDo": "7", "DienTich": "350.5", "DiaChiChiTiet": "Bản Kéo"}
        ]
        assert MESSAGE["DanhSachGiayToDinhKem"] == [{"TenGiayTo": "Đơn đề nghị", "SoBanChinh": 1, "SoBanSao": 0}]

    def test_what_the_office_has_not_set_is_named_with_where(self) -> None:
        problems = {
            problem.field: problem.message for problem in check_land(RECEIVED, received_message(DOSSIER, ENTRIES))
        }
        assert set(problems) == {"TinhId", "HuyenId", "XaId", "ThongTinQuyTrinh.MaQuyTrinh"}
        assert all("cấu hình hệ thống đất đai" in message for message in problems.values())

    @settings(deadline=None)
    @given(st.sets(st.sampled_from(sorted(MESSAGE))))
    def test_any_missing_fields_are_named(self, missing: set[str]) -> None:
        needed = {rule.name for rule in shipped_land().outgoing.groups[RECEIVED] if rule.need == "required"}
        left = {name: value for name, value in MESSAGE.items() if name not in missing}
        assert {problem.field for problem in check_land(RECEIVED, left)} == missing & needed

    @settings(deadline=None)
    @given(
        st.dictionaries(st.sampled_from(sorted(MESSAGE)), st.none() | st.integers() | st.text() | st.lists(st.none()))
    )
    def test_any_value_is_judged_without_an_exception(self, junk: dict[str, Any]) -> None:
        assert all(problem.message for problem in check_land(RECEIVED, {**MESSAGE, **junk}))


class TestSupplemented:
    def test_papers_that_came(self) -> None:
        bench = supplemented_then_extended()
        assert bench.dossier is not None
        message = supplemented_message(bench.dossier, bench.entries)
        assert check_land(SUPPLEMENTED, message) == []
        assert (message["GhiChu"], message["NgayHenTraMoi"]) == ("Trích lục bản đồ", "2027-03-15T17:00:00")
        assert [paper["TenGiayTo"] for paper in message["DanhSachGiayToBoSung"]] == ["Trích lục bản đồ"]

    def test_an_extension_is_never_told_as_a_supplement(self) -> None:
        bench = begun()
        act(bench, "finish-step")
        dossier = act(bench, "extend", new_due="2027-03-15", reason="Chờ ý kiến", cause="objective")
        with pytest.raises(NothingToTell, match="gia hạn"):
            supplemented_message(dossier, bench.entries)

    def test_not_while_papers_are_awaited(self) -> None:
        with pytest.raises(NothingToTell):
            supplemented_message(*in_status(Status.WAITING_SUPPLEMENT))


class TestReturned:
    def test_handed_out(self) -> None:
        message = returned_message(in_status(Status.RETURNED)[0])
        assert check_land(RETURNED, message) == []
        assert message == {"SoBienNhan": "H14.12.3-261123-0001", "NgayTra": "2026-11-27T09:00:00"}

    def test_not_before(self) -> None:
        with pytest.raises(NothingToTell, match="chưa trả"):
            returned_message(in_status(Status.RESULT_READY)[0])

    def test_without_a_date_it_does_not_leave(self) -> None:
        dossier = replace(in_status(Status.RETURNED)[0], ended_at=None)
        assert [problem.field for problem in check_land(RETURNED, returned_message(dossier))] == ["NgayTra"]


def test_every_value_is_asked_for_and_every_asked_value_made() -> None:
    groups = shipped_land().outgoing.groups
    asked = {(group, rule.value) for group, rules in groups.items() for rule in rules if rule.value}
    assert asked == {(group, name) for group, makers in LAND_VALUES.items() for name in makers}


def test_a_kind_we_do_not_send() -> None:
    with pytest.raises(ValueError, match="GiaHan"):
        check_land("GiaHan", {})


@pytest.mark.parametrize("data", [b"", b"[]", b'{"province_id": "4"}', b'{"format": "land-settings/2"}'])
def test_unusable_settings_are_refused(data: bytes) -> None:
    with pytest.raises(MappingUnreadable):
        read_land_settings(data)


def test_settings() -> None:
    assert read_land_settings(b'{"province_id": 4}').province_id == 4
