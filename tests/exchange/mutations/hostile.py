"""What can happen to a batch file, by damage or by malice: every maker returns a file no desk may take in."""

import json
import lzma
import random
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from desktop.dossiers.entry import Entry, hash_of
from desktop.exchange.batch_file import MAGIC, MAX_CONTENT, Manifest, file_hash, open_batch
from desktop.exchange.keys import DeskKeys, OfficeCard, canonical_json

BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Genuine:
    """Two batches the recipient would take in, one made for another desk, one of a stranger, and who made them.

    `keys` are those of the trusted sender: with them a file may say anything and still bear a good signature.
    """

    first: bytes
    second: bytes
    for_other: bytes
    of_stranger: bytes
    keys: DeskKeys
    card: OfficeCard
    recipient: OfficeCard
    recipient_keys: DeskKeys

    def opened(self) -> tuple[Manifest, bytes]:
        """Return what is in the first batch."""
        return open_batch(
            self.first,
            trusted={self.card.desk_id: self.card},
            own_desk_id=self.recipient.desk_id,
            keys=self.recipient_keys,
            practice=True,
        )

    def content(self) -> dict[str, Any]:
        """Return the content of the first batch as plain values."""
        content: dict[str, Any] = json.loads(self.opened()[1])
        return content

    def signed(self, compressed: bytes, **changes: object) -> bytes:
        """Put any content into a file that only the trusted sender can have made."""
        ciphertext = self.recipient.encrypt(compressed)
        fields = manifest_fields(self.first) | {"content_hash": file_hash(ciphertext), "content_size": len(ciphertext)}
        text = canonical_json(fields | changes)
        return MAGIC + len(text).to_bytes(4, "big") + text + self.keys.sign(MAGIC + text) + ciphertext

    def saying(self, content: Mapping[str, Any], **changes: object) -> bytes:
        """Put other values into a file of the trusted sender."""
        return self.signed(zlib.compress(json.dumps(content).encode()), **changes)


def manifest_end(data: bytes) -> int:
    """Return where the manifest ends."""
    return len(MAGIC) + 4 + int.from_bytes(data[len(MAGIC) : len(MAGIC) + 4], "big")


def manifest_fields(data: bytes) -> dict[str, object]:
    """Return what a batch says about itself."""
    fields: dict[str, object] = json.loads(data[len(MAGIC) + 4 : manifest_end(data)])
    return fields


