"""The portal's table is total both ways, and the fields are those of the published clients."""

import msgspec
import pytest

from desktop.exchange.outside.mapping import MappingUnreadable
from desktop.exchange.outside.portal_mapping import (
    PortalMapping,
    read_portal_mapping,
    read_portal_settings,
    shipped_portal,
)
from desktop.exchange.outside.portal_out import VALUES
from desktop.exchange.outside.shape import FieldRule, table_faults
from desktop.exchange.portal import PORTAL_CODE
from desktop.terms import Channel, EntryKind, Status

# as listed by two published one-stop systems (OpenCPS v2, 2020; a provincial system, 2025)
LABELS = {
    "1": "Mới đăng ký", "2": "Được tiếp nhận", "3": "Không được tiếp nhận", "4": "Đang xử lý",
    "5": "Yêu cầu bổ sung giấy tờ", "6": "Yêu cầu thực hiện nghĩa vụ tài chính", "7": "Công dân yêu cầu rút hồ sơ",
    "8": "Dừng xử lý", "9": "Đã xử lý xong", "10": "Đã trả kết quả",
}  # fmt: skip
REQUIRED = {
    "dossier": {
        "MaHoSo", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "LoaiDoiTuong", "TrichYeuHoSo", "NgayTiepNhan",
        "NgayHenTra", "TrangThaiHoSo", "HinhThuc", "DonViXuLy",
    },
    "progress": {"MaHoSo", "NguoiXuLy", "ThoiDiemXuLy", "NoiDungXuLy", "TrangThai"},
}  # fmt: skip
OTHERS = {
    "dossier": {
        "KenhThucHien", "ChuHoSo", "SoGiayToChuHoSo", "DinhDanhCHS", "MaDoiTuong", "ThongTinKhac", "Email",
        "SoDienThoai", "Fax", "NgayNopHoSo", "NgayTra", "ThongTinTra", "NgayKetThucXuLy", "NgayTuChoi", "GhiChu",
        "NoiNopHoSo", "HoSoCoThanhPhanSoHoa", "TaiKhoanDuocXacThucVoiVNeID", "DuocThanhToanTrucTuyen", "DSKetNoiCSDL",
        "TaiLieuNop",
        "DanhSachLePhi", "DanhSachTepDinhKemKhac", "DanhSachHoSoBoSung", "DanhSachGiayToKetQua",
    },
    "progress": {"ChucDanh", "PhongBanXuLy", "NgayBatDau", "NgayKetThucTheoQuyDinh"},
}  # fmt: skip


class TestCodes:
    def test_every_code_of_the_portal_has_its_words(self) -> None:
        assert {code: row.label for code, row in shipped_portal().codes.items()} == LABELS

    @pytest.mark.parametrize("status", Status)
    def test_every_status_goes_out_as_what_the_table_says(self, status: Status) -> None:
        mapping = shipped_portal()
        sent = [code for code, row in mapping.codes.items() if status in row.ours]
        if PORTAL_CODE[status] is None:
            assert mapping.no_code[status]
            assert sent == []
        else:
            assert sent == [PORTAL_CODE[status]]

    @pytest.mark.parametrize("code", LABELS)
    def test_every_code_comes_in_as_what_goes_out(self, code: str) -> None:
        row = shipped_portal().codes[code]
        assert row.meaning
        assert {PORTAL_CODE[status] for status in row.ours} <= {code}
        assert row.ours or row.note, "a code nothing here is sent as says why"

    def test_waiting_for_papers_shares_its_code_with_nothing(self) -> None:
        assert shipped_portal().codes["5"].ours == (Status.WAITING_SUPPLEMENT,)

    def test_every_kind_of_entry_is_told_or_kept(self) -> None:
        mapping = shipped_portal()
        assert sorted([*mapping.progress_sent, *mapping.progress_silent]) == sorted(EntryKind)
        assert EntryKind.NOTED in mapping.progress_silent, "notes are for colleagues"

    def test_every_channel_has_its_code(self) -> None:
        assert set(shipped_portal().tables["channel"]) == set(shipped_portal().tables["handed_in_at"]) == set(Channel)


class TestFields:
    @pytest.mark.parametrize("group", REQUIRED)
    def test_the_fields_are_those_published(self, group: str) -> None:
        rules = shipped_portal().groups[group]
        assert {rule.name for rule in rules if rule.need == "required"} == REQUIRED[group]
        assert {rule.name for rule in rules if rule.need != "required"} == OTHERS[group]

    @pytest.mark.parametrize(
        ("group", "name", "length"),
        [
            ("dossier", "TrichYeuHoSo", 1000),
            ("progress", "NguoiXuLy", 50),
            ("file", "TenTepDinhKem", 4000),
            ("paper", "TenGiayTo", 2000),
        ],
    )
    def test_lengths(self, group: str, name: str, length: int) -> None:
        assert next(rule for rule in shipped_portal().groups[group] if rule.name == name).max_length == length

    def test_every_value_we_make_is_asked_for_somewhere(self) -> None:
        groups = shipped_portal().groups
        asked = {(group, rule.value) for group, rules in groups.items() for rule in rules if rule.value}
        made = {(group, name) for group, makers in VALUES.items() for name in makers}
        assert made - asked == {("dossier", "code")}, "the other key an office may choose"
        assert asked <= made

    def test_a_faulty_table_is_noticed(self) -> None:
        rules = (
            FieldRule("A", "required", "a", value="nothing"),
            FieldRule("A", "required", "a", kind="list"),
            FieldRule("B", "required", "b", kind="list", group="gone"),
            FieldRule("C", "required", "c", max_length=1),
        )
        faults = list(table_faults({"dossier": rules}, {"dossier": {}}, ("dossier", "progress")))
        assert len(faults) == 6


class TestReading:
    def changed(self, **changes: object) -> bytes:
        return msgspec.json.encode({**msgspec.to_builtins(shipped_portal()), **changes})

    def test_the_shipped_table_survives_a_rewrite(self) -> None:
        assert read_portal_mapping(self.changed()) == shipped_portal()

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"format": "portal-mapping/2"}, "portal-mapping/1"),
            ({"no_code": {}}, "đúng một mã"),
            ({"no_code": {"guided": "a", "arrived": "b", "paused": "c"}}, "đúng một mã"),
            ({"progress_silent": ["noted"]}, "đúng một lần"),
            ({"progress_per_call": 0}, "progress_per_call"),
            ({"codes": {"1": {"label": "x", "meaning": "y", "ours": ["lost"]}}}, "portal.json"),
            ({"surprise": 1}, "surprise"),
        ],
    )
    def test_an_unusable_table_is_refused(self, changes: dict[str, object], why: str) -> None:
        with pytest.raises(MappingUnreadable, match=why):
            read_portal_mapping(self.changed(**changes))

    @pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"format": 1}', b"\xff", b'{"format": "portal-settings/9"}'])
    def test_unusable_settings_are_refused(self, data: bytes) -> None:
        with pytest.raises(MappingUnreadable):
            read_portal_settings(data)

    def test_settings(self) -> None:
        settings = read_portal_settings('{"sender": "H14", "fields": {"Đất đai": "G01"}}'.encode())
        assert (settings.sender, settings.fields) == ("H14", {"Đất đai": "G01"})


def test_the_mapping_type_is_what_is_shipped() -> None:
    assert isinstance(shipped_portal(), PortalMapping)
