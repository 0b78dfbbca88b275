"""Calendars go from the province down to the communes, each office's newest, and never the other way."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from desktop.app import Workplace, national_document
from desktop.exchange import exporting
from desktop.exchange.batch_file import BatchDamaged
from desktop.exchange.importing import Arrival
from desktop.exchange.peers import card_of, peers
from desktop.exchange.reference import MAX_DOCUMENTS, IssuerRefused
from desktop.models.reference import MAX_DOCUMENT, Reference, held, is_above, keep
from tests.support.desks import MONDAY, accept, acquaint

STORM, FESTIVAL = date(2026, 12, 1), date(2026, 12, 3)


def office_calendar(*days: date, kind: str = "local_off", name: str = "Nghỉ do bão") -> dict[str, Any]:
    rows = [{"date": day.isoformat(), "kind": kind, "name_vi": name} for day in days]
    return {"format": "office-calendar/1", "days": rows}


def announced_2027(as_of: str = "2026-12-01") -> dict[str, Any]:
    """The year 2027 as announced: one day off only, so that it can be told from the shipped one."""
    row = {"date": "2027-01-01", "kind": "holiday", "name_vi": "Tết Dương lịch", "source": "qd-1", "evidence": "seen"}
    return {"format": "vn-days-off/1", "as_of": as_of, "years": {"2027": {"status": "official", "days": [row]}}}


@dataclass
class Stick:
    """Carries batches; `carry` tells what became of the one it brought, None where there was no news."""

    folder: Path

    def batch(self, sender: Workplace, receiver: Workplace) -> bytes | None:
        with sender.store.read() as session:
            peer = next(row for row in peers(session) if row.desk_id == receiver.store.desk_id)
            if not exporting.has_news(session, peer):
                return None
        folder = self.folder / str(len(list(self.folder.iterdir())))
        folder.mkdir()
        return exporting.export_to(sender.store, peer.desk_id, folder, sender.now()).path.read_bytes()

    def carry(self, sender: Workplace, receiver: Workplace) -> Arrival | None:
        batch = self.batch(sender, receiver)
        return receiver.import_data(batch, "gói")[0].arrival if batch else None


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    (tmp_path / "usb").mkdir()
    return Stick(tmp_path / "usb")


@pytest.fixture
def line(commune: Workplace, district: Workplace, province: Workplace) -> tuple[Workplace, Workplace, Workplace]:
    """Province, district and commune; commune and province do not know each other."""
    acquaint(commune, district)
    acquaint(district, province)
    return province, district, commune


def documents(place: Workplace) -> list[Reference]:
    with place.store.read() as session:
        return held(session)


def forge(place: Workplace, **changes: Any) -> Reference:
    """Put a document into a store as if its office had it, past the checks a real one goes through."""
    text = json.dumps(office_calendar(STORM))
    made = Reference("office-calendar", place.office.code, place.office.name, "2026-11-23T01:15:00Z", text, "")
    made = replace(made, **changes)
    made = made if "hash" in changes else replace(made, hash=sha256(made.document.encode()).hexdigest())
    with place.store.write() as session:
        keep(session, made)
    return made


class TestDown:
    def test_what_the_province_issues_counts_at_the_commune(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick
    ) -> None:
        province, district, commune = line
        province.set_calendar(office_calendar(STORM))
        province.set_calendar(announced_2027())
        assert commune.clock.calendar.is_working(STORM)
        assert commune.clock.calendar.is_provisional(date(2027, 6, 1))
        assert stick.carry(province, district) is Arrival.IMPORTED
        assert stick.carry(district, commune) is Arrival.IMPORTED
        assert documents(commune) == documents(province)
        assert not commune.clock.calendar.is_working(STORM)
        assert not commune.clock.calendar.is_provisional(date(2027, 6, 1))
        assert commune.calendar_in_force.origin(STORM) == commune.calendar_in_force.origin(date(2027, 1, 1)) == "H14"

    def test_the_nearer_office_stands_before_the_farther_one(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick
    ) -> None:
        province, district, commune = line
        province.set_calendar(office_calendar(STORM, FESTIVAL, date(2026, 12, 4)))
        district.as_officer("ha").set_calendar(office_calendar(STORM, FESTIVAL, kind="local_work"))
        commune.as_officer("binh").set_calendar(office_calendar(STORM))
        stick.carry(province, district)
        stick.carry(district, commune)
        works = {day.day: commune.clock.calendar.is_working(day) for day in (STORM, FESTIVAL, date(2026, 12, 4))}
        assert works == {1: False, 3: True, 4: False}
        origins = [commune.calendar_in_force.origin(day) for day in (STORM, FESTIVAL, date(2026, 12, 4))]
        assert origins == ["H14.12.3", "H14.12", "H14"]

    def test_nothing_goes_up_or_sideways(
        self, line: tuple[Workplace, Workplace, Workplace], neighbour: Workplace, stick: Stick
    ) -> None:
        _, district, commune = line
        acquaint(commune, neighbour)
        commune.as_officer("binh").set_calendar(office_calendar(STORM))
        stick.carry(commune, district)
        stick.carry(commune, neighbour)
        assert documents(district) == documents(neighbour) == []

    def test_an_unknown_kind_is_kept_passed_on_and_shown(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick
    ) -> None:
        province, district, commune = line
        sent = forge(province, kind="fee-table", document='{ "a": 1 }')
        stick.carry(province, district)
        stick.carry(district, commune)
        assert documents(commune) == [sent]
        (shown,) = commune.calendar_in_force.documents
        assert "chưa biết" in shown.problem

    def test_one_that_can_not_be_read_is_kept_and_not_used(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick
    ) -> None:
        province, district, _ = line
        forge(province, document='{"format": "office-calendar/1", "days": [{"date": "mai"}]}')
        forge(province, kind="national-calendar", document="[1")
        assert stick.carry(province, district) is Arrival.IMPORTED
        assert len(documents(district)) == 2
        assert all(shown.problem for shown in district.calendar_in_force.documents)
        assert accept(district).promise is not None

    def test_a_gap_between_years_leaves_the_document_unused(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick
    ) -> None:
        province, district, _ = line
        years = {"2031": {"status": "official", "days": []}}
        forge(province, kind="national-calendar", document=json.dumps({**announced_2027(), "years": years}))
        stick.carry(province, district)
        (shown,) = district.calendar_in_force.documents
        assert "2028" in shown.problem
        assert max(district.clock.calendar.statuses) == 2027


class TestNews:
    def test_after_the_word_went_back_there_is_nothing_more_to_send(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick
    ) -> None:
        province, district, commune = line
        province.set_calendar(office_calendar(STORM))
        for _ in range(3):
            for sender, receiver in (
                (province, district),
                (district, commune),
                (commune, district),
                (district, province),
            ):
                stick.carry(sender, receiver)
        for sender, receiver in ((province, district), (district, commune), (commune, district), (district, province)):
            assert stick.batch(sender, receiver) is None
        province.set_calendar(office_calendar(FESTIVAL))
        assert stick.carry(province, district) is Arrival.IMPORTED
        assert stick.carry(district, commune) is Arrival.IMPORTED

    def test_a_lost_batch_is_made_good_by_the_next_one(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick
    ) -> None:
        province, district, _ = line
        for _ in range(3):
            stick.carry(province, district)
            stick.carry(district, province)
        province.set_calendar(office_calendar(STORM))
        assert stick.batch(province, district)  # lost on the way
        accept(district)
        stick.carry(district, province)  # made before anything arrived: it is no acknowledgement
        assert stick.carry(province, district) is Arrival.IMPORTED
        assert not district.clock.calendar.is_working(STORM)

    def test_a_lost_acknowledgement_is_said_again(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick
    ) -> None:
        province, district, _ = line
        for _ in range(3):
            stick.carry(province, district)
            stick.carry(district, province)
        province.set_calendar(office_calendar(STORM))
        stick.carry(province, district)
        assert stick.batch(district, province)  # lost on the way
        assert stick.batch(district, province) is None, "the district believes to have said all"
        stick.carry(province, district)
        assert stick.carry(district, province) is Arrival.IMPORTED
        assert stick.batch(province, district) is None

    def test_one_batch_carries_no_more_than_its_bound_and_the_rest_follows(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick
    ) -> None:
        province, district, _ = line
        for number in range(MAX_DOCUMENTS + 3):
            forge(province, kind=f"kind-{number:02}", document="{}")
        stick.carry(province, district)
        assert len(documents(district)) == MAX_DOCUMENTS
        stick.carry(district, province)
        stick.carry(province, district)
        assert len(documents(district)) == MAX_DOCUMENTS + 3


class TestNewest:
    def test_older_never_replaces_newer(self, line: tuple[Workplace, Workplace, Workplace], stick: Stick) -> None:
        province, district, _ = line
        stick.carry(province, district)
        stick.carry(district, province)
        province.set_calendar(office_calendar(STORM))
        first = stick.batch(province, district)
        province.set_calendar(office_calendar(FESTIVAL))
        second = stick.batch(province, district)
        assert first
        assert second
        district.import_data(second, "lô sau")
        newest = documents(district)
        assert district.import_data(first, "lô trước")[0].documents == 0
        assert documents(district) == newest == documents(province)
        assert district.clock.calendar.is_working(STORM)

    def test_twice_changes_nothing(self, line: tuple[Workplace, Workplace, Workplace], stick: Stick) -> None:
        province, district, _ = line
        province.set_calendar(office_calendar(STORM))
        batch = stick.batch(province, district)
        assert batch
        (came,) = district.import_data(batch, "gói")
        assert came.documents == 1
        assert "1 tài liệu mới từ cấp trên" in came.message
        before = documents(district)
        assert [result.arrival for result in district.import_data(batch, "gói")] == [Arrival.KNOWN]
        assert documents(district) == before

    def test_a_clock_set_back_does_not_make_the_new_one_older(self, province: Workplace) -> None:
        first = province.at(MONDAY).set_calendar(office_calendar(STORM))
        second = province.at(MONDAY - timedelta(days=3)).set_calendar(office_calendar(FESTIVAL))
        assert second.issued_at > first.issued_at
        (kept,) = documents(province)
        assert kept == second


class TestForged:
    @pytest.mark.parametrize(
        "issuer",
        ["H14.12.3", "H14.12.4", "H15", "G01", "H14.12.9.1"],
        ids=["the receiver", "a commune", "another province", "a ministry", "below"],
    )
    def test_a_sender_speaks_for_itself_and_those_above_it_only(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick, monkeypatch: pytest.MonkeyPatch, issuer: str
    ) -> None:
        _, district, commune = line
        forged = forge(district, source_office=issuer)
        monkeypatch.setattr(exporting, "lacking", lambda session, row: [forged])
        self.assert_refused(stick, district, commune)

    def test_nobody_is_told_by_an_office_below_or_beside(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, district, commune = line
        forged = forge(commune)
        monkeypatch.setattr(exporting, "lacking", lambda session, row: [forged])
        self.assert_refused(stick, commune, district)

    def test_a_document_that_was_changed_on_the_way(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        province, district, _ = line
        forge(province, hash="0" * 64)
        self.assert_refused(stick, province, district)

    def assert_refused(self, stick: Stick, sender: Workplace, receiver: Workplace) -> None:
        before, history = documents(receiver), receiver.history_hash()
        batch = stick.batch(sender, receiver)
        assert batch
        with pytest.raises(IssuerRefused):
            receiver.import_data(batch, "gói")
        assert documents(receiver) == before
        assert receiver.history_hash() == history, "nothing else of the batch came in either"

    @pytest.mark.parametrize(
        "changes",
        [{"document": "x" * (MAX_DOCUMENT + 1)}, {"issued_at": "hôm qua"}, {"kind": "hai\ndòng"}, {"source_name": ""}],
        ids=["too long", "no moment", "two lines", "no name"],
    )
    def test_what_is_out_of_bounds_is_refused_whole(
        self, line: tuple[Workplace, Workplace, Workplace], stick: Stick, changes: dict[str, str]
    ) -> None:
        province, district, _ = line
        forge(province, **changes)
        batch = stick.batch(province, district)
        assert batch
        with pytest.raises(BatchDamaged):
            district.import_data(batch, "gói")


@pytest.mark.parametrize(
    ("upper", "lower", "above"),
    [
        ("H14", "H14.12", True),
        ("H14", "H14.12.3", True),
        ("H14.12", "H14.123", False),
        ("H14.1", "H14.12.3", False),
        ("H14", "H14", False),
        ("H14.12", "H14", False),
        ("H14", "H15.1", False),
        ("000.00.00.H14", "000.00.12.H14", True),
        ("000.00.12.H14", "000.03.12.H14", True),
        ("000.00.12.H14", "000.03.13.H14", False),
        ("000.00.00.H14", "H14.12.3", True),
        ("H14.12", "000.03.12.H14", True),
    ],
)
def test_codes_of_both_standards_tell_who_stands_above(upper: str, lower: str, above: bool) -> None:
    assert is_above(upper, lower) is above


def test_the_shipped_calendar_fits_into_one_document() -> None:
    assert len(msgspec.json.encode(national_document())) < MAX_DOCUMENT / 4


def test_cards_name_the_offices(line: tuple[Workplace, Workplace, Workplace], stick: Stick) -> None:
    """The name of an issuer we have no card of comes with its document."""
    province, district, commune = line
    province.set_calendar(office_calendar(STORM))
    stick.carry(province, district)
    stick.carry(district, commune)
    with commune.store.read() as session:
        assert [card_of(row).office_code for row in peers(session)] == ["H14.12"]
    assert commune.calendar_in_force.documents[0].office_name == province.office.name


def test_a_promise_made_before_the_calendar_came_stays(
    line: tuple[Workplace, Workplace, Workplace], stick: Stick
) -> None:
    province, district, _ = line
    before = accept(district)
    province.set_calendar(office_calendar(STORM))
    stick.carry(province, district)
    after = accept(district)
    assert before.promise
    assert after.promise
    assert district.view(before.reference).dossier.promise == before.promise
    assert after.promise.due > before.promise.due
