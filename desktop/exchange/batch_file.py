"""One batch is one file that only its recipient can read and only its sender can have made (gói dữ liệu).

Layout: the magic line; the length of the manifest (4 bytes, big-endian); the manifest as canonical JSON, readable by
anyone and therefore free of personal data; the sender's Ed25519 signature over magic line and manifest (64 bytes); an
age file with the content, compressed by zlib, or by xz where it is long. The manifest names the age file's hash, so the
signature covers everything.

Opening verifies before it parses: nothing of the content is decrypted, inflated or read until sender, signature,
recipient and hash are right.
"""

import hashlib
import lzma
import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from desktop.errors import UserFacingError
from desktop.exchange.keys import DeskKeys, Line, OfficeCard, canonical_json, decoded, is_newer_format

BATCH_FORMAT: Final = "motcua-batch/1"
READER: Final = 2
"""1: entries and documents; 2: scans behind them, long content as xz.

Raised when the content of a batch changes so that an older program must not import it."""

SUFFIX: Final = ".motcua"
MAGIC: Final = b"MOTCUA-BATCH\n"
MAX_MANIFEST: Final = 1024 * 1024
MAX_CONTENT: Final = 64 * 1024 * 1024
"""Bytes after inflating; a sender with more to say makes several batches."""
MAX_FILE: Final = MAX_CONTENT + 4 * 1024 * 1024
"""Bytes of a whole file: content that does not compress, and what manifest and age add to it."""

LONG: Final = 256 * 1024
"""Bytes of entries from which on xz is worth it: it finds what repeats far back, which zlib forgets after 32 KB."""

_XZ: Final = b"\xfd7zXZ\0"
_XZ_MEMORY: Final = 64 * 1024 * 1024
_LENGTH: Final = 4
_SIGNATURE: Final = 64
_NAME_PART: Final = 32

Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Sha256 = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]


class BatchRefused(UserFacingError):
    """A batch that was not accepted; nothing of it was imported."""


class BatchDamaged(BatchRefused):
    """The file is no batch, or not all of it arrived, or not as it was sent."""


class BatchTooNew(BatchRefused):
    """A newer program made it; the file is kept and read after the update."""


class SenderUnknown(BatchRefused):
    """This desk holds no card of the desk that signed it."""


class BatchForged(BatchRefused):
    """The signature is not that of the desk the batch names."""


class BatchForOther(BatchRefused):
    """It is addressed to another desk."""


class BatchPracticeMismatch(BatchRefused):
    """Practice work meets real work, or the other way round."""


class BatchLocked(BatchRefused):
    """Genuine and addressed to this desk, but encrypted to a key the desk no longer has."""


class BatchTooBig(UserFacingError):
    """There is more content than one batch may hold; nothing was written."""


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """A desk at one end of a batch."""

    office_code: Line
    office_name: Line
    desk_id: Line

    @classmethod
    def of(cls, card: OfficeCard) -> "Party":
        """Return the desk a card belongs to."""
        return cls(office_code=card.office_code, office_name=card.office_name, desk_id=card.desk_id)


