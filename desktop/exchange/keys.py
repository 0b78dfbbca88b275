"""Who signs and who can read: a desk's secret keys and the card other offices know it by (thẻ đơn vị).

Ed25519 signs, age X25519 encrypts; no other module touches either library. A card travels unprotected, so two officers
compare its fingerprint over the phone before one of them trusts it: the card's own signature finds damage, not fraud.
"""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any, Final, Self, TypeVar

import msgspec
import nacl.exceptions
import nacl.signing
import pyrage
from msgspec import Meta

from desktop.errors import UserFacingError

CARD_FORMAT: Final = "motcua-card/1"
CARD_SUFFIX: Final = ".motcua-the"
MAX_CARD: Final = 16 * 1024
"""Bytes; a real card has about 500, so whatever is longer was picked by mistake."""

FINGERPRINT_GROUPS: Final = 5
"""Groups of four hex digits read aloud; 80 bits are out of reach for who looks for a second card that matches."""

# Each signature is over text with its own first line, so that a signed card can never pass for a signed batch.
_CARD_DOMAIN: Final = b"motcua-card\n"
_CHANGE_DOMAIN: Final = b"motcua-card-change\n"

Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+\Z")]
"""One line of text without control characters: what may be shown in a sentence although nobody vouches for it yet."""

T = TypeVar("T")

_Hex32 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Hex64 = Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]


class CardDamaged(UserFacingError):
    """The file is no card, or not the card its desk made."""

    def __init__(self) -> None:
        super().__init__("Tệp này không phải thẻ đơn vị hoặc đã bị hỏng; hãy đề nghị đơn vị đó xuất và gửi lại thẻ.")


class CardTooNew(UserFacingError):
    """A newer program made the card."""

    def __init__(self) -> None:
        super().__init__("Thẻ đơn vị do phiên bản phần mềm mới hơn lập; hãy cập nhật Một Cửa rồi nhập lại thẻ.")


class OfficeCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a desk shows the others: its office, the key it signs with and the address to encrypt to (thẻ đơn vị).

    `verify_key` and `signature` are hex, `age_recipient` starts with "age1". The set of fields is closed: another field
    means another `format`, since the fingerprint covers everything the card says.
    """

    format: str = CARD_FORMAT
    office_code: Line
    office_name: Line
    level: Line
    desk_id: Line
    verify_key: _Hex32
    age_recipient: Line
    practice: bool
    signature: _Hex64

    @property
    def fingerprint(self) -> str:
        """Return "A1B2-C3D4-…", which two people compare over the phone (mã đối chiếu)."""
        digits = hashlib.sha256(_signed_part(self)).hexdigest().upper()
        return "-".join(digits[4 * group : 4 * group + 4] for group in range(FINGERPRINT_GROUPS))

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Tell whether this card's desk signed exactly this message."""
        try:
            nacl.signing.VerifyKey(bytes.fromhex(self.verify_key)).verify(message, signature)
        except (nacl.exceptions.BadSignatureError, ValueError):
            return False
        return True

    def encrypt(self, content: bytes) -> bytes:
        """Return an age file only this card's desk can open."""
        sealed: bytes = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(self.age_recipient)])
        return sealed


class CardChange(msgspec.Struct, frozen=True, kw_only=True):
    """A desk's new card, signed by the key of the one before it (đổi khoá); `signature` is hex."""

    card: OfficeCard
    signature: _Hex64

    def follows(self, before: OfficeCard) -> bool:
        """Tell whether the owner of the earlier card made this one, for the same desk, whole in itself."""
        try:
            whole = read_card(card_bytes(self.card)) == self.card
        except UserFacingError:
            return False
        same = _owner(self.card) == _owner(before)
        return whole and same and before.verifies(_change_text(self.card), bytes.fromhex(self.signature))


