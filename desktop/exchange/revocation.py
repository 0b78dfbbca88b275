"""Cards taken back: what a lost or replaced computer wrote by then stays believed, and nothing after (thu hồi thẻ)."""

from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.dossiers.entry import canonical_json
from desktop.models.tables import PeerRow


class Revocation(msgspec.Struct, frozen=True):
    """A card taken back (thu hồi thẻ): since when, the last entry still believed, why, and by which desk replaced."""

    at: datetime
    last_seq: int
    reason: str
    replaced_by: str = ""


def revocation_of(row: PeerRow) -> Revocation | None:
    """Return when and why a peer's card was taken back, None for a good one."""
    return msgspec.json.decode(row.revoked, type=Revocation) if row.revoked else None


def believed_until(session: Session) -> dict[str, int]:
    """Return the last entry that is believed of each desk whose card was taken back."""
    rows = session.scalars(select(PeerRow).where(PeerRow.revoked != ""))
    found = ((row.desk_id, revocation_of(row)) for row in rows)
    return {desk_id: revoked.last_seq for desk_id, revoked in found if revoked}


def revoke(session: Session, desk_id: str, revoked: Revocation) -> None:
    """Take a desk's card back. It is never given back: who works on gets a new desk and a new card.

    Where it was taken back before, the earlier entry stays the last one believed.
    """
    row = session.get_one(PeerRow, desk_id)
    before = revocation_of(row)
    if before is not None:
        revoked = msgspec.structs.replace(
            revoked, at=min(before.at, revoked.at), last_seq=min(before.last_seq, revoked.last_seq)
        )
    row.revoked = canonical_json(revoked)
