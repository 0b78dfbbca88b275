"""A batch opens for its recipient exactly as it was sealed, or it is refused with the reason."""

import contextlib
import json
import random
import time
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.exchange import batch_file
from desktop.exchange.batch_file import (
    MAGIC,
    MAX_CONTENT,
    MAX_MANIFEST,
    READER,
    BatchDamaged,
    BatchForged,
    BatchForOther,
    BatchLocked,
    BatchPracticeMismatch,
    BatchRefused,
    BatchTooBig,
    BatchTooNew,
    EntryRange,
    Manifest,
    Party,
    SenderUnknown,
    file_hash,
    file_name,
    open_batch,
    peek,
    seal,
)
from desktop.exchange.keys import DeskKeys, OfficeCard, canonical_json

COMMUNE, DISTRICT, STRANGER = DeskKeys.generate(), DeskKeys.generate(), DeskKeys.generate()
COMMUNE_CARD = COMMUNE.card("01.234", "xã Quang Hán", "desk-qh-3f2a", "commune", False)
DISTRICT_CARD = DISTRICT.card("01.200", "huyện Trùng Khánh", "desk-tk-77aa", "district", False)
STRANGER_CARD = STRANGER.card("09.999", "xã Lạ", "desk-la-0001", "commune", False)
TRUSTED = {card.desk_id: card for card in (COMMUNE_CARD, DISTRICT_CARD)}
CONTENT = '{"kind":"received","body":"Đàm Thị Riềm"}\n'.encode() * 41


def manifest_of(sender: OfficeCard = COMMUNE_CARD, recipient: OfficeCard = DISTRICT_CARD, **fields: Any) -> Manifest:
    manifest = Manifest(
        created_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        practice=False,
        sender=Party.of(sender),
        recipient=Party.of(recipient),
        number=17,
        ranges=(EntryRange(desk_id=sender.desk_id, first=231, last=271, head="a" * 64),),
        counts={"received": 40, "returned": 1},
        holds={sender.desk_id: 271, recipient.desk_id: 12},
        history_hash="b" * 64,
    )
    return msgspec.structs.replace(manifest, **fields)


def opened(data: bytes, **changes: object) -> tuple[Manifest, bytes]:
    arguments: dict[str, object] = {
        "trusted": TRUSTED,
        "own_desk_id": DISTRICT_CARD.desk_id,
        "keys": DISTRICT,
        "practice": False,
    }
    return open_batch(data, **(arguments | changes))  # type: ignore[arg-type]


BATCH = seal(manifest_of(), CONTENT, COMMUNE, DISTRICT_CARD)
NEXT = seal(manifest_of(number=18, previous=file_hash(BATCH)), CONTENT * 2, COMMUNE, DISTRICT_CARD)
OWN_ANSWER = seal(manifest_of(DISTRICT_CARD, COMMUNE_CARD), b"answer", DISTRICT, COMMUNE_CARD)


def manifest_end(data: bytes) -> int:
    return len(MAGIC) + 4 + int.from_bytes(data[len(MAGIC) : len(MAGIC) + 4], "big")


def raw_manifest(data: bytes) -> dict[str, object]:
    fields: dict[str, object] = json.loads(data[len(MAGIC) + 4 : manifest_end(data)])
    return fields


def resealed(fields: dict[str, object], rest: bytes, keys: DeskKeys = COMMUNE) -> bytes:
    """A file whose manifest says anything, correctly signed."""
    text = canonical_json(fields)
    return MAGIC + len(text).to_bytes(4, "big") + text + keys.sign(MAGIC + text) + rest


def with_fields(**changes: object) -> bytes:
    return resealed(raw_manifest(BATCH) | changes, BATCH[manifest_end(BATCH) + 64 :])


def with_compressed(compressed: bytes) -> bytes:
    """A correctly signed and addressed batch around any compressed bytes, as only a trusted desk could make."""
    ciphertext = DISTRICT_CARD.encrypt(compressed)
    fields = {"content_hash": file_hash(ciphertext), "content_size": len(ciphertext)}
    return resealed(raw_manifest(BATCH) | fields, ciphertext)


