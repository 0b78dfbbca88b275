"""Commune, district and province exchange batches over a stick that loses, doubles and reorders them."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from desktop.app import Workplace
from desktop.errors import UserFacingError
from desktop.exchange import exporting
from desktop.exchange.batch_file import BatchDamaged, BatchForOther, SenderUnknown
from desktop.exchange.importing import Arrival, Forked, OwnPast
from desktop.exchange.peers import peers
from desktop.terms import Status
from tests.support.desks import MONDAY, accept, acquaint, copied, do, open_desk

pytestmark = pytest.mark.filterwarnings("error")


def send(sender: Workplace, receiver: Workplace, folder: Path) -> list[Arrival]:
    """Carry what the sender has for the receiver, and nothing else."""
    batch = written(sender, receiver, folder)
    return [result.arrival for result in receiver.import_data(batch, "gói")] if batch else []


def written(sender: Workplace, receiver: Workplace, folder: Path) -> bytes | None:
    """Return the batch the sender makes for the receiver, None where it has no news."""
    stick = folder / f"{sender.office.code}-{receiver.office.code}-{len(list(folder.iterdir()))}"
    stick.mkdir()
    with sender.store.read() as session:
        peer = next(row for row in peers(session) if row.desk_id == receiver.store.desk_id)
        if not exporting.has_news(session, peer):
            return None
    return exporting.export_to(sender.store, peer.desk_id, stick, sender.now()).path.read_bytes()


def unconfirmed(place: Workplace, other: Workplace) -> int:
    return next(row.unconfirmed for row in place.peer_statuses() if row.office_code == other.office.code)


def knows(place: Workplace, code: str) -> bool:
    try:
        place.view(code)
    except UserFacingError:
        return False
    return True


def state(place: Workplace, code: str) -> object:
    return place.view(code).dossier


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def pair(commune: Workplace, district: Workplace) -> tuple[Workplace, Workplace]:
    acquaint(commune, district)
    return commune, district


@pytest.fixture
def three(commune: Workplace, district: Workplace, province: Workplace) -> tuple[Workplace, Workplace, Workplace]:
    acquaint(commune, district, province)
    return commune, district, province


class TestOutbox:
    def test_an_entry_leaves_the_outbox_only_when_the_other_side_has_said_so(
        self, pair: tuple[Workplace, Workplace], stick: Path
    ) -> None:
        commune, district = pair
        accept(commune)
        written_down = commune.verify().entries
        assert unconfirmed(commune, district) == written_down >= 2  # the desk's opening and the dossier
        assert send(commune, district, stick) == [Arrival.IMPORTED]
        assert unconfirmed(commune, district) == written_down, "sending is no delivery"
        assert send(district, commune, stick) == [Arrival.IMPORTED]
        assert unconfirmed(commune, district) == 0

    def test_after_the_word_has_gone_both_ways_nobody_has_anything_to_send(
        self, pair: tuple[Workplace, Workplace], stick: Path
    ) -> None:
        commune, district = pair
        accept(commune)
        for _ in range(3):
            send(commune, district, stick)
            send(district, commune, stick)
        assert written(commune, district, stick) is None
        assert written(district, commune, stick) is None

    def test_a_lost_batch_goes_again_with_the_next_one(self, pair: tuple[Workplace, Workplace], stick: Path) -> None:
        commune, district = pair
        first = accept(commune).code
        assert written(commune, district, stick)  # lost on the way
        second = accept(commune).code
        assert send(commune, district, stick) == [Arrival.IMPORTED]
        assert first
        assert second
        assert knows(district, first)
        assert knows(district, second)

    def test_a_lost_acknowledgement_is_said_again_when_the_entries_come_again(
        self, pair: tuple[Workplace, Workplace], stick: Path
    ) -> None:
        commune, district = pair
        for _ in range(2):
            send(commune, district, stick)
            send(district, commune, stick)
        accept(commune)
        send(commune, district, stick)
        assert written(district, commune, stick)  # the answer is lost
        assert written(district, commune, stick) is None, "the district believes to have said all"
        send(commune, district, stick)
        assert send(district, commune, stick) == [Arrival.IMPORTED]
        assert unconfirmed(commune, district) == 0

    def test_a_stick_that_fails_costs_a_number_and_no_entry(
        self, pair: tuple[Workplace, Workplace], stick: Path
    ) -> None:
        commune, district = pair
        code = accept(commune).code
        with pytest.raises(UserFacingError):
            commune.export(stick / "pulled")
        assert send(commune, district, stick) == [Arrival.IMPORTED]
        assert code
        assert knows(district, code)

    def test_one_batch_holds_no_more_than_it_can_and_the_next_one_brings_the_rest(
        self, pair: tuple[Workplace, Workplace], stick: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        commune, district = pair
        codes = [accept(commune).code for _ in range(3)]
        monkeypatch.setattr(exporting, "MAX_BYTES", 20_000)
        rounds = 0
        while unconfirmed(commune, district):
            send(commune, district, stick)
            send(district, commune, stick)
            rounds += 1
            assert rounds < 6
        assert rounds > 1
        assert all(knows(district, str(code)) for code in codes)


class TestArrival:
    def test_twice_is_once(self, pair: tuple[Workplace, Workplace], stick: Path) -> None:
        commune, district = pair
        accept(commune)
        batch = written(commune, district, stick)
        assert batch
        assert [result.arrival for result in district.import_data(batch, "gói")] == [Arrival.IMPORTED]
        before = district.verify()
        again = district.import_data(batch, "gói")
        assert [result.arrival for result in again] == [Arrival.KNOWN]
        assert again[0].message == "Lô 1 của UBND xã Quang Hán: đã nhập từ trước, không có gì thay đổi."
        assert district.verify() == before

    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1), (1, 1, 0, 2, 2)])
    def test_any_order_gives_the_same(
        self, pair: tuple[Workplace, Workplace], stick: Path, order: tuple[int, ...]
    ) -> None:
        commune, district = pair
        batches = []
        for _ in range(3):
            accept(commune)
            batch = written(commune, district, stick)
            assert batch
            batches.append(batch)
        for number in order:
            district.import_data(batches[number], f"gói {number}")
        assert district.verify().faults == ()
        assert commune_history(district, commune) == commune_history(commune, commune)

    def test_a_gap_is_named_and_heals_when_the_missing_batch_comes(
        self, office_templates: Path, tmp_path: Path, stick: Path
    ) -> None:
        with gap(office_templates, tmp_path, stick) as (restored, first, second):
            (held,) = restored.import_data(second, "lo-2.motcua")
            assert held.arrival is Arrival.HELD
            assert "thiếu lô 1 của UBND xã Quang Hán" in held.message
            assert [row.waiting for row in restored.peer_statuses()] == [(2,)]
            results = restored.import_data(first, "lo-1.motcua")
            assert [(result.arrival, result.number) for result in results] == [
                (Arrival.IMPORTED, 1),
                (Arrival.IMPORTED, 2),
            ]
            assert [row.waiting for row in restored.peer_statuses()] == [()]
            assert restored.verify().faults == ()

    def test_a_held_batch_that_is_refused_later_keeps_nothing_else_out(
        self, office_templates: Path, tmp_path: Path, stick: Path
    ) -> None:
        with gap(office_templates, tmp_path, stick) as (restored, first, second):
            restored.import_data(second, "lo-2.motcua")
            with restored.store.write() as session:
                session.execute(text("UPDATE batch SET held = :bad WHERE number = 2"), {"bad": second[:-1]})
            results = restored.import_data(first, "lo-1.motcua")
            assert [result.arrival for result in results] == [Arrival.IMPORTED, Arrival.REFUSED]
            assert results[1].message.endswith(".")


class gap:  # noqa: N801 - reads as a word in "with gap(...)"
    """A district running an older copy of its store, and the two batches of the commune that are not in it."""

    def __init__(self, templates: Path, folder: Path, stick: Path) -> None:
        self.folders = copied(templates, folder, "commune", "district")
        self.stick = stick
        self.older = folder / "older" / "district"

    def __enter__(self) -> tuple[Workplace, bytes, bytes]:
        commune, district = [open_desk(folder) for folder in self.folders]
        acquaint(commune, district)
        shutil.copytree(self.folders[1], self.older)
        accept(commune)
        first = written(commune, district, self.stick)
        assert first
        district.import_data(first, "1")
        send(district, commune, self.stick)
        accept(commune)
        second = written(commune, district, self.stick)
        assert second
        self.restored = open_desk(self.older)
        for place in (commune, district):
            place.close()
        return self.restored, first, second

    def __exit__(self, *_: object) -> None:
        self.restored.close()


def commune_history(place: Workplace, commune: Workplace) -> list[tuple[object, ...]]:
    with place.store.read() as session:
        rows = session.execute(
            text("SELECT seq, kind, hash FROM journal WHERE desk_id = :desk ORDER BY seq"),
            {"desk": commune.store.desk_id},
        )
        return [tuple(row) for row in rows]


class TestRefusals:
    def test_two_copies_of_one_desk_are_told_apart_and_nothing_is_stored(
        self, office_templates: Path, tmp_path: Path, stick: Path
    ) -> None:
        commune_folder, district_folder = copied(office_templates, tmp_path, "commune", "district")
        commune, district = open_desk(commune_folder), open_desk(district_folder)
        acquaint(commune, district)
        twin_folder = Path(shutil.copytree(commune_folder, tmp_path / "twin" / "commune"))
        twin = open_desk(twin_folder)
        accept(commune)
        accept(twin)
        send(commune, district, stick)
        before = district.history_hash()
        batch = written(twin, district, stick)
        assert batch
        with pytest.raises(Forked, match="hai nội dung khác nhau cho mục số 2"):
            district.import_data(batch, "gói")
        assert district.history_hash() == before
        assert district.verify().faults == ()
        for place in (commune, district, twin):
            place.close()

    def test_a_copy_that_goes_on_from_another_past_is_a_fork_too(
        self, office_templates: Path, tmp_path: Path, stick: Path
    ) -> None:
        commune_folder, district_folder = copied(office_templates, tmp_path, "commune", "district")
        commune, district = open_desk(commune_folder), open_desk(district_folder)
        acquaint(commune, district)
        twin = open_desk(Path(shutil.copytree(commune_folder, tmp_path / "twin" / "commune")))
        accept(commune)
        accept(twin)
        send(commune, district, stick)
        send(district, twin, stick)  # so the twin takes its own entry for delivered
        accept(twin)
        batch = written(twin, district, stick)
        assert batch
        with pytest.raises(Forked, match="hai nội dung khác nhau"):
            district.import_data(batch, "gói")
        for place in (commune, district, twin):
            place.close()

    def test_an_office_that_runs_an_old_copy_learns_that_its_own_past_is_elsewhere(
        self, office_templates: Path, tmp_path: Path, stick: Path
    ) -> None:
        commune_folder, district_folder = copied(office_templates, tmp_path, "commune", "district")
        commune, district = open_desk(commune_folder), open_desk(district_folder)
        acquaint(commune, district)
        old = open_desk(Path(shutil.copytree(commune_folder, tmp_path / "old" / "commune")))
        code = accept(commune).code
        assert code
        do(commune, code, "hand-over", to_office=district.office.code)
        send(commune, district, stick)
        do(district, code, "take-over")
        batch = written(district, old, stick)
        assert batch
        with pytest.raises(OwnPast, match=r"mục số \d của chính quầy này"):
            old.import_data(batch, "gói")
        assert old.verify().faults == ()
        for place in (commune, district, old):
            place.close()

    def test_a_batch_of_an_unknown_office(self, commune: Workplace, district: Workplace, stick: Path) -> None:
        from desktop.exchange.keys import card_bytes

        commune.trust(card_bytes(district.card()))
        batch = written(commune, district, stick)
        assert batch
        with pytest.raises(SenderUnknown, match="hãy xin thẻ"):
            district.import_data(batch, "gói")

    def test_a_batch_for_somebody_else(self, three: tuple[Workplace, Workplace, Workplace], stick: Path) -> None:
        commune, district, province = three
        batch = written(commune, district, stick)
        assert batch
        with pytest.raises(BatchForOther):
            province.import_data(batch, "gói")

    def test_a_damaged_batch_leaves_no_trace(self, pair: tuple[Workplace, Workplace], stick: Path) -> None:
        commune, district = pair
        batch = written(commune, district, stick)
        assert batch
        before = district.verify()
        with pytest.raises(BatchDamaged):
            district.import_data(batch[:-1], "gói")
        assert district.verify() == before


class TestWhatIsKeptBack:
    def test_a_commune_gets_the_district_s_chain_but_only_its_own_dossiers(
        self, pair: tuple[Workplace, Workplace], stick: Path
    ) -> None:
        commune, district = pair
        secret = accept(district).code
        mine = accept(commune).code
        assert secret
        assert mine
        do(commune, mine, "hand-over", to_office=district.office.code)
        send(commune, district, stick)
        do(district, mine, "take-over")
        send(district, commune, stick)
        assert not knows(commune, secret)
        custodian = commune.view(mine).dossier.custodian
        assert custodian
        assert custodian.code == district.office.code
        assert commune.history_hash() == district.history_hash()
        assert commune.verify().faults == ()

    def test_the_past_of_a_dossier_follows_when_it_is_handed_over(
        self, commune: Workplace, district: Workplace, neighbour: Workplace, stick: Path
    ) -> None:
        acquaint(commune, district, neighbour)
        code = accept(commune).code
        assert code
        do(commune, code, "note", text="Chủ đất đang ở nước ngoài")
        send(commune, district, stick)
        send(district, neighbour, stick)
        assert not knows(neighbour, code)
        send(neighbour, district, stick)
        do(commune, code, "hand-over", to_office=district.office.code)
        send(commune, district, stick)
        do(district, code, "take-over")
        do(district, code, "hand-over", to_office=neighbour.office.code)
        send(district, neighbour, stick)
        assert state(neighbour, code) == state(district, code)
        do(neighbour, code, "take-over")
        send(neighbour, district, stick)
        assert state(neighbour, code) == state(district, code)
        assert neighbour.verify().faults == ()

    def test_a_third_office_s_bare_links_never_pass_for_delivered_content(
        self, three: tuple[Workplace, Workplace, Workplace], stick: Path
    ) -> None:
        commune, district, province = three
        code = accept(district).code
        assert code
        send(district, commune, stick)  # the commune learns that the entry exists, not what it says
        send(commune, province, stick)  # and says so further up
        send(province, district, stick)
        assert unconfirmed(district, province) > 0, "a link is not the entry"
        assert not knows(province, code)
        send(district, province, stick)
        assert state(province, code) == state(district, code)
        send(province, district, stick)
        assert unconfirmed(district, province) == 0
        assert written(district, province, stick) is None

    def test_entries_that_came_before_their_predecessor_count_once_it_arrives(
        self, three: tuple[Workplace, Workplace, Workplace], stick: Path
    ) -> None:
        commune, district, province = three
        code = accept(commune).code
        assert code
        do(commune, code, "hand-over", to_office=district.office.code)
        send(commune, district, stick)
        do(district, code, "take-over")
        send(district, commune, stick)
        with district.store.write() as session:  # the district forgets to pass on what it has of the commune
            session.execute(
                text("UPDATE peer SET holds = :holds WHERE office_code = :code"),
                {"holds": f'{{"{commune.store.desk_id}":99}}', "code": province.office.code},
            )
        send(district, province, stick)
        assert not knows(province, code)
        send(commune, province, stick)
        assert state(province, code) == state(district, code)
        assert province.verify().faults == ()


class TestTwoPensOnOneDossier:
    def test_acts_that_follow_the_same_entry_are_shown_as_disputed_everywhere_alike(
        self, pair: tuple[Workplace, Workplace], stick: Path
    ) -> None:
        commune, district = pair
        code = accept(commune).code
        assert code
        do(commune, code, "hand-over", to_office=district.office.code)
        send(commune, district, stick)
        do(commune, code, "take-over")  # brought back: the district was closed
        do(district, code, "take-over")  # and yet somebody there had clicked
        send(commune, district, stick)
        send(district, commune, stick)
        assert commune.view(code).disputed
        assert district.view(code).disputed
        assert state(commune, code) == state(district, code)
        assert commune.verify().faults == ()
        assert district.verify().faults == ()

    def test_notes_and_prints_dispute_nothing(self, pair: tuple[Workplace, Workplace], stick: Path) -> None:
        commune, district = pair
        code = accept(commune).code
        assert code
        do(commune, code, "hand-over", to_office=district.office.code)
        send(commune, district, stick)
        do(commune, code, "note", text="Đã gọi điện cho công dân")
        do(district, code, "take-over")
        send(commune, district, stick)
        send(district, commune, stick)
        assert not commune.view(code).disputed
        assert state(commune, code) == state(district, code)

    def test_two_desks_that_used_the_same_number_can_still_exchange(
        self, office_templates: Path, tmp_path: Path, commune: Workplace, district: Workplace, stick: Path
    ) -> None:
        second_desk = tmp_path / "second" / "commune"
        from tests.support.desks import COMMUNE, make_office

        make_office(second_desk, COMMUNE)
        second = open_desk(second_desk)
        acquaint(commune, district)
        acquaint(second, district)
        assert accept(commune).code == accept(second).code
        send(commune, district, stick)
        send(second, district, stick)
        assert district.verify().faults == ()
        assert district.verify().dossiers == 2
        second.close()


LOSS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "act", "carry", "carry", "carry", "lose", "again"]),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    max_size=14,
)


class Courier:
    """Three offices, and somebody who carries, loses and repeats what they write."""

    def __init__(self, places: tuple[Workplace, ...], stick: Path) -> None:
        self.places = places
        self.stick = stick
        self.minutes = 0
        self.delivered: list[tuple[int, bytes]] = []
        self.codes: list[str] = []

    def step(self, what: str, sender: int, receiver: int) -> None:
        self.minutes += 1
        place = self.places[sender].at(MONDAY + timedelta(minutes=self.minutes))
        moves: dict[str, Callable[[], None]] = {
            "accept": lambda: self.accept(place),
            "act": lambda: self.act(place, receiver),
            "carry": lambda: self.carry(sender, receiver),
            "lose": lambda: self.lose(sender, receiver),
            "again": self.again,
        }
        moves[what]()

    def accept(self, place: Workplace) -> None:
        self.codes.append(str(accept(place).code))

    def act(self, place: Workplace, choice: int) -> None:
        for code in self.codes[-3:]:
            if not knows(place, code):
                continue
            names = [action.name for action in place.view(code).actions]
            to = self.places[choice].office.code
            if "take-over" in names:
                do(place, code, "take-over", reason="Hồ sơ giấy đã đến, chưa có gói báo")
            elif "hand-over" in names and to != place.office.code:
                do(place, code, "hand-over", to_office=to)
            else:
                do(place, code, "note", text=f"Đã xem lúc {self.minutes}")

    def carry(self, sender: int, receiver: int) -> None:
        if sender != receiver:
            batch = written(self.places[sender], self.places[receiver], self.stick)
            if batch:
                self.delivered.append((receiver, batch))
                self.places[receiver].import_data(batch, "gói")

    def lose(self, sender: int, receiver: int) -> None:
        if sender != receiver:
            batch = written(self.places[sender], self.places[receiver], self.stick)
            if batch:
                self.delivered.append((receiver, batch))

    def again(self) -> None:
        if self.delivered:
            receiver, batch = self.delivered[self.minutes % len(self.delivered)]
            self.places[receiver].import_data(batch, "gói")

    def until_quiet(self) -> None:
        for _ in range(8):
            before = len(self.delivered)
            for sender in range(3):
                for receiver in range(3):
                    self.carry(sender, receiver)
            if len(self.delivered) == before:
                return
        raise AssertionError("the offices never stop talking")


@pytest.fixture(scope="module")
def acquainted(office_templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three offices, who know each other, to be copied for each schedule."""
    folder = tmp_path_factory.mktemp("acquainted")
    places = [open_desk(path) for path in copied(office_templates, folder, "commune", "district", "province")]
    acquaint(*places)
    for place in places:
        place.close()
    return folder


