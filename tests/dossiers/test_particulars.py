"""Numbers an applicant gives: what is accepted, refused, only warned of.

Examples: 087084000999 from mylaw.vn; tax codes from python-stdnum (stdnum/vn/mst.py); prefixes as changed on 15/9/2018;
the rest is made up.
"""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.dossiers import particulars
from desktop.dossiers.particulars import WrongForm


@pytest.mark.parametrize(
    ("read", "given_text", "stored"),
    [
        pytest.param(particulars.identity_number, "087084000999", "087084000999", id="personal number"),
        pytest.param(particulars.identity_number, "087 084 000 999", "087084000999", id="personal number with blanks"),
        pytest.param(particulars.identity_number, "012345678", "012345678", id="old identity card"),
        pytest.param(particulars.identity_number, "", "", id="no number at hand"),
        pytest.param(particulars.phone_number, "0912.345.678", "0912345678", id="mobile with points"),
        pytest.param(particulars.phone_number, "+84 912 345 678", "0912345678", id="mobile with +84"),
        pytest.param(particulars.phone_number, "84912345678", "0912345678", id="mobile with 84"),
        pytest.param(particulars.phone_number, "0842345678", "0842345678", id="a prefix that looks like 84"),
        pytest.param(particulars.phone_number, "(0206) 3826 000", "02063826000", id="landline"),
        pytest.param(particulars.tax_code, "0100233488", "0100233488", id="tax code"),
        pytest.param(particulars.tax_code, "0100112437", "0100112437", id="another tax code"),
        pytest.param(particulars.tax_code, "0312687878-001", "0312687878-001", id="dependent unit"),
        pytest.param(particulars.tax_code, "0314409058002", "0314409058-002", id="dependent unit without hyphen"),
        pytest.param(particulars.tax_code, "087084000999", "087084000999", id="personal number as tax code"),
        pytest.param(particulars.birth_date, "12/05/1990", "1990-05-12", id="birth date"),
        pytest.param(particulars.birth_date, "2-5-1990", "1990-05-02", id="birth date in short"),
        pytest.param(particulars.birth_date, "02051990", "1990-05-02", id="birth date as on the card"),
        pytest.param(particulars.birth_date, "1990-05-02", "1990-05-02", id="birth date as stored"),
        pytest.param(particulars.birth_date, "1952", "1952", id="birth year alone"),
        pytest.param(particulars.birth_date, "29/02/2024", "2024-02-29", id="leap day"),
        pytest.param(particulars.email, " riem@caobang.gov.vn ", "riem@caobang.gov.vn", id="e-mail"),
    ],
)
def test_accepted(read: Callable[[str], str], given_text: str, stored: str) -> None:
    assert read(given_text) == stored
    assert read(stored) == stored, "what is stored is accepted again"


@pytest.mark.parametrize(
    ("read", "given_text"),
    [
        pytest.param(particulars.identity_number, "08708400099", id="eleven digits"),
        pytest.param(particulars.identity_number, "0870840009990", id="thirteen digits"),
        pytest.param(particulars.identity_number, "08708400099O", id="a letter"),
        pytest.param(particulars.identity_number, "٠٨٧٠٨٤٠٠٠٩٩٩", id="digits of another script"),
        pytest.param(particulars.phone_number, "912345678", id="no leading 0"),
        pytest.param(particulars.phone_number, "01631234567", id="old eleven-digit mobile"),
        pytest.param(particulars.phone_number, "113", id="three digits"),
        pytest.param(particulars.phone_number, "không có", id="words"),
        pytest.param(particulars.tax_code, "0100233480", id="wrong check digit"),
        pytest.param(particulars.tax_code, "12345", id="too short"),
        pytest.param(particulars.tax_code, "0312687878-000", id="dependent unit 000"),
        pytest.param(particulars.birth_date, "31/02/1990", id="no such day"),
        pytest.param(particulars.birth_date, "1121990", id="1/12 or 11/2"),
        pytest.param(particulars.birth_date, "khoảng 1950", id="about 1950"),
        pytest.param(particulars.email, "riem@", id="no address"),
    ],
)
def test_refused(read: Callable[[str], str], given_text: str) -> None:
    with pytest.raises(WrongForm) as refusal:
        read(given_text)
    assert refusal.value.field.startswith("applicant.")
    assert refusal.value.message.endswith(".")
    assert "Hãy" in refusal.value.message


@pytest.mark.parametrize(
    ("number", "birth", "sex", "warnings"),
    [
        pytest.param("087084000999", "1984-03-02", "Nam", 0, id="agrees"),
        pytest.param("087084000999", "1984", "", 0, id="year only, sex unknown"),
        pytest.param("087084000999", "1985-03-02", "Nam", 1, id="another year"),
        pytest.param("087084000999", "1984-03-02", "Nữ", 1, id="another sex"),
        pytest.param("087184000999", "1984-03-02", "Nữ", 0, id="a woman of the last century"),
        pytest.param("004210000999", "2010-03-02", "Nam", 0, id="a boy of this century"),
        pytest.param("004310000999", "1910-03-02", "Nam", 2, id="another century and sex"),
        pytest.param("012345678", "1984-03-02", "Nam", 0, id="an old card says nothing"),
    ],
)
def test_what_does_not_agree_is_only_warned_of(number: str, birth: str, sex: str, warnings: int) -> None:
    assert len(particulars.identity_warnings(number, birth, sex)) == warnings


@pytest.mark.parametrize(
    ("number", "warned"),
    [("0961234567", False), ("0321234567", False), ("0511234567", True), ("02063826000", True), ("", False)],
    ids=["known", "changed in 2018", "unknown prefix", "landline", "none"],
)
def test_numbers_that_may_get_no_message(number: str, warned: bool) -> None:
    assert bool(particulars.phone_warnings(number)) is warned


@given(text=st.text(max_size=16))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    for read in (
        particulars.identity_number,
        particulars.phone_number,
        particulars.tax_code,
        particulars.birth_date,
        particulars.email,
    ):
        try:
            stored = read(text)
        except WrongForm:
            continue
        assert read(stored) == stored