def test_what_is_sealed_is_opened() -> None:
    manifest, content = opened(BATCH)
    assert content == CONTENT
    expected = manifest_of(content_hash=manifest.content_hash, content_size=manifest.content_size)
    assert manifest == expected == peek(BATCH)
    assert manifest.entries == 41


@given(st.binary(max_size=2000))
@settings(max_examples=30, deadline=None)
def test_any_content_comes_back(content: bytes) -> None:
    assert opened(seal(manifest_of(), content, COMMUNE, DISTRICT_CARD))[1] == content


def test_local_time_of_the_sender_is_written_as_utc() -> None:
    local = datetime(2026, 11, 20, 16, 30, tzinfo=timezone(timedelta(hours=7)))
    data = seal(manifest_of(created_at=local), b"", COMMUNE, DISTRICT_CARD)
    assert raw_manifest(data)["created_at"] == "2026-11-20T09:30:00Z"


def test_practice_batch_opens_in_practice() -> None:
    trusted = {PRACTICE_CARD.desk_id: PRACTICE_CARD}
    assert opened(PRACTICE, trusted=trusted, practice=True)[1] == CONTENT


def test_outside_of_a_batch_shows_nothing_of_its_content() -> None:
    assert b"Ri\xe1\xbb\x81m" in CONTENT
    assert b"Ri\xe1\xbb\x81m" not in BATCH
    assert zlib.compress(CONTENT)[:20] not in BATCH


def test_peek_needs_the_beginning_only() -> None:
    assert peek(BATCH[: manifest_end(BATCH) + 64]).number == 17


def test_fields_of_a_newer_program_do_not_hinder_reading() -> None:
    manifest, content = opened(with_fields(note={"a": [1, 2]}, urgency=3))
    assert (manifest.number, content) == (17, CONTENT)


PRACTICE_CARD = COMMUNE.card("01.234", "xã Quang Hán", "desk-qh-3f2a", "commune", True)
PRACTICE_DISTRICT = DISTRICT.card("01.200", "huyện Trùng Khánh", "desk-tk-77aa", "district", True)
PRACTICE = seal(manifest_of(PRACTICE_CARD, practice=True), CONTENT, COMMUNE, PRACTICE_DISTRICT)
FROM_STRANGER = seal(manifest_of(STRANGER_CARD), CONTENT, STRANGER, DISTRICT_CARD)
POSING = seal(manifest_of(), CONTENT, STRANGER, DISTRICT_CARD)
OTHER_OFFICE = seal(
    manifest_of(sender=msgspec.structs.replace(COMMUNE_CARD, office_code="02.777")), CONTENT, COMMUNE, DISTRICT_CARD
)
HALF = manifest_end(BATCH) + 64 + 100

