"""What a desk and its hub say to each other over HTTP, and what they sign (trao đổi qua mạng).

The link carries the same files as a stick and adds no trust: batches are sealed and signed as ever. What is signed here
only tells whose batches the hub may hand out, and to the desk that it speaks with the hub it knows.
"""

import re
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from desktop.exchange.batch_file import MAX_FILE
from desktop.exchange.keys import Line, canonical_json

ROOT: Final = "/motcua/1"
MAX_WORDS: Final = 64 * 1024
"""Bytes of anything that is said beside the files."""

PIECE: Final = 64 * 1024
"""Bytes that are read, written and counted at once."""

OFFSET: Final = "Upload-Offset"
COMPLETE: Final = "Upload-Complete"

Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Signature = Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]
Nonce = Annotated[str, Meta(pattern=r"^[0-9a-f]{32,160}\Z")]

_HUB_DOMAIN: Final = b"motcua-sync-hub\n"
_DESK_DOMAIN: Final = b"motcua-sync-desk\n"


class Hello(msgspec.Struct, frozen=True):
    """A desk names itself and asks the hub to prove who it is."""

    desk: Line
    nonce: Nonce


class Challenge(msgspec.Struct, frozen=True):
    """The hub names itself, signed, and asks the same of the desk."""

    hub: Line
    nonce: Nonce
    signature: Signature


class Proof(msgspec.Struct, frozen=True):
    """The desk's signature under both questions."""

    desk: Line
    asked: Nonce
    nonce: Nonce
    signature: Signature


class Session(msgspec.Struct, frozen=True):
    """A word that stands for the proof for some minutes."""

    token: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    seconds: int


class Waiting(msgspec.Struct, frozen=True):
    """A batch that waits at the hub for this desk."""

    hash: Digest
    number: Annotated[int, Meta(ge=1)]
    size: Annotated[int, Meta(ge=1, le=MAX_FILE)]


class Taken(msgspec.Struct, frozen=True):
    """What became of an uploaded batch; `words` are Vietnamese."""

    arrival: Line
    words: str = ""


class Refusal(msgspec.Struct, frozen=True):
    """Why a request was not done, in Vietnamese."""

    error: str


def hub_text(hub: str, desk: str, asked: str, nonce: str) -> bytes:
    """Return what the hub signs: who it is, to whom, under the desk's question and its own."""
    return _HUB_DOMAIN + canonical_json([hub, desk, asked, nonce])


def desk_text(hub: str, desk: str, asked: str, nonce: str) -> bytes:
    """Return what the desk signs: never what a hub signs, so that neither can be made to speak for the other."""
    return _DESK_DOMAIN + canonical_json([hub, desk, asked, nonce])


def safe_words(text: str) -> str:
    """Return what the other end said, fit to be shown: one line, not too long."""
    return re.sub(r"[\x00-\x1f\x7f\u2028-\u202e\u2066-\u2069]+", " ", text)[:600].strip()
