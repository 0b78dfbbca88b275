"""One office on PostgreSQL, several desks at once; what the file does, the server does too."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from desktop.app import Workplace
from desktop.dossiers.bodies import Applicant
from desktop.errors import UserFacingError
from desktop.handling import record
from desktop.models import journal
from desktop.models.database_file import StoreFault
from desktop.models.store import OtherOffice, create_store
from desktop.terms import Form, Outcome
from tests.support.desks import COMMUNE, DISTRICT, MONDAY, PASSWORD, accept, do, form
from tests.support.postgres import Server, again, new_desk

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def template(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workplace, str]:
    """An office on a database nobody works on, to be copied."""
    database = postgres.database()
    place = new_desk(tmp_path_factory.mktemp("template"), COMMUNE, database)
    place.close()
    return place, database


@pytest.fixture
def desk(postgres: Server, template: tuple[Workplace, str]) -> Iterator[Workplace]:
    place = again(template[0], postgres.database(template[1]))
    yield place
    place.close()


@pytest.fixture
def second(desk: Workplace, tmp_path: Path) -> Iterator[Workplace]:
    """Another computer of the same office."""
    place = new_desk(tmp_path / "second", COMMUNE, address_of(desk))
    yield place
    place.close()


def address_of(place: Workplace) -> str:
    return place.store.engine.url.render_as_string(hide_password=False)


class TestJourney:
    def test_a_day_s_work_is_verified_and_folded_again_alike(self, desk: Workplace) -> None:
        guided = desk.take_in(form(desk, outcome=Outcome.SUPPLEMENT, reason="Thiếu trích lục")).dossier
        code = str(accept(desk, slip=guided.reference).code)
        other = str(accept(desk).code)
        do(desk, code, "ask-supplement", papers=["Trích lục"], reason="Trích lục đã cũ")
        do(desk.at(MONDAY + timedelta(hours=3)), code, "receive-supplement")
        desk.paper(other, Form.RECEIPT)
        found = desk.verify()
        assert (found.faults, found.dossiers) == ((), 2)
        before = tables(desk)
        assert desk.rebuild() == 2
        assert tables(desk) == before
        assert desk.verify() == found

    def test_the_same_work_gives_the_same_tables_as_in_a_file(self, desk: Workplace, commune: Workplace) -> None:
        for place in (desk, commune):
            code = str(accept(place).code)
            accept(place, "tthc-1.000894")
            do(place, code, "ask-supplement", papers=["Trích lục"], reason="Trích lục đã cũ")
        told = [[(row.code, row.due, row.group, row.step) for row in place.board()] for place in (desk, commune)]
        assert told[0] == told[1]
        assert tables(desk)["number"] == tables(commune)["number"]

    def test_it_is_opened_again_with_the_password_and_goes_on(self, desk: Workplace) -> None:
        accept(desk)
        later = again(desk)
        assert accept(later).code == "H14.12.3-261123-0002"
        assert later.store.desk_id == desk.store.desk_id
        later.close()

    @pytest.mark.parametrize("act", ["UPDATE journal SET body = '{}'", "DELETE FROM journal", "TRUNCATE journal"])
    def test_the_journal_only_grows(self, desk: Workplace, act: str) -> None:
        with desk.store.engine.connect() as connection, pytest.raises(DBAPIError, match="the journal only grows"):
            connection.execute(text(act))

    def test_a_guard_that_was_taken_away_is_named(self, desk: Workplace) -> None:
        with desk.store.write() as session:
            session.execute(text("DROP TRIGGER journal_never_delete ON journal"))
        assert "journal_never_delete" in desk.verify().faults[0].what

    @pytest.mark.parametrize(
        ("change", "what"),
        [
            pytest.param(
                "UPDATE journal SET body = replace(body, 'Riêm', 'Riềm') WHERE seq = 2", "đã bị đổi", id="text"
            ),
            pytest.param(
                "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)", "chuỗi bị cắt", id="the end"
            ),
        ],
    )
    def test_what_was_changed_behind_its_back_is_found(self, desk: Workplace, change: str, what: str) -> None:
        accept(desk)
        with desk.store.write() as session:
            session.execute(text("ALTER TABLE journal DISABLE TRIGGER ALL"))
            session.execute(text(change))
            session.execute(text("ALTER TABLE journal ENABLE TRIGGER ALL"))
        assert what in desk.verify().faults[0].what

    def test_nothing_of_keys_or_passwords_is_in_the_database_or_in_the_clear_on_the_disk(self, desk: Workplace) -> None:
        with desk.store.read() as session:
            names = set(session.execute(text("SELECT name FROM fact")).scalars())
        assert "exchange_keys" not in names
        for path in desk.store.folder.rglob("*"):
            assert b"postgresql" not in path.read_bytes()


def tables(place: Workplace) -> dict[str, list[tuple[object, ...]]]:
    wanted = {
        "dossier": "id, code, slip_ref, status, running, head, identity_no, opened_at, disputed, state",
        "dossier_office": "dossier_id, office_code",
        "number": "office_code, series, block, last",
        "dossier_search": "code, name, identity_no, phone, procedure",
    }
    with place.store.read() as session:
        return {
            name: sorted(tuple(row) for row in session.execute(text(f"SELECT {columns} FROM {name}")))
            for name, columns in wanted.items()
        }


class TestSetUp:
    def test_a_second_computer_joins_with_its_own_desk(self, desk: Workplace, second: Workplace) -> None:
        assert second.store.desk_id != desk.store.desk_id
        code = str(accept(desk).code)
        assert second.view(code).dossier.code == code
        with desk.store.read() as session:
            assert set(journal.heads(session)) == {desk.store.desk_id, second.store.desk_id}

    def test_another_office_s_database(self, desk: Workplace, tmp_path: Path) -> None:
        with pytest.raises(OtherOffice, match="của đơn vị khác"):
            new_desk(tmp_path / "x", DISTRICT, address_of(desk))
        assert not (tmp_path / "x" / "store").exists()

    def test_a_database_of_another_program(self, postgres: Server, tmp_path: Path) -> None:
        database = postgres.database()
        postgres.execute("CREATE TABLE theirs (id int)", database.rpartition("/")[2].partition("?")[0])
        with pytest.raises(OtherOffice, match="chương trình khác"):
            new_desk(tmp_path, COMMUNE, database)

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("postgresql+psycopg://nobody@127.0.0.1:9/motcua", "Mất kết nối"),
            ("mysql://x/y", "chưa đúng"),
            ("không phải địa chỉ", "chưa đúng"),
            ("postgresql://may-chu", "chưa đúng"),
        ],
    )
    def test_an_address_that_leads_nowhere(self, tmp_path: Path, address: str, said: str) -> None:
        with pytest.raises(UserFacingError, match=said):
            new_desk(tmp_path, COMMUNE, address)

    def test_practice_and_real_work_never_meet(self, desk: Workplace, tmp_path: Path) -> None:
        with pytest.raises(OtherOffice, match="diễn tập"):
            create_store(
                tmp_path,
                COMMUNE,
                {"lan": PASSWORD},
                practice=False,
                now_utc=MONDAY.astimezone(),
                program="x",
                database=address_of(desk),
            )

    def test_a_server_that_goes_away_is_told(self, desk: Workplace) -> None:
        with pytest.raises(StoreFault, match="Mất kết nối"), desk.store.write() as session:
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        assert accept(desk).code == "H14.12.3-261123-0001"


class TestNumbers:
    def test_eight_desks_at_once_leave_no_gap_and_take_none_twice(self, desk: Workplace, tmp_path: Path) -> None:
        places = [desk, *(again(desk) for _ in range(3))]
        places += [new_desk(tmp_path / str(n), COMMUNE, address_of(desk)) for n in range(4)]
        start = threading.Barrier(len(places))

        def work(place: Workplace) -> list[str]:
            start.wait()
            return [str(accept(place).code) for _ in range(5)]

        with ThreadPoolExecutor(len(places)) as threads:
            codes = [code for taken in threads.map(work, places) for code in taken]
        assert sorted(codes) == [f"H14.12.3-261123-{number:04}" for number in range(1, 41)]
        found = desk.verify()
        assert (found.faults, found.dossiers) == ((), 40)
        for place in places[1:]:
            place.close()

    def test_a_refused_act_leaves_its_number_to_the_next_desk(self, desk: Workplace, second: Workplace) -> None:
        with pytest.raises(UserFacingError, match="lý do"):
            desk.take_in(form(desk, outcome=Outcome.REJECTED, reason=""))
        assert accept(second).code == "H14.12.3-261123-0001"

    def test_a_renewed_desk_goes_on_with_its_office_s_numbers(self, desk: Workplace, tmp_path: Path) -> None:
        accept(desk)
        renewed = new_desk(tmp_path / "renewed", COMMUNE, address_of(desk))
        assert accept(renewed).code == "H14.12.3-261123-0002"
        renewed.close()

    def test_two_desks_without_a_network_take_from_blocks_of_their_own(self, tmp_path: Path) -> None:
        first, second = (new_desk(tmp_path / str(n), COMMUNE, number_block=n) for n in (0, 1))
        assert [accept(first).code, accept(first).code] == ["H14.12.3-261123-0001", "H14.12.3-261123-0002"]
        assert [accept(second).code, accept(second).code] == ["H14.12.3-261123-100001", "H14.12.3-261123-100002"]
        for place in (first, second):
            assert place.verify().faults == ()
            place.rebuild()
        assert accept(second).code == "H14.12.3-261123-100003"
        first.close()
        second.close()


class TestOneDossierTwoDesks:
    def act(self, place: Workplace, reference: str, seen: str, action: str, **fields: object) -> str:
        command = record.read_command(action, fields)
        with place.store.write() as session:
            journal.check_unchanged(session, place.view(reference).dossier.id, seen)
            return record.record(session, place._acting(), reference, command).dossier.head

    def test_one_wins_and_the_other_is_told_to_look_again(self, desk: Workplace, second: Workplace) -> None:
        code = str(accept(desk).code)
        seen = desk.view(code).dossier.head
        start = threading.Barrier(2)

        def finish(place: Workplace) -> str:
            start.wait()
            try:
                self.act(place, code, seen, "finish-step")
            except journal.ChangedMeanwhile as refusal:
                return refusal.message
            return "won"

        with ThreadPoolExecutor(2) as threads:
            told = sorted(threads.map(finish, (desk, second)))
        assert told[1] == "won"
        assert "vừa được máy khác ghi" in told[0]
        assert [entry.kind for entry in desk.view(code).entries].count("step_finished") == 1
        assert desk.verify().faults == ()

    def test_a_print_on_the_other_desk_disturbs_nobody(self, desk: Workplace, second: Workplace) -> None:
        code = str(accept(desk).code)
        seen = desk.view(code).dossier.head
        second.paper(code, Form.RECEIPT)
        self.act(desk, code, seen, "finish-step")
        with pytest.raises(journal.ChangedMeanwhile):
            self.act(second, code, seen, "finish-step")

    def test_a_desk_that_hangs_keeps_the_others_waiting_only_so_long(self, desk: Workplace, second: Workplace) -> None:
        def impatient(session: Session) -> None:
            session.execute(text("SELECT 1"))

        with desk.store.write() as holding:
            impatient(holding)
            second.store.engine.dispose()
            with_timeout(second, "lock_timeout=100")
            with pytest.raises(StoreFault, match="máy khác ghi"), second.store.write() as session:
                impatient(session)
        assert accept(second).code


def with_timeout(place: Workplace, setting: str) -> None:
    """Make a desk's connections less patient than an officer."""
    from sqlalchemy import event

    @event.listens_for(place.store.engine, "connect")
    def _impatient(connection: object, _: object) -> None:
        connection.execute(f"SET {setting}".replace("=", " = "))  # type: ignore[attr-defined]
        connection.commit()  # type: ignore[attr-defined]


