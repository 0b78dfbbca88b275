"""A desk's name and keys change: new keys for the same desk, or another desk where a copy runs (đổi khoá, đổi mã máy).

Two copies of a store that write under one name would tell two pasts of one desk, and numbers of batches twice. So a
store that was restored from a backup, or cloned, becomes another desk of its office: it keeps what it holds, and what
it lacks of its own past comes back from the others as that of any desk. The office's numbers go on.
"""

from datetime import datetime

import msgspec

from desktop.dossiers.bodies import DeskOpened, OfficeRef
from desktop.dossiers.entry import Draft, canonical_json
from desktop.exchange.keys import DeskKeys, OfficeCard
from desktop.exchange.peers import (
    FORMER_KEYS_FACT,
    KEPT_KEYS,
    KEYS_FACT,
    begin_anew,
    check_carries_batches,
    former_keys,
    new_keys,
    own_card,
    own_keys,
    peers,
)
from desktop.models import journal
from desktop.models.facts import CLOSED, DESK, IDENTITY, find_fact, set_fact
from desktop.models.store import EXCHANGE_DESK, Identity, Store
from desktop.terms import EntryKind


def rotate_keys(store: Store) -> OfficeCard:
    """Give this desk new keys and return its new card.

    Until a peer says to know the new card, batches for it are signed by the key it knows and bring the news. Batches
    made for the old card still open.

    Raises:
        NotTheCarrier: several desks share the store and another one carries its batches.
    """
    with store.write() as session:
        check_carries_batches(session, store)
        before = own_keys(session)
        kept = [before, *former_keys(session)][:KEPT_KEYS]
        for row in peers(session):
            row.knows_card = row.knows_card or before.verify_key
        store.set_own_facts(
            session,
            {
                KEYS_FACT: _stored(DeskKeys.generate().to_dict()),
                FORMER_KEYS_FACT: _stored([keys.to_dict() for keys in kept]),
            },
        )
    with store.read() as session:
        return own_card(session, store)


def _stored(value: object) -> str:
    return msgspec.json.encode(value).decode()


def renew_identity(store: Store, now_utc: datetime, program: str) -> OfficeCard:
    """Make this store another desk, with a journal and keys of its own; return its card, which others must take in.

    Every entry held stays; the old desk's chain goes on wherever the old computer still runs, or ends.
    """
    before, identity = store.desk_id, Identity(journal.new_id(), store.practice)
    with store.write() as session:
        set_fact(session, DESK + before, CLOSED)
        set_fact(session, DESK + identity.desk_id, str(identity.practice))
        if find_fact(session, EXCHANGE_DESK) in {before, None} or not store.shared:
            set_fact(session, EXCHANGE_DESK, identity.desk_id)
            begin_anew(session, before)
        session.flush()
        opened = DeskOpened(OfficeRef(store.office.code, store.office.name), program, identity.practice)
        draft = Draft(EntryKind.DESK_OPENED, opened, now_utc)
        journal.append(session, identity.desk_id, identity.desk_id, [draft], officer="", recorded_at=now_utc)
        store.set_own_facts(session, {IDENTITY: canonical_json(identity), **new_keys(), FORMER_KEYS_FACT: "[]"})
    store.identity = identity
    with store.read() as session:
        return own_card(session, store)
