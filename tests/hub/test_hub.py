"""A province on PostgreSQL takes in what its offices send, answers them, and notices what does not fit."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import text

from desktop.app import Workplace
from desktop.errors import UserFacingError
from desktop.exchange import directory
from desktop.exchange.batch_file import peek
from desktop.exchange.importing import Arrival, SenderRevoked
from desktop.exchange.keys import card_bytes
from desktop.exchange.peers import KNOWN, peers
from desktop.hub.hub import Hub, NoHub, create_hub, open_hub
from desktop.hub.report import Period, as_csv, district_of, document, late_rows
from desktop.models import journal
from desktop.models.verify import chain_faults, replay_faults
from desktop.terms import Level
from tests.support.desks import COMMUNE, DISTRICT, MONDAY, PASSWORD, PROVINCE, accept, do
from tests.support.postgres import Server, again, cheap_logins, new_desk

DAY = timedelta(days=1)
OFFICES = 20


def commune_office(number: int) -> object:
    return replace(
        COMMUNE, code=f"H14.{10 + number // 5}.{number}", name=f"UBND xã Số {number}", officers=COMMUNE.officers[:1]
    )


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Twenty communes and a district on disk, made once and copied."""
    folder = tmp_path_factory.mktemp("communes")
    described = {f"commune{n}": commune_office(n) for n in range(OFFICES)} | {"district": DISTRICT}
    for name, office in described.items():
        new_desk(folder / name, office, now=MONDAY - 3 * DAY).close()  # type: ignore[arg-type]
    return {name: folder / name for name in described}


def opened(folder: Path) -> Workplace:
    from desktop.models.store import open_store

    store = open_store(folder, "pao" if folder.name == "district" else "lan", PASSWORD)
    return Workplace(store, store.office.officers[0], MONDAY)


class Communes:
    """Copies of offices for one test, closed after it."""

    def __init__(self, templates: dict[str, Path], folder: Path) -> None:
        self.templates, self.folder, self.places = templates, folder, list[Workplace]()

    def get(self, name: str) -> Workplace:
        place = opened(Path(shutil.copytree(self.templates[name], self.folder / name)))
        self.places.append(place)
        return place

    def reopened(self, folder: Path) -> Workplace:
        place = opened(folder)
        self.places.append(place)
        return place


@pytest.fixture
def communes(offices: dict[str, Path], tmp_path: Path) -> Iterator[Communes]:
    made = Communes(offices, tmp_path / "offices")
    yield made
    for place in made.places:
        place.close()