class EntryRange(msgspec.Struct, frozen=True, kw_only=True):
    """Entries `first` to `last` of one desk's journal, both included; `head` is the hash of the last one."""

    desk_id: Line
    first: Count
    last: Count
    head: Sha256


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch says about itself on the outside (phiếu gói).

    `number` counts from 1 for this sender desk and recipient; `previous` is the `file_hash` of the batch before it, ""
    for the first. `counts` is entries per kind, `withheld` how many entries the sender kept back, `scans` how many
    scans lie behind the document, which is `document_size` bytes long (0: it is all there is). `holds` gives for
    every desk the last entry up to which the sender has all: the acknowledgement. `content_hash` and `content_size`
    (bytes) describe the age file and are filled in by `seal`. Fields of a later program are ignored.
    """

    format: Line = BATCH_FORMAT
    min_reader: Count = 1
    created_at: Annotated[datetime, Meta(tz=True)]
    practice: bool
    sender: Party
    recipient: Party
    number: Annotated[int, Meta(ge=1, le=2**53 - 1)]
    previous: Sha256 = ""
    ranges: tuple[EntryRange, ...] = ()
    counts: dict[Line, Count] = {}
    withheld: Count = 0
    scans: Count = 0
    document_size: Count = 0
    holds: dict[Line, Count] = {}
    history_hash: Annotated[str, Meta(max_length=200)] = ""
    content_hash: Sha256 = ""
    content_size: Count = 0

    @property
    def entries(self) -> int:
        """Return how many entries the batch carries (số mục)."""
        return sum(self.counts.values())


def seal(manifest: Manifest, content: bytes, keys: DeskKeys, recipient: OfficeCard) -> bytes:
    """Return the batch file: compressed, encrypted to the recipient, signed by this desk.

    Raises:
        BatchTooBig: content is over MAX_CONTENT.
        ValueError: the manifest names another recipient than the card, or is over MAX_MANIFEST.
    """
    if (manifest.recipient.desk_id, manifest.practice) != (recipient.desk_id, recipient.practice):
        raise ValueError("the manifest's recipient and the card differ")
    if len(content) > MAX_CONTENT:
        raise BatchTooBig("Dữ liệu quá lớn cho một gói; hãy chọn ít hồ sơ hơn và lập thành nhiều gói.")
    if len(content) >= LONG and not manifest.scans:  # scans are compressed already
        manifest = msgspec.structs.replace(manifest, min_reader=READER)
        ciphertext = recipient.encrypt(lzma.compress(content, preset=1))
    else:
        ciphertext = recipient.encrypt(zlib.compress(content))
    text = _manifest_text(manifest, ciphertext)
    signature = keys.sign(MAGIC + text)
    return b"".join((MAGIC, len(text).to_bytes(_LENGTH, "big"), text, signature, ciphertext))


def peek(data: bytes) -> Manifest:
    """Return what a file says about itself; NOTHING of it is verified, so show it and decide nothing by it.

    The beginning of the file is enough, up to the end of the signature.

    Raises:
        BatchDamaged: it is no batch, or its beginning is damaged.
        BatchTooNew: this program can not read it.
    """
    return _manifest_in(_split(data).text)


def open_batch(
    data: bytes,
    *,
    trusted: Mapping[str, OfficeCard],
    own_desk_id: str,
    keys: DeskKeys | Sequence[DeskKeys],
    practice: bool,
    former: Mapping[str, OfficeCard] | None = None,
) -> tuple[Manifest, bytes]:
    """Return the manifest and the content of a batch that is genuine, whole and meant for this desk.

    Args:
        data: the file, at most MAX_FILE bytes.
        trusted: cards by desk id whose fingerprint somebody compared; a withdrawn card is left out.
        own_desk_id: this desk.
        keys: this desk's, and those it had before, for batches that were on their way when it changed them.
        practice: whether this is a practice store.
        former: cards that desks had before the one above, while batches signed by them may be on their way.

    Raises:
        BatchRefused: one kind for each reason, in the order of the checks below; nothing of the content was read.
    """
    parts = _split(data)
    manifest = _manifest_in(parts.text)
    sender = _known_sender(manifest, trusted)
    _check_signature(parts, sender, (former or {}).get(sender.desk_id))
    _check_recipient(manifest, own_desk_id, trusted)
    _check_practice(manifest, sender, practice)
    _check_whole(manifest, parts.ciphertext)
    return manifest, _content_of(parts.ciphertext, [keys] if isinstance(keys, DeskKeys) else keys)


def signed_by(data: bytes, card: OfficeCard) -> bool:
    """Tell whether this very card's key signed the batch."""
    parts = _split(data)
    return card.verifies(MAGIC + parts.text, parts.signature)


def file_hash(data: bytes) -> str:
    """Return the hash by which the next batch names this one as `previous`."""
    return hashlib.sha256(data).hexdigest()


def document_in(manifest: Manifest, content: bytes) -> tuple[memoryview, memoryview]:
    """Return the document of an opened batch, and the scans behind it."""
    whole = memoryview(content)
    end = manifest.document_size or len(whole)
    return whole[:end], whole[end:]


