"""Messages of the land system: each read as what it truly says. A supplement is never read where more time is meant."""

from datetime import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.dossiers.dossier import Dossier
from desktop.exchange.outside import land_in
from desktop.exchange.outside.land_in import RULED, Proposed, Reading, read_land
from desktop.exchange.outside.land_mapping import read_land_mapping, shipped_land
from desktop.exchange.outside.land_message import LandUnreadable, land_messages, plain_words
from desktop.exchange.outside.mapping import MappingUnreadable
from desktop.folding import folded
from desktop.handling.actions import ACTIONS
from desktop.handling.record import read_command
from desktop.terms import Status
from tests.exchange.outside.cases import REACHED, act, begun, in_status

WAITING, SUPPLEMENTED = "DongBoTrangThaiChoBoSung", "DongBoTrangThaiDaBoSung"
MOVED, TAX, FINISHED = "DongBoTrangThaiLuanChuyenHoSo", "DongBoKetQuaThue", "DongBoTrangThaiKetThuc"
TAX_RETURNED, WRONG_PROCEDURE = "ThueChuyenTraHoSoDoSai", "ThongBaoNhapSaiThuTuc"
LATER = "2027-03-15T10:00:00Z"
"""17:00 in Vietnam, after the promise of every dossier here."""


def at(status: Status) -> Dossier:
    return in_status(status)[0]


def read(kind: str, dossier: Dossier | None = None, **fields: Any) -> Reading:
    """Read one message about a dossier in progress, or the one given."""
    about = dossier or at(Status.IN_PROGRESS)
    message = {"SoBienNhan": about.code, "SecurityCode": "bi-mat", **fields}
    (said,) = land_messages(msgspec.json.encode(message), kind)
    return read_land(said, about)


def action(reading: Reading) -> str | None:
    return reading.proposal.action if reading.proposal else None


class TestTheFoundingFailure:
    """A province's land system knew only "supplement"; citizens were told to add papers when their dossier was late."""

    @pytest.mark.parametrize(
        "note",
        [
            "Gia hạn thời gian giải quyết đến 15/03/2027",
            "Phiếu xin lỗi và hẹn lại ngày trả kết quả 15/3/2027",
            "GIA HAN HO SO DEN NGAY 15-03-2027 do chờ ý kiến Sở",
            "Bổ sung thời gian giải quyết, ngày trả 15.03.2027",
            "Hồ sơ trễ hạn, hẹn lại 15/03/2027",
        ],
    )
    def test_an_extension_sent_as_supplement_is_an_extension(self, note: str) -> None:
        reading = read(WAITING, NgayChoBoSung="2026-12-01T02:00:00", LaTamDung=False, GhiChu=note)
        assert reading.proposal == Proposed("extend", {"new_due": "2027-03-15", "reason": note})
        assert reading.proposal.missing == ("cause",)

    @pytest.mark.parametrize(
        "note",
        [
            "Xin lỗi vì chậm trễ",
            "gia hạn",
            "Hẹn lại ngày trả từ 15/03/2027 sang 20/03/2027",
            "Gia hạn đến 31/02/2027",
            "",
        ],
    )
    def test_without_one_clear_date_it_is_asked(self, note: str) -> None:
        reading = read(WAITING, NgayChoBoSung="2026-12-01T02:00:00", LaTamDung=False, GhiChu=note)
        assert reading.proposal is None
        assert "hỏi lại" in (reading.task or "").casefold()

    def test_supplement_received_with_a_later_date_and_no_round_is_an_extension(self) -> None:
        reading = read(SUPPLEMENTED, NgayNhanBoSung="2026-12-01T02:00:00Z", NgayHenTraMoi=LATER, GhiChu="Chờ ý kiến Sở")
        assert reading.proposal == Proposed("extend", {"new_due": "2027-03-15T17:00", "reason": "Chờ ý kiến Sở"})
        assert reading.task is None

    def test_the_whole_exchange_asks_the_citizen_for_nothing(self) -> None:
        first = read(WAITING, NgayChoBoSung="2026-12-01T02:00:00", LaTamDung=False, GhiChu="gia hạn giải quyết")
        then = read(SUPPLEMENTED, NgayNhanBoSung="2026-12-01T02:05:00", NgayHenTraMoi=LATER)
        assert (action(first), action(then)) == (None, "extend")

    @settings(deadline=None)
    @given(
        st.sampled_from(shipped_land().extension_words),
        st.text("bổ sung giấy tờ ,.0123456789/đơn", max_size=30),
        st.booleans() | st.none() | st.sampled_from(["True", "0", "?"]),
        st.sampled_from([None, LATER, "?"]),
    )
    def test_no_words_of_more_time_are_ever_read_as_a_supplement(
        self, words: str, around: str, pause: Any, new_due: str | None
    ) -> None:
        for note in (f"{around} {words}", f"{words.title()} {around}"):
            reading = read(WAITING, LaTamDung=pause, GhiChu=note, NgayHenTraMoi=new_due)
            assert action(reading) in {None, "extend"}
            assert reading.proposal or reading.task

    @pytest.mark.parametrize(
        "extra",
        [
            {"LaGiaHan": True},
            {"LoaiYeuCau": "Gia hạn"},
            {"TapTin": {"TenGiayTo": "Phiếu xin lỗi.pdf", "LinkFile": "http://x"}},
        ],
    )
    def test_more_time_may_stand_in_a_field_nobody_listed(self, extra: dict[str, Any]) -> None:
        reading = read(WAITING, LaTamDung=False, GhiChu="Giấy tờ xem tệp", **extra)
        assert reading.proposal is None
        assert reading.task

    def test_words_are_whole_words(self) -> None:
        assert " gia han " not in plain_words("Đánh giá hàng năm")
        reading = read(WAITING, LaTamDung=False, GhiChu="Thiếu giấy đánh giá hàng năm")
        assert action(reading) == "ask-supplement"


