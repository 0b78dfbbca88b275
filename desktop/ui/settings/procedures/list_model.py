"""The catalogue as a list: the office's own procedures say so."""

from collections.abc import Sequence

from desktop.procedures.procedure import Procedure
from desktop.ui.intake.procedure_list import ProcedureListModel, details

OWN = "của đơn vị"


class CatalogueModel(ProcedureListModel):
    """The procedures found."""

    _own: frozenset[str] = frozenset()

    def show_catalogue(self, rows: Sequence[Procedure], query: str, own: frozenset[str]) -> None:
        """Replace the rows; words of the query are marked, procedures of the office's own named as such."""
        self._own = own
        self.show_procedures(rows, query)

    def _details(self, procedure: Procedure) -> str:
        own = (OWN,) if procedure.id in self._own else ()
        return " · ".join([*own, *filter(None, (details(procedure),))])

    def procedure(self, row: int) -> Procedure | None:
        """Return the procedure of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, procedure_id: str) -> int:
        """Return the row of a procedure, -1 when it is not listed."""
        return next((at for at, one in enumerate(self._rows) if one.id == procedure_id), -1)