def file_name(manifest: Manifest) -> str:
    """Return a name two officers can compare over the phone, and every file system can store.

    Such as "QuangHan-3f2a-den-TrungKhanh-77aa-lo-0017-41muc.motcua": sender and recipient, each with the end of its
    desk id (two counters of one office share a stick, two communes of a province a name), batch number, entries. A
    practice batch begins with "DIEN-TAP".
    """
    ends = f"{_end(manifest.sender)}-den-{_end(manifest.recipient)}"
    scans = f"-{manifest.scans}banchup" if manifest.scans else ""
    name = f"{ends}-lo-{manifest.number:04d}-{manifest.entries}muc{scans}{SUFFIX}"
    return f"DIEN-TAP-{name}" if manifest.practice else name


@dataclass(frozen=True, slots=True)
class _Parts:
    text: bytes
    signature: bytes
    ciphertext: bytes


class _AnyBatch(msgspec.Struct):
    """What every version of the manifest keeps, so that an old program can tell "newer" from "damaged"."""

    format: Line
    min_reader: Count


def _damaged(what: str) -> BatchDamaged:
    return BatchDamaged(f"{what}; hãy giữ lại tệp, chép lại từ máy gửi hoặc đề nghị nơi gửi lập lại gói.")


def _manifest_text(manifest: Manifest, ciphertext: bytes) -> bytes:
    complete = msgspec.structs.replace(
        manifest,
        created_at=manifest.created_at.astimezone(UTC),
        content_hash=hashlib.sha256(ciphertext).hexdigest(),
        content_size=len(ciphertext),
    )
    text = canonical_json(complete)
    if len(text) > MAX_MANIFEST:
        raise ValueError(f"manifest of {len(text)} bytes is over {MAX_MANIFEST}")
    # Building a Struct checks no constraint; a manifest no reader would take must fail here, at the sender's.
    msgspec.json.decode(text, type=Manifest)
    return text


def _split(data: bytes) -> _Parts:
    if not data.startswith(MAGIC):
        raise _damaged("Tệp này không phải gói dữ liệu Một Cửa hoặc phần đầu đã bị hỏng")
    begin = len(MAGIC) + _LENGTH
    length = int.from_bytes(data[len(MAGIC) : begin], "big")
    end = begin + length
    if length > MAX_MANIFEST or len(data) < end + _SIGNATURE:
        raise _damaged("Gói dữ liệu bị cắt cụt hoặc phần đầu đã bị hỏng")
    return _Parts(data[begin:end], data[end : end + _SIGNATURE], data[end + _SIGNATURE :])


def _manifest_in(text: bytes) -> Manifest:
    fault = partial(_damaged, "Không đọc được phiếu gói ở đầu tệp")
    version = decoded(text, _AnyBatch, fault)
    if version.min_reader > READER or is_newer_format(version.format, BATCH_FORMAT):
        raise BatchTooNew(
            "Gói dữ liệu do phiên bản phần mềm mới hơn lập; hãy giữ nguyên tệp, cập nhật Một Cửa rồi nhận lại."
        )
    if version.format != BATCH_FORMAT:
        raise fault()
    return decoded(text, Manifest, fault)


def _known_sender(manifest: Manifest, trusted: Mapping[str, OfficeCard]) -> OfficeCard:
    sender = manifest.sender
    card = trusted.get(sender.desk_id)
    # A desk may speak for the office on its card only; after a merger of offices it sends a new card.
    if card is None or (card.desk_id, card.office_code) != (sender.desk_id, sender.office_code):
        raise SenderUnknown(
            f"Chưa có thẻ đơn vị của {sender.office_name} ({sender.office_code}); hãy xin thẻ của đơn vị đó, "
            "nhập thẻ đơn vị và so mã đối chiếu qua điện thoại, rồi nhận lại gói dữ liệu."
        )
    return card


