"""Documents travel downwards: from the office that issued them to every office below it (tài liệu từ cấp trên).

They go again with every batch until the office below has said, signed, that it holds them, as entries do.
"""

from datetime import datetime
from typing import Annotated, Final

import msgspec
from msgspec import Meta
from sqlalchemy.orm import Session

from desktop.deadlines import to_local
from desktop.errors import UserFacingError
from desktop.exchange.batch_file import BatchRefused
from desktop.models.reference import PROCEDURE, Reference, held, is_above, keep
from desktop.models.store import fact
from desktop.models.tables import PeerRow, ProcedureRow
from desktop.office import Office
from desktop.procedures.procedure import read_procedure

MAX_DOCUMENTS: Final = 32
"""Documents in one batch; the rest follow once these are acknowledged."""

References = Annotated[tuple[Reference, ...], Meta(max_length=MAX_DOCUMENTS)]

Word = dict[str, dict[str, str]]
"""When the document of each kind and each office was issued: {kind: {source_office: issued_at}}."""


class IssuerRefused(BatchRefused):
    """A document names an issuer for whom the sender can not speak."""


def lacking(session: Session, row: PeerRow) -> list[Reference]:
    """Return the documents an office below us has not said to hold; none for any other office."""
    own = _own_code(session)
    if not is_above(own, row.office_code):
        return []
    known = msgspec.json.decode(row.reference_held, type=Word)
    ours = (document for document in held(session) if _speaks_for(own, document.source_office))
    newer = [found for found in ours if found.issued_at > known.get(found.kind, {}).get(found.source_office, "")]
    return newer[:MAX_DOCUMENTS]


def word_on_documents(session: Session, row: PeerRow) -> Word:
    """Return which documents we hold that an office above us may have sent: our acknowledgement to it."""
    if not is_above(row.office_code, _own_code(session)):
        return {}
    word: Word = {}
    for found in held(session):
        if _speaks_for(row.office_code, found.source_office):
            word.setdefault(found.kind, {})[found.source_office] = found.issued_at
    return word


def take_in(session: Session, row: PeerRow, documents: References) -> int:
    """Keep what is newer than what we hold; return how many of them were.

    Raises:
        IssuerRefused: the sender is not above us, or a document's issuer is neither the sender nor above it.
    """
    own = _own_code(session)
    for found in documents:
        if not is_above(row.office_code, own) or not _speaks_for(row.office_code, found.source_office):
            raise IssuerRefused(
                f"Gói có tài liệu ghi là của {found.source_name} ({found.source_office}) nhưng nơi gửi không có quyền "
                "chuyển tài liệu đó. Chưa nhập gì từ gói này; hãy báo người quản trị tỉnh."
            )
        if not found.is_whole:
            raise IssuerRefused(
                f"Tài liệu của {found.source_name} trong gói đã bị đổi. Hãy đề nghị nơi gửi lập lại gói."
            )
    return sum(keep(session, found) for found in documents)


def take_over_procedures(session: Session) -> int:
    """Put procedures issued above us into our catalogue; what we imported ourselves later stands. Return how many."""
    taken = 0
    for found in held(session):
        if not found.kind.startswith(PROCEDURE) or found.source_office == _own_code(session):
            continue
        issued = to_local(datetime.fromisoformat(found.issued_at)).isoformat()
        row = session.get(ProcedureRow, found.kind.removeprefix(PROCEDURE))
        if (row is None or row.imported_at < issued) and _is_procedure(found):
            name = found.kind.removeprefix(PROCEDURE)
            session.merge(ProcedureRow(id=name, imported_at=issued, document=found.document))
            taken += 1
    return taken


def _is_procedure(found: Reference) -> bool:
    """Whether this program can read it; one it can not is kept and handed on."""
    try:
        return read_procedure(found.document.encode(), found.kind).id == found.kind.removeprefix(PROCEDURE)
    except UserFacingError:
        return False


def _speaks_for(sender: str, issuer: str) -> bool:
    return sender == issuer or is_above(issuer, sender)


def _own_code(session: Session) -> str:
    return msgspec.json.decode(fact(session, "office"), type=Office).code