class TestWaiting:
    @pytest.mark.parametrize("pause", [True, "true", "True", "1", 1])
    def test_a_pause_is_a_pause(self, pause: Any) -> None:
        reading = read(WAITING, LaTamDung=pause, GhiChu="Chờ xác minh thực địa", NgayChoBoSung="2026-12-01T02:30:00Z")
        assert reading.proposal == Proposed("pause", {"reason": "Chờ xác minh thực địa"})
        assert reading.occurred_at == datetime(2026, 12, 1, 9, 30)

    @pytest.mark.parametrize("pause", [False, "false", 0])
    def test_a_supplement_names_papers(self, pause: Any) -> None:
        reading = read(WAITING, LaTamDung=pause, GhiChu="Thiếu trích lục bản đồ địa chính")
        assert reading.proposal == Proposed("ask-supplement", {"reason": "Thiếu trích lục bản đồ địa chính"})
        assert reading.proposal.missing == ("papers",), "which papers, a person says"

    def test_a_list_of_papers_is_taken_over(self) -> None:
        papers = [{"TenGiayTo": "Bản sao căn cước", "SoBanSao": 1}, {"TenGiayTo": ""}, 7]
        reading = read(WAITING, LaTamDung=False, GhiChu="Đề nghị nộp", DanhSachGiayToBoSung=papers)
        assert reading.proposal == Proposed(
            "ask-supplement", {"papers": ("Bản sao căn cước",), "reason": "Đề nghị nộp"}
        )
        assert reading.proposal.missing == ()

    def test_papers_and_more_time_at_once_are_asked_about(self) -> None:
        reading = read(
            WAITING, LaTamDung=False, GhiChu="Gia hạn đến 15/03/2027", DanhSachGiayToBoSung=[{"TenGiayTo": "Đơn"}]
        )
        assert reading.proposal is None

    @pytest.mark.parametrize("note", ["Gia hạn sử dụng đất: nộp thêm đơn", "Bổ sung đơn đề nghị gia hạn sử dụng đất"])
    def test_the_land_term_itself_may_be_what_is_extended(self, note: str) -> None:
        assert read(WAITING, LaTamDung=False, GhiChu=note).proposal is None

    @pytest.mark.parametrize("fields", [{}, {"LaTamDung": None}, {"LaTamDung": "?"}, {"LaTamDung": []}])
    def test_neither_pause_nor_supplement_is_asked_about(self, fields: dict[str, Any]) -> None:
        reading = read(WAITING, GhiChu="Thiếu giấy", **fields)
        assert reading.proposal is None
        assert "chưa báo công dân" in (reading.task or "")

    def test_a_pause_for_papers_is_asked_about(self) -> None:
        reading = read(WAITING, LaTamDung=True, DanhSachGiayToBoSung=[{"TenGiayTo": "Đơn"}])
        assert reading.proposal is None