REFUSALS = [
    pytest.param(b"", {}, BatchDamaged, "không phải gói dữ liệu", id="empty file"),
    pytest.param(b"%PDF-1.7 ...", {}, BatchDamaged, "không phải gói dữ liệu", id="another kind of file"),
    pytest.param(MAGIC, {}, BatchDamaged, "cắt cụt", id="magic line only"),
    pytest.param(BATCH[: manifest_end(BATCH) + 63], {}, BatchDamaged, "cắt cụt", id="cut inside the signature"),
    pytest.param(MAGIC + b"\xff" * 4 + BATCH[17:], {}, BatchDamaged, "cắt cụt", id="manifest of 4 GB"),
    pytest.param(MAGIC + bytes(4) + BATCH[17:], {}, BatchDamaged, "phiếu gói", id="manifest of 0 bytes"),
    pytest.param(with_fields(number=0), {}, BatchDamaged, "phiếu gói", id="batch number 0"),
    pytest.param(with_fields(number=True), {}, BatchDamaged, "phiếu gói", id="number of the wrong type"),
    pytest.param(with_fields(created_at="2026-11-20T09:30:00"), {}, BatchDamaged, "phiếu gói", id="time without zone"),
    pytest.param(with_fields(holds={"": 1}), {}, BatchDamaged, "phiếu gói", id="acknowledgement for nobody"),
    pytest.param(with_fields(format="motcua-card/9"), {}, BatchDamaged, "phiếu gói", id="another format"),
    pytest.param(with_fields(format="motcua-batch/2"), {}, BatchTooNew, "cập nhật", id="next format"),
    pytest.param(
        resealed({"format": "motcua-batch/12", "min_reader": 1, "all": "new"}, b""), {}, BatchTooNew, "cập nhật",
        id="later format without one familiar field",
    ),
    pytest.param(with_fields(min_reader=READER + 1), {}, BatchTooNew, "giữ nguyên tệp", id="content for newer readers"),
    pytest.param(FROM_STRANGER, {}, SenderUnknown, r"xã Lạ \(09\.999\).*nhập thẻ đơn vị", id="sender unknown"),
    pytest.param(BATCH, {"trusted": {}}, SenderUnknown, "xã Quang Hán", id="sender's card withdrawn"),
    pytest.param(OTHER_OFFICE, {}, SenderUnknown, "02.777", id="known desk speaking for another office"),
    pytest.param(POSING, {}, BatchForged, "xã Quang Hán.*gọi điện", id="signed by another desk"),
    pytest.param(
        BATCH[: manifest_end(BATCH)] + bytes(64) + BATCH[manifest_end(BATCH) + 64 :], {}, BatchForged, "giả mạo",
        id="unsigned",
    ),
    pytest.param(
        BATCH, {"own_desk_id": "desk-tk-0002"}, BatchForOther, "huyện Trùng Khánh.*đúng nơi nhận",
        id="for another counter of the same office",
    ),
    pytest.param(OWN_ANSWER, {}, BatchForOther, "xã Quang Hán", id="own batch come back"),
    pytest.param(PRACTICE, {}, BatchPracticeMismatch, "DIỄN TẬP, không được nhận vào sổ thật", id="practice in real"),
    pytest.param(BATCH, {"practice": True}, BatchPracticeMismatch, "thoát chế độ DIỄN TẬP", id="real in practice"),
    pytest.param(
        BATCH, {"trusted": {COMMUNE_CARD.desk_id: PRACTICE_CARD}}, BatchPracticeMismatch, "vào sổ thật",
        id="real batch under a practice card",
    ),
    pytest.param(
        PRACTICE, {"practice": True}, BatchPracticeMismatch, "vào sổ diễn tập", id="practice batch under a real card"
    ),
    pytest.param(BATCH[:HALF], {}, BatchDamaged, "bị ngắt giữa chừng", id="cut inside the content"),
    pytest.param(BATCH + b"\0", {}, BatchDamaged, "không đủ độ dài", id="longer by one byte"),
    pytest.param(BATCH[:-1] + bytes([BATCH[-1] ^ 1]), {}, BatchDamaged, "hỏng khi chép", id="last bit flipped"),
    pytest.param(BATCH, {"keys": STRANGER}, BatchLocked, "thẻ đơn vị mới", id="encrypted to a former key"),
    pytest.param(with_compressed(b"no zlib"), {}, BatchDamaged, "giải nén", id="not compressed"),
    pytest.param(with_compressed(zlib.compress(CONTENT)[:-5]), {}, BatchDamaged, "giải nén", id="compressed part cut"),
    pytest.param(with_compressed(zlib.compress(b"") + b"more"), {}, BatchDamaged, "giải nén", id="bytes after the end"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "changes", "kind", "says"), REFUSALS)
def test_refusal_names_its_reason(data: bytes, changes: dict[str, object], kind: type[BatchRefused], says: str) -> None:
    with pytest.raises(kind, match=says) as caught:
        opened(data, **changes)
    assert type(caught.value) is kind
    assert "hãy" in caught.value.message
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param(b"[" * 200_000, id="open brackets"),
        pytest.param(b"[" * 200_000 + b"]" * 200_000, id="nested lists"),
        pytest.param(b'{"a":' * 150_000 + b"1" + b"}" * 150_000, id="nested objects"),
        pytest.param(b"9" * 500_000, id="number of half a million digits"),
        pytest.param(b'"' + b"\\ud800" * 9 + b'"', id="half characters"),
    ],
)
@pytest.mark.parametrize("field", ["unknown", "number", "office_code"])
def test_hostile_json_is_refused_quickly(field: str, extra: bytes) -> None:
    text = b'{"format":"motcua-batch/1","min_reader":1,"' + field.encode() + b'":' + extra + b"}"
    data = MAGIC + len(text).to_bytes(4, "big") + text + bytes(64)
    begin = time.perf_counter()
    with pytest.raises(BatchDamaged):
        opened(data)
    assert time.perf_counter() - begin < 2


