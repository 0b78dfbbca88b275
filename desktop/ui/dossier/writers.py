"""Who wrote an entry, in words: a log-in name means somebody else in each office (người ghi). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.dossiers.entry import Entry
from desktop.dossiers.evolve import read_body
from desktop.office import Office
from desktop.ui.dossier.histories import desk_names


@dataclass(frozen=True, slots=True)
class Writers:
    """Names of all who wrote into one dossier.

    `own` are our officers by log-in name, `desks` the office of each desk as far as its entries name it, `signed` the
    full names of others by desk and log-in name, known from the papers they signed.
    """

    office: str
    own_desk: str
    own: Mapping[str, str]
    desks: Mapping[str, str]
    signed: Mapping[tuple[str, str], str]

    def of(self, entry: Entry) -> str:
        """Return the full name; where another office's is not known, the log-in name and the office."""
        where = self.desks.get(entry.desk_id, "")
        if entry.desk_id == self.own_desk or where in ("", self.office):
            return self.own.get(entry.officer_id, entry.officer_id)
        return self.signed.get((entry.desk_id, entry.officer_id)) or f"{entry.officer_id} · {where}"

    def at(self, office: str, officer: str) -> str:
        """Return the full name of an officer of an office given by its name, or the log-in name."""
        if office == self.office:
            return self.own.get(officer, officer)
        desks = [desk for desk, name in self.desks.items() if name == office]
        return next((self.signed[desk, officer] for desk in desks if (desk, officer) in self.signed), officer)


def writers(entries: Sequence[Entry], office: Office, own_desk: str) -> Writers:
    """Return who wrote these entries of one dossier, seen from a desk of an office."""
    own = {officer.name: officer.full_name for officer in office.officers}
    return Writers(office.name, own_desk, own, desk_names(entries), _signed(entries))


def _signed(entries: Iterable[Entry]) -> dict[tuple[str, str], str]:
    names = {}
    for entry in entries:
        imprint = getattr(read_body(entry), "imprint", None)
        if imprint is not None and imprint.officer:
            names[entry.desk_id, entry.officer_id] = imprint.officer
    return names
