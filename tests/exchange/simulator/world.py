"""A province in small: desks of three levels that work with wrong clocks, and a courier nobody should trust.

Everything is drawn from one seed, so that a schedule that fails can be played again. What was recorded is kept in a
ledger outside the stores, and no store is ever asked what it should contain.
"""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from sqlalchemy import select

from desktop.app import Workplace
from desktop.dossiers.entry import Entry
from desktop.errors import UserFacingError
from desktop.exchange import exporting
from desktop.exchange.batch_file import BatchRefused
from desktop.exchange.importing import ChainCut, Forked, OwnPast
from desktop.exchange.keys import card_bytes
from desktop.exchange.peers import peers
from desktop.models import journal
from desktop.models.store import open_store
from desktop.models.tables import AlarmRow, DossierOfficeRow, DossierRow, JournalRow, WithheldRow
from desktop.models.verify import chain_faults, replay_faults
from desktop.office import Office, Officer
from desktop.terms import Role
from tests.support.desks import COMMUNE, DISTRICT, LAND, MONDAY, PASSWORD, PROVINCE, accept, do
from tests.support.postgres import new_desk

LAN = Officer("lan", "Nông Thị Lan", Role.LEADER)
ROUNDS = 40
"""Good deliveries over every road until nobody has news; a province needs four or five."""

Chains = dict[tuple[str, int], str]
"""Hash by desk and number."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How many districts there are, how many communes each has, and whether communes write to the province too."""

    districts: int
    communes: int
    direct: bool = False

    @property
    def name(self) -> str:
        """Return how the templates of this shape are called."""
        return f"{self.districts}-{self.communes}-{'direct' if self.direct else 'tree'}"

    def offices(self) -> dict[str, Office]:
        """Return the offices by folder name."""
        found = {"p": replace(PROVINCE, officers=(LAN,))}
        for d in range(self.districts):
            code = f"H14.{d + 10}"
            found[f"d{d}"] = replace(DISTRICT, code=code, name=f"UBND huyện Số {d}", officers=(LAN,))
            for c in range(self.communes):
                commune = replace(COMMUNE, code=f"{code}.{c}", name=f"UBND xã Số {d}.{c}", officers=(LAN,))
                found[f"d{d}c{c}"] = commune
        return found

    def roads(self) -> list[tuple[str, str]]:
        """Return between whom batches are carried, both ways."""
        found = [("p", f"d{d}") for d in range(self.districts)]
        below = [(f"d{d}", f"d{d}c{c}") for d in range(self.districts) for c in range(self.communes)]
        return found + below + ([("p", commune) for _, commune in below] if self.direct else [])


def opened(folder: Path) -> Workplace:
    """Open a desk on Monday morning."""
    store = open_store(folder, LAN.name, PASSWORD)
    return Workplace(store, LAN, MONDAY)


def made(folder: Path, shape: Shape) -> Path:
    """Set all offices of a shape up, each of which knows those it exchanges with; schedules work on copies."""
    desks = {name: new_desk(folder / name, office) for name, office in shape.offices().items()}
    for one, other in shape.roads():
        desks[one].trust(card_bytes(desks[other].card()))
        desks[other].trust(card_bytes(desks[one].card()))
    for desk in desks.values():
        desk.close()
    return folder


@dataclass
class Desk:
    """One desk: its store, how wrong its clock is, its last back-up."""

    name: str
    folder: Path
    place: Workplace
    wrong: timedelta = timedelta(0)
    backup: Path | None = None
    restores: int = 0


@dataclass
class Carried:
    """A batch on its way."""

    to: str
    sender: str
    data: bytes
    recipient_desk: str


