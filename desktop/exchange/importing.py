"""Taking batches in: verified before parsed, one transaction or none; doubles change nothing, gaps are named."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.dossiers.entry import Entry, canonical_json, is_sealed
from desktop.errors import UserFacingError
from desktop.exchange.batch_file import BatchDamaged, BatchRefused, Manifest, file_hash, open_batch, peek
from desktop.exchange.content import Content, Link
from desktop.exchange.peers import card_of, own_keys, peers
from desktop.exchange.reference import take_in
from desktop.models import journal
from desktop.models.store import Store
from desktop.models.tables import BatchRow, JournalRow, PeerRow, WithheldRow


class Arrival(StrEnum):
    """What became of a batch."""

    IMPORTED = "imported"
    KNOWN = "known"
    HELD = "held"
    REFUSED = "refused"
    """One that had waited and can not be taken in now either; it goes on waiting."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a batch, in figures and in one Vietnamese sentence; `documents` are new ones from above."""

    arrival: Arrival
    office_name: str
    number: int
    entries: int
    message: str
    documents: int = 0


class Forked(UserFacingError):
    """Two different entries claim the same place of a desk's journal: a restored backup or a copied machine."""


class OwnPast(UserFacingError):
    """Another office holds entries of this very desk that are not here."""


def import_batch(store: Store, data: bytes, name: str, now: datetime) -> list[Imported]:
    """Take one batch in, and after it those that waited for it.

    Raises:
        BatchRefused: not genuine, damaged, not for us; nothing is stored.
        Forked, OwnPast: it contradicts what we hold; nothing is stored, a person must look.
    """
    first = _import_one(store, data, name, now)
    results = [first]
    if first.arrival is Arrival.IMPORTED:
        results += _retry_held(store, now)
    return results


def _import_one(store: Store, data: bytes, name: str, now: datetime) -> Imported:
    digest = file_hash(data)
    with store.write() as session:
        keys = own_keys(session)
        trusted = {row.desk_id: card_of(row) for row in peers(session)}
        manifest, raw = open_batch(data, trusted=trusted, own_desk_id=store.desk_id, keys=keys, practice=store.practice)
        known = session.get(BatchRow, digest)
        if known is not None and known.held is None:
            return _result(Arrival.KNOWN, manifest, "đã nhập từ trước, không có gì thay đổi")
        peer = session.get_one(PeerRow, manifest.sender.desk_id)
        gap = _gap(session, manifest)
        if gap:
            _log(session, manifest, digest, name, now, held=data)
            missing = _missing_batches(peer, manifest)
            return _result(
                Arrival.HELD, manifest, f"thiếu {missing}; gói này được giữ lại, sẽ tự nhập khi gói thiếu đến"
            )
        _check_own_past(session, store, manifest)
        content = _content(raw)
        entries, repeated = _merge(session, store, manifest, content)
        journal.derive(session, entries)
        documents = take_in(session, peer, content.reference)
        repeated |= documents < len(content.reference)
        _note_contact(peer, manifest, content, digest, now, repeated=repeated)
        _log(session, manifest, digest, name, now, held=None)
        what = f"{len(entries)} mục mới" + (f", {documents} tài liệu mới từ cấp trên" if documents else "")
        return _result(Arrival.IMPORTED, manifest, what, len(entries), documents)


def _result(arrival: Arrival, manifest: Manifest, what: str, entries: int = 0, documents: int = 0) -> Imported:
    sender = manifest.sender.office_name
    message = f"Lô {manifest.number} của {sender}: {what}."
    return Imported(arrival, sender, manifest.number, entries, message, documents)


def _gap(session: Session, manifest: Manifest) -> bool:
    """Whether entries between what we hold and what the batch brings are missing."""
    return any(span.first > journal.head(session, span.desk_id).seq + 1 for span in manifest.ranges)


