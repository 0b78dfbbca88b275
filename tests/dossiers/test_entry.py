"""The canonical form: equal values give equal bytes, and any change is seen."""

import unicodedata
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.dossiers.bodies import Noted
from desktop.dossiers.entry import Draft, Entry, canonical_json, is_sealed
from desktop.dossiers.numbering import numbers_used
from desktop.terms import EntryKind, Outcome
from tests.support.bench import MONDAY, Bench, sealed

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abxy_", max_size=4), inner, max_size=3),
    max_leaves=8,
)

ENTRY = sealed(Draft(EntryKind.NOTED, Noted("Đàm Văn Riêm đã gọi điện"), MONDAY), None)


@given(value=VALUES)
def test_canonical_json_is_json_of_the_same_value_in_composed_letters(value: Any) -> None:
    text = canonical_json(value)
    assert text == unicodedata.normalize("NFC", text)
    assert canonical_json(msgspec.json.decode(text)) == text


@given(pairs=st.dictionaries(st.text("abcđ", min_size=1, max_size=3), st.integers(0, 9), max_size=5))
def test_the_order_of_keys_does_not_matter(pairs: dict[str, int]) -> None:
    assert canonical_json(pairs) == canonical_json(dict(reversed(pairs.items())))


def test_letters_typed_either_way_give_the_same_bytes() -> None:
    for form in ("NFC", "NFD"):
        assert canonical_json(unicodedata.normalize(form, "Đàm Văn Riêm")) == '"Đàm Văn Riêm"'


def test_a_sealed_entry_is_intact_and_survives_a_file() -> None:
    assert is_sealed(ENTRY)
    assert is_sealed(msgspec.json.decode(msgspec.json.encode(ENTRY), type=Entry))


@pytest.mark.parametrize(
    "change",
    [
        {"id": "entry-9"},
        {"desk_id": "desk-b"},
        {"seq": 2},
        {"dossier_id": "dossier-2"},
        {"follows": "entry-0"},
        {"kind": "returned"},
        {"schema": 2},
        {"occurred_at": datetime(2026, 11, 23, 1, 16, tzinfo=UTC)},
        {"recorded_at": datetime(2026, 11, 23, 1, 16, tzinfo=UTC)},
        {"officer_id": "binh"},
        {"body": ENTRY.body.replace("Riêm", "Riềm")},
        {"prev_hash": "f" * 64},
        {"hash": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_is_seen(change: dict[str, Any]) -> None:
    assert not is_sealed(msgspec.structs.replace(ENTRY, **change))


def test_every_field_of_an_entry_is_covered_by_its_hash() -> None:
    assert set(Entry.__struct_fields__) == {
        "id",
        "desk_id",
        "seq",
        "dossier_id",
        "follows",
        "kind",
        "schema",
        "occurred_at",
        "recorded_at",
        "officer_id",
        "body",
        "prev_hash",
        "hash",
    }  # fmt: skip - a new field needs a line in the test above


class TestNumbers:
    """Counters are derived: each entry says which numbers it took."""

    @pytest.mark.parametrize(
        ("outcome", "numbers"),
        [
            (Outcome.ACCEPTED, {"code:261123": 1, "receipt:2026": 1}),
            (Outcome.SUPPLEMENT, {"supplement:2026": 1}),
            (Outcome.REJECTED, {"rejection:2026": 1}),
        ],
    )
    def test_an_intake(self, outcome: Outcome, numbers: dict[str, int]) -> None:
        bench = Bench()
        bench.take_in(outcome)
        assert numbers_used(bench.entries[-1]) == numbers

    @pytest.mark.parametrize(
        ("action", "fields", "numbers"),
        [
            ("ask-supplement", {"papers": ["Đơn"], "reason": "Thiếu"}, {"supplement:2026": 1}),
            ("extend", {"new_due": "2027-02-25", "cause": "chủ quan", "reason": "Chậm"}, {"apology:2026": 1}),
            ("reject", {"reason": "Sai"}, {"rejection:2026": 1}),
            ("finish-step", {}, {}),
        ],
    )
    def test_an_act(self, action: str, fields: dict[str, Any], numbers: dict[str, int]) -> None:
        bench = Bench()
        bench.take_in()
        bench.do(action, **fields)
        assert numbers_used(bench.entries[-1]) == numbers

    @pytest.mark.parametrize("code", ["H14", "H14-x", "H14-261123-99999999999999999999"])
    def test_a_code_built_otherwise_takes_no_number_here(self, code: str) -> None:
        bench = Bench()
        bench.take_in()
        entry = bench.entries[0]
        body = entry.body.replace("H14.12.3-261123-0001", code)
        assert numbers_used(msgspec.structs.replace(entry, body=body))["code:261123"] == 0

    def test_the_local_day_counts_not_that_of_greenwich(self) -> None:
        bench = Bench(now=datetime(2027, 1, 4, 6, 30))
        assert bench.take_in().code == "H14.12.3-270104-0001"
        assert "receipt:2027" in numbers_used(bench.entries[0])
