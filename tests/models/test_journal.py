"""The journal only grows, the rest can be thrown away, and whatever was changed behind its back is found."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from desktop.app import Workplace
from desktop.dossiers.entry import GENESIS
from desktop.models import journal
from desktop.terms import Form, Outcome
from tests.support.desks import MONDAY, accept, do, form

DERIVED = {
    "dossier": "id, code, slip_ref, status, running, head, identity_no, opened_at, disputed, state",
    "dossier_office": "dossier_id, office_code",
    "number": "office_code, series, block, last",
    "dossier_search": "code, name, identity_no, phone, procedure",
}


def busy_day(place: Workplace) -> list[str]:
    """Let a day's work happen: all outcomes, slips that go on, prints, ends; return the codes."""
    refused = place.take_in(form(place, outcome=Outcome.REJECTED, reason="Không thuộc thẩm quyền")).dossier
    guided = place.take_in(form(place, outcome=Outcome.SUPPLEMENT, reason="Thiếu trích lục")).dossier
    codes = [
        str(accept(place, slip=guided.reference).code),
        str(accept(place).code),
        str(accept(place, "tthc-1.000894").code),
    ]
    do(place, codes[0], "ask-supplement", papers=["Trích lục"], reason="Trích lục đã cũ")
    do(place.at(MONDAY + timedelta(hours=3)), codes[0], "receive-supplement")
    do(place.as_officer("binh"), codes[1], "reject", reason="Đất đang tranh chấp")
    do(place, codes[2], "result-ready")
    do(place, codes[2], "correct", entry=place.view(codes[2]).entries[0].id, changes={"sets": 2}, reason="Gõ nhầm")
    place.paper(codes[0], Form.RECEIPT)
    place.paper(refused.reference, Form.REJECTION)
    return codes


def tables(session: Session) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: sorted(tuple(row) for row in session.execute(text(f"SELECT {columns} FROM {name}")))
        for name, columns in DERIVED.items()
    }


def tamper(place: Workplace, *statements: str) -> None:
    """Change the journal as somebody with the key and bad intent would: the guards taken away first."""
    with place.store.write() as session:
        for act in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER journal_never_{act}"))
        for statement in statements:
            session.execute(text(statement))


class TestGrowth:
    @pytest.mark.parametrize("statement", ["UPDATE journal SET body = '{}'", "DELETE FROM journal"])
    def test_an_entry_is_never_changed_or_removed(self, commune: Workplace, statement: str) -> None:
        accept(commune)
        with (
            commune.store.engine.connect() as connection,
            pytest.raises(DBAPIError, match="the journal only grows"),
        ):
            connection.execute(text(statement))

    def test_numbers_have_no_gaps_and_each_entry_names_the_one_before(self, commune: Workplace) -> None:
        busy_day(commune)
        with commune.store.read() as session:
            entries = list(journal.all_entries(session))
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert [entry.prev_hash for entry in entries] == [GENESIS, *(entry.hash for entry in entries[:-1])]

    def test_a_refused_act_takes_no_number(self, commune: Workplace) -> None:
        code = str(accept(commune).code)
        before = commune.verify()
        with pytest.raises(Exception, match="Chưa ghi lý do"):
            do(commune, code, "ask-supplement", papers=["Trích lục"], reason=" ")
        assert commune.verify() == before
        asked = do(commune, code, "ask-supplement", papers=["Trích lục"], reason="Thiếu")
        assert asked.supplements[0].slip_no == 1


class TestDerivedTables:
    def test_thrown_away_and_made_again_they_are_the_same(self, commune: Workplace) -> None:
        busy_day(commune)
        with commune.store.read() as session:
            before = tables(session)
        with commune.store.write() as session:
            for name in DERIVED:
                session.execute(text(f"DELETE FROM {name}"))
        assert commune.rebuild() == 4
        with commune.store.read() as session:
            assert tables(session) == before
        assert commune.verify().faults == ()

    def test_numbers_go_on_after_a_rebuild(self, commune: Workplace) -> None:
        busy_day(commune)
        commune.rebuild()
        assert accept(commune).code == "H14.12.3-261123-0004"

    @pytest.mark.parametrize(
        ("statement", "where"),
        [
            pytest.param("UPDATE dossier SET state = replace(state, 'Riêm', 'Riềm')", "hồ sơ", id="a state"),
            pytest.param("UPDATE number SET last = last + 1", "bộ đếm", id="a counter"),
            pytest.param("DELETE FROM number", "bộ đếm", id="a lost counter"),
            pytest.param("DELETE FROM dossier_search", "hồ sơ", id="the search index"),
            pytest.param("DELETE FROM dossier", "hồ sơ", id="a lost dossier"),
        ],
    )
    def test_a_derived_table_that_differs_is_found(self, commune: Workplace, statement: str, where: str) -> None:
        accept(commune)
        with commune.store.write() as session:
            session.execute(text(statement))
        faults = commune.verify().faults
        assert faults
        assert faults[0].where.startswith(where)
        commune.rebuild()
        assert commune.verify().faults == ()


