"""What changes nothing an act rests on."""

from msgspec.structs import replace

from desktop.dossiers import bodies
from desktop.dossiers.dossier import Attachment, Delivery, Dossier, Explanation, IssuedPaper, Message
from desktop.dossiers.effects.runs import moment_of
from desktop.dossiers.entry import Entry


def explained(state: Dossier, entry: Entry, body: bodies.Explained) -> Dossier:
    """The last words about a passage count."""
    words = Explanation(body.run, body.cause, body.cause_words, body.text, entry.officer_id, moment_of(entry))
    others = tuple(said for said in state.explanations if said.run != body.run)
    return replace(state, explanations=(*others, words))


def message_moved(state: Dossier, entry: Entry, body: bodies.MessageMoved) -> Dossier:
    """A message is one state further on its channel."""
    at = moment_of(entry)
    told = Delivery(body.channel, body.state, at, body.to, body.text, body.parts, body.proof, body.reason)
    return replace(
        state,
        messages=tuple(_with_delivery(one, told) if one.entry == body.entry else one for one in state.messages),
    )


def _with_delivery(message: Message, told: Delivery) -> Message:
    before = message.delivery(told.channel)
    if before is not None:  # what was let go keeps its text and number; proofs come later and name neither
        told = replace(told, to=told.to or before.to, text=told.text or before.text, parts=told.parts or before.parts)
    others = tuple(delivery for delivery in message.deliveries if delivery.channel is not told.channel)
    return replace(message, deliveries=(*others, told))


def printed(state: Dossier, entry: Entry, body: bodies.Printed) -> Dossier:
    """A print is counted; a paper of the office's own making begins with its first print."""
    if body.imprint is not None:
        made = IssuedPaper(body.form, body.number, state.reference, moment_of(entry), body.imprint)
        state = replace(state, issued=(*state.issued, made))
    printed = state.issued_paper(body.form)
    return replace(
        state,
        issued=tuple(replace(paper, prints=body.copy) if paper is printed else paper for paper in state.issued),
    )


def attached(state: Dossier, entry: Entry, body: bodies.Attached) -> Dossier:
    """A scan is known by its hash; its bytes lie apart."""
    scan = Attachment(
        body.hash, body.name, body.media, body.size, body.paper, body.note, moment_of(entry), entry.officer_id, entry.id
    )
    return replace(state, attachments=(*state.attachments, scan))


def noted(state: Dossier, _: Entry, body: bodies.Noted) -> Dossier:
    """A note changes nothing but the journal."""
    return state
