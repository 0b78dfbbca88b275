"""Other systems at an officer's place: the national portal, the land system, tables of partners (hệ thống khác).

Nothing a partner says changes a dossier by itself: it is shown, kept word for word in the journal, and what it amounts
to is recorded as this desk's own act once a person says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.errors import UserFacingError
from desktop.exchange.outside.land_in import Reading, read_land
from desktop.exchange.outside.land_message import land_messages
from desktop.exchange.outside.portal_files import PortalFiles, write_portal_files
from desktop.exchange.outside.portal_in import PortalStatus, read_portal_file
from desktop.exchange.outside.portal_mapping import PortalSettings, read_portal_settings
from desktop.exchange.outside.table_in import OutsideTable, read_table
from desktop.exchange.outside.table_mapping import TableMapping, read_table_mapping, shipped_table
from desktop.exchange.outside.table_out import table_csv, table_xlsx
from desktop.handling.commands import Note
from desktop.handling.record import Acting, Recorded, read_command, record
from desktop.models import journal
from desktop.models.facts import find_fact, office_code, set_fact
from desktop.models.search import find_reference, received_between
from desktop.models.store import Store
from desktop.models.tables import DossierRow

TOLD: Final = "portal-told"
"""Fact: id of the last entry the portal was told of, by dossier code."""


class NothingToRecord(UserFacingError):
    """A land message amounts to nothing that can be recorded as it stands."""


@dataclass(frozen=True, slots=True)
class PortalNews:
    """What the portal says of a dossier; `said` is for the officer, empty where both agree."""

    status: PortalStatus
    dossier: Dossier | None
    said: str


@dataclass(frozen=True, slots=True)
class Partners:
    """Other systems, seen from one officer's place."""

    store: Store
    acting: Callable[[], Acting]

    def export_portal(self, folder: Path, settings: bytes | None = None) -> PortalFiles:
        """Write what the national portal has not been told yet; dossiers with a missing field stay behind, named.

        Raises:
            CarrierFault: the folder cannot be written.
        """
        acting = self.acting()
        with self.store.read() as session:
            told: dict[str, str] = msgspec.json.decode(find_fact(session, TOLD) or "{}")
            news = list(_untold(session, told))
        read: PortalSettings | None = read_portal_settings(settings) if settings else None
        done = write_portal_files(
            folder, acting.office.code, acting.now, news, read, acting.office.officers, known=told.keys(), told=told
        )
        with self.store.write() as session:
            fresh = {dossier.reference: entries[-1].id for dossier, entries in news if dossier.reference in done.sent}
            set_fact(session, TOLD, msgspec.json.encode({**told, **fresh}).decode())
        return done

    def read_portal(self, data: bytes) -> list[PortalNews]:
        """Return what the portal says; a status nobody knows is kept word for word as a note, and changes nothing."""
        found = []
        acting = self.acting()
        with self.store.write() as session:
            for status in read_portal_file(data):
                dossier = find_reference(session, status.dossier_code)
                said = status.differs(dossier) if dossier else status.in_words()
                if dossier is not None and status.code is None:
                    record(session, acting, dossier.id, Note(text=status.in_words()))
                found.append(PortalNews(status, dossier, said))
        return found

    def read_land(self, data: bytes, kind: str = "") -> list[Reading]:
        """Return what messages of the land system truly say; nothing is recorded."""
        with self.store.read() as session:
            return [read_land(said, find_reference(session, said.dossier_code)) for said in land_messages(data, kind)]

    def record_land(self, reading: Reading, answers: Mapping[str, Any]) -> Recorded:
        """Record what a message amounts to, as a person confirmed and completed it, with its words as a note.

        Raises:
            NothingToRecord: it proposes nothing.
            UserFacingError: the act does not fit the dossier; nothing is stored.
        """
        if reading.proposal is None:
            raise NothingToRecord(reading.task or "Thông điệp này không có việc nào để ghi. Hãy xem nguyên văn.")
        command = read_command(reading.proposal.action, {**reading.proposal.fields, **answers})
        acting = self.acting()
        with self.store.write() as session:
            record(session, acting, reading.dossier_code, Note(text=_verbatim(reading)))
            return record(session, acting, reading.dossier_code, command, reading.occurred_at)

    def keep_land(self, reading: Reading) -> None:
        """Keep a message that nothing is recorded of: its words and the question stand in the journal."""
        with self.store.write() as session:
            if find_reference(session, reading.dossier_code) is not None:
                record(session, self.acting(), reading.dossier_code, Note(text=_verbatim(reading)))

    def export_table(
        self, first_on: date, last_on: date, mapping: bytes | None = None, *, spreadsheet: bool = False
    ) -> bytes:
        """Return a partner's table of the dossiers of a period, as CSV or as a spreadsheet."""
        columns = _mapping(mapping)
        with self.store.read() as session:
            dossiers = received_between(session, first_on, last_on)
        return table_xlsx(dossiers, columns) if spreadsheet else table_csv(dossiers, columns)

    def read_table(self, data: bytes, mapping: bytes | None = None) -> OutsideTable:
        """Return what a partner's table says, row by row; nothing is recorded."""
        return read_table(data, _mapping(mapping))


def _mapping(data: bytes | None) -> TableMapping:
    return read_table_mapping(data) if data else shipped_table()


def _verbatim(reading: Reading) -> str:
    return f"Hệ thống đất đai báo: {reading.meaning} Nguyên văn: {reading.verbatim}"[:4000]


def _untold(session: Session, told: Mapping[str, str]) -> list[tuple[Dossier, Sequence[Entry]]]:
    """Return the dossiers with their entries of which something is new to the portal."""
    found = []
    for row in session.scalars(select(DossierRow).where(DossierRow.code.is_not(None)).order_by(DossierRow.code)):
        if told.get(row.code or "") != row.head:
            found.append((journal.load_state(row), journal.entries_of(session, row.id)))
    return [(dossier, entries) for dossier, entries in found if dossier.office.code == office_code(session)]