class TestTampering:
    @pytest.mark.parametrize(
        ("change", "place", "what"),
        [
            pytest.param("SET body = replace(body, 'Riêm', 'Riềm') WHERE seq = 2", 2, "đã bị đổi", id="a letter"),
            pytest.param("SET body = '[' || substr(body, 2) WHERE seq = 2", 2, "đã bị đổi", id="a bracket"),
            pytest.param("SET body = '' WHERE seq = 2", 2, "đã bị đổi", id="a body"),
            pytest.param("SET officer_id = 'binh' WHERE seq = 2", 2, "đã bị đổi", id="who"),
            pytest.param("SET occurred_at = '2026-11-22T01:15:00Z' WHERE seq = 2", 2, "đã bị đổi", id="when"),
            pytest.param("SET occurred_at = 'hôm qua' WHERE seq = 2", 2, "đã bị đổi", id="no time"),
            pytest.param("SET kind = 'noted' WHERE seq = 2", 2, "đã bị đổi", id="what"),
            pytest.param("SET hash = prev_hash WHERE seq = 2", 2, "đã bị đổi", id="a hash"),
            pytest.param("SET prev_hash = hash WHERE seq = 3", 3, "không nối tiếp", id="a link"),
            pytest.param("SET seq = 9 WHERE seq = 2", 3, "thiếu mục số 2", id="a number"),
        ],
    )
    def test_the_place_of_a_change_is_named(self, commune: Workplace, change: str, place: int, what: str) -> None:
        self.check_named(commune, f"UPDATE journal {change}", place, what)

    @pytest.mark.parametrize(("gone", "place"), [(1, 2), (2, 3)], ids=["the beginning", "one between"])
    def test_the_place_of_a_missing_entry_is_named(self, commune: Workplace, gone: int, place: int) -> None:
        self.check_named(commune, f"DELETE FROM journal WHERE seq = {gone}", place, f"thiếu mục số {gone}")

    def check_named(self, commune: Workplace, statement: str, place: int, what: str) -> None:
        code = str(accept(commune).code)
        do(commune, code, "note", text="Đã xem")
        tamper(commune, statement)
        faults = commune.verify().faults
        assert any(fault.where.endswith(f"mục số {place}") and what in fault.what for fault in faults), faults

    @pytest.mark.parametrize("position", range(0, 3000, 211))
    def test_any_byte_of_a_body(self, commune: Workplace, position: int) -> None:
        accept(commune)
        with commune.store.read() as session:
            body = str(session.execute(text("SELECT body FROM journal WHERE seq = 2")).scalar())
        at = position % len(body)
        other = "x" if body[at] != "x" else "y"
        with commune.store.write() as session:
            session.execute(text("DROP TRIGGER journal_never_update"))
            session.execute(
                text("UPDATE journal SET body = :body WHERE seq = 2"), {"body": body[:at] + other + body[at + 1 :]}
            )
        assert any(fault.where.endswith("mục số 2") for fault in commune.verify().faults)

    def test_a_chain_cut_off_at_its_end_is_found(self, commune: Workplace) -> None:
        code = str(accept(commune).code)
        do(commune, code, "note", text="Đã xem")
        last = len(list(commune.view(code).entries)) + 1
        tamper(commune, f"DELETE FROM journal WHERE seq = {last}")
        commune.rebuild()
        (fault,) = commune.verify().faults
        assert fault.where.endswith(f"mục số {last}")
        assert "chuỗi bị cắt" in fault.what

    def test_who_also_mends_the_evidence_is_found_by_another_office_only(self, commune: Workplace) -> None:
        """Nothing here names the last entry any more; an office that holds it says so with its next batch."""
        code = str(accept(commune).code)
        do(commune, code, "note", text="Đã xem")
        cut = "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)"
        mended = "UPDATE chain SET seq = seq - 1, hash = (SELECT hash FROM journal WHERE seq = chain.seq - 1)"
        tamper(commune, cut, mended)
        commune.rebuild()
        assert commune.verify().faults == ()


class TestOrder:
    def test_a_dossier_is_folded_by_what_follows_what_not_by_the_clock(self, commune: Workplace) -> None:
        code = str(accept(commune).code)
        do(commune.at(MONDAY + timedelta(hours=2)), code, "note", text="Sau")
        entries = commune.view(code).entries
        assert journal.in_order(list(reversed(entries))) == list(entries)

    def test_an_entry_whose_predecessor_is_missing_waits(self, commune: Workplace) -> None:
        code = str(accept(commune).code)
        for words in ("một", "hai", "ba"):
            do(commune, code, "note", text=words)
        entries = commune.view(code).entries
        assert journal.in_order([*entries[:-2], entries[-1]]) == list(entries[:-2])