@pytest.fixture(scope="module")
def hub_template(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder, database = tmp_path_factory.mktemp("hub"), postgres.database()
    with cheap_logins():
        made, _ = create_hub(
            folder, PROVINCE, {"tinh": PASSWORD}, database=database, practice=True, now=MONDAY, program="test"
        )
    made.close()
    return folder, database


@pytest.fixture(params=["server", "file"])
def hub(
    request: pytest.FixtureRequest, postgres: Server, hub_template: tuple[Path, str], tmp_path: Path
) -> Iterator[Hub]:
    """A hub on a server and, by the same code, in a file."""
    if request.param == "file":
        with cheap_logins():
            made, _ = create_hub(
                tmp_path / "hub", PROVINCE, {"tinh": PASSWORD}, database=None, practice=True, now=MONDAY, program="test"
            )
    else:
        folder = Path(shutil.copytree(hub_template[0], tmp_path / "hub"))
        made = open_hub(folder, "tinh", PASSWORD, database=postgres.database(hub_template[1]), now=MONDAY)
    yield made
    made.close()


@pytest.fixture
def server_hub(postgres: Server, hub_template: tuple[Path, str], tmp_path: Path) -> Iterator[Hub]:
    folder = Path(shutil.copytree(hub_template[0], tmp_path / "hub"))
    made = open_hub(folder, "tinh", PASSWORD, database=postgres.database(hub_template[1]), now=MONDAY)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def acquaint(hub: Hub, *places: Workplace) -> None:
    for place in places:
        hub.admit(card_bytes(place.card()))
        place.trust(card_bytes(hub.card()))


def arrivals(hub: Hub, folder: Path, workers: int = 4) -> list[str]:
    return [row.arrival for row in hub.import_files([folder], workers)]


def faults(hub: Hub) -> list[object]:
    with hub.store.read() as session:
        return [*chain_faults(session), *replay_faults(session)]


def heads(hub_or_place: Hub | Workplace) -> dict[str, journal.Head]:
    with hub_or_place.store.read() as session:
        return journal.heads(session)


def answer(hub: Hub, folder: Path, *places: Workplace) -> None:
    """Carry the hub's batches to the offices."""
    folder.mkdir()
    hub.export(folder)
    for place in places:
        for file in folder.iterdir():
            if peek(file.read_bytes()).recipient.desk_id == place.store.desk_id:
                place.import_files([file])


class TestImport:
    def test_twenty_offices_at_once(self, server_hub: Hub, communes: Communes, stick: Path) -> None:
        places = [communes.get(f"commune{n}") for n in range(OFFICES)]
        acquaint(server_hub, *places)
        for place in places:
            for _ in range(2):
                accept(place, "tthc-1.000894")
                place.export(stick)
        assert arrivals(server_hub, stick, workers=8) == ["imported"] * (2 * OFFICES)
        found = heads(server_hub)
        assert all(found[place.store.desk_id] == heads(place)[place.store.desk_id] for place in places)
        assert faults(server_hub) == []
        assert arrivals(server_hub, stick, workers=8) == ["known"] * (2 * OFFICES)

    def test_a_dossier_whose_halves_come_from_two_offices_at_once_is_folded_whole(
        self, server_hub: Hub, communes: Communes, tmp_path: Path, stick: Path
    ) -> None:
        """Both senders bring the same dossiers, some of it for the first time, in imports that cross."""
        commune, district = communes.get("commune10"), communes.get("district")
        acquaint(server_hub, commune, district)
        for place, other in ((commune, district), (district, commune)):
            place.trust(card_bytes(other.card()))
        codes = [str(accept(commune).code) for _ in range(4)]
        for code in codes:
            do(commune, code, "hand-over", to_office=district.office.code)
        between = tmp_path / "between"
        between.mkdir()
        commune.export(between, to=district.office.code)
        district.import_files([between])
        for code in codes:
            do(district, code, "take-over")
        commune.export(stick, to=server_hub.store.office.code)
        district.export(stick, to=server_hub.store.office.code)
        assert sorted(arrivals(server_hub, stick)) == ["imported", "imported"]
        assert faults(server_hub) == []
        with server_hub.store.read() as session:
            kinds = {entry.kind for entry in journal.all_entries(session)}
        assert {"handed_over", "taken_over"} <= kinds

    def test_a_refused_file_keeps_no_other_one_out(self, hub: Hub, communes: Communes, stick: Path) -> None:
        first, second = communes.get("commune0"), communes.get("commune1")
        acquaint(hub, first, second)
        for place in (first, second):
            accept(place)
            place.export(stick)
        broken = next(path for path in stick.iterdir() if "So0" in path.name)
        broken.write_bytes(broken.read_bytes()[:-5])
        (stick / "la.motcua").write_bytes(b"khong phai goi")
        done = {row.file: row for row in hub.import_files([stick])}
        assert sorted(row.arrival for row in done.values()) == ["imported", "refused", "refused"]
        assert all(row.messages for row in done.values())
        assert len(heads(hub)) == 2

    def test_a_batch_that_comes_too_early_waits_and_the_status_names_what_is_missing(
        self, hub: Hub, communes: Communes, stick: Path, tmp_path: Path
    ) -> None:
        commune = communes.get("commune0")
        acquaint(hub, commune)
        accept(commune)
        commune.export(stick)
        with commune.store.write() as session:  # as if the hub had said to hold it, and then lost it
            held = {commune.store.desk_id: heads(commune)[commune.store.desk_id].seq}
            session.execute(text("UPDATE peer SET holds = :holds"), {"holds": msgspec.json.encode(held).decode()})
        accept(commune)
        later = tmp_path / "later"
        later.mkdir()
        commune.export(later)
        assert arrivals(hub, later) == ["held"]
        (row,) = hub.status()
        assert (row.waiting, row.missing, row.lag_days) == ((2,), (1,), None)
        assert arrivals(hub, stick) == ["imported"]
        (row,) = hub.status()
        assert (row.waiting, row.missing, row.received, row.seq, row.lag_days) == (
            (),
            (),
            2,
            heads(commune)[commune.store.desk_id].seq,
            0,
        )


class TestAnswer:
    def test_every_office_hears_what_arrived_and_nothing_is_left_in_its_outbox(
        self, hub: Hub, communes: Communes, stick: Path, tmp_path: Path
    ) -> None:
        places = [communes.get(f"commune{n}") for n in range(3)]
        acquaint(hub, *places)
        for place in places:
            accept(place)
            place.export(stick)
        arrivals(hub, stick)
        answer(hub, tmp_path / "answers", *places)
        assert [place.not_yet_above() for place in places] == [0, 0, 0]

    def test_procedures_go_down_and_are_used(self, hub: Hub, communes: Communes, tmp_path: Path) -> None:
        commune = communes.get("commune0")
        acquaint(hub, commune)
        known = commune.catalogue.get("tthc-1.000894")
        changed = replace(known, id="tinh-thu-tuc-moi", name_vi="Thủ tục riêng của tỉnh")
        hub.issue_procedures([changed])
        answer(hub, tmp_path / "answers", commune)
        fresh = communes.reopened(commune.store.folder.parent)
        assert fresh.catalogue.get("tinh-thu-tuc-moi").name_vi == "Thủ tục riêng của tỉnh"

    def test_the_directory_makes_offices_known_without_sending_anything_to_them(
        self, hub: Hub, communes: Communes, stick: Path, tmp_path: Path
    ) -> None:
        first, second = communes.get("commune0"), communes.get("commune1")
        acquaint(hub, first, second)
        answer(hub, tmp_path / "answers", first, second)
        with first.store.read() as session:
            row = next(row for row in peers(session) if row.desk_id == second.store.desk_id)
            assert row.scope == KNOWN
        accept(first)
        assert {made.office_code for made in first.export(stick)} == {"H14"}
        assert first.export(tmp_path / "usb", to=second.office.code)
        assert (
            second.import_files([p for p in stick.iterdir() if "den-UBNDXaSo1-" in p.name])[0].arrival
            is Arrival.IMPORTED
        )
        assert second.office.code in {row.office_code for row in first.peer_statuses()}

    def test_a_list_the_province_did_not_sign_is_not_believed(
        self, hub: Hub, communes: Communes, tmp_path: Path
    ) -> None:
        first, second = communes.get("commune0"), communes.get("commune1")
        acquaint(hub, first, second)
        with hub.store.write() as session:
            directory.publish(session, hub.store, MONDAY.astimezone())
            session.execute(text("UPDATE reference SET document = replace(document, 'UBND xã Số 1', 'UBND xã Số 7')"))
            document = str(session.execute(text("SELECT document FROM reference")).scalar())
        with first.store.write() as session:
            session.execute(
                text(
                    "INSERT INTO reference VALUES "
                    "('office-directory.0', 'H14', 'x', :document, '2026-11-23T00:00:00Z', '')"
                ),
                {"document": document},
            )
            assert directory.apply(session, first.store) == 0
            assert len(peers(session)) == 1

    def test_two_offices_of_one_name_get_a_file_each(self, hub: Hub, tmp_path: Path) -> None:
        """Communes of one name are common; their answers must not take each other's place."""
        places = [new_desk(tmp_path / str(n), replace(COMMUNE, code=f"H14.{n}.1")) for n in (10, 11)]
        acquaint(hub, *places)
        made = hub.export(tmp_path)
        assert len({row.path for row in made}) == 2
        for place in places:
            place.close()


class TestRevoked:
    def test_what_a_lost_computer_sends_after_its_card_was_taken_back_is_refused_everywhere(
        self, hub: Hub, communes: Communes, stick: Path, tmp_path: Path
    ) -> None:
        lost, other = communes.get("commune0"), communes.get("commune1")
        acquaint(hub, lost, other)
        accept(lost)
        lost.export(stick)
        assert arrivals(hub, stick) == ["imported"]
        assert hub.revoke(lost.store.desk_id, "mất máy") == "UBND xã Số 0"
        answer(hub, tmp_path / "answers", other)
        other_batch, hub_batch = tmp_path / "other", tmp_path / "again"
        for folder in (other_batch, hub_batch):
            folder.mkdir()
        thief = lost.at(MONDAY + DAY)
        accept(thief)
        thief.trust(card_bytes(other.card()))
        thief.export(hub_batch, to="H14")
        thief.export(other_batch, to=other.office.code)
        (refused,) = hub.import_files([hub_batch])
        assert refused.arrival == "refused"
        assert "đã bị thu hồi" in refused.messages[0]
        assert "mất máy" in refused.messages[0]
        with pytest.raises(SenderRevoked, match="đã bị thu hồi"):
            other.import_files([other_batch])
        status = next(row for row in hub.status() if row.desk_id == lost.store.desk_id)
        assert (status.revoked, [alarm.kind for alarm in status.alarms]) == ("mất máy", ["revoked"])
        assert not any(made.office_code == lost.office.code for made in hub.export(tmp_path / "again"))
        assert hub.settle_alarms(lost.store.desk_id) == 1

    def test_what_was_on_its_way_when_the_card_was_taken_back_still_arrives(
        self, hub: Hub, communes: Communes, stick: Path
    ) -> None:
        lost = communes.get("commune0")
        acquaint(hub, lost)
        accept(lost)
        lost.export(stick)
        arrivals(hub, stick)
        for path in stick.iterdir():
            path.rename(path.with_name("cu.motcua"))
        hub.now = MONDAY + DAY
        hub.revoke("H14.10.0", "thay máy")
        assert arrivals(hub, stick) == ["known"]

    def test_another_office_hands_on_only_the_link_of_what_a_lost_computer_wrote(
        self, hub: Hub, communes: Communes, stick: Path, tmp_path: Path
    ) -> None:
        lost, district = communes.get("commune10"), communes.get("district")
        acquaint(hub, lost, district)
        for place, other in ((lost, district), (district, lost)):
            place.trust(card_bytes(other.card()))
        hub.revoke(lost.store.desk_id, "mất máy")
        code = str(accept(lost).code)
        do(lost, code, "hand-over", to_office=district.office.code)
        between = tmp_path / "between"
        between.mkdir()
        lost.export(between, to=district.office.code)
        district.import_files([between])
        district.export(stick, to="H14")
        assert arrivals(hub, stick) == ["imported"], "the district is not kept out"
        with hub.store.read() as session:
            assert {entry.desk_id for entry in journal.all_entries(session)} <= {
                hub.store.desk_id, district.store.desk_id,
            }  # fmt: skip
        assert heads(hub)[lost.store.desk_id] == heads(lost)[lost.store.desk_id]

    def test_a_new_computer_takes_the_place_of_an_old_one(
        self, hub: Hub, communes: Communes, tmp_path: Path, stick: Path
    ) -> None:
        old, other = communes.get("commune0"), communes.get("commune1")
        acquaint(hub, old, other)
        new = new_desk(tmp_path / "new", old.office)
        communes.places.append(new)
        hub.admit(card_bytes(new.card()), replaces=old.store.desk_id, reason="thay máy")
        new.trust(card_bytes(hub.card()))
        answer(hub, tmp_path / "answers", other)
        accept(new)
        new.export(stick)
        assert arrivals(hub, stick) == ["imported"]
        with other.store.read() as session:
            found = {row.desk_id: bool(row.revoked) for row in peers(session) if row.office_code == old.office.code}
        assert found == {old.store.desk_id: True, new.store.desk_id: False}

    def test_nobody_of_that_name(self, hub: Hub) -> None:
        with pytest.raises(directory.UnknownDesk, match="ứng với 0 máy"):
            hub.revoke("H99", "x")


class TestPast:
    def test_a_desk_whose_last_entries_were_taken_away_is_found_by_the_heads(
        self, hub: Hub, communes: Communes, stick: Path, tmp_path: Path
    ) -> None:
        commune = communes.get("commune0")
        acquaint(hub, commune)
        code = str(accept(commune).code)
        do(commune, code, "note", text="Không ai được biết")
        commune.export(stick)
        arrivals(hub, stick)
        with commune.store.write() as session:
            for act in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER journal_never_{act}"))
            last = journal.head(session, commune.store.desk_id).seq
            session.execute(text("DELETE FROM journal WHERE seq = :last"), {"last": last})
            shorter = "seq = seq - 1, hash = (SELECT hash FROM journal WHERE seq = chain.seq - 1)"
            session.execute(text(f"UPDATE chain SET {shorter}"))
            session.expire_all()
            session.execute(text("UPDATE peer SET told = ''"))
            journal.rebuild(session)
        assert commune.verify().faults == (), "here it looks whole"
        later = tmp_path / "later"
        later.mkdir()
        commune.export(later)
        (refused,) = hub.import_files([later])
        assert "đã bị cắt" in refused.messages[0]
        (row,) = hub.status()
        assert (row.seq, [alarm.kind for alarm in row.alarms]) == (last, ["cut"])

    def test_a_rewritten_past_is_found_by_the_heads(
        self, hub: Hub, communes: Communes, stick: Path, tmp_path: Path
    ) -> None:
        commune = communes.get("commune0")
        acquaint(hub, commune)
        copy = Path(shutil.copytree(commune.store.folder.parent, tmp_path / "copy"))
        accept(commune)
        commune.export(stick)
        arrivals(hub, stick)
        twin = communes.reopened(copy)
        accept(twin)
        accept(twin)
        other = tmp_path / "other"
        other.mkdir()
        twin.export(other)
        before = heads(hub)
        (refused,) = hub.import_files([other])
        assert "hai nội dung khác nhau" in refused.messages[0]
        (row,) = hub.status()
        assert [alarm.kind for alarm in row.alarms] == ["fork"]
        assert heads(hub) == before


class TestReport:
    def test_lateness_by_area_office_holder_and_cause(self, hub: Hub, communes: Communes, stick: Path) -> None:
        places = [communes.get("commune0"), communes.get("commune7")]
        acquaint(hub, *places)
        for place in places:
            accept(place)
        accept(places[1])
        for place in places:
            place.export(stick)
        arrivals(hub, stick)
        period = Period(date(2026, 11, 1), date(2027, 6, 30), MONDAY + 200 * DAY)
        with hub.store.read() as session:
            found = document("lateness", session, period)
            known = document("offices", session, period)
            early = document("lateness", session, Period(date(2026, 11, 1), date(2026, 11, 30), MONDAY))
        assert {(row["district"], row["late"]) for row in found["sums"]} == {("H14.10", 1), ("H14.11", 2)}
        assert [(row["office"], row["received"], row["running_late"]) for row in known["rows"]] == [
            ("H14.10.0", 1, 1),
            ("H14.11.7", 2, 2),
        ]
        assert early["rows"] == []
        table = as_csv(found).decode("utf-8-sig").splitlines()
        assert len(table) == 4
        assert table[0].startswith("district,office,unit,officer,cause")

    def test_nothing_is_late_in_an_empty_hub(self) -> None:
        assert late_rows([], Period(date(2026, 1, 1), date(2026, 1, 2), MONDAY)) == []

    @pytest.mark.parametrize(
        ("code", "district"),
        [("H14.12.3", "H14.12"), ("H14.12", "H14.12"), ("H14", "H14"), ("000.07.12.H14", "H14.12")],
    )
    def test_district(self, code: str, district: str) -> None:
        assert district_of(code) == district


class TestSetUp:
    def test_a_commune_is_no_hub(self, tmp_path: Path) -> None:
        with pytest.raises(NoHub, match="cấp tỉnh"):
            create_hub(
                tmp_path, replace(PROVINCE, level=Level.COMMUNE), {"tinh": PASSWORD},
                database=None, practice=True, now=MONDAY, program="test",
            )  # fmt: skip

    def test_an_address_that_does_not_answer_changes_nothing(self, server_hub: Hub) -> None:
        folder = server_hub.store.folder.parent
        with pytest.raises(UserFacingError, match="Mất kết nối"):
            open_hub(folder, "tinh", PASSWORD, database="postgresql://x@127.0.0.1:9/x", now=MONDAY)
        same = open_hub(folder, "tinh", PASSWORD, database=None, now=MONDAY)
        assert same.card() == server_hub.card()
        same.close()


def test_only_one_desk_of_an_office_carries_its_batches(
    postgres: Server, server_hub: Hub, tmp_path: Path, stick: Path
) -> None:
    database = postgres.database()
    first = new_desk(tmp_path / "first", COMMUNE, database)
    second = new_desk(tmp_path / "second", COMMUNE, database)
    acquaint(server_hub, first)
    with pytest.raises(UserFacingError, match="do một máy khác trao đổi"):
        second.export(stick)
    accept(second)
    first.export(stick)
    assert arrivals(server_hub, stick) == ["imported"]
    assert {first.store.desk_id, second.store.desk_id} <= set(heads(server_hub))
    assert first.not_yet_above() == sum(end.seq for end in heads(first).values()), "of both desks"
    for place in (first, second):
        place.close()


class TestDesksOfOneDatabase:
    """What one computer keeps about itself changes where several share a database."""

    def test_keys_change_and_another_desk_takes_over(
        self, postgres: Server, tmp_path: Path, hub_template: tuple[Path, str]
    ) -> None:
        address = postgres.database()
        first = new_desk(tmp_path / "a", COMMUNE, address)
        second = new_desk(tmp_path / "b", COMMUNE, address)
        other = new_desk(tmp_path / "c", DISTRICT)
        first.trust(card_bytes(other.card()))
        other.trust(card_bytes(first.card()))
        first.rotate_keys()
        card = first.card()
        accept(first)
        exchange_until_quiet(tmp_path / "usb", first, other)
        with pytest.raises(UserFacingError, match="máy khác trao đổi"):
            second.rotate_keys()
        other.trust(card_bytes(second.take_over_exchange()))
        accept(second)
        exchange_until_quiet(tmp_path / "usb", second, other)
        assert second.peer_statuses()[0].unconfirmed == 0
        renewed = second.renew_identity()
        other.trust(card_bytes(renewed))
        accept(second)
        exchange_until_quiet(tmp_path / "usb", second, other)
        for place in (first, second, other):
            assert [fault for fault in place.verify().faults if fault.where != "máy chủ"] == []
        for place, fingerprint in ((first, card.fingerprint), (second, renewed.fingerprint)):
            reopened = again(place)
            assert reopened.card().fingerprint == fingerprint
            reopened.close()
        for place in (first, second, other):
            place.close()


def exchange_until_quiet(folder: Path, one: Workplace, two: Workplace) -> None:
    folder.mkdir(exist_ok=True)
    for _ in range(8):
        carried = 0
        for sender, receiver in ((one, two), (two, one)):
            for made in sender.export(folder, receiver.office.code):
                if peek(made.path.read_bytes()).recipient.desk_id == receiver.store.desk_id:
                    receiver.import_files([made.path])
                    carried += 1
        if not carried:
            return
    raise AssertionError("they never stop talking")
