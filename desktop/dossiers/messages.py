"""Which entry tells the citizen what: one kind of message from exactly one kind of entry (tin nhắn). Pure."""

import msgspec

from desktop.deadlines import to_local
from desktop.dossiers import bodies
from desktop.dossiers.dossier import Dossier, Message
from desktop.dossiers.entry import Entry
from desktop.terms import EntryKind, MessageKind

MESSAGES: dict[EntryKind, tuple[MessageKind, ...]] = {
    EntryKind.ACCEPTED: (MessageKind.RECEIVED,),
    EntryKind.GUIDED: (MessageKind.GUIDANCE,),
    EntryKind.REFUSED: (MessageKind.REFUSAL,),
    EntryKind.SUPPLEMENT_ASKED: (MessageKind.SUPPLEMENT,),
    EntryKind.SUPPLEMENT_RECEIVED: (MessageKind.SUPPLEMENT_RECEIVED,),
    EntryKind.OBLIGATION_ASKED: (MessageKind.OBLIGATION,),
    EntryKind.OBLIGATION_MET: (MessageKind.OBLIGATION_MET,),
    EntryKind.RESUMED: (MessageKind.RESUMED,),
    EntryKind.EXTENDED: (MessageKind.APOLOGY,),
    EntryKind.RE_PROMISED: (MessageKind.CALENDAR_CHANGE,),
    EntryKind.CORRECTED: (MessageKind.CORRECTION,),
    EntryKind.REJECTED: (MessageKind.REJECTION,),
    EntryKind.STOPPED: (MessageKind.STOP,),
    EntryKind.WITHDRAWN: (MessageKind.WITHDRAWAL,),
    EntryKind.WITHDRAWAL_DECLINED: (MessageKind.WITHDRAWAL_DECLINED,),
    EntryKind.RESULT_READY: (MessageKind.RESULT_READY, MessageKind.EARLY_RESULT),
}
"""Kinds not named here tell the citizen nothing. An early result has its own words; a correction is told where it moves
the promise."""


def message_of(after: Dossier, entry: Entry, body: msgspec.Struct | None) -> Message | None:
    """Return what the citizen is to be told because of this entry, if anything.

    It is told by the office that had the paper when the entry was written, and by no other that hears of it.
    """
    kind = entry.known_kind()
    if kind is None or body is None or kind not in MESSAGES or _says_nothing_new(body):
        return None
    told = MESSAGES[kind][-1 if isinstance(body, bodies.ResultReady) and body.early else 0]
    teller = after.custodian or after.office
    return Message(entry.id, told, to_local(entry.occurred_at), teller.code)


def _says_nothing_new(body: msgspec.Struct) -> bool:
    return isinstance(body, bodies.Corrected) and body.promise is None
