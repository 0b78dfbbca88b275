"""The fold: state and entry give the next state. Pure; no clock, no calendar, no store."""

from collections.abc import Iterable, Sequence
from itertools import chain

import msgspec
from msgspec.structs import replace

from desktop.deadlines import to_local, to_utc
from desktop.dossiers import bodies
from desktop.dossiers.bodies import BODY
from desktop.dossiers.dossier import (
    Dossier,
)
from desktop.dossiers.effects import EFFECTS
from desktop.dossiers.effects.opening import arrived, opened
from desktop.dossiers.effects.runs import moment_of
from desktop.dossiers.entry import Entry, canonical_json
from desktop.dossiers.messages import message_of
from desktop.terms import PASSIVE, SILENT, EntryKind

OPENINGS = frozenset({EntryKind.ACCEPTED, EntryKind.GUIDED, EntryKind.REFUSED})
REFOLDING = frozenset({EntryKind.CORRECTED, EntryKind.SETTLED})
"""Kinds that change what earlier entries say: after one of these the whole dossier is folded again."""


def read_body(entry: Entry) -> msgspec.Struct | None:
    """Return the entry's body, or None for a kind or a newer schema of a kind that we do not know, and for damage.

    Fields a newer program added are passed over here; the stored text keeps them.
    """
    kind = entry.known_kind()
    if kind is None:
        return None
    try:
        return msgspec.json.decode(entry.body, type=BODY[kind])
    except msgspec.DecodeError:
        return None


def evolve(dossier: Dossier | None, entry: Entry) -> Dossier | None:
    """Return the state after the entry.

    An entry we cannot read leaves the state as it was and is counted; an entry for a dossier whose beginning is missing
    gives no state.
    """
    body = read_body(entry)
    if isinstance(body, bodies.Opening):
        state = opened(dossier, entry, body)
    elif isinstance(body, bodies.Arrived):
        state = dossier or arrived(entry, body)
    elif dossier is None:
        return None
    else:
        change = EFFECTS.get(type(body)) if body is not None else None
        state = (
            change(dossier, entry, body) if change else replace(dossier, unknown_entries=dossier.unknown_entries + 1)
        )
    message = message_of(state, entry, body)
    return replace(
        state,
        head=entry.id,
        last_act_at=state.last_act_at if entry.kind in PASSIVE else max(moment_of(entry), state.last_act_at),
        last_recorded_at=state.last_recorded_at if entry.kind in SILENT else to_local(entry.recorded_at),
        messages=(*state.messages, message) if message else state.messages,
    )


def evolve_all(entries: Iterable[Entry], dossier: Dossier | None = None) -> Dossier | None:
    """Fold a plain sequel: entries in order, none of which changes what earlier ones say."""
    for entry in entries:
        dossier = evolve(dossier, entry)
    return dossier


def fold(entries: Sequence[Entry]) -> Dossier | None:
    """Fold the whole history of a dossier: what was set aside is passed over, what was corrected counts as corrected.

    The head is the last entry of the order all the same, so that what is written next follows everything we hold.
    """
    aside = set_aside(entries)
    dossier = evolve_all(amended([entry for entry in entries if entry.id not in aside]))
    return replace(dossier, head=entries[-1].id) if dossier is not None and entries else dossier


def set_aside(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the ids of the entries that a person decided do not count."""
    settled = (read_body(entry) for entry in entries if entry.kind == EntryKind.SETTLED)
    return frozenset(chain.from_iterable(body.set_aside for body in settled if isinstance(body, bodies.Settled)))


def amended(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries with the bodies and times that later corrections gave them.

    Openings are left as they are: a correction of the receipt changes the dossier from the correction on.
    """
    kinds = {entry.id: entry.kind for entry in entries}
    corrections: dict[str, list[bodies.Corrected]] = {}
    for entry in entries:
        body = read_body(entry) if entry.kind == EntryKind.CORRECTED else None
        if isinstance(body, bodies.Corrected) and kinds.get(body.entry) not in OPENINGS:
            corrections.setdefault(body.entry, []).append(body)
    return [_with_corrections(entry, corrections[entry.id]) if entry.id in corrections else entry for entry in entries]


def _with_corrections(entry: Entry, corrections: Sequence[bodies.Corrected]) -> Entry:
    fields, at = entry.body_as_dict(), entry.occurred_at
    for correction in corrections:
        fields |= correction.amended
        at = to_utc(correction.occurred_at) if correction.occurred_at else at
    return replace(entry, body=canonical_json(fields), occurred_at=at)