PEOPLE = (
    Applicant("Đàm Văn Riêm", "004090000123", phone="0961234567"),
    Applicant("Đỗ Thị Thùy", "004190000456", phone="0912345678"),
    Applicant("Nông Văn Út", organisation="Hợp tác xã Trà Đỏ", tax_code="0100233488"),
    Applicant("Lý O'Neil-Đức", "004190000789"),
)


@pytest.fixture(scope="module")
def both(
    postgres: Server, template: tuple[Workplace, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Workplace, Workplace]]:
    """The same dossiers in a file and on a server."""
    on_server = again(template[0], postgres.database(template[1]))
    in_file = new_desk(tmp_path_factory.mktemp("file"), COMMUNE)
    for place in (on_server, in_file):
        for person in PEOPLE:
            accept(place, applicant=person)
        accept(place, "tthc-1.000894", applicant=PEOPLE[0])
    yield on_server, in_file
    on_server.close()
    in_file.close()


def hits(place: Workplace, query: str) -> set[str]:
    return {dossier.reference for dossier in place.search(query)}


class TestSearch:
    @pytest.mark.parametrize(
        "query",
        [
            "dam van riem", "riem dam", "DO THI", "đỗ thị thùy", "Đỗ Thị Thuỳ", "tra do", "H14.12.3-261123-0002",
            "261123 0001", "0002", "0961234567", "0041900", "0100233488", "ket hon", "ket hon dam", "dam thi", "",
            "o'neil duc", "neil", '"*(', "riem OR thi", "a:b & c | d", "'", "\\", "riem:*", "!riem", "riem\x00", "\x00",
        ],
    )  # fmt: skip
    def test_the_same_query_finds_the_same_dossiers(self, both: tuple[Workplace, Workplace], query: str) -> None:
        assert hits(both[0], query) == hits(both[1], query)

    @settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        query=st.one_of(
            st.text(st.characters(blacklist_categories=("Cs", "Co", "Cn")), max_size=12),
            st.lists(
                st.sampled_from(["dam", "ri", "đỗ", "t", "0041", "H14", "út", "09", "ket", "duc"]), max_size=3
            ).map(" ".join),
        )
    )
    def test_any_query(self, both: tuple[Workplace, Workplace], query: str) -> None:
        assert hits(both[0], query) == hits(both[1], query)

    def test_a_letter_the_server_cannot_store_stops_nothing(self, desk: Workplace) -> None:
        accept(desk, applicant=replace(PEOPLE[0], full_name="Đàm Văn\x00 Riêm", address="Bản\x00 Khuông"))
        assert desk.verify().faults == ()


def test_waiting_for_each_other_is_no_fault(desk: Workplace, second: Workplace) -> None:
    """Reading goes on while the other desk writes, and sees one unchanging state."""
    code = str(accept(desk).code)
    with second.store.read() as reading:
        before = reading.execute(text("SELECT count(*) FROM journal")).scalar()
        do(desk, code, "note", text="Đã xem")
        assert reading.execute(text("SELECT count(*) FROM journal")).scalar() == before
    with second.store.read() as reading:
        assert reading.execute(text("SELECT count(*) FROM journal")).scalar() == int(before or 0) + 1