def flipped(made: Genuine, chance: random.Random) -> bytes:
    data = bytearray(made.first)
    for _ in range(chance.choice((1, 1, 2, 30))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def cut(made: Genuine, chance: random.Random) -> bytes:
    begin, end = sorted(chance.sample(range(len(made.first) + 1), 2))
    return made.first[:begin] + made.first[end:]


def ended_early(made: Genuine, chance: random.Random) -> bytes:
    return made.first[: chance.randrange(len(made.first))]


def inserted(made: Genuine, chance: random.Random) -> bytes:
    at = chance.randrange(len(made.first) + 1)
    return made.first[:at] + chance.randbytes(chance.randrange(1, 200)) + made.first[at:]


def spliced(made: Genuine, chance: random.Random) -> bytes:
    return made.first[: chance.randrange(1, len(made.first))] + made.second[chance.randrange(1, len(made.second)) :]


def parts_swapped(made: Genuine, chance: random.Random) -> bytes:
    """Manifest, signature and content of genuine batches, mixed at their true borders."""
    three = [made.first, made.second, made.for_other]
    parts = [(one[: manifest_end(one)], one[manifest_end(one) :][:64], one[manifest_end(one) + 64 :]) for one in three]
    picks = [0, 0, 0]
    while len(set(picks)) == 1:
        picks = [chance.randrange(3) for _ in range(3)]
    return b"".join(parts[pick][place] for place, pick in enumerate(picks))


def ten_times(made: Genuine, chance: random.Random) -> bytes:
    return made.first * 10 if chance.random() < 0.5 else made.first + bytes(9 * len(made.first))


def for_other(made: Genuine, _: random.Random) -> bytes:
    return made.for_other


def of_stranger(made: Genuine, _: random.Random) -> bytes:
    return made.of_stranger


def signature_of_other(made: Genuine, chance: random.Random) -> bytes:
    end = manifest_end(made.first)
    return made.first[:end] + chance.randbytes(64) + made.first[end + 64 :]


def path_tricks(made: Genuine, chance: random.Random) -> bytes:
    path = chance.choice(("../../store/motcua.db", "C:\\Windows\\x", "/dev/null", "..", "a/../b"))
    whose = chance.choice(("sender", "recipient"))
    party: Any = manifest_fields(made.first)[whose]
    return made.saying(made.content(), **{whose: party | {"desk_id": path}})


def another_manifest(made: Genuine, chance: random.Random) -> bytes:
    """The trusted sender's manifest says what is not so."""
    wrong: dict[str, object] = chance.choice(
        [
            {"counts": {"accepted": 99}},
            {"withheld": 7},
            {"practice": False},
            {"number": 0},
            {"format": "motcua-batch/999"},
            {"min_reader": 999},
            {"holds": {"": 1}},
            {"created_at": "hôm qua"},
            {"document_size": 3, "scans": 1},
        ]
    )
    return made.saying(made.content(), **wrong)


def another_content(made: Genuine, chance: random.Random) -> bytes:
    """The trusted sender's entries do not bear the hash of what they say, or are none."""
    content = made.content()
    entry = chance.choice(content["entries"])
    field, value = chance.choice(
        [("body", "{}"), ("seq", -1), ("kind", "returned"), ("hash", "0" * 64), ("id", 7), ("occurred_at", "mai"),
         ("prev_hash", "f" * 64), ("desk_id", "../x"), ("schema", 1.5), ("follows", [])]
    )  # fmt: skip
    entry[field] = value
    return made.saying(content)


def deep_json(made: Genuine, chance: random.Random) -> bytes:
    depth = chance.randrange(2_000, 200_000)
    text = chance.choice((b"[" * depth, b"[" * depth + b"]" * depth, b'{"entries":' * depth))
    return made.signed(zlib.compress(chance.choice((text, b'{"unknown":' + text + b"}"))))


def deep_body(made: Genuine, chance: random.Random) -> bytes:
    """One entry more, right in all else, whose body is nested deeper than a program can read."""
    content, depth = made.content(), chance.randrange(2_000, 200_000)
    last = dict(max(content["entries"], key=lambda entry: int(entry["seq"])))
    last |= {"id": "sâu", "kind": "noted", "seq": last["seq"] + 1, "prev_hash": last["hash"], "follows": last["id"]}
    last["body"] = '{"text":"x","zz":' + "[" * depth + "]" * depth + "}"
    last["hash"] = hash_of(msgspec.structs.asdict(msgspec.convert(last, Entry, strict=False)))
    content["entries"].append(last)
    return made.saying(content, counts=dict(Counter(entry["kind"] for entry in content["entries"])))


def bombs() -> tuple[bytes, ...]:
    """Few bytes that inflate to several times of what a batch may hold."""
    packers: list[Any] = [zlib.compressobj(9), lzma.LZMACompressor(preset=0)]
    made = [
        b"".join(one.compress(bytes(BLOCK)) for _ in range(MAX_CONTENT // BLOCK * 2)) + one.flush() for one in packers
    ]
    return (*made, greedy_xz())


def greedy_xz() -> bytes:
    """Return a small xz file whose header asks the reader for 1.5 GB; made by hand, as the maker would need as much."""
    data = bytearray(lzma.compress(b"x" * 1000, preset=0))
    assert data[14:16] == b"\x21\x01", "the filter LZMA2 with one byte, which gives the size of its dictionary"
    data[16] = 37
    end = 12 + (data[12] + 1) * 4
    data[end - 4 : end] = zlib.crc32(data[12 : end - 4]).to_bytes(4, "little")
    return bytes(data)


Maker = Callable[[Genuine, random.Random], bytes]

CHEAP: tuple[Maker, ...] = (
    flipped, cut, ended_early, inserted, spliced, parts_swapped, ten_times, for_other, of_stranger, signature_of_other,
    path_tricks, another_manifest, another_content,
)  # fmt: skip
DEEP: tuple[Maker, ...] = (deep_json, deep_body)
