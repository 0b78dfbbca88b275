"""Taking batches in: verified before parsed, one transaction or none; doubles change nothing, gaps are named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from desktop.deadlines import to_local
from desktop.dossiers.entry import Entry, canonical_json, is_sealed
from desktop.errors import UserFacingError
from desktop.exchange import directory
from desktop.exchange import scans as scanned
from desktop.exchange.batch_file import (
    BatchDamaged,
    BatchRefused,
    Manifest,
    document_in,
    file_hash,
    open_batch,
    peek,
    signed_by,
)
from desktop.exchange.content import Content, Link
from desktop.exchange.peers import (
    CONCERNED,
    KNOWN,
    card_of,
    check_carries_batches,
    former_card_of,
    former_keys,
    holdings,
    own_desks,
    own_keys,
    peers,
)
from desktop.exchange.reference import take_in, take_over_procedures
from desktop.exchange.revocation import believed_until, revocation_of
from desktop.exchange.scans import Enclosed
from desktop.models import blobs, gates, journal
from desktop.models.database_file import StoreFault
from desktop.models.server import CROSSED, state_of
from desktop.models.store import Store
from desktop.models.tables import AlarmRow, BatchRow, JournalRow, PeerRow, WithheldRow


class Arrival(StrEnum):
    """What became of a batch."""

    IMPORTED = "imported"
    KNOWN = "known"
    HELD = "held"
    REFUSED = "refused"
    """One that had waited and can not be taken in now either; it goes on waiting."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a batch, in figures and in one Vietnamese sentence; `documents` are new ones from above.

    `missing` names the dossiers of which scans are still on their way, as this desk knows after the batch.
    """

    arrival: Arrival
    office_name: str
    number: int
    entries: int
    message: str
    documents: int = 0
    scans: int = 0
    missing: tuple[blobs.Missing, ...] = ()


class Forked(UserFacingError):
    """Two different entries claim the same place of a desk's journal: a restored backup or a copied machine."""


class OwnPast(UserFacingError):
    """Another office holds entries of this very desk that are not here."""


class ChainCut(UserFacingError):
    """A desk says to hold less of its own journal than it said before: entries were taken away behind its end."""


class SenderRevoked(BatchRefused):
    """The province has taken the sender's card back."""


ALARMING = {Forked: "fork", OwnPast: "own-past", ChainCut: "cut", SenderRevoked: "revoked"}
"""Contradictions that are kept until a person has looked, and their names in the status."""

TRIES = 5

MAX_NESTING = 100
"""Brackets within brackets in the body of an entry."""


def import_batch(store: Store, data: bytes, name: str, now: datetime) -> list[Imported]:
    """Take one batch in, and after it those that waited for it.

    Raises:
        BatchRefused: not genuine, damaged, not for us; nothing is stored.
        Forked, OwnPast, ChainCut: it contradicts what we hold; nothing of it is stored, a person must look.
    """
    try:
        first = _import_uncrossed(store, data, name, now)
    except tuple(ALARMING) as refusal:
        _raise_alarm(store, data, name, now, refusal)
        raise
    results = [first]
    if first.arrival is Arrival.IMPORTED:
        results += _retry_held(store, now)
    return results


def _import_uncrossed(store: Store, data: bytes, name: str, now: datetime) -> Imported:
    """Take one batch in, again where the server had to stop one of two imports that crossed."""
    for attempt in range(TRIES):
        try:
            return _import_one(store, data, name, now)
        except StoreFault as fault:
            if state_of(fault.__cause__) not in CROSSED or attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _raise_alarm(store: Store, data: bytes, name: str, now: datetime, refusal: UserFacingError) -> None:
    manifest = peek(data)
    sender = manifest.sender
    with store.write() as session:
        session.merge(
            AlarmRow(
                hash=file_hash(data),
                kind=ALARMING[type(refusal)],
                desk_id=sender.desk_id,
                office_code=sender.office_code,
                office_name=sender.office_name,
                number=manifest.number,
                at=now.isoformat(),
                file_name=name,
                message=refusal.message,
            )
        )