def _check_signature(parts: _Parts, sender: OfficeCard, former: OfficeCard | None) -> None:
    cards = [sender] if former is None else [sender, former]
    if not any(card.verifies(MAGIC + parts.text, parts.signature) for card in cards):
        raise BatchForged(
            f"Chữ ký trên gói dữ liệu không khớp với thẻ của {sender.office_name}, gói có thể bị sửa hoặc giả mạo; "
            "hãy giữ lại tệp, gọi điện hỏi đơn vị đó và đề nghị chép lại gói."
        )


def _check_recipient(manifest: Manifest, own_desk_id: str, trusted: Mapping[str, OfficeCard]) -> None:
    recipient = manifest.recipient
    if recipient.desk_id != own_desk_id:
        known = trusted.get(recipient.desk_id)
        name = known.office_name if known else recipient.office_name
        raise BatchForOther(
            f"Gói dữ liệu này gửi cho máy khác của {name} ({recipient.office_code}); hãy chuyển tệp đến đúng nơi nhận, "
            "hoặc đề nghị nơi gửi lập gói theo thẻ đơn vị của máy này."
        )


def _check_practice(manifest: Manifest, sender: OfficeCard, practice: bool) -> None:
    if not practice and (manifest.practice or sender.practice):
        raise BatchPracticeMismatch(
            "Đây là gói dữ liệu DIỄN TẬP, không được nhận vào sổ thật; hãy mở chế độ diễn tập để nhận."
        )
    if practice and not (manifest.practice and sender.practice):
        raise BatchPracticeMismatch(
            "Đây là gói dữ liệu thật, không được nhận vào sổ diễn tập; hãy thoát chế độ DIỄN TẬP rồi nhận lại."
        )


def _check_whole(manifest: Manifest, ciphertext: bytes) -> None:
    if len(ciphertext) != manifest.content_size:
        raise _damaged("Gói dữ liệu không đủ độ dài, có thể việc chép tệp bị ngắt giữa chừng")
    if hashlib.sha256(ciphertext).hexdigest() != manifest.content_hash:
        raise _damaged("Nội dung gói dữ liệu đã bị hỏng khi chép")


def _content_of(ciphertext: bytes, keys: Sequence[DeskKeys]) -> bytes:
    compressed = next((found for one in keys if (found := one.decrypt(ciphertext)) is not None), None)
    if compressed is None:
        raise BatchLocked(
            "Gói dữ liệu được khoá theo thẻ cũ của máy này nên không mở được; "
            "hãy gửi thẻ đơn vị mới cho nơi gửi và đề nghị lập lại gói."
        )
    return _inflated(compressed)


def _inflated(compressed: bytes) -> bytes:
    """Return the content; never more than MAX_CONTENT, whatever a few crafted bytes would grow to."""
    long = compressed.startswith(_XZ)
    inflater = lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY) if long else zlib.decompressobj()
    try:
        content = inflater.decompress(compressed, MAX_CONTENT + 1)
    except (zlib.error, lzma.LZMAError):
        raise _damaged("Không giải nén được nội dung gói dữ liệu") from None
    if len(content) > MAX_CONTENT:
        raise _damaged("Nội dung gói dữ liệu lớn quá mức cho phép")
    if not inflater.eof or inflater.unused_data:
        raise _damaged("Không giải nén được nội dung gói dữ liệu")
    return content


def _end(party: Party) -> str:
    return f"{_folded(party)}-{_plain_letters(party.desk_id)[-4:].lower()}"


def _folded(party: Party) -> str:
    """Return "XaQuangHan" for "xã Quang Hán"; the code for a name without a single Latin letter."""
    # Composed first: a combining mark is no word character and would cut its own word in two.
    words = re.split(r"[\W_]+", unicodedata.normalize("NFC", party.office_name))
    name = "".join(word[:1].upper() + word[1:] for word in map(_plain_letters, words))
    return (name or _plain_letters(party.office_code) or "DonVi")[:_NAME_PART]


def _plain_letters(text: str) -> str:
    """Return the ASCII letters and digits, without diacritics; đ has no decomposition of its own."""
    folded = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^A-Za-z0-9]", "", folded)
