"""All procedures an office may take in: shipped ones, with the office's own in front (danh mục thủ tục)."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from desktop.errors import UserFacingError
from desktop.folding import folded
from desktop.paths import resources
from desktop.procedures.procedure import Procedure, read_procedure


class UnknownProcedure(UserFacingError):
    """No procedure of this id or code."""


class Catalogue:
    """Procedures by id, found by any of their words without accents."""

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        self._by_id = {procedure.id: procedure for procedure in procedures}
        self._texts = {
            procedure.id: folded(
                f"{procedure.name_vi} {procedure.code or ''} {procedure.local_code or ''} {procedure.field_vi}"
            )
            for procedure in self._by_id.values()
        }

    def all(self) -> list[Procedure]:
        """Return every procedure, by name."""
        return sorted(self._by_id.values(), key=lambda procedure: folded(procedure.name_vi))

    def get(self, procedure_id: str) -> Procedure:
        """Return the procedure of this id, or of this national code.

        Raises:
            UnknownProcedure: there is none.
        """
        found = self._by_id.get(procedure_id) or next(
            (procedure for procedure in self._by_id.values() if procedure.code == procedure_id), None
        )
        if found is None:
            raise UnknownProcedure(
                f"Không có thủ tục “{procedure_id}” trong danh mục. Hãy xem danh mục (motcua procedures list) "
                "hoặc nhập tệp thủ tục.",
                field="procedure",
            )
        return found

    def search(self, query: str, limit: int = 20) -> list[Procedure]:
        """Return procedures that hold every word of the query, words taken as beginnings.

        Names that start with the query stand first, then those that hold it as it is, shorter ones first.
        """
        words = re.findall(r"[^\W_]+", folded(query))
        hits = [procedure for procedure in self._by_id.values() if self._holds(procedure.id, words)]
        phrase = " ".join(words)
        return sorted(hits, key=lambda procedure: _rank(folded(procedure.name_vi), phrase))[:limit]

    def _holds(self, procedure_id: str, words: list[str]) -> bool:
        text = self._texts[procedure_id]
        return all(re.search(rf"(?:^|[\W_]){re.escape(word)}", text) for word in words)


def _rank(name: str, phrase: str) -> tuple[bool, bool, int, str]:
    return (not name.startswith(phrase), phrase not in name, len(name), name)


def read_folder(folder: Path) -> list[Procedure]:
    """Read every procedure file of a folder."""
    return [read_procedure(path.read_bytes(), path.name) for path in sorted(folder.glob("*.json"))]


@cache
def shipped() -> tuple[Procedure, ...]:
    """Return the procedures that come with the program, read once."""
    return tuple(read_folder(resources() / "procedures"))