def test_nested_field_that_nobody_knows_is_refused_although_all_else_is_right() -> None:
    text = canonical_json(raw_manifest(BATCH))[:-1] + b',"zz":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    data = MAGIC + len(text).to_bytes(4, "big") + text + COMMUNE.sign(MAGIC + text)
    with pytest.raises(BatchDamaged, match="phiếu gói"):
        opened(data)


def test_manifest_just_over_the_limit_is_not_read() -> None:
    text = canonical_json(raw_manifest(BATCH) | {"x": "x" * MAX_MANIFEST})
    data = MAGIC + len(text).to_bytes(4, "big") + text + COMMUNE.sign(MAGIC + text)
    with pytest.raises(BatchDamaged, match="cắt cụt"):
        peek(data)


def test_zip_bomb_of_a_trusted_desk_is_stopped_at_the_limit() -> None:
    packer = zlib.compressobj(9)
    block = bytes(1024 * 1024)
    bomb = b"".join(packer.compress(block) for _ in range(MAX_CONTENT // len(block) * 4)) + packer.flush()
    data = with_compressed(bomb)
    assert len(data) < MAX_CONTENT // 200
    tracemalloc.start()
    begin = time.perf_counter()
    try:
        with pytest.raises(BatchDamaged, match="lớn quá mức"):
            opened(data)
        _, most_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - begin < 2
    assert most_bytes < 200_000_000


def test_content_of_exactly_the_limit_passes_and_one_byte_more_is_told_to_the_sender(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batch_file, "MAX_CONTENT", 1000)
    assert len(opened(seal(manifest_of(), bytes(1000), COMMUNE, DISTRICT_CARD))[1]) == 1000
    with pytest.raises(BatchTooBig, match="nhiều gói"):
        seal(manifest_of(), bytes(1001), COMMUNE, DISTRICT_CARD)


def test_nothing_is_decrypted_before_every_check_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    genuine = DeskKeys.decrypt

    def counted(keys: DeskKeys, sealed: bytes) -> bytes | None:
        calls.append(len(sealed))
        return genuine(keys, sealed)

    monkeypatch.setattr(DeskKeys, "decrypt", counted)
    cases: list[Any] = [case.values for case in REFUSALS]
    for data, changes, kind, says in cases:
        if kind is BatchLocked or says == "giải nén":
            continue
        with pytest.raises(kind):
            opened(data, **changes)
    assert calls == []
    opened(BATCH)
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        pytest.param({"recipient": Party.of(STRANGER_CARD)}, "differ", id="addressed to one, encrypted to another"),
        pytest.param({"practice": True}, "differ", id="practice work to a real desk"),
        pytest.param({"number": 0}, "number", id="number no reader takes"),
        pytest.param({"previous": "not a hash"}, "previous", id="previous that is no hash"),
        pytest.param({"holds": {f"desk-{n:060}": n for n in range(20_000)}}, "over", id="manifest over the limit"),
    ],
)
def test_manifest_no_reader_would_take_fails_at_the_sender(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        seal(msgspec.structs.replace(manifest_of(), **fields), CONTENT, COMMUNE, DISTRICT_CARD)


def flipped(data: bytes, chance: random.Random) -> bytes:
    position = chance.randrange(len(data))
    return data[:position] + bytes([data[position] ^ 1 << chance.randrange(8)]) + data[position + 1 :]


def cut(data: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.sample(range(len(data) + 1), 2))
    return data[:first] + data[last:]


def inserted(data: bytes, chance: random.Random) -> bytes:
    position = chance.randrange(len(data) + 1)
    return data[:position] + chance.randbytes(chance.randrange(1, 200)) + data[position:]


def repeated(data: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.sample(range(len(data) + 1), 2))
    return data[:last] + data[first:last] + data[last:]


def spliced(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, len(data))] + NEXT[chance.randrange(1, len(NEXT)) :]


