"""Cards are found damaged, keys never show themselves."""

import json
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserFacingError
from desktop.exchange.keys import (
    MAX_CARD,
    CardDamaged,
    CardTooNew,
    DeskKeys,
    OfficeCard,
    canonical_json,
    card_bytes,
    read_card,
)

KEYS = DeskKeys.generate()


def card_of(keys: DeskKeys = KEYS, name: str = "UBND xã Quang Hán", practice: bool = False) -> OfficeCard:
    return keys.card("01.234", name, "0192-desk-a", "commune", practice)


def with_field(name: str, value: object) -> bytes:
    return json.dumps(json.loads(card_bytes(card_of())) | {name: value}).encode()


def test_card_survives_its_file() -> None:
    assert read_card(card_bytes(card_of())) == card_of()


def test_card_rewritten_with_spaces_by_a_mail_program_is_still_the_card() -> None:
    pretty = json.dumps(json.loads(card_bytes(card_of())), indent=4).encode()
    assert read_card(pretty) == card_of()


def test_fingerprint_is_five_groups_of_four_and_stays() -> None:
    groups = card_of().fingerprint.split("-")
    assert [len(group) for group in groups] == [4] * 5
    assert all(letter in "0123456789ABCDEF" for group in groups for letter in group)
    assert read_card(card_bytes(card_of())).fingerprint == card_of().fingerprint


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(card_of(DeskKeys.generate()), id="another desk's keys under the same name"),
        pytest.param(card_of(name="UBND xã Quang Hàn"), id="one diacritic"),
        pytest.param(card_of(practice=True), id="practice"),
    ],
)
def test_fingerprint_tells_cards_apart(other: OfficeCard) -> None:
    assert other.fingerprint != card_of().fingerprint


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty file"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(200), id="a picture"),
        pytest.param(b"[" * MAX_CARD, id="deep JSON"),
        pytest.param(card_bytes(card_of()) + b" " * MAX_CARD, id="far too long"),
        pytest.param(b'{"format":"motcua-card/1"}', id="nothing but a format"),
        pytest.param(b'{"format":"motcua-card/\xff"}', id="broken UTF-8"),
        pytest.param(with_field("format", "motcua-batch/1"), id="another kind of file"),
        pytest.param(with_field("format", "motcua-card/0"), id="an older format that never was"),
        pytest.param(with_field("office_name", "UBND xã Khác"), id="renamed without signing"),
        pytest.param(with_field("practice", True), id="practice flag set"),
        pytest.param(with_field("age_recipient", "age1khong"), id="no address to encrypt to"),
        pytest.param(with_field("verify_key", "0" * 64), id="key that fits no signature"),
        pytest.param(with_field("verify_key", "zz"), id="key that is no hex"),
        pytest.param(with_field("note", "x"), id="a field the fingerprint would not cover"),
        pytest.param(card_bytes(card_of())[:-1], id="cut by one byte"),
    ],
)
def test_what_is_no_card_is_refused(data: bytes) -> None:
    with pytest.raises(CardDamaged, match="gửi lại thẻ"):
        read_card(data)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"age_recipient": "age1khong"}, id="no address to encrypt to"),
        pytest.param({"format": "motcua-card/0"}, id="a format that never was"),
    ],
)
def test_correctly_signed_card_that_is_no_use_is_refused(change: dict[str, str]) -> None:
    bad = msgspec.structs.replace(card_of(), **change)
    fields = {name: value for name, value in msgspec.to_builtins(bad).items() if name != "signature"}
    signature = KEYS.sign(b"motcua-card\n" + canonical_json(fields)).hex()
    with pytest.raises(CardDamaged):
        read_card(card_bytes(msgspec.structs.replace(bad, signature=signature)))


def test_card_of_a_newer_program_asks_for_the_update() -> None:
    with pytest.raises(CardTooNew, match="cập nhật"):
        read_card(with_field("format", "motcua-card/2"))


@given(st.integers(0, len(card_bytes(card_of())) - 1), st.integers(1, 255))
def test_any_changed_byte_of_a_card_is_found(position: int, change: int) -> None:
    data = bytearray(card_bytes(card_of()))
    data[position] ^= change
    with pytest.raises(UserFacingError):
        read_card(bytes(data))


@pytest.mark.parametrize(
    "name", [pytest.param("", id="empty"), pytest.param("a\nb", id="two lines"), pytest.param("x" * 201, id="long")]
)
def test_office_name_no_card_can_carry_is_told_before_the_card_exists(name: str) -> None:
    with pytest.raises(UserFacingError, match="lập lại thẻ") as caught:
        card_of(name=name)
    assert caught.value.field == "office_name"


def test_keys_survive_storage_as_json() -> None:
    assert DeskKeys.from_dict(json.loads(json.dumps(KEYS.to_dict()))) == KEYS


def test_secrets_do_not_show_in_logs() -> None:
    shown = f"{KEYS} {KEYS!r} {[KEYS]}"
    assert KEYS.age_identity not in shown
    assert repr(KEYS.signing_seed) not in shown


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"signing_seed": "AAAA"}, id="short seed"),
        pytest.param({"age_identity": KEYS.age_identity[:-1]}, id="cut identity"),
        pytest.param({"age_identity": None}, id="no identity"),
    ],
)
def test_damaged_stored_keys_are_named_without_being_repeated(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="damaged") as caught:
        DeskKeys.from_dict(KEYS.to_dict() | change)
    assert KEYS.age_identity[:-1] not in str(caught.value)


def test_only_the_addressee_decrypts() -> None:
    sealed = card_of().encrypt("Nguyễn Văn Đức".encode())
    assert KEYS.decrypt(sealed) == "Nguyễn Văn Đức".encode()
    assert DeskKeys.generate().decrypt(sealed) is None
    assert KEYS.decrypt(b"age") is None


def test_signature_is_the_signers_and_of_this_message() -> None:
    signature = KEYS.sign(b"x")
    assert card_of().verifies(b"x", signature)
    assert not card_of().verifies(b"y", signature)
    assert not card_of(DeskKeys.generate()).verifies(b"x", signature)
    assert not card_of().verifies(b"x", signature[:-1])


def test_canonical_json_has_one_spelling() -> None:
    assert canonical_json({"b": 1, "a": "Đ"}) == '{"a":"Đ","b":1}'.encode()


def test_messages_are_composed_vietnamese() -> None:
    for error in (CardDamaged(), CardTooNew()):
        assert unicodedata.is_normalized("NFC", error.message)
