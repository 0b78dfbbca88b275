"""What the portal says is read as it stands; what is not known is kept letter for letter and changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.exchange.outside.portal_in import PortalUnreadable, read_portal_file, read_portal_status
from desktop.exchange.outside.portal_mapping import shipped_portal
from desktop.terms import Status
from desktop.wording import STATUS
from tests.exchange.outside.cases import in_status


class TestStatus:
    @pytest.mark.parametrize("code", shipped_portal().codes)
    def test_every_code_and_every_label(self, code: str) -> None:
        row = shipped_portal().codes[code]
        for said in (code, int(code), f" {code} ", row.label, row.label.upper()):
            found = read_portal_status(said)
            assert (found.code, found.ours) == (code, row.ours)
            assert row.meaning in found.in_words()

    @pytest.mark.parametrize("said", ["11", "0", "", "Gia hạn", "5 hoặc 4", 4.5, True, None, ["5"], {"ma": "5"}])
    def test_the_unknown_is_kept_and_shown(self, said: object) -> None:
        found = read_portal_status(said)
        assert (found.known, found.ours) == (False, ())
        assert found.verbatim in found.in_words()
        assert not isinstance(said, str) or found.verbatim == said

    @settings(deadline=None)
    @given(st.text())
    def test_any_text_is_kept_verbatim(self, said: str) -> None:
        assert read_portal_status(said).verbatim == said

    def test_a_difference_is_shown_with_both_words(self) -> None:
        dossier, _ = in_status(Status.IN_PROGRESS)
        assert read_portal_status("4").differs(dossier) == ""
        for said in ("5", "Gia hạn"):
            words = read_portal_status(said).differs(dossier)
            assert STATUS[Status.IN_PROGRESS] in words
            assert "Hãy " in words


class TestFile:
    @pytest.mark.parametrize(
        "data",
        [
            '{"MaHoSo": "A-1", "TrangThai": "5"}',
            '[{"MaHoSo": "A-1", "TrangThaiHoSo": 5}]',
            '{"error_code": 0, "result": [{"MaHoSo": "A-1", "TrangThai": "Yêu cầu bổ sung giấy tờ"}]}',
            '{"data": {"MaHoSo": "A-1", "TrangThai": "5"}}',
        ],
    )
    def test_answers_as_they_come(self, data: str) -> None:
        (found,) = read_portal_file(data.encode())
        assert (found.dossier_code, found.code) == ("A-1", "5")

    @settings(deadline=None)
    @given(st.binary(max_size=60) | st.sampled_from([b"{}", b"[]", b"[1]", b"null", b'{"data": []}', b"[" * 5000]))
    def test_anything_else_is_refused_in_words(self, data: bytes) -> None:
        with pytest.raises(PortalUnreadable, match="Hãy chọn đúng tệp"):
            read_portal_file(data)

    def test_a_dossier_without_a_status_stays_unknown(self) -> None:
        (found,) = read_portal_file(b'{"MaHoSo": "A-1"}')
        assert (found.verbatim, found.known) == ("", False)