@dataclass
class World:
    """One schedule. `happened` tells what was done, for whoever reads why it failed."""

    shape: Shape
    templates: Path
    folder: Path
    seed: int
    chance: random.Random = field(init=False)
    desks: dict[str, Desk] = field(default_factory=dict)
    bag: list[Carried] = field(default_factory=list)
    old: list[Carried] = field(default_factory=list)
    ledger: Chains = field(default_factory=dict)
    seen: Chains = field(default_factory=dict)
    forked: set[str] = field(default_factory=set)
    codes: list[str] = field(default_factory=list)
    happened: list[str] = field(default_factory=list)
    minutes: int = 0
    written: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        for name in self.shape.offices():
            folder = Path(shutil.copytree(self.templates / name, self.folder / name))
            self.desks[name] = Desk(name, folder, opened(folder))
        self.roads = self.shape.roads()

    def close(self) -> None:
        """Let go of all stores."""
        for desk in self.desks.values():
            desk.place.close()

    # One move

    def step(self) -> None:
        """Let something happen."""
        self.minutes += self.chance.randrange(1, 40)
        moves: list[tuple[Callable[[], str], int]] = [
            (self.somebody_works, 8),
            (self.a_batch_is_written, 6),
            (self.a_batch_arrives, 6),
            (self.an_old_batch_comes_again, 1),
            (self.a_batch_is_damaged, 1),
            (self.a_batch_is_lost, 1),
            (self.a_clock_jumps, 1),
            (self.a_desk_is_backed_up, 1),
            (self.a_backup_is_restored, 1),
        ]
        (move,) = self.chance.choices([move for move, _ in moves], [weight for _, weight in moves])
        self.happened.append(f"{move.__name__}: {move()}")

    def _any_desk(self) -> Desk:
        return self.desks[self.chance.choice(sorted(self.desks))]

    def _now(self, desk: Desk) -> datetime:
        return MONDAY + timedelta(minutes=self.minutes) + desk.wrong

    def _at_work(self, desk: Desk) -> Workplace:
        return desk.place.at(self._now(desk))

    # Work

    def somebody_works(self) -> str:
        """A dossier is taken in, or something is done with one that is known here."""
        desk = self._any_desk()
        place = self._at_work(desk)
        before = self._end(desk)
        with suppress(UserFacingError):  # an office may refuse an act; it has then recorded nothing
            if not self.codes or self.chance.random() < 0.3:
                self.codes.append(str(accept(place, LAND).code))
            else:
                self._act(place, self.chance.choice(self.codes[-6:]))
        self._note_recorded(desk, before)
        return f"{desk.name} {before}→{self._end(desk)}"

    def _act(self, place: Workplace, code: str) -> None:
        view = place.view(code)
        names = sorted({action.name for action in view.actions} & self._fields(place, view.entries).keys())
        if names:
            name = self.chance.choice(names)
            do(place, code, name, **self._fields(place, view.entries)[name])

    def _fields(self, place: Workplace, entries: Sequence[Entry]) -> dict[str, dict[str, Any]]:
        """Return what a person fills in for each act that is drawn here."""
        others = self._neighbours(place)
        text = f"Đã xem lúc {self.minutes}"
        return {
            "note": {"text": text},
            "finish-step": {},
            "hand-over": {"to_office": others[self.minutes % len(others)]},
            "take-over": {"reason": "Hồ sơ giấy đã đến, chưa có gói báo"},
            "ask-supplement": {"papers": ["Trích lục bản đồ"], "reason": "Thiếu trích lục"},
            "receive-supplement": {},
            "extend": {"new_due": "2027-03-25", "cause": "khách quan", "reason": "Mưa lũ, chưa đo đạc được"},
            "correct": {"entry": entries[0].id, "changes": {"applicant": {"phone": "0912345678"}}, "reason": "Ghi sai"},
            "result-ready": {},
            "ask-withdrawal": {"reason": "Công dân đề nghị"},
            "explain": {"cause": "other", "text": text},
            "settle": {"keep": entries[-1].id, "reason": "Đúng"},
        }

    def _neighbours(self, place: Workplace) -> list[str]:
        """Return the offices a desk exchanges with: a dossier is handed over to nobody else."""
        codes = {name: desk.place.office.code for name, desk in self.desks.items()}
        own = place.office.code
        roads = [(codes[one], codes[other]) for one, other in self.roads]
        return sorted({other if one == own else one for one, other in roads if own in {one, other}})

    def _end(self, desk: Desk) -> int:
        with desk.place.store.read() as session:
            return journal.head(session, desk.place.store.desk_id).seq

    def _note_recorded(self, desk: Desk, before: int) -> None:
        own = desk.place.store.desk_id
        with desk.place.store.read() as session:
            rows = select(JournalRow.seq, JournalRow.hash).where(JournalRow.desk_id == own, JournalRow.seq > before)
            self.ledger |= {(own, row.seq): row.hash for row in session.execute(rows)}

    # The courier

    def a_batch_is_written(self) -> str:
        """A batch is put into the bag, if there is news."""
        one, other = self.chance.choice(self.roads)
        sender, receiver = (one, other) if self.chance.random() < 0.6 else (other, one)
        return f"{receiver}→{sender} {self.write(receiver, sender)}"

    def write(self, sender: str, receiver: str) -> bool:
        """Put a batch into the bag; tell whether there was news."""
        place, to = self._at_work(self.desks[sender]), self.desks[receiver].place.store.desk_id
        with place.store.read() as session:
            row = next(row for row in peers(session) if row.desk_id == to)
            if not exporting.has_news(session, row):
                return False
        self.written += 1
        stick = self.folder / "usb" / str(self.written)
        stick.mkdir(parents=True)
        path = exporting.export_to(place.store, to, stick, place.now()).path
        self.bag.append(Carried(receiver, sender, path.read_bytes(), to))
        return True

    def a_batch_arrives(self) -> str:
        """Some batch of the bag is handed in, whichever the courier finds first."""
        if not self.bag:
            return "nothing"
        carried = self.bag.pop(self.chance.randrange(len(self.bag)))
        self.old.append(carried)
        return self.hand_in(carried)

    def an_old_batch_comes_again(self) -> str:
        """A batch that was handed in before is handed in once more."""
        return self.hand_in(self.chance.choice(self.old)) if self.old else "nothing"

    def hand_in(self, carried: Carried) -> str:
        """Take a batch in; what contradicts is allowed only where a past was really made twice."""
        desk = self.desks[carried.to]
        if desk.place.store.desk_id != carried.recipient_desk:
            return f"{carried.sender}→{carried.to} made for a former desk"
        try:
            results = self._at_work(desk).import_data(carried.data, "gói.motcua")
        except (Forked, OwnPast, ChainCut) as alarm:
            if not self.forked:
                raise AssertionError(f"an alarm although no past was made twice: {alarm.message}") from alarm
            return f"{carried.sender}→{carried.to} {type(alarm).__name__}"
        return f"{carried.sender}→{carried.to} {[str(result.arrival) for result in results]}"

    def a_batch_is_damaged(self) -> str:
        """A batch arrives cut short or with a flipped bit and is refused; the whole one is still in the bag."""
        if not self.bag:
            return "nothing"
        carried = self.chance.choice(self.bag)
        desk = self.desks[carried.to]
        if desk.place.store.desk_id != carried.recipient_desk:
            return "made for a former desk"
        before = held(desk.place)
        at = self.chance.randrange(len(carried.data))
        flipped = carried.data[:at] + bytes([carried.data[at] ^ 1 << self.chance.randrange(8)]) + carried.data[at + 1 :]
        damaged = self.chance.choice([carried.data[:at], flipped])
        try:
            self._at_work(desk).import_data(damaged, "gói.motcua")
        except BatchRefused:
            assert held(desk.place) == before
            return f"{carried.to} refused"
        raise AssertionError("a damaged batch was taken in")

    def a_batch_is_lost(self) -> str:
        """A batch never arrives."""
        if self.bag:
            self.bag.pop(self.chance.randrange(len(self.bag)))
        return str(len(self.bag))

    # What goes wrong at a desk

    def a_clock_jumps(self) -> str:
        """A desk's clock is hours or days off from now on, or right again."""
        desk = self._any_desk()
        desk.wrong = timedelta(hours=self.chance.choice([-72, -30, -5, 0, 0, 3, 26, 24 * 9]))
        return f"{desk.name} {desk.wrong}"

    def a_desk_is_backed_up(self) -> str:
        """The store is copied aside."""
        desk = self._any_desk()
        desk.place.close()
        desk.backup = self.folder / "backup" / desk.name
        shutil.rmtree(desk.backup, ignore_errors=True)
        shutil.copytree(desk.folder, desk.backup)
        desk.place = opened(desk.folder)
        return desk.name

    def a_backup_is_restored(self, *, renewed: bool = True) -> str:
        """The computer died: the back-up is put back and becomes another desk, whose card its neighbours take in.

        What nobody else holds by then is lost with the old disk, unless a batch with it is still on its way.
        """
        backed_up = [desk for desk in self.desks.values() if desk.backup is not None]
        if not backed_up:
            return "nothing"
        desk = self.chance.choice(backed_up)
        assert desk.backup is not None
        former = desk.place.store.desk_id
        self._observe()
        desk.place.close()
        shutil.rmtree(desk.folder)
        shutil.copytree(desk.backup, desk.folder)
        desk.place = opened(desk.folder)
        desk.restores += 1
        if not renewed:
            self.forked.add(former)
        else:
            self._renew(desk)
        self._forget_what_died(former)
        return f"{desk.name} {'another desk' if renewed else 'the same desk again'}"

    def _renew(self, desk: Desk) -> None:
        """Make a restored store another desk, and let it and its neighbours take in each other's present cards."""
        card = card_bytes(self._at_work(desk).renew_identity())
        for one, other in self.roads:
            if desk.name in {one, other}:
                place = self.desks[other if desk.name == one else one].place
                place.trust(card)
                desk.place.trust(card_bytes(place.card()))

    def _forget_what_died(self, desk_id: str) -> None:
        """Expect no more of a chain than somebody holds; of some entries only the link may have come through."""
        kept = set[tuple[str, int]]().union(*(whole(desk.place).keys() for desk in self.desks.values()))
        self.ledger = {place: said for place, said in self.ledger.items() if place[0] != desk_id or place in kept}

    # Good deliveries

    def until_quiet(self) -> int:
        """Carry everything everywhere until nobody has news; return how many rounds that took."""
        for sent in self.bag:
            self.hand_in(sent)
        self.bag.clear()
        for number in range(ROUNDS):
            if not self._one_round():
                return number
        raise AssertionError("the offices never stop talking")

    def _one_round(self) -> bool:
        """Carry what there is from the communes up to the province, then back down; tell whether there was anything."""
        upwards = [(lower, upper) for upper, lower in self.roads[::-1]]
        news = False
        for sender, receiver in [*upwards, *self.roads]:
            if self.write(sender, receiver):
                news = True
                self.hand_in(self.bag.pop())
        return news

    # What must hold

    def _observe(self) -> None:
        """Note every hash at every place of every store: two of them never differ, but for a past made twice."""
        for desk in self.desks.values():
            for place, own_hash in held(desk.place).items():
                if place[0] not in self.forked:
                    assert self.seen.setdefault(place, own_hash) == own_hash, f"{place} was overwritten at {desk.name}"

    def check(self) -> None:
        """All stores agree, and what was recorded is everywhere it belongs."""
        self._observe()
        for desk in self.desks.values():
            with desk.place.store.read() as session:
                faults = [*chain_faults(session), *replay_faults(session)]
                alarms = list(session.scalars(select(AlarmRow)))
            assert faults == [], f"{desk.name}: {faults}"
            assert self.forked or not alarms, f"{desk.name}: {[alarm.message for alarm in alarms]}"
        if not self.forked:
            self._check_converged()

    def _check_converged(self) -> None:
        top = self.desks["p"].place
        everything, links = whole(top), held(top)
        died = len(links) - len(everything)  # the link had come through by another road when the disk died
        assert died == 0 or any(desk.restores for desk in self.desks.values())
        present = {desk.place.card().fingerprint for desk in self.desks.values()}
        for place, own_hash in self.ledger.items():
            assert everything.get(place) == own_hash, f"{place} was recorded and is not at the province"
        for desk in self.desks.values():
            for place, own_hash in whole(desk.place).items():
                assert everything.get(place) == own_hash, f"{place} of {desk.name} is not at the province"
            assert held(desk.place).items() <= links.items(), (
                f"{desk.name} knows of entries the province has not heard of"
            )
            self._check_concerned(desk.place, top)
            for row in desk.place.peer_statuses():
                assert row.unconfirmed <= died or row.fingerprint not in present, f"{desk.name} to {row}"

    def _check_concerned(self, place: Workplace, top: Workplace) -> None:
        """The office has every dossier that concerns it exactly as the province has it, with every entry."""
        mine, theirs = dossiers(place, place.office.code), dossiers(top, place.office.code)
        assert mine == theirs, f"{place.office.name} sees {mine.keys() ^ theirs.keys() or 'another state'}"
        has = whole(place)
        for entry in entries_of(top, list(theirs)):
            assert has.get((entry.desk_id, entry.seq)) == entry.hash, f"{place.office.name} lacks {entry.kind}"