def _import_one(store: Store, data: bytes, name: str, now: datetime) -> Imported:
    digest = file_hash(data)
    with store.write_beside() as session:
        check_carries_batches(session, store)
        manifest, raw = _opened(session, store, data)
        content, parts = _parts(manifest, raw)
        gates.enter(session, _names(manifest, content))
        known = session.get(BatchRow, digest)
        if known is not None and known.held is None:
            return _result(Arrival.KNOWN, manifest, "đã nhập từ trước, không có gì thay đổi")
        peer = session.get_one(PeerRow, manifest.sender.desk_id)
        _check_not_revoked(peer, manifest)
        if _gap(session, manifest) or _early(session, peer, manifest, content):
            _log(session, manifest, digest, name, now, held=data)
            missing = _missing_batches(peer, manifest)
            return _result(
                Arrival.HELD, manifest, f"thiếu {missing}; gói này được giữ lại, sẽ tự nhập khi gói thiếu đến"
            )
        own = own_desks(session, store)
        _check_own_past(session, own, manifest)
        entries, repeated = _merge(session, own, manifest, content)
        _check_not_cut(session, peer, manifest, digest)
        journal.derive(session, entries)
        taken = scanned.take_in(session, parts)
        _take_new_card(peer, content)
        documents = take_in(session, peer, content.reference)
        if documents:
            directory.apply(session, store)
            take_over_procedures(session)
        repeated |= documents < len(content.reference) or taken.known
        _note_contact(peer, manifest, content, digest, now, repeated=repeated)
        _note_keys(session, peer, content, data)
        _log(session, manifest, digest, name, now, held=None)
        counts = _Counts(len(entries), documents, taken.new, tuple(blobs.missing(session)))
        return _result(Arrival.IMPORTED, manifest, counts.words, counts)


