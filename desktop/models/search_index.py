"""The search index in both kinds of database: FTS5 in the file, a word vector with a GIN index on PostgreSQL.

Both hold the same folded words and take every word of a query as a beginning; `place` ties a row to its dossier.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

COLUMNS: Final = ("code", "name", "identity_no", "phone", "procedure")
MAX_WORD: Final = 200
"""Letters of a word that count; PostgreSQL refuses words of more than 2 KB."""

_NAMES: Final = ", ".join(COLUMNS)
_VALUES: Final = ", ".join(f":{name}" for name in COLUMNS)


def words_of(folded_text: str) -> list[str]:
    """Return the words of a folded text, as both indexes cut them."""
    return [word[:MAX_WORD] for word in re.findall(r"[^\W_]+", folded_text)]


def put(session: Session, place: int, fields: Mapping[str, str]) -> None:
    """Write what one dossier is found by, in place of what was there."""
    given = {"place": place, **fields}
    if _on_postgresql(session):
        session.execute(text("DELETE FROM dossier_search WHERE place = :place"), given)
        words = sorted({word for value in fields.values() for word in words_of(value)})
        session.execute(
            text(
                f"INSERT INTO dossier_search (place, {_NAMES}, words) "
                f"VALUES (:place, {_VALUES}, array_to_tsvector(CAST(:words AS text[])))"
            ),
            {**given, "words": words},
        )
        return
    session.execute(text("DELETE FROM dossier_search WHERE rowid = :place"), given)
    session.execute(text(f"INSERT INTO dossier_search (rowid, {_NAMES}) VALUES (:place, {_VALUES})"), given)


def clear(session: Session) -> None:
    """Empty the index."""
    session.execute(text("DELETE FROM dossier_search"))


def rows(session: Session) -> dict[int, tuple[str, ...]]:
    """Return the whole index by place, to be compared with the journal."""
    place = "place" if _on_postgresql(session) else "rowid"
    return {row[0]: tuple(row[1:]) for row in session.execute(text(f"SELECT {place}, {_NAMES} FROM dossier_search"))}


def find(session: Session, words: Sequence[str], limit: int) -> list[int]:
    """Return the places that hold every word as a beginning, best first where the index can tell, then newest."""
    if _on_postgresql(session):
        wanted = " & ".join(f"'{word}':*" for word in words)  # a word has letters and digits only
        query = "WHERE words @@ CAST(:match AS tsquery) ORDER BY place DESC"
        found = session.execute(
            text(f"SELECT place FROM dossier_search {query} LIMIT :n"), {"match": wanted, "n": limit}
        )
    else:
        wanted = " ".join(f'"{word}"*' for word in words)
        query = "WHERE dossier_search MATCH :match ORDER BY rank, rowid DESC"
        found = session.execute(
            text(f"SELECT rowid FROM dossier_search {query} LIMIT :n"), {"match": wanted, "n": limit}
        )
    return [row[0] for row in found]


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
