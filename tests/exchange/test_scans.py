"""Scans travel behind their entries: once, acknowledged by hash, in bounded batches; what is missing is named."""

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from desktop.app import Workplace
from desktop.errors import UserFacingError
from desktop.exchange import exporting, scans
from desktop.exchange.batch_file import BatchDamaged, peek
from desktop.exchange.content import Content
from desktop.exchange.importing import Arrival
from desktop.exchange.scans import Enclosed
from desktop.handling.attaching import NoScan
from desktop.handling.context import NotAllowedNow
from desktop.handling.rights import NotYours
from desktop.models import blobs
from desktop.office import Officer
from desktop.terms import Role
from tests.support.desks import accept, acquaint, do
from tests.support.scanned import photo


def attach(place: Workplace, code: str, seed: int = 0, kilobytes: int = 0, **more: str) -> str:
    done = place.attach(code, f"trang {seed}.jpg", photo(seed, kilobytes), **more)
    return done.dossier.attachments[-1].hash


def has(place: Workplace, name: str) -> bool:
    with place.store.read() as session:
        return blobs.has(session, name)


def export(sender: Workplace, receiver: Workplace, folder: Path) -> list[bytes]:
    """Return the batches that go to one office now, in their order."""
    folder = folder / f"{len(list(folder.iterdir()))}"
    folder.mkdir()
    made = [row for row in sender.export(folder, receiver.office.code) if row.office_code == receiver.office.code]
    return [row.path.read_bytes() for row in made]


def carry(sender: Workplace, receiver: Workplace, folder: Path) -> list[str]:
    return [
        result.message for batch in export(sender, receiver, folder) for result in receiver.import_data(batch, "gói")
    ]


def settled(folder: Path, *places: Workplace) -> int:
    """Exchange until nobody has anything to say; return the rounds that took."""
    pairs = [(one, two) for one in places for two in places if one is not two and knows(one, two)]
    for turn in range(12):
        if not [message for one, two in pairs for message in carry(one, two, folder)]:
            return turn
    raise AssertionError("they never stop talking")


def knows(one: Workplace, two: Workplace) -> bool:
    return any(row.office_code == two.office.code for row in one.peer_statuses())


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def pair(commune: Workplace, district: Workplace) -> tuple[Workplace, Workplace]:
    acquaint(commune, district)
    return commune, district


def code_of(place: Workplace) -> str:
    code = accept(place).code
    assert code
    return code


class TestAttaching:
    def test_a_scan_is_part_of_the_dossier_and_kept_once(self, commune: Workplace) -> None:
        first, second = code_of(commune), code_of(commune)
        paper = commune.view(first).dossier.papers[0].name
        name = attach(commune, first, paper=paper, note="bản gốc")
        assert attach(commune, second) == name
        (scan,) = commune.view(first).dossier.attachments
        assert (scan.paper, scan.note, scan.officer, scan.name) == (paper, "bản gốc", "lan", "trang 0.pdf")
        assert commune.attachment(name) == commune.attachment(name[:10])
        assert len(commune.attachment(name)) == scan.size
        with commune.store.read() as session:
            assert session.scalar(text("SELECT count(*) FROM blob")) == 1
        assert commune.verify().faults == ()
        commune.rebuild()
        assert commune.verify().faults == ()

    def test_what_can_not_be_attached_leaves_no_trace(self, commune: Workplace) -> None:
        code = code_of(commune)
        attach(commune, code)
        before = commune.history_hash()
        for refused, said in [
            (lambda: attach(commune, code), "đã đính kèm"),
            (lambda: attach(commune, code, 1, paper="Giấy lạ"), "không có giấy tờ"),
            (lambda: attach(commune, "H14.12.3-261123-9999", 1), "Không tìm thấy"),
            (lambda: commune.attach(code, "a.docx", b"PK\x03\x04"), "PDF, JPEG hoặc PNG"),
        ]:
            with pytest.raises(UserFacingError, match=said):
                refused()
        assert commune.history_hash() == before
        assert commune.verify().faults == ()
        with commune.store.read() as session:
            assert session.scalar(text("SELECT count(*) FROM blob")) == 1

    def test_an_auditor_attaches_nothing(self, commune: Workplace) -> None:
        code = code_of(commune)
        place = Workplace(commune.store, Officer("tra", "Vi Thị Trà", Role.AUDITOR), commune.fixed_now)
        with pytest.raises(NotYours):
            place.attach(code, "a.jpg", photo())

    @pytest.mark.parametrize("name", ["", "abc", "f" * 64])
    def test_a_scan_nobody_named_is_not_there(self, commune: Workplace, name: str) -> None:
        with pytest.raises(NoScan):
            commune.attachment(name)

    def test_it_may_be_put_to_a_dossier_that_ended_and_lies_elsewhere(
        self, pair: tuple[Workplace, Workplace], stick: Path
    ) -> None:
        commune, district = pair
        code = code_of(commune)
        do(commune, code, "hand-over", to_office=district.office.code)
        assert attach(commune, code)
        with pytest.raises(NotAllowedNow):
            attach(commune, code)