class TestSupplemented:
    def test_papers_we_asked_for(self) -> None:
        reading = read(SUPPLEMENTED, at(Status.WAITING_SUPPLEMENT), NgayHenTraMoi=LATER)
        assert reading.proposal == Proposed("receive-supplement")
        assert "ngày hẹn trả mới 17:00 15/03/2027" in reading.meaning

    def test_more_time_while_papers_are_awaited_is_asked_about(self) -> None:
        reading = read(SUPPLEMENTED, at(Status.WAITING_SUPPLEMENT), NgayHenTraMoi=LATER, GhiChu="Gia hạn")
        assert reading.proposal is None

    def test_after_a_pause_the_clock_goes_on(self) -> None:
        reading = read(SUPPLEMENTED, at(Status.PAUSED), NgayHenTraMoi=LATER, GhiChu="Đã xác minh xong")
        assert reading.proposal == Proposed("resume", {"reason": "Đã xác minh xong"})

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"NgayHenTraMoi": "2026-11-30"},
            {"NgayHenTraMoi": "không rõ"},
            {"NgayHenTraMoi": LATER, "GhiChu": "Công dân đã nộp bản sao căn cước tại Chi nhánh"},
        ],
    )
    def test_with_nothing_asked_and_no_later_date_it_is_asked_about(self, fields: dict[str, Any]) -> None:
        assert read(SUPPLEMENTED, **fields).proposal is None

    def test_while_tax_is_awaited_it_is_asked_about(self) -> None:
        assert read(SUPPLEMENTED, at(Status.WAITING_OBLIGATION), NgayHenTraMoi=LATER).proposal is None

    def test_the_promised_day_itself_is_not_later(self) -> None:
        dossier = at(Status.IN_PROGRESS)
        assert dossier.promise
        day = dossier.promise.due.date()
        assert action(read(SUPPLEMENTED, NgayHenTraMoi=f"{day}")) is None
        assert action(read(SUPPLEMENTED, NgayHenTraMoi=f"{day:%d/%m}/{day.year + 1}")) == "extend"


class TestOtherKinds:
    def test_a_result(self) -> None:
        for value in (0, "0"):
            reading = read(FINISHED, TrangThaiKetThuc=value, NgayKetThuc="2026-12-01", GhiChu="Đã ký GCN")
            assert reading.proposal == Proposed("result-ready", {"note": "Đã ký GCN"})

    @pytest.mark.parametrize("value", [1, 2, -1, "trả", None, False, "", []])
    def test_any_other_end_is_asked_about(self, value: Any) -> None:
        reading = read(FINISHED, TrangThaiKetThuc=value)
        assert reading.proposal is None
        assert "rút" in (reading.task or "")

    def test_tax_notices(self) -> None:
        notices = [
            {"HoTenChu": "Riêm", "SoThongBaoThue": "12/TB"},
            {"SoThongBaoThue": "13/TB"},
            {"SoThongBaoThue": "12/TB"},
        ]
        reading = read(TAX, NguoiXuLy="thue1", NgayCoKetQuaThue="01/12/2026", DanhSachThongBaoThue=notices)
        assert reading.proposal == Proposed("ask-obligation", {"notice_no": "12/TB; 13/TB"})

    @pytest.mark.parametrize("notices", [None, [], [{}], ["12/TB"], [{"SoThongBaoThue": " "}]])
    def test_tax_without_a_notice_is_asked_about(self, notices: Any) -> None:
        assert "miễn" in (read(TAX, DanhSachThongBaoThue=notices).task or "")

    def test_moved_on_is_news_not_a_step_of_ours(self) -> None:
        reading = read(MOVED, MaCanBoChuyen="an", MaCanBoNhan="binh", MaTrangThai="TD", LaTrangThaiChuyenLai=False)
        words = "Hệ thống đất đai luân chuyển hồ sơ · an → binh · bước TD"
        assert reading.proposal == Proposed("note", {"text": words})

    def test_a_step_the_office_declared_the_same_ends_ours(self, monkeypatch: pytest.MonkeyPatch) -> None:
        declared = msgspec.structs.replace(shipped_land(), moved_state_actions={"TD": "finish-step"})
        monkeypatch.setattr(land_in, "shipped_land", lambda: declared)
        assert read(MOVED, MaTrangThai="TD", NoiDungXuLy="Xong").proposal == Proposed(
            "finish-step", {"outcome": "Xong"}
        )
        assert action(read(MOVED, MaTrangThai="KT")) == "note"

    def test_moved_back(self) -> None:
        reading = read(MOVED, LaTrangThaiChuyenLai=True, NoiDungXuLy="Sai diện tích")
        assert reading.proposal == Proposed("return-step", {"reason": "Sai diện tích"})

    def test_moved_back_with_no_step_before_is_asked_about(self) -> None:
        assert read(MOVED, at(Status.ACCEPTED), LaTrangThaiChuyenLai=True).proposal is None

    @pytest.mark.parametrize("kind", [TAX_RETURNED, WRONG_PROCEDURE])
    def test_what_a_person_must_mend(self, kind: str) -> None:
        reading = read(kind, GhiChu="Sai loại đất")
        assert reading.proposal is None
        assert "“Sai loại đất”" in (reading.task or "")