def parts_swapped(data: bytes, chance: random.Random) -> bytes:
    """Manifest, signature and content of two genuine batches, mixed at their true borders."""
    parts = [
        (batch[: manifest_end(batch)], batch[manifest_end(batch) :][:64], batch[manifest_end(batch) + 64 :])
        for batch in (BATCH, NEXT)
    ]
    picks = chance.choice([(0, 0, 1), (0, 1, 0), (0, 1, 1), (1, 0, 0), (1, 0, 1), (1, 1, 0)])
    return b"".join(parts[pick][place] for place, pick in enumerate(picks))


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [flipped, cut, inserted, repeated, spliced, parts_swapped]


def accepted_mutations(count: int, seed: int) -> list[bytes]:
    chance = random.Random(seed)
    accepted = []
    for number in range(count):
        mutant = MUTATIONS[number % len(MUTATIONS)](BATCH, chance)
        if mutant in (BATCH, NEXT):
            continue
        try:
            opened(mutant)
        except BatchRefused:
            continue
        accepted.append(mutant)
    return accepted


def test_300_mutations_are_all_refused() -> None:
    assert accepted_mutations(300, seed=1) == []


@pytest.mark.campaign
def test_20_000_mutations_are_all_refused() -> None:
    assert accepted_mutations(20_000, seed=2) == []


def test_flipped_byte_is_refused_wherever_it_is() -> None:
    for position in range(len(BATCH)):
        with pytest.raises(BatchRefused):
            opened(BATCH[:position] + bytes([BATCH[position] ^ 0xFF]) + BATCH[position + 1 :])


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_signed_nonsense_of_a_trusted_desk_never_crashes_the_reader(data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(sorted(raw_manifest(BATCH))))
    scalar = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False)
    value = data.draw(scalar | st.lists(scalar) | st.dictionaries(st.text(), scalar))
    with contextlib.suppress(BatchRefused):
        opened(with_fields(**{field: value}))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        pytest.param({}, "XaQuangHan-3f2a-den-HuyenTrungKhanh-77aa-lo-0017-41muc.motcua", id="ordinary"),
        pytest.param(
            {"practice": True, "number": 12345, "counts": {}},
            "DIEN-TAP-XaQuangHan-3f2a-den-HuyenTrungKhanh-77aa-lo-12345-0muc.motcua",
            id="practice, empty, large number",
        ),
        pytest.param(
            {"sender": Party(office_code="H14.8", office_name="***", desk_id="7")},
            "H148-7-den-HuyenTrungKhanh-77aa-lo-0017-41muc.motcua",
            id="name without letters",
        ),
        pytest.param(
            {
                "sender": Party(
                    office_code="1", office_name="Văn phòng Đăng ký đất đai chi nhánh Bảo Lạc", desk_id="a-b"
                )
            },
            "VanPhongDangKyDatDaiChiNhanhBaoL-ab-den-HuyenTrungKhanh-77aa-lo-0017-41muc.motcua",
            id="long name",
        ),
        pytest.param(
            {"sender": Party(office_code="1", office_name="../../a\\b:c?", desk_id="../x")},
            "ABC-x-den-HuyenTrungKhanh-77aa-lo-0017-41muc.motcua",
            id="path tricks",
        ),
    ],
)
def test_file_name_can_be_read_over_the_phone(fields: dict[str, Any], name: str) -> None:
    assert file_name(msgspec.structs.replace(manifest_of(), **fields)) == name


@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_file_name_fits_every_file_system(office: str, code: str, desk: str) -> None:
    sender = Party(office_code=code, office_name=office, desk_id=desk)
    name = file_name(msgspec.structs.replace(manifest_of(), sender=sender))
    stem, dot, suffix = name.partition(".")
    assert (dot, suffix) == (".", "motcua")
    assert stem.isascii()
    assert stem.replace("-", "").isalnum()
    assert len(name) < 120


def test_composed_and_decomposed_spelling_give_one_file_name() -> None:
    decomposed = Party(office_code="1", office_name="xa\u0303 Quang Ha\u0301n", desk_id="desk-qh-3f2a")
    assert file_name(msgspec.structs.replace(manifest_of(), sender=decomposed)) == file_name(manifest_of())
