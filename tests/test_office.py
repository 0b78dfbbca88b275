"""The description of an office: what can be used, and what is refused in words."""

import json
from typing import Any

import pytest

from desktop.errors import UserFacingError
from desktop.office import Office, Officer, read_office
from desktop.terms import Area, Level

COMPLETE: dict[str, Any] = {
    "code": "H14.12.3",
    "name": "UBND xã Quang Hán",
    "level": "commune",
    "area": "remote",
    "units": [{"id": "tu-phap", "name": "Tư pháp – hộ tịch"}],
    "officers": [{"name": "lan", "full_name": "Nông Thị Lan"}, {"name": "binh", "full_name": "Bình", "role": "leader"}],
}


def read(**changes: Any) -> Office:
    return read_office(json.dumps({**COMPLETE, **changes}).encode())


def test_a_complete_office() -> None:
    office = read()
    assert (office.level, office.area) == (Level.COMMUNE, Area.REMOTE)
    assert [officer.initials for officer in office.officers] == ["NL", "B"]
    assert office.office_hours().minutes_per_day == 450
    assert office.unit_name("tu-phap") == "Tư pháp – hộ tịch"
    assert office.unit_name("khac") == "khac"


@pytest.mark.parametrize("code", ["H14", "H14.12", "H14.12.3", "000.00.53.H48"])
def test_codes_of_both_standards(code: str) -> None:
    assert read(code=code).code == code


@pytest.mark.parametrize(
    "changes",
    [
        {"code": ""},
        {"code": "Quang Hán"},
        {"code": "h14.12"},
        {"code": "H14.12.3\n"},
        {"code": "H14-12"},
        {"name": " "},
        {"officers": []},
        {"officers": [{"name": "lan", "full_name": "A"}, {"name": "lan", "full_name": "B"}]},
        {"officers": [{"name": " ", "full_name": "A"}]},
        {"officers": [{"name": "recovery", "full_name": "A"}]},
        {"officers": [{"name": "lan", "full_name": "A", "role": "vua"}]},
        {"hours": ["07:30", "11:30", "17:00"]},
        {"hours": ["07:30", "11:30", "11:00", "17:00"]},
        {"level": "làng"},
    ],
    ids=lambda changes: json.dumps(changes, ensure_ascii=False)[:50],
)
def test_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UserFacingError) as refusal:
        read(**changes)
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"\xff", b"[" * 200_000], ids=["empty", "cut", "list", "bytes", "deep"]
)
def test_no_json(data: bytes) -> None:
    with pytest.raises(UserFacingError, match="không đọc được"):
        read_office(data)


def test_initials_of_nobody() -> None:
    assert Officer("x", "").initials == ""