def _opened(session: Session, store: Store, data: bytes) -> tuple[Manifest, bytes]:
    rows = peers(session)
    return open_batch(
        data,
        trusted={row.desk_id: card_of(row) for row in rows},
        former={row.desk_id: former for row in rows if (former := former_card_of(row))},
        own_desk_id=store.desk_id,
        keys=[own_keys(session), *former_keys(session)],
        practice=store.practice,
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    """What a batch brought."""

    entries: int = 0
    documents: int = 0
    scans: int = 0
    missing: tuple[blobs.Missing, ...] = ()

    @property
    def words(self) -> str:
        """The figures in words, those that are not nothing."""
        parts = [f"{self.entries} mục mới"]
        parts += [f"{self.scans} bản chụp mới"] if self.scans else []
        parts += [f"{self.documents} tài liệu mới từ cấp trên"] if self.documents else []
        missing = blobs.missing_words(self.missing)
        return ", ".join(parts) + (f"; {missing}" if missing else "")


def _result(arrival: Arrival, manifest: Manifest, what: str, counts: _Counts = _Counts()) -> Imported:
    sender = manifest.sender.office_name
    message = f"Lô {manifest.number} của {sender}: {what}."
    return Imported(
        arrival, sender, manifest.number, counts.entries, message, counts.documents, counts.scans, counts.missing
    )


def _early(session: Session, peer: PeerRow, manifest: Manifest, content: Content) -> bool:
    """Whether the batch brings scans whose entries must be in an earlier one that has not come."""
    if manifest.number <= peer.received + 1:
        return False
    brought = {scan.hash for entry in content.entries if (scan := journal.scan_named(entry))}
    return scanned.unknown(session, [scan for scan in content.enclosed if scan.hash not in brought])


def _take_new_card(peer: PeerRow, content: Content) -> None:
    """Take over the card a peer changed to, where the key of the one we know vouches for it."""
    change, known = content.new_card, card_of(peer)
    if change is not None and change.card != known and change.follows(known):
        peer.former_card, peer.card = peer.card, canonical_json(change.card)


def _note_keys(session: Session, peer: PeerRow, content: Content, data: bytes) -> None:
    """Note by which key the peer knows us; the key it had before is believed no more once it uses the new one."""
    scanned.note_heard(session, peer)
    peer.knows_card = "" if content.card_known == own_keys(session).verify_key else content.card_known
    if peer.former_card and signed_by(data, card_of(peer)):
        peer.former_card = ""


def _gap(session: Session, manifest: Manifest) -> bool:
    """Whether entries between what we hold and what the batch brings are missing."""
    return any(span.first > journal.head(session, span.desk_id).seq + 1 for span in manifest.ranges)


def _missing_batches(peer: PeerRow, manifest: Manifest) -> str:
    first, last = peer.received + 1, manifest.number - 1
    if first > last:
        return f"phần nhật ký trước đó của {manifest.sender.office_name}; hãy đề nghị họ lập lại gói từ đầu"
    numbers = f"lô {first}" if first == last else f"lô {first}–{last}"
    return f"{numbers} của {manifest.sender.office_name}"


def _parts(manifest: Manifest, raw: bytes) -> tuple[Content, list[tuple[Enclosed, memoryview]]]:
    """Return the document and the scans behind it, each checked against its hash."""
    document, behind = document_in(manifest, raw)
    try:
        content = msgspec.json.decode(document, type=Content)
        if len(content.enclosed) != manifest.scans:
            raise ValueError("more or fewer scans than announced")
        return content, list(scanned.parted(content.enclosed, behind))
    except (ValueError, RecursionError) as error:
        raise BatchDamaged("Nội dung gói không đúng khuôn dạng. Hãy đề nghị nơi gửi lập lại gói.") from error


def _names(manifest: Manifest, content: Content) -> Iterator[str]:
    """Yield the name of everything that taking the batch in touches."""
    yield f"peer:{manifest.sender.desk_id}"
    yield from (f"chain:{span.desk_id}" for span in manifest.ranges)
    yield from (f"chain:{link.desk_id}" for link in content.withheld)
    for entry in content.entries:
        yield f"chain:{entry.desk_id}"
        yield f"dossier:{entry.dossier_id}"
    yield from (f"scan:{scan.hash}" for scan in content.enclosed)
    if content.reference:
        yield "reference"


@dataclass(frozen=True, slots=True)
class _Place:
    """One place of a chain as the batch has it: its link and, where we may see it, its entry."""

    link: Link
    entry: Entry | None


def _merge(session: Session, own: set[str], manifest: Manifest, content: Content) -> tuple[list[Entry], bool]:
    """Store what is new; return it, and whether some of the batch was here before. Every link must fit the chain."""
    if content.counts() != manifest.counts or len(content.withheld) != manifest.withheld:
        raise BatchDamaged("Nội dung gói không khớp bảng kê của gói. Hãy đề nghị nơi gửi lập lại gói.")
    fresh: list[Entry] = []
    repeated = False
    limits = believed_until(session)
    for desk_id, places in _chains(content).items():
        added, known = _merge_chain(session, desk_id, places, own, limits.get(desk_id))
        fresh += added
        repeated |= known
    return fresh, repeated


def _chains(content: Content) -> dict[str, list[_Place]]:
    """Return what the batch says of each chain, by desk and number; an entry stands before its bare link."""
    found = {(link.desk_id, link.seq): _Place(link, None) for link in content.withheld}
    for entry in content.entries:
        if not is_sealed(entry) or _too_deep(entry.body):
            raise BatchDamaged(f"Mục số {entry.seq} trong gói đã bị đổi. Hãy đề nghị nơi gửi lập lại gói.")
        link = Link(entry.desk_id, entry.seq, entry.prev_hash, entry.hash)
        found[(entry.desk_id, entry.seq)] = _Place(link, entry)
    chains: dict[str, list[_Place]] = {}
    for (desk_id, _), place in sorted(found.items(), key=lambda item: item[0]):
        chains.setdefault(desk_id, []).append(place)
    return chains


def _too_deep(body: str) -> bool:
    """Whether a body is nested deeper than any program writes it, so that reading it could run out of stack."""
    if body.count("[") + body.count("{") <= MAX_NESTING:
        return False
    depth = 0
    for mark in re.findall(r"[\[{\]}]", re.sub(r'"(?:[^"\\]|\\.)*"', "", body)):
        depth += 1 if mark in "[{" else -1
        if depth > MAX_NESTING:
            return True
    return False


def _merge_chain(
    session: Session, desk_id: str, places: list[_Place], own: set[str], limit: int | None
) -> tuple[list[Entry], bool]:
    """Put one chain's links in; of what a desk wrote after its card was taken back only the link is kept."""
    held, bare = (_hashes(session, table, desk_id, places) for table in (JournalRow, WithheldRow))
    end = journal.head(session, desk_id)
    entries: list[Entry] = []
    links: list[Link] = []
    filled: list[int] = []
    repeated = False
    for place in places:
        seq, entry = place.link.seq, place.entry
        if any(known.get(seq, place.link.hash) != place.link.hash for known in (held, bare)):
            raise _forked(desk_id, seq)
        if limit is not None and seq > limit:
            entry = None
        if seq in held or (seq in bare and entry is None):
            repeated = True
            continue
        if seq in bare:
            filled.append(seq)
        else:
            _check_sequel(place.link, end, own)
            end = journal.Head(seq, place.link.hash)
        if entry is None:
            links.append(place.link)
        else:
            entries.append(entry)
    _store(session, desk_id, entries, links, filled)
    journal.set_head(session, desk_id, end)
    return entries, repeated


def _hashes(
    session: Session, table: type[JournalRow] | type[WithheldRow], desk_id: str, places: list[_Place]
) -> dict[int, str]:
    within = table.seq.between(places[0].link.seq, places[-1].link.seq)
    return {
        row.seq: row.hash
        for row in session.execute(select(table.seq, table.hash).where(table.desk_id == desk_id, within))
    }


def _store(session: Session, desk_id: str, entries: list[Entry], links: list[Link], filled: list[int]) -> None:
    for start in range(0, len(filled), 500):
        gone = WithheldRow.seq.in_(filled[start : start + 500])
        session.execute(delete(WithheldRow).where(WithheldRow.desk_id == desk_id, gone))
    journal.add_foreign(session, entries)
    if links:
        session.execute(insert(WithheldRow), [msgspec.structs.asdict(link) for link in links])


def _forked(desk_id: str, seq: int) -> Forked:
    return Forked(
        f"Quầy {desk_id[-8:]} có hai nội dung khác nhau cho mục số {seq}: có máy đã khôi phục bản sao lưu hoặc bị sao "
        "chép. Chưa nhập gì từ gói này; hãy báo người quản trị tỉnh."
    )


def _check_not_revoked(peer: PeerRow, manifest: Manifest) -> None:
    """Refuse what a desk made after its card was taken back; what was on its way by then still arrives."""
    revoked = revocation_of(peer)
    if revoked is None:
        return
    beyond = any(span.desk_id == peer.desk_id and span.first > revoked.last_seq for span in manifest.ranges)
    if beyond or manifest.created_at > revoked.at:
        raise SenderRevoked(
            f"Thẻ của máy này thuộc {manifest.sender.office_name} đã bị thu hồi từ "
            f"{to_local(revoked.at):%H:%M %d/%m/%Y} ({revoked.reason}). Chưa nhập gì từ gói này; "
            "hãy gọi đơn vị đó theo số điện thoại đã biết."
        )


def _check_not_cut(session: Session, peer: PeerRow, manifest: Manifest, digest: str) -> None:
    """Refuse a desk that forgot part of its own past: told by what it said itself, whose order nobody can change."""
    desk_id, sender = manifest.sender.desk_id, manifest.sender.office_name
    told, before = manifest.holds.get(desk_id, 0), holdings(peer.holds).get(desk_id, 0)
    if manifest.number > peer.received and told < before:
        raise ChainCut(
            f"{sender} từng ghi đến mục số {before} nhưng nay chỉ còn đến mục số {told}: nhật ký ở đó đã bị cắt hoặc "
            "máy đang chạy bản sao lưu cũ. Chưa nhập gì từ gói này; hãy báo người quản trị tỉnh."
        )
    same = select(BatchRow.hash).where(
        BatchRow.desk_id == desk_id,
        BatchRow.direction == "in",
        BatchRow.number == manifest.number,
        BatchRow.former_desk == "",
    )
    if any(known != digest for known in session.scalars(same)):
        raise Forked(
            f"{sender} đã gửi hai gói khác nhau cùng mang số lô {manifest.number}: có máy đã khôi phục bản sao lưu "
            "hoặc bị sao chép. Chưa nhập gì từ gói này; hãy báo người quản trị tỉnh."
        )


def _check_own_past(session: Session, own: set[str], manifest: Manifest) -> None:
    """Refuse to go on where the sender holds more of a desk here than the desk itself: an old copy is running here."""
    for desk_id in own:
        told = manifest.holds.get(desk_id, 0)
        if told > journal.head(session, desk_id).seq:
            raise _own_past(told)


def _own_past(seq: int) -> OwnPast:
    return OwnPast(
        f"Nơi gửi giữ mục số {seq} của chính quầy này mà máy này không có: máy này đang chạy bản cũ. "
        "Chưa nhập gì từ gói này; hãy báo người quản trị để khôi phục đúng bản mới nhất."
    )


def _check_sequel(link: Link, end: journal.Head, own: set[str]) -> None:
    if link.desk_id in own:
        raise _own_past(link.seq)
    if link.seq == end.seq + 1 and link.prev_hash != end.hash:
        raise _forked(link.desk_id, end.seq)
    if link.seq != end.seq + 1:
        raise BatchDamaged(
            f"Mục số {link.seq} của quầy {link.desk_id[-8:]} không nối tiếp nhật ký đang có. "
            "Hãy đề nghị nơi gửi lập lại gói."
        )


def _note_contact(
    peer: PeerRow, manifest: Manifest, content: Content, digest: str, now: datetime, *, repeated: bool
) -> None:
    """Take over what the peer says to hold, unless a later batch of it has told more already.

    A peer that sends again what we told it to hold has not heard us: the word was lost on the way and is said again.
    """
    if manifest.number > peer.received:
        peer.received, peer.received_hash = manifest.number, digest
        peer.holds = canonical_json(manifest.holds)
        peer.bare = canonical_json(content.bare)
        peer.reference_held = canonical_json(content.reference_held)
        peer.heard, peer.lacks = content.received, canonical_json(content.lacks)
    if repeated:
        peer.told = ""
    peer.last_contact = now.isoformat()
    if peer.scope == KNOWN:
        peer.scope = CONCERNED  # who writes to us is answered


def _log(session: Session, manifest: Manifest, digest: str, name: str, now: datetime, *, held: bytes | None) -> None:
    session.merge(
        BatchRow(
            hash=digest,
            direction="in",
            desk_id=manifest.sender.desk_id,
            number=manifest.number,
            at=now.isoformat(),
            entries=sum(manifest.counts.values()),
            file_name=name,
            held=held,
        )
    )


def _retry_held(store: Store, now: datetime) -> list[Imported]:
    """Take in batches that waited, in their order, as long as one of them fits.

    One that is refused stays where it is and says why; it never keeps others from being taken in.
    """
    results: list[Imported] = []
    while True:
        with store.read() as session:
            statement = select(BatchRow).where(BatchRow.held.is_not(None)).order_by(BatchRow.desk_id, BatchRow.number)
            waiting = [(row.held, row.file_name) for row in session.scalars(statement) if row.held]
        tries = [_try_held(store, data, name, now) for data, name in waiting]
        imported = [result for result in tries if result.arrival is Arrival.IMPORTED]
        if not imported:
            return results + [result for result in tries if result.arrival is Arrival.REFUSED]
        results += imported


def _try_held(store: Store, data: bytes, name: str, now: datetime) -> Imported:
    try:
        return _import_uncrossed(store, data, name, now)
    except (BatchRefused, Forked, OwnPast, ChainCut) as error:
        manifest = peek(data)
        return Imported(Arrival.REFUSED, manifest.sender.office_name, manifest.number, 0, error.message)
