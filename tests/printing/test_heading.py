"""The agency column of the heading: who stands above whom, and how names are broken."""

from dataclasses import replace

import pytest

from desktop.printing.forms import form_set
from desktop.printing.heading import issuing_names
from desktop.printing.papers import Letterhead

from .reading import opened, whole_text
from .samples import LETTERHEAD, REJECTION

FORMS = form_set("2018")
CENTRE = Letterhead("Văn phòng UBND tỉnh Cao Bằng", "Trung tâm Phục vụ hành chính công", "", "Cao Bằng")


@pytest.mark.parametrize(
    ("letterhead", "desk_paper", "agency_paper"),
    [
        pytest.param(
            LETTERHEAD,
            ("UBND xã Quang Hán", "Bộ phận Tiếp nhận và Trả kết quả"),
            ("UBND tỉnh Cao Bằng", "UBND xã Quang Hán"),
            id="commune desk",
        ),
        pytest.param(
            CENTRE,
            ("Văn phòng UBND tỉnh Cao Bằng", "Trung tâm Phục vụ hành chính công"),
            ("Văn phòng UBND tỉnh Cao Bằng", "Trung tâm Phục vụ hành chính công"),
            id="provincial centre, no desk below",
        ),
        pytest.param(
            replace(LETTERHEAD, superior="", desk=""),
            ("", "UBND xã Quang Hán"),
            ("", "UBND xã Quang Hán"),
            id="people's committee alone",
        ),
    ],
)
def test_who_issues(letterhead: Letterhead, desk_paper: tuple[str, str], agency_paper: tuple[str, str]) -> None:
    assert issuing_names(letterhead, FORMS.receipt) == desk_paper
    assert issuing_names(letterhead, FORMS.apology) == agency_paper


def _first_lines(letterhead: Letterhead) -> list[str]:
    with opened(replace(REJECTION, letterhead=letterhead)) as document:
        text = document[0].get_textpage().get_text_range()
    return text[: text.index("CỘNG HÒA")].split("\r\n")[:-1]


@pytest.mark.parametrize(
    ("desk", "lines"),
    [
        ("Bộ phận Một cửa", ["BỘ PHẬN MỘT CỬA"]),
        ("Bộ phận Tiếp nhận và Trả kết quả", ["BỘ PHẬN TIẾP NHẬN", "VÀ TRẢ KẾT QUẢ"]),
        ("Trung tâm Phục vụ hành chính công", ["TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"]),
    ],
)
def test_names_are_broken_into_few_even_lines(desk: str, lines: list[str]) -> None:
    assert _first_lines(replace(LETTERHEAD, form_set="2018", desk=desk)) == ["UBND XÃ QUANG HÁN", *lines]


def test_words_wider_than_the_column_still_end() -> None:
    wide = replace(LETTERHEAD, desk=f"{'Bộphận' * 6} {'Tiếpnhận' * 6}")
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN" in whole_text(replace(REJECTION, letterhead=wide))


def test_an_empty_letterhead_still_prints() -> None:
    empty = Letterhead("", "", "", "", form_set="2018")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in whole_text(replace(REJECTION, letterhead=empty))
