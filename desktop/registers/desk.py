"""Reports at an officer's place: each method is one read of the store (báo cáo của đơn vị)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from desktop.deadlines import Clock
from desktop.dossiers.dossier import Dossier
from desktop.handling.rights import Work, require
from desktop.models.journal import decode_state
from desktop.models.store import Store
from desktop.models.tables import DossierRow
from desktop.office import Officer
from desktop.registers.lateness import LateRow, Names, late_rows
from desktop.registers.period import Period, months_until
from desktop.registers.statistics import Statistics, statistics
from desktop.registers.timeliness import TimelyRow, timely_rows

MONTHS = 6
"""So many months the on-time share is shown for."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All a window shows of a period, from one read. `months` end with the month of the period's last day."""

    period: Period
    statistics: Statistics
    late: tuple[LateRow, ...]
    months: tuple[Statistics, ...]
    fields: tuple[str, ...]
    """Fields of work that occur, to choose from."""


@dataclass(frozen=True, slots=True)
class Registers:
    """What the office's store says of its work. `offices` are the names of offices known, by code.

    Statistics and timeliness speak of the dossiers taken in here; lateness of every dossier known here, since another
    office's dossiers may be late with us.
    """

    store: Store
    officer: Officer
    clock: Clock
    now: datetime
    offices: Mapping[str, str]

    def overview(self, period: Period, field: str = "") -> Overview:
        """Return figures, lateness and months of a period, of one field of work or of all."""
        every = self._dossiers(period)
        chosen = _of_field(every, field)
        own = self._own(chosen)
        months = months_until(period.last_on, MONTHS)
        return Overview(
            period,
            statistics(own, period, self.clock, self.now),
            tuple(late_rows(chosen, period, self.clock, self.now, self._names())),
            tuple(statistics(own, month, self.clock, self.now) for month in months),
            tuple(sorted({dossier.plan.field for dossier in every if dossier.plan.field})),
        )

    def statistics(self, period: Period, field: str = "") -> Statistics:
        """Return the figures of a period."""
        return statistics(self._own(_of_field(self._dossiers(period), field)), period, self.clock, self.now)

    def lateness(self, period: Period, field: str = "") -> list[LateRow]:
        """Return what was late in a period."""
        return late_rows(_of_field(self._dossiers(period), field), period, self.clock, self.now, self._names())

    def timeliness(self, period: Period, field: str = "") -> list[TimelyRow]:
        """Return how each dossier of a period stands by each named question."""
        return timely_rows(self._own(_of_field(self._dossiers(period), field)), period, self.clock, self.now)

    def _dossiers(self, period: Period) -> list[Dossier]:
        """Return what was opened before the period ended.

        Raises:
            NotYours: the officer's role makes no reports.
        """
        require(self.officer.role, Work.REPORTS, [officer.role for officer in self.store.office.officers])
        statement = select(DossierRow.state).where(DossierRow.opened_at < period.end.isoformat())
        with self.store.read() as session:
            return [decode_state(state) for state in session.scalars(statement.order_by(DossierRow.opened_at))]

    def _own(self, dossiers: list[Dossier]) -> list[Dossier]:
        return [dossier for dossier in dossiers if dossier.office.code == self.store.office.code]

    def _names(self) -> Names:
        office = self.store.office
        officers = {officer.name: officer.full_name for officer in office.officers}
        return Names(officers, {**self.offices, office.code: office.name})


def _of_field(dossiers: list[Dossier], field: str) -> list[Dossier]:
    return [dossier for dossier in dossiers if not field or dossier.plan.field == field]