class TestTheUnknown:
    def test_a_kind_nobody_listed(self) -> None:
        reading = read("DongBoGiaHan", NgayHenTraMoi=LATER)
        assert reading.proposal is None
        assert "“DongBoGiaHan”" in (reading.task or "")
        assert LATER in reading.verbatim

    def test_fields_nobody_listed_are_named_beside_the_proposal(self) -> None:
        reading = read(FINISHED, TrangThaiKetThuc=0, KetQuaMoi="x", SoVaoSo=5)
        assert action(reading) == "result-ready"
        assert "KetQuaMoi, SoVaoSo" in (reading.task or "")
        assert '"SoVaoSo":5' in reading.verbatim

    def test_the_shared_secret_is_not_kept(self) -> None:
        reading = read(FINISHED, TrangThaiKetThuc=0)
        assert "bi-mat" not in repr(reading)
        assert reading.task is None

    def test_a_dossier_that_is_not_here(self) -> None:
        (said,) = land_messages(b'{"SoBienNhan": "X-1", "TrangThaiKetThuc": 0}', FINISHED)
        reading = read_land(said, None)
        assert reading.proposal is None
        assert "X-1" in (reading.task or "")

    @pytest.mark.parametrize("status", [Status.RETURNED, Status.WAITING_SUPPLEMENT, Status.WITHDRAWN])
    def test_what_cannot_be_recorded_now_is_asked_about(self, status: Status) -> None:
        reading = read(FINISHED, at(status), TrangThaiKetThuc=0)
        assert reading.proposal is None
        assert "chưa thể “Ghi có kết quả”" in (reading.task or "")

    @settings(deadline=None)
    @given(
        st.sampled_from([*shipped_land().kinds, "Lạ", ""]),
        st.dictionaries(
            st.sampled_from(sorted({name for row in shipped_land().kinds.values() for name in row.known} | {"Lạ"})),
            st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.lists(st.integers(), max_size=2)
            | st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
        ),
        st.sampled_from(REACHED[:5]),
    )  # fmt: skip
    def test_any_fields_at_all_give_a_proposal_or_a_question(
        self, kind: str, fields: dict[str, Any], status: Status
    ) -> None:
        reading = read(kind, at(status), **fields)
        assert reading.proposal or reading.task
        assert msgspec.json.decode(reading.verbatim) == {
            "SoBienNhan": reading.dossier_code,
            "SecurityCode": "***",
            **fields,
        }
        if reading.proposal:
            assert at(status).status in ACTIONS[reading.proposal.action].statuses