def _missing_batches(peer: PeerRow, manifest: Manifest) -> str:
    first, last = peer.received + 1, manifest.number - 1
    if first > last:
        return f"phần nhật ký trước đó của {manifest.sender.office_name}; hãy đề nghị họ lập lại gói từ đầu"
    numbers = f"lô {first}" if first == last else f"lô {first}–{last}"
    return f"{numbers} của {manifest.sender.office_name}"


def _content(raw: bytes) -> Content:
    try:
        return msgspec.json.decode(raw, type=Content)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BatchDamaged("Nội dung gói không đúng khuôn dạng. Hãy đề nghị nơi gửi lập lại gói.") from error


def _merge(session: Session, store: Store, manifest: Manifest, content: Content) -> tuple[list[Entry], bool]:
    """Store what is new; return it, and whether some of the batch was here before. Every link must fit the chain."""
    if content.counts() != manifest.counts or len(content.withheld) != manifest.withheld:
        raise BatchDamaged("Nội dung gói không khớp bảng kê của gói. Hãy đề nghị nơi gửi lập lại gói.")
    entries = {(entry.desk_id, entry.seq): entry for entry in content.entries}
    links = {(link.desk_id, link.seq): link for link in content.withheld}
    fresh: list[Entry] = []
    repeated = False
    for place in sorted(entries.keys() | links.keys()):
        entry = entries.get(place)
        if entry is not None and not is_sealed(entry):
            raise BatchDamaged(f"Mục số {entry.seq} trong gói đã bị đổi. Hãy đề nghị nơi gửi lập lại gói.")
        link = links[place] if entry is None else Link(entry.desk_id, entry.seq, entry.prev_hash, entry.hash)
        stored = _place(session, store, link, entry)
        repeated |= not stored
        if stored and entry is not None:
            fresh.append(entry)
    session.flush()
    return fresh, repeated


def _place(session: Session, store: Store, link: Link, entry: Entry | None) -> bool:
    """Put one link into its chain; return whether anything was stored."""
    held = session.get(JournalRow, (link.desk_id, link.seq))
    bare = session.get(WithheldRow, (link.desk_id, link.seq))
    for known in (held, bare):
        if known is not None and known.hash != link.hash:
            raise _forked(link.desk_id, link.seq)
    if held is not None or (bare is not None and entry is None):
        return False
    if bare is None:
        _check_sequel(session, store, link)
    else:
        session.delete(bare)
    if entry is None:
        session.add(WithheldRow(**msgspec.structs.asdict(link)))
    else:
        journal.add_foreign(session, [entry])
    session.flush()
    return True


def _forked(desk_id: str, seq: int) -> Forked:
    return Forked(
        f"Quầy {desk_id[-8:]} có hai nội dung khác nhau cho mục số {seq}: có máy đã khôi phục bản sao lưu hoặc bị sao "
        "chép. Chưa nhập gì từ gói này; hãy báo người quản trị tỉnh."
    )


def _check_own_past(session: Session, store: Store, manifest: Manifest) -> None:
    """Refuse to go on where the sender holds more of this desk than the desk itself: an old copy is running here."""
    told = manifest.holds.get(store.desk_id, 0)
    if told > journal.head(session, store.desk_id).seq:
        raise _own_past(told)


def _own_past(seq: int) -> OwnPast:
    return OwnPast(
        f"Nơi gửi giữ mục số {seq} của chính quầy này mà máy này không có: máy này đang chạy bản cũ. "
        "Chưa nhập gì từ gói này; hãy báo người quản trị để khôi phục đúng bản mới nhất."
    )


def _check_sequel(session: Session, store: Store, link: Link) -> None:
    if link.desk_id == store.desk_id:
        raise _own_past(link.seq)
    end = journal.head(session, link.desk_id)
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
    if repeated:
        peer.told = ""
    peer.last_contact = now.isoformat()


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
        return _import_one(store, data, name, now)
    except (BatchRefused, Forked, OwnPast) as error:
        manifest = peek(data)
        return Imported(Arrival.REFUSED, manifest.sender.office_name, manifest.number, 0, error.message)