@pytest.fixture
def schedules(acquainted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Courier]]:
    opened: list[Workplace] = []

    def begin() -> Courier:
        folder = tmp_path_factory.mktemp("schedule")
        places = [open_desk(path) for path in copied(acquainted, folder, "commune", "district", "province")]
        opened.extend(places)
        stick = folder / "usb"
        stick.mkdir()
        return Courier(tuple(places), stick)

    yield begin
    for place in opened:
        place.close()


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # shrinking opens three stores a try
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=LOSS)
def test_whatever_is_lost_or_doubled_all_offices_end_with_the_same_history(
    schedules: Callable[[], Courier], moves: list[tuple[str, int, int]]
) -> None:
    courier = schedules()
    for move in moves:
        courier.step(*move)
    courier.until_quiet()
    commune, district, province = courier.places
    assert commune.history_hash() == district.history_hash() == province.history_hash()
    for code in courier.codes:
        assert knows(province, code), "the province gets everything"
        for place in (commune, district):
            if knows(place, code):
                assert state(place, code) == state(province, code)
    for place in courier.places:
        assert place.verify().faults == ()
        assert all(row.unconfirmed == 0 for row in place.peer_statuses())


def test_a_batch_changes_no_status(pair: tuple[Workplace, Workplace], stick: Path) -> None:
    commune, district = pair
    code = accept(commune).code
    assert code
    do(commune, code, "ask-supplement", papers=["Trích lục bản đồ"], reason="Thiếu trích lục")
    send(commune, district, stick)
    assert district.view(code).dossier.status is Status.WAITING_SUPPLEMENT
    assert state(commune, code) == state(district, code)