class TestProposals:
    @pytest.mark.parametrize(
        "reading",
        [
            read(WAITING, LaTamDung=True, GhiChu="Chờ xác minh"),
            read(WAITING, LaTamDung=False, GhiChu="Thiếu", DanhSachGiayTo=[{"TenGiayTo": "Đơn"}]),
            read(SUPPLEMENTED, NgayHenTraMoi=LATER, GhiChu="Chờ ý kiến"),
            read(SUPPLEMENTED, at(Status.WAITING_SUPPLEMENT)),
            read(SUPPLEMENTED, at(Status.PAUSED)),
            read(TAX, DanhSachThongBaoThue=[{"SoThongBaoThue": "1"}]),
            read(MOVED, MaCanBoChuyen="a"),
            read(MOVED, LaTrangThaiChuyenLai=1, NoiDungXuLy="Sai"),
            read(FINISHED, TrangThaiKetThuc=0),
        ],
        ids=lambda reading: f"{reading.kind}-{action(reading)}",
    )
    def test_become_commands_once_the_missing_is_filled_in(self, reading: Reading) -> None:
        assert reading.proposal
        fields = {**reading.proposal.fields, **dict.fromkeys(reading.proposal.missing, "objective")}
        read_command(reading.proposal.action, fields)

    def test_an_extension_read_here_can_be_recorded(self) -> None:
        bench = begun()
        act(bench, "finish-step")
        reading = read(SUPPLEMENTED, bench.dossier, NgayHenTraMoi=LATER, GhiChu="Chờ ý kiến Sở")
        assert reading.proposal
        after = act(bench, reading.proposal.action, **reading.proposal.fields, cause="objective")
        assert after.status is Status.IN_PROGRESS
        assert after.supplements == ()
        assert after.promise
        assert after.promise.due == datetime(2027, 3, 15, 17, 0)


class TestMessages:
    @pytest.mark.parametrize(
        "data",
        [
            f'{{"service": "{FINISHED}", "SoBienNhan": "A-1"}}',
            f'{{"service": "{FINISHED}", "data": {{"SoBienNhan": "A-1"}}}}',
            f'[{{"service": "{FINISHED}", "data": [{{"SoBienNhan": "A-1"}}]}}]',
        ],
    )
    def test_the_kind_may_stand_in_the_message(self, data: str) -> None:
        (said,) = land_messages(data.encode())
        assert (said.kind, said.dossier_code) == (FINISHED, "A-1")

    @settings(deadline=None)
    @given(
        st.binary(max_size=60) | st.sampled_from([b"[]", b"1", b"null", b'"x"', b"[[]]", b"{", b"[" * 5000, b"\xff"])
    )
    def test_what_is_no_message_is_refused_in_words(self, data: bytes) -> None:
        with pytest.raises(LandUnreadable, match="Hãy "):
            land_messages(data, FINISHED)

    def test_a_message_too_long_is_refused(self) -> None:
        with pytest.raises(LandUnreadable, match="lớn quá"):
            land_messages(b" " * (16 * 2**20 + 1))

    @pytest.mark.parametrize(
        ("text", "iso"),
        [
            ("2026-12-15T10:00:00Z", "2026-12-15T17:00"),
            ("2026-12-15T10:00:00", "2026-12-15T17:00"),
            ("2026-12-15T17:00:00+07:00", "2026-12-15T17:00"),
            ("2026-12-15T10:00:00.1234567Z", "2026-12-15T17:00"),
            ("2026-12-14T17:00:00Z", "2026-12-15"),
            ("2026-12-15T00:00:00", "2026-12-15"),
            ("2026-12-15", "2026-12-15"),
            ("15/12/2026", "2026-12-15"),
            ("15/12/2026 10:00", "2026-12-15T17:00"),
            ("20261215100000", "2026-12-15T17:00"),
            ("0001-01-01T00:00:00Z", "0001-01-01T07:00"),
            ("9999-12-31T23:59:59", None),
            ("31/02/2026", None),
            ("hôm nay", None),
            ("", None),
        ],
    )
    def test_moments(self, text: str, iso: str | None) -> None:
        (said,) = land_messages(msgspec.json.encode({"NgayHenTraMoi": text}), SUPPLEMENTED)
        told = said.moment("NgayHenTraMoi")
        assert (told.iso() if told else None) == iso


class TestTable:
    def test_every_kind_has_a_rule_and_every_rule_a_kind(self) -> None:
        assert set(shipped_land().kinds) == RULED

    def test_words_are_written_as_they_are_compared(self) -> None:
        mapping = shipped_land()
        for words in (mapping.extension_words, mapping.supplement_words, mapping.paper_words):
            assert all(plain_words(word) == f" {word} " for word in words)
        assert all(folded(word) == word for word in (*mapping.true_words, *mapping.false_words))

    @pytest.mark.parametrize(
        "changes", [{"format": "land-mapping/9"}, {"moved_state_actions": {"TD": "ask-supplement"}}, {"new": 1}]
    )
    def test_an_unusable_table_is_refused(self, changes: dict[str, Any]) -> None:
        with pytest.raises(MappingUnreadable):
            read_land_mapping(msgspec.json.encode({**msgspec.to_builtins(shipped_land()), **changes}))
