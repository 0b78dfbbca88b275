import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.settings.columns import TICKED, Column, blank, copied, pasted

COLUMNS = (
    Column("name", "Tên"),
    Column("unit", "Đơn vị", choices=(("working_day", "ngày làm việc"), ("hour", "giờ")), first="hour"),
    Column("counts", "Tính", tick=True),
)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("Đo đạc\tngày làm việc\tx", [("Đo đạc", "working_day", TICKED)], id="words of a choice"),
        pytest.param("Đo đạc\tNGAY LAM VIEC\tCó", [("Đo đạc", "working_day", TICKED)], id="without accents"),
        pytest.param("A\r\nB\r\n", [("A", None, None), ("B", None, None)], id="lines of Windows"),
        pytest.param('"A ""b"""\thour', [('A "b"', "hour", None)], id="quotes of a spreadsheet"),
        pytest.param("A\tx\t\tthừa", [("A", "x", "")], id="what lies beyond the last column is dropped"),
    ],
)
def test_a_spreadsheet_is_pasted(text: str, rows: list[tuple[str | None, ...]]) -> None:
    keys = [column.key for column in COLUMNS]
    assert [tuple(row.get(key) for key in keys) for row in pasted(text, COLUMNS)] == rows


def test_a_paste_may_begin_in_any_column() -> None:
    assert pasted("giờ\tx", COLUMNS, 1) == [{"unit": "hour", "counts": TICKED}]


def test_a_new_row_holds_what_its_columns_begin_with() -> None:
    assert blank(COLUMNS) == {"name": "", "unit": "hour", "counts": ""}


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "name": st.text("aăâđêôơư bc", min_size=1).map(lambda text: " ".join(text.split()) or "a"),
                "unit": st.sampled_from(["working_day", "hour"]),
                "counts": st.sampled_from(["", TICKED]),
            }
        ),
        min_size=1,
    )
)
def test_what_is_copied_pastes_back(rows: list[dict[str, str]]) -> None:
    assert pasted(copied(rows, COLUMNS), COLUMNS) == rows
