"""The journal entry and its canonical form (mục nhật ký)."""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from desktop.terms import EntryKind

GENESIS = "0" * 64
"""The `prev_hash` of a desk's first entry."""


_KINDS = {str(kind): kind for kind in EntryKind}


class Draft(msgspec.Struct, frozen=True):
    """Something that happened, not yet given its place in the journal. `occurred_at` is UTC."""

    kind: EntryKind
    body: msgspec.Struct
    occurred_at: datetime


class Entry(msgspec.Struct, frozen=True):
    """One immutable entry.

    `seq` counts 1, 2, 3 … per desk without gaps; `follows` is the id of the entry of the same dossier that its writer
    saw last, so that two desks that wrote on without seeing each other are told apart from a simple sequel. `kind`
    stays text: a newer program may know kinds we do not. `body` is canonical JSON text and is never re-encoded.
    """

    id: str
    desk_id: str
    seq: int
    dossier_id: str
    follows: str | None
    kind: str
    schema: int
    occurred_at: datetime
    recorded_at: datetime
    officer_id: str
    body: str
    prev_hash: str
    hash: str

    def known_kind(self) -> EntryKind | None:
        """Return the kind, or None when a newer program wrote one we do not know."""
        return _KINDS.get(self.kind)

    def body_as_dict(self) -> dict[str, Any]:
        """Return the body as plain values."""
        value: dict[str, Any] = msgspec.json.decode(self.body)
        return value


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys, no spaces and composed Unicode (NFC): equal values give equal bytes."""
    return unicodedata.normalize("NFC", msgspec.json.encode(value, order="sorted").decode())


def hash_of(fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an entry's canonical form: every field but the hash itself."""
    sealed = {name: value for name, value in fields.items() if name != "hash"}
    return hashlib.sha256(canonical_json(sealed).encode()).hexdigest()


def seal(**fields: Any) -> Entry:
    """Return the entry with its hash."""
    return Entry(**fields, hash=hash_of(fields))


def is_sealed(entry: Entry) -> bool:
    """Whether the entry's hash fits its content."""
    return entry.hash == hash_of(msgspec.structs.asdict(entry))
