"""Two histories of one dossier: where they part, and what each of them holds (hai nhật ký khác nhau). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.dossiers.entry import Entry
from desktop.dossiers.evolve import read_body, set_aside
from desktop.terms import PASSIVE


@dataclass(frozen=True, slots=True)
class History:
    """One of the ways a dossier went on: its first act, by which it is chosen, and all that follows it."""

    acts: tuple[Entry, ...]
    desk: str
    """The office that wrote its first act, as far as the journal names it."""

    @property
    def keep(self) -> str:
        """The id by which a person says that this one counts."""
        return self.acts[0].id


def histories(entries: Sequence[Entry]) -> tuple[History, ...]:
    """Return the ways in which a dossier went on from one act, at the first parting; empty where there is none.

    Notes and prints part nothing: an act is traced back over them, as the store does when it calls a dossier disputed.
    """
    aside, by_id = set_aside(entries), {entry.id: entry for entry in entries}
    after: dict[str | None, list[Entry]] = {}
    for entry in entries:
        if entry.kind not in PASSIVE and entry.id not in aside:
            after.setdefault(_act_before(entry, by_id), []).append(entry)
    firsts = next((found for found in after.values() if len(found) > 1), [])
    desks = desk_names(entries)
    return tuple(History(_line_of(first, entries, aside), desks.get(first.desk_id, "")) for first in firsts)


def _act_before(entry: Entry, by_id: dict[str, Entry]) -> str | None:
    before = entry.follows
    while before is not None and before in by_id and by_id[before].kind in PASSIVE:
        before = by_id[before].follows
    return before


def _line_of(first: Entry, entries: Sequence[Entry], aside: frozenset[str]) -> tuple[Entry, ...]:
    following = {first.id}
    for entry in entries:  # in folding order: what follows comes behind
        if entry.follows in following:
            following.add(entry.id)
    return tuple(
        entry for entry in entries if entry.id in following and entry.kind not in PASSIVE and entry.id not in aside
    )


def desk_names(entries: Sequence[Entry]) -> dict[str, str]:
    """Return the office of each desk, as far as one of its entries says where it was written."""
    names: dict[str, str] = {}
    for entry in entries:
        body = read_body(entry)
        where = getattr(body, "office", None) or getattr(body, "from_office", None)
        imprint = getattr(body, "imprint", None)
        name = getattr(where, "name", "") or getattr(imprint, "issuer", "")
        if name:
            names.setdefault(entry.desk_id, name)
    return names
