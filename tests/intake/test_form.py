"""The intake form as a file: what is read, and what is refused in words."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserFacingError
from desktop.intake.form import IntakeForm, checked_applicant, plain, read_form

COMPLETE: dict[str, Any] = {
    "procedure": "tthc-1.001193",
    "variant": ["mobile"],
    "applicant": {"full_name": "Đàm  Văn Riêm", "identity_no": "004 090 000 123", "sex": "nam", "phone": None},
    "papers": [{"name": "Tờ khai", "originals": 1}],
    "outcome": "accepted",
    "received_at": "2026-11-23T08:15",
}


def read(**changes: Any) -> IntakeForm:
    return read_form(json.dumps({**COMPLETE, **changes}).encode())


def test_a_complete_form() -> None:
    form = read()
    assert form.variants() == ["mobile"]
    assert form.received_at
    assert form.received_at.tzinfo is None
    assert read(variant="mobile").variants() == ["mobile"]
    assert read(variant=None).variants() is None


def test_the_applicant_is_stored_in_one_form() -> None:
    person = checked_applicant(read().applicant)
    assert (person.full_name, person.identity_no, person.sex, person.phone) == (
        "Đàm Văn Riêm",
        "004090000123",
        "Nam",
        "",
    )


def test_a_draft_is_a_form_again() -> None:
    assert read_form(json.dumps(plain(read())).encode()) == read()


@pytest.mark.parametrize(
    "changes",
    [
        {"colour": "đỏ"},
        {"applicant": {"full_name": "Riêm", "zalo": "x"}},
        {"papers": [{"name": "Tờ khai", "colour": "đỏ"}]},
        {"applicant": None},
        {"applicant": "Riêm"},
        {"outcome": "maybe"},
        {"outcome": None},
        {"channel": "bồ câu"},
        {"sets": "hai"},
        {"received_at": "hôm qua"},
        {"received_at": "2026-11-23"},
        {"received_at": "2026-11-23T08:15:00Z"},
        {"received_at": 5},
        {"due": "2026-13-01T08:00"},
        {"papers": "Tờ khai"},
    ],
    ids=lambda changes: json.dumps(changes, ensure_ascii=False),
)
def test_what_is_no_form(changes: dict[str, Any]) -> None:
    with pytest.raises(UserFacingError) as refusal:
        read(**changes)
    assert "Hãy" in refusal.value.message
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe{}", b"{" * 5000, b"[" * 200_000])
def test_what_is_no_json(data: bytes) -> None:
    with pytest.raises(UserFacingError, match=r"Hãy"):
        read_form(data)


@given(data=st.binary(max_size=40))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    with pytest.raises(UserFacingError):
        read_form(data)
