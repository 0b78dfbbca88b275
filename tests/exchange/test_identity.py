"""A desk's keys change, a restored store becomes another desk, another desk takes the exchange over."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.app import Workplace
from desktop.exchange.batch_file import BatchForged, BatchForOther, peek
from desktop.exchange.importing import Arrival
from desktop.exchange.keys import CardChange, DeskKeys, card_bytes
from desktop.exchange.peers import card_of, own_keys, peers
from tests.support.desks import accept, acquaint, copied, do, open_desk


def batches(sender: Workplace, receiver: Workplace, folder: Path) -> list[bytes]:
    made = folder / f"{len(list(folder.iterdir()))}"
    made.mkdir()
    found = [row.path.read_bytes() for row in sender.export(made, receiver.office.code)]
    return [batch for batch in found if peek(batch).recipient.desk_id == receiver.store.desk_id]


def carry(sender: Workplace, receiver: Workplace, folder: Path) -> list[Arrival]:
    return [row.arrival for batch in batches(sender, receiver, folder) for row in receiver.import_data(batch, "gói")]


def settled(folder: Path, one: Workplace, two: Workplace) -> None:
    for _ in range(8):
        if not carry(one, two, folder) + carry(two, one, folder):
            return
    raise AssertionError("they never stop talking")


def key_of(place: Workplace) -> str:
    with place.store.read() as session:
        return own_keys(session).verify_key


def key_known(place: Workplace, other: Workplace) -> str:
    with place.store.read() as session:
        return next(card_of(row).verify_key for row in peers(session) if row.desk_id == other.store.desk_id)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def pair(commune: Workplace, district: Workplace, stick: Path) -> tuple[Workplace, Workplace]:
    acquaint(commune, district)
    settled(stick, commune, district)
    return commune, district


class TestNewKeys:
    def test_peers_learn_the_new_card_from_the_old_key(self, pair: tuple[Workplace, Workplace], stick: Path) -> None:
        commune, district = pair
        before = key_of(commune)
        card = commune.rotate_keys()
        assert card.verify_key == key_of(commune) != before
        accept(commune)
        assert carry(commune, district, stick) == [Arrival.IMPORTED]
        assert key_known(district, commune) == key_of(commune)
        settled(stick, commune, district)
        accept(commune)
        (batch,) = batches(commune, district, stick)
        assert commune.card().verifies(*signed_part(batch)), "once it is known, the new key signs"
        assert [row.arrival for row in district.import_data(batch, "gói")] == [Arrival.IMPORTED]
        settled(stick, commune, district)
        assert commune.verify().faults == district.verify().faults == ()

    def test_batches_that_were_on_their_way_still_arrive_both_ways(
        self, pair: tuple[Workplace, Workplace], stick: Path
    ) -> None:
        commune, district = pair
        accept(commune)
        (out,) = batches(commune, district, stick)
        accept(district)
        (inward,) = batches(district, commune, stick)
        commune.rotate_keys()
        assert [row.arrival for row in commune.import_data(inward, "gói")] == [Arrival.IMPORTED]
        accept(commune)
        (news,) = batches(commune, district, stick)
        assert [row.arrival for row in district.import_data(news, "gói")] == [Arrival.IMPORTED]
        assert [row.arrival for row in district.import_data(out, "gói")] == [Arrival.IMPORTED]
        settled(stick, commune, district)

    def test_several_changes_before_anybody_hears(self, pair: tuple[Workplace, Workplace], stick: Path) -> None:
        commune, district = pair
        for _ in range(3):
            commune.rotate_keys()
            accept(commune)
        settled(stick, commune, district)
        assert key_known(district, commune) == key_of(commune)
        assert commune.peer_statuses()[0].unconfirmed == 0

    def test_both_change_at_once(self, pair: tuple[Workplace, Workplace], stick: Path) -> None:
        commune, district = pair
        for place in pair:
            place.rotate_keys()
            accept(place)
        settled(stick, commune, district)
        assert key_known(district, commune) == key_of(commune)
        assert key_known(commune, district) == key_of(district)

    def test_once_the_new_key_was_used_the_old_one_is_worth_nothing(
        self, pair: tuple[Workplace, Workplace], stick: Path, office_templates: Path, tmp_path: Path
    ) -> None:
        commune, district = pair
        thief_folder = Path(shutil.copytree(tmp_path / "commune", tmp_path / "thief" / "commune"))
        commune.rotate_keys()
        settled(stick, commune, district)
        assert key_known(district, commune) == key_of(commune), "the change alone is news"
        accept(commune)
        settled(stick, commune, district)
        thief = open_desk(thief_folder)
        accept(thief)
        (forged,) = batches(thief, district, stick)
        with pytest.raises(BatchForged):
            district.import_data(forged, "gói")
        thief.close()

    def test_a_change_speaks_for_the_same_desk_only(self, commune: Workplace, district: Workplace) -> None:
        old, new = DeskKeys.generate(), DeskKeys.generate()
        known = old.card("H14.12.3", "UBND xã", "desk", "commune", True)
        good = old.announce(new.card("H14.12.3", "UBND xã mới", "desk", "commune", True))
        assert good.follows(known)
        for wrong in (
            old.announce(new.card("H14.12.4", "UBND xã", "desk", "commune", True)),
            old.announce(new.card("H14.12.3", "UBND xã", "desk", "province", True)),
            old.announce(new.card("H14.12.3", "UBND xã", "other", "commune", True)),
            old.announce(new.card("H14.12.3", "UBND xã", "desk", "commune", False)),
            new.announce(good.card),
            CardChange(card=replace(good.card, office_name="khác"), signature=good.signature),
        ):
            assert not wrong.follows(known)


def signed_part(batch: bytes) -> tuple[bytes, bytes]:
    from desktop.exchange.batch_file import MAGIC

    begin = len(MAGIC) + 4
    end = begin + int.from_bytes(batch[len(MAGIC) : begin], "big")
    return MAGIC + batch[begin:end], batch[end : end + 64]


class TestNewIdentity:
    @pytest.fixture
    def restored(
        self, office_templates: Path, tmp_path: Path, stick: Path
    ) -> Iterator[tuple[Workplace, Workplace, str]]:
        """A commune that works on from a backup: what it wrote after it is at the district only."""
        folders = copied(office_templates, tmp_path, "commune", "district")
        commune, district = [open_desk(folder) for folder in folders]
        acquaint(commune, district)
        accept(commune)
        settled(stick, commune, district)
        backup = Path(shutil.copytree(folders[0], tmp_path / "backup" / "commune"))
        lost = accept(commune).code
        assert lost
        settled(stick, commune, district)
        commune.close()
        place = open_desk(backup)
        yield place, district, lost
        place.close()
        district.close()

    def test_what_was_lost_comes_back_and_numbers_go_on(
        self, restored: tuple[Workplace, Workplace, str], stick: Path
    ) -> None:
        place, district, lost = restored
        before = place.store.desk_id
        card = place.renew_identity()
        assert card.desk_id == place.store.desk_id != before
        district.trust(card_bytes(card))
        settled(stick, place, district)
        assert place.view(lost).dossier.code == lost
        following = accept(place).code
        assert following
        assert int(following[-4:]) == int(lost[-4:]) + 1
        settled(stick, place, district)
        assert district.view(following).dossier.code == following
        assert place.verify().faults == district.verify().faults == ()
        assert place.history_hash() == district.history_hash()
        do(place, following, "note", text="Đã đối chiếu")

    def test_it_survives_being_opened_again(self, restored: tuple[Workplace, Workplace, str], tmp_path: Path) -> None:
        place, _, _ = restored
        card = place.renew_identity()
        again = open_desk(place.store.folder.parent)
        assert (again.store.desk_id, again.card().fingerprint) == (card.desk_id, card.fingerprint)
        again.close()

    def test_batches_for_the_former_desk_are_for_another(
        self, restored: tuple[Workplace, Workplace, str], stick: Path
    ) -> None:
        place, district, _ = restored
        accept(district)
        (batch,) = batches(district, place, stick)
        former = peek(batch).recipient.desk_id
        place.renew_identity()
        with pytest.raises(BatchForOther):
            place.import_data(batch, "gói")
        assert former != place.store.desk_id

    def test_two_clones_become_two_desks(self, restored: tuple[Workplace, Workplace, str], stick: Path) -> None:
        place, district, _ = restored
        district.trust(card_bytes(place.renew_identity()))
        settled(stick, place, district)
        first = place.store.desk_id
        district.trust(card_bytes(place.renew_identity()))
        accept(place)
        settled(stick, place, district)
        assert first != place.store.desk_id
        assert place.verify().faults == district.verify().faults == ()