def held(place: Workplace) -> Chains:
    """Return every place of every chain a store holds, with its content or without."""
    with place.store.read() as session:
        bare = session.execute(select(WithheldRow.desk_id, WithheldRow.seq, WithheldRow.hash))
        return whole(place) | {(row.desk_id, row.seq): row.hash for row in bare}


def whole(place: Workplace) -> Chains:
    """Return the entries a store holds whole."""
    with place.store.read() as session:
        rows = session.execute(select(JournalRow.desk_id, JournalRow.seq, JournalRow.hash))
        return {(row.desk_id, row.seq): row.hash for row in rows}


def dossiers(place: Workplace, office: str) -> dict[str, str]:
    """Return the state of every dossier that concerns an office, as a store has it."""
    with place.store.read() as session:
        statement = select(DossierRow.id, DossierRow.state).join(
            DossierOfficeRow, DossierOfficeRow.dossier_id == DossierRow.id
        )
        rows = session.execute(statement.where(DossierOfficeRow.office_code == office))
        return {row.id: row.state for row in rows}


def entries_of(place: Workplace, ids: Sequence[str]) -> Iterator[Entry]:
    """Yield the entries of dossiers, as a store has them."""
    with place.store.read() as session:
        for dossier_id in ids:
            yield from journal.entries_of(session, dossier_id)