class DeskKeys(msgspec.Struct, frozen=True):
    """The secrets of one desk (khoá của máy); stored inside the encrypted store only, never printed or logged."""

    signing_seed: Annotated[bytes, Meta(min_length=32, max_length=32)]
    age_identity: str

    def __repr__(self) -> str:
        return "DeskKeys(***)"

    @classmethod
    def generate(cls) -> Self:
        """Return new random keys."""
        return cls(bytes(nacl.signing.SigningKey.generate()), str(pyrage.x25519.Identity.generate()))

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        """Return the keys `to_dict` stored.

        Raises:
            ValueError: the stored keys are damaged; the text never repeats them.
        """
        try:
            keys = msgspec.convert(stored, cls)
            pyrage.x25519.Identity.from_str(keys.age_identity)
        except (msgspec.ValidationError, pyrage.IdentityError):
            raise ValueError("stored desk keys are damaged") from None
        return keys

    def to_dict(self) -> dict[str, Any]:
        """Return the secrets as JSON types (the seed in base64), for the encrypted store."""
        stored: dict[str, Any] = msgspec.to_builtins(self)
        return stored

    @property
    def verify_key(self) -> str:
        """The public half of what this desk signs with, in hex, as its card has it."""
        return bytes(nacl.signing.SigningKey(self.signing_seed).verify_key).hex()

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature."""
        return nacl.signing.SigningKey(self.signing_seed).sign(message).signature

    def announce(self, card: OfficeCard) -> CardChange:
        """Return a new card of this desk, vouched for by these keys, which it is to replace."""
        return CardChange(card=card, signature=self.sign(_change_text(card)).hex())

    def decrypt(self, sealed: bytes) -> bytes | None:
        """Return what was encrypted to this desk's card; None when it was not, or the age file is damaged."""
        try:
            content: bytes = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(self.age_identity)])
        except pyrage.DecryptError:
            return None
        return content

    def card(self, office_code: str, office_name: str, desk_id: str, level: str, practice: bool) -> OfficeCard:
        """Return this desk's signed card.

        Raises:
            UserFacingError: a text is empty, too long or more than one line.
        """
        unsigned = OfficeCard(
            office_code=office_code,
            office_name=office_name,
            level=level,
            desk_id=desk_id,
            verify_key=self.verify_key,
            age_recipient=str(pyrage.x25519.Identity.from_str(self.age_identity).to_public()),
            practice=practice,
            signature="0" * 128,
        )
        signature = self.sign(_CARD_DOMAIN + _signed_part(unsigned))
        return _checked(msgspec.structs.replace(unsigned, signature=signature.hex()))


def _owner(card: OfficeCard) -> tuple[str, str, str, bool]:
    return card.desk_id, card.office_code, card.level, card.practice


def _change_text(card: OfficeCard) -> bytes:
    return _CHANGE_DOMAIN + card_bytes(card)


def canonical_json(value: object) -> bytes:
    """Return the one spelling of a value that is hashed and signed: UTF-8, keys sorted, no spaces."""
    return msgspec.json.encode(value, order="sorted")


def card_bytes(card: OfficeCard) -> bytes:
    """Return the content of a card file."""
    return canonical_json(card)


def read_card(data: bytes) -> OfficeCard:
    """Return the card in a file; that it is undamaged says nothing about who made it: compare the fingerprint.

    Raises:
        CardTooNew: a newer program made it.
        CardDamaged: anything else that keeps it from being a card.
    """
    if len(data) > MAX_CARD:
        raise CardDamaged
    if is_newer_format(decoded(data, _AnyCard, CardDamaged).format, CARD_FORMAT):
        raise CardTooNew
    card = decoded(data, OfficeCard, CardDamaged)
    signature = bytes.fromhex(card.signature)
    genuine = card.format == CARD_FORMAT and card.verifies(_CARD_DOMAIN + _signed_part(card), signature)
    if not genuine or not _is_recipient(card.age_recipient):
        raise CardDamaged
    return card


def decoded(data: bytes, kind: type[T], fault: Callable[[], UserFacingError]) -> T:
    """Return `data` read as JSON of that kind; whatever is wrong with it is told as `fault`."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise fault() from None


def is_newer_format(found: str, known: str) -> bool:
    """Tell whether "name/3" is a later version of the known "name/2"."""
    name, _, number = found.rpartition("/")
    known_name, _, known_number = known.rpartition("/")
    return name == known_name and number.isdecimal() and int(number) > int(known_number)


class _AnyCard(msgspec.Struct):
    """The one field that every version of the card keeps."""

    format: Line


def _signed_part(card: OfficeCard) -> bytes:
    fields: dict[str, Any] = msgspec.to_builtins(card)
    return canonical_json({name: value for name, value in fields.items() if name != "signature"})


def _checked(card: OfficeCard) -> OfficeCard:
    try:
        return msgspec.convert(msgspec.to_builtins(card), OfficeCard)
    except msgspec.ValidationError:
        raise UserFacingError(
            "Mã hoặc tên đơn vị đang để trống, quá dài hoặc có ký tự xuống dòng; hãy sửa rồi lập lại thẻ.",
            field="office_name",
        ) from None


def _is_recipient(text: str) -> bool:
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True