class TestVerify:
    def test_a_changed_scan_is_found(self, commune: Workplace) -> None:
        name = attach(commune, code_of(commune))
        with commune.store.write() as session:
            session.execute(text("UPDATE blob SET data = :data"), {"data": b"other"})
        assert [fault.where for fault in commune.verify().faults] == [f"bản chụp {name[:12]}"]

    def test_a_scan_of_our_own_that_is_gone_is_found(self, commune: Workplace) -> None:
        attach(commune, code_of(commune))
        with commune.store.write() as session:
            session.execute(text("DELETE FROM blob"))
        assert any("không còn nội dung" in fault.what for fault in commune.verify().faults)

    def test_a_list_that_differs_from_the_journal_is_found(self, commune: Workplace) -> None:
        attach(commune, code_of(commune))
        with commune.store.write() as session:
            session.execute(text("DELETE FROM attachment"))
        assert [fault.where for fault in commune.verify().faults] == ["bảng bản chụp"]


class TestTravel:
    def test_a_scan_goes_along_with_its_entry_and_once(self, pair: tuple[Workplace, Workplace], stick: Path) -> None:
        commune, district = pair
        code = code_of(commune)
        name = attach(commune, code)
        do(commune, code, "hand-over", to_office=district.office.code)
        (batch,) = export(commune, district, stick)
        assert peek(batch).scans == 1
        (taken,) = district.import_data(batch, "gói")
        assert "1 bản chụp mới" in taken.message
        assert district.attachment(name) == commune.attachment(name)
        assert commune.peer_statuses()[0].scans_unconfirmed == 1, "sending is no delivery"
        carry(district, commune, stick)
        assert commune.peer_statuses()[0].scans_unconfirmed == 0
        accept(commune)
        (batch,) = export(commune, district, stick)
        assert peek(batch).scans == 0
        assert settled(stick, commune, district) <= 3
        assert district.verify().faults == commune.verify().faults == ()

    def test_scans_are_spread_over_batches_of_bounded_size(
        self, pair: tuple[Workplace, Workplace], stick: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        commune, district = pair
        monkeypatch.setattr(exporting, "MAX_SCANS", 80_000)
        code = code_of(commune)
        names = [attach(commune, code, seed, 40) for seed in range(5)]
        do(commune, code, "hand-over", to_office=district.office.code)
        batches = export(commune, district, stick)
        assert len(batches) > 2
        assert sum(peek(batch).scans for batch in batches) == 5
        assert all(len(batch) < 120_000 for batch in batches)
        assert [peek(batch).entries > 0 for batch in batches] == [True] + [False] * (len(batches) - 1)
        first, *rest = batches
        (result,) = district.import_data(first, "1")
        assert f"còn thiếu {5 - peek(first).scans} bản chụp của hồ sơ {code}" in result.message
        assert district.peer_statuses()[0].scans_missing == 5 - peek(first).scans
        absent = next(name for name in names if not has(district, name))
        with pytest.raises(NoScan, match="chưa đến"):
            district.attachment(absent)
        assert district.verify().faults == (), "scans of others may be on their way"
        for batch in rest:
            district.import_data(batch, "n")
        assert all(has(district, name) for name in names)
        assert district.peer_statuses()[0].scans_missing == 0

    @pytest.mark.parametrize("order", [(2, 1, 0), (1, 0, 2), (0, 2, 1), (1, 1, 2, 0, 0)])
    def test_any_order_gives_the_same(
        self,
        pair: tuple[Workplace, Workplace],
        stick: Path,
        monkeypatch: pytest.MonkeyPatch,
        order: tuple[int, ...],
    ) -> None:
        commune, district = pair
        monkeypatch.setattr(exporting, "MAX_SCANS", 50_000)
        code = code_of(commune)
        names = [attach(commune, code, seed, 40) for seed in range(3)]
        do(commune, code, "hand-over", to_office=district.office.code)
        batches = export(commune, district, stick)
        assert len(batches) == 3
        for number in order:
            district.import_data(batches[number], f"{number}")
        assert all(has(district, name) for name in names)
        assert district.verify().faults == ()
        settled(stick, commune, district)

    def test_scans_that_come_before_their_entries_wait(
        self, pair: tuple[Workplace, Workplace], stick: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        commune, district = pair
        monkeypatch.setattr(exporting, "MAX_SCANS", 50_000)
        code = code_of(commune)
        names = [attach(commune, code, seed, 40) for seed in range(2)]
        do(commune, code, "hand-over", to_office=district.office.code)
        first, second = export(commune, district, stick)
        (held,) = district.import_data(second, "2")
        assert (held.arrival, has(district, names[0]) or has(district, names[1])) == (Arrival.HELD, False)
        assert "thiếu lô 1" in held.message
        assert [row.arrival for row in district.import_data(first, "1")] == [Arrival.IMPORTED, Arrival.IMPORTED]
        assert has(district, names[0])
        assert has(district, names[1])

    def test_a_lost_batch_of_scans_is_asked_for_and_goes_again(
        self, pair: tuple[Workplace, Workplace], stick: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        commune, district = pair
        monkeypatch.setattr(exporting, "MAX_SCANS", 50_000)
        code = code_of(commune)
        names = [attach(commune, code, seed, 40) for seed in range(3)]
        do(commune, code, "hand-over", to_office=district.office.code)
        first, _lost, third = export(commune, district, stick)
        district.import_data(first, "1")
        district.import_data(third, "3")
        carry(district, commune, stick)
        (again,) = export(commune, district, stick)
        assert (peek(again).scans, peek(again).entries) == (1, 0), "only what was lost"
        district.import_data(again, "4")
        assert all(has(district, name) for name in names)
        settled(stick, commune, district)

    def test_all_is_lost_and_nobody_hears_of_it(self, pair: tuple[Workplace, Workplace], stick: Path) -> None:
        commune, district = pair
        code = code_of(commune)
        name = attach(commune, code)
        do(commune, code, "hand-over", to_office=district.office.code)
        export(commune, district, stick)
        for batch in export(commune, district, stick):
            district.import_data(batch, "2")
        assert has(district, name)

    def test_an_office_it_does_not_concern_gets_neither_scan_nor_hash(
        self, commune: Workplace, district: Workplace, neighbour: Workplace, stick: Path
    ) -> None:
        acquaint(commune, district, neighbour)
        code = code_of(commune)
        name = attach(commune, code)
        settled(stick, commune, district, neighbour)
        assert has(district, name), "an office above gets everything"
        assert not has(neighbour, name)
        (batch,) = export(commune, neighbour, stick) or [b""]
        assert name.encode() not in batch
        with neighbour.store.read() as session:
            assert session.scalar(text("SELECT count(*) FROM attachment")) == 0

    def test_a_third_office_passes_on_what_it_has(
        self, commune: Workplace, district: Workplace, province: Workplace, stick: Path
    ) -> None:
        acquaint(commune, district)
        acquaint(district, province)
        name = attach(commune, code_of(commune))
        settled(stick, commune, district, province)
        assert has(province, name)
        assert province.verify().faults == ()

    def test_an_office_that_a_dossier_concerns_later_gets_the_scans_of_before(
        self, commune: Workplace, neighbour: Workplace, stick: Path
    ) -> None:
        acquaint(commune, neighbour)
        code = code_of(commune)
        name = attach(commune, code)
        settled(stick, commune, neighbour)
        assert not has(neighbour, name)
        do(commune, code, "hand-over", to_office=neighbour.office.code)
        settled(stick, commune, neighbour)
        assert has(neighbour, name)


class TestHostile:
    @pytest.fixture
    def made(
        self, pair: tuple[Workplace, Workplace], stick: Path, monkeypatch: pytest.MonkeyPatch
    ) -> tuple[Workplace, Workplace, str]:
        commune, district = pair
        code = code_of(commune)
        return commune, district, attach(commune, code)

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda found: found[:-1] + b"x", id="a byte changed"),
            pytest.param(lambda found: found + b"x", id="a byte more"),
            pytest.param(lambda found: found[:-1], id="a byte less"),
            pytest.param(lambda _: b"", id="nothing"),
        ],
    )
    def test_bytes_that_do_not_fit_their_hash_are_refused(
        self, made: tuple[Workplace, Workplace, str], stick: Path, monkeypatch: pytest.MonkeyPatch, change: object
    ) -> None:
        commune, district, _ = made
        honest = scans.bytes_of
        monkeypatch.setattr(exporting, "bytes_of", lambda session, chosen: change(honest(session, chosen)))  # type: ignore[operator]
        before = district.history_hash()
        (batch,) = export(commune, district, stick)
        with pytest.raises(BatchDamaged):
            district.import_data(batch, "gói")
        assert district.history_hash() == before
        assert district.verify().faults == ()

    def test_scans_that_no_entry_names_fill_nobodys_disk(
        self, made: tuple[Workplace, Workplace, str], stick: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        commune, district, name = made
        junk = b"junk" * 1000
        stray = Enclosed(blobs.hash_of(junk), len(junk))
        honest = scans.bytes_of
        monkeypatch.setattr(exporting, "packed", lambda due, room: (*scans.packed(due, room), stray))
        monkeypatch.setattr(exporting, "bytes_of", lambda session, chosen: honest(session, chosen) + junk)
        for batch in export(commune, district, stick)[:1]:
            district.import_data(batch, "gói")
        assert has(district, name)
        assert not has(district, stray.hash)

    @pytest.mark.parametrize(
        "fields",
        [
            {"enclosed": [{"hash": "../../etc", "size": 1}]},
            {"enclosed": [{"hash": "0" * 64, "size": 10**12}]},
            {"enclosed": [{"hash": "0" * 64, "size": -1}]},
            {"lacks": ["x"]},
            {"lacks": ["0" * 64] * 2001},
            {"received": -1},
            {"card_known": "x" * 500},
        ],
        ids=str,
    )
    def test_sizes_and_names_are_bounded(self, fields: dict[str, object]) -> None:
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(msgspec.json.encode(fields), type=Content)
