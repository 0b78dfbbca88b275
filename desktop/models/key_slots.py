"""Key slots: one random database key, locked once per officer's password and once by the recovery key.

Losing one password loses nothing; the recovery key is printed at set-up and kept in the office's safe. Argon2id with
the second profile of RFC 9106 (64 MiB, 3 passes, 4 lanes) turns a secret into a slot's key, XSalsa20-Poly1305 locks.
"""

import base64
import os
import secrets
import unicodedata
from pathlib import Path

import msgspec
from argon2.low_level import Type, hash_secret_raw
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from desktop.errors import UserFacingError
from desktop.office import RESERVED_NAME

RECOVERY = RESERVED_NAME
MIN_PASSWORD = 8


class WrongPassword(UserFacingError):
    """No slot opens with this secret."""


class WeakPassword(UserFacingError):
    """The password is too short."""


class Cost(msgspec.Struct, frozen=True):
    """What one guess at a password costs: memory in KiB, passes over it, lanes."""

    memory_kib: int = 65536
    passes: int = 3
    lanes: int = 4


STANDARD = Cost()


class Slot(msgspec.Struct, frozen=True):
    """The database key, locked. `owner` is an officer's log-in name or "recovery"."""

    owner: str
    salt: bytes
    locked: bytes
    cost: Cost


class KeyFile(msgspec.Struct, frozen=True):
    """All slots of one store."""

    format: str
    slots: tuple[Slot, ...]

    def owners(self) -> list[str]:
        """Return who can open the store, without the recovery key."""
        return [slot.owner for slot in self.slots if slot.owner != RECOVERY]


FORMAT = "motcua-keys/1"


def new_key_file(passwords: dict[str, str]) -> tuple[KeyFile, bytes, str]:
    """Return the slots, the database key (32 bytes) and the recovery key in words fit to be typed from paper.

    Raises:
        WeakPassword: a password of fewer than eight characters.
    """
    key = secrets.token_bytes(SecretBox.KEY_SIZE)
    recovery = recovery_words(secrets.token_bytes(20))
    slots = [_locked(owner, check_password(password), key) for owner, password in passwords.items()]
    slots.append(_locked(RECOVERY, _recovery_secret(recovery), key))
    return KeyFile(FORMAT, tuple(slots)), key, recovery


def open_slot(keys: KeyFile, owner: str, secret: str) -> bytes:
    """Return the database key.

    Raises:
        WrongPassword: nobody of that name, or the secret does not fit.
    """
    plain = _recovery_secret(secret) if owner == RECOVERY else secret
    slot = next((slot for slot in keys.slots if slot.owner == owner), None)
    try:
        if slot is not None:
            return SecretBox(_derive(plain, slot)).decrypt(slot.locked)
    except CryptoError:
        pass
    what = "Khóa khôi phục" if owner == RECOVERY else "Tên đăng nhập hoặc mật khẩu"
    raise WrongPassword(f"{what} không đúng. Hãy nhập lại; xem phím Caps Lock và bộ gõ tiếng Việt.", field="password")


def with_password(keys: KeyFile, owner: str, password: str, key: bytes, cost: Cost = STANDARD) -> KeyFile:
    """Return the slots with this owner's set anew, for a new officer or a changed password."""
    others = tuple(slot for slot in keys.slots if slot.owner != owner)
    return KeyFile(FORMAT, (*others, _locked(owner, check_password(password), key, cost)))


def check_password(password: str) -> str:
    """Return the password if it is long enough.

    Raises:
        WeakPassword: shorter than eight characters.
    """
    if len(password) < MIN_PASSWORD:
        raise WeakPassword(f"Mật khẩu cần ít nhất {MIN_PASSWORD} ký tự. Hãy đặt mật khẩu dài hơn.", field="password")
    return password


def recovery_words(secret: bytes) -> str:
    """Return a secret as groups of five letters and digits without look-alikes: "K7MQ2-…"."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return "-".join(text[start : start + 5] for start in range(0, len(text), 5))


def _recovery_secret(words: str) -> str:
    # base32 has no 0, 1 or 8: what a person types for them can only be the letters they look like
    return "".join(words.upper().split()).replace("-", "").replace("0", "O").replace("1", "I").replace("8", "B")


def _locked(owner: str, secret: str, key: bytes, cost: Cost = STANDARD) -> Slot:
    slot = Slot(owner, os.urandom(16), b"", cost)
    return msgspec.structs.replace(slot, locked=bytes(SecretBox(_derive(secret, slot)).encrypt(key)))


def _derive(secret: str, slot: Slot) -> bytes:
    # composed first: Vietnamese input methods type the same letter as one character or as a letter and its marks
    plain = unicodedata.normalize("NFC", secret).encode()
    cost = slot.cost
    return hash_secret_raw(plain, slot.salt, cost.passes, cost.memory_kib, cost.lanes, SecretBox.KEY_SIZE, Type.ID)


def read_key_file(path: Path) -> KeyFile:
    """Read the slots.

    Raises:
        UserFacingError: missing or damaged.
    """
    try:
        keys = msgspec.json.decode(path.read_bytes(), type=KeyFile)
    except FileNotFoundError as error:
        raise UserFacingError(
            f"Chưa có dữ liệu của đơn vị trong “{path.parent}”. Hãy khởi tạo đơn vị trước (motcua init)."
        ) from error
    except (OSError, msgspec.DecodeError) as error:
        raise UserFacingError(
            f"Tệp khóa “{path}” không đọc được ({error}). Hãy lấy lại tệp này từ bản sao lưu gần nhất."
        ) from error
    if keys.format != FORMAT:
        raise UserFacingError("Tệp khóa do chương trình mới hơn tạo ra. Hãy cập nhật chương trình rồi mở lại.")
    return keys


def key_file_bytes(keys: KeyFile) -> bytes:
    """Return the file's content."""
    return msgspec.json.format(msgspec.json.encode(keys), indent=1)
