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


def put(session: Session, found_by: Mapping[int, Mapping[str, str]], known: Sequence[int]) -> None:
    """Write what dossiers are found by, by their places; at the `known` places something was written before."""
    if known:
        gone = text(f"DELETE FROM dossier_search WHERE {_place(session)} = :place")
        session.execute(gone, [{"place": place} for place in known])
    if not found_by:
        return
    if _on_postgresql(session):
        columns, values = f"{_NAMES}, words", f"{_VALUES}, array_to_tsvector(CAST(:words AS text[]))"
        given = [{"place": at, **fields, "words": _all_words(fields)} for at, fields in found_by.items()]
    else:
        columns, values = _NAMES, _VALUES
        given = [{"place": at, **fields} for at, fields in found_by.items()]
    session.execute(text(f"INSERT INTO dossier_search ({_place(session)}, {columns}) VALUES (:place, {values})"), given)


def _all_words(fields: Mapping[str, str]) -> list[str]:
    return sorted({word for value in fields.values() for word in words_of(value)})


def clear(session: Session) -> None:
    """Empty the index."""
    session.execute(text("DELETE FROM dossier_search"))


def rows(session: Session) -> dict[int, tuple[str, ...]]:
    """Return the whole index by place, to be compared with the journal."""
    found = session.execute(text(f"SELECT {_place(session)}, {_NAMES} FROM dossier_search"))
    return {row[0]: tuple(row[1:]) for row in found}


def find(session: Session, words: Sequence[str], limit: int) -> list[int]:
    """Return the places that hold every word as a beginning, the newest first.

    In that order the index stops at the limit; to tell the best it would have to weigh every dossier that fits.
    """
    if _on_postgresql(session):
        wanted = " & ".join(f"'{word}':*" for word in words)  # a word has letters and digits only
        query = "WHERE words @@ CAST(:match AS tsquery) ORDER BY place DESC"
        found = session.execute(
            text(f"SELECT place FROM dossier_search {query} LIMIT :n"), {"match": wanted, "n": limit}
        )
    else:
        wanted = " ".join(f'"{word}"*' for word in words)
        query = "WHERE dossier_search MATCH :match ORDER BY rowid DESC"
        found = session.execute(
            text(f"SELECT rowid FROM dossier_search {query} LIMIT :n"), {"match": wanted, "n": limit}
        )
    return [row[0] for row in found]


def _place(session: Session) -> str:
    """Return the name of the column that ties a row to its dossier."""
    return "place" if _on_postgresql(session) else "rowid"


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
