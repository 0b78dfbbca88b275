"""The official calendar changes after a receipt was printed: nothing moves by itself, nothing is hidden."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

import msgspec
import pytest

from desktop.deadlines import CalendarDay, Clock, DayKind
from desktop.handling.calendar_change import may_be_promised_anew, recomputed
from desktop.handling.context import NotAllowedNow
from desktop.handling.slips import paper_of
from desktop.printing import pdf
from desktop.printing.papers import DueNotice
from desktop.procedures.procedure import ProcedureUnreadable, read_procedure
from desktop.terms import EntryKind, Form, PauseKind, Status
from tests.support.bench import Bench, clock

SWAP = (
    CalendarDay(
        date(2026, 12, 7), DayKind.SWAP_OFF, "nghỉ hoán đổi", "Thông báo 12/TB-BNV", "seen", date(2026, 12, 12)
    ),
    CalendarDay(date(2026, 12, 12), DayKind.MAKEUP_WORK, "làm bù", "Thông báo 12/TB-BNV", "seen", date(2026, 12, 7)),
)
STORM = (CalendarDay(date(2026, 12, 8), DayKind.LOCAL_OFF, "nghỉ do bão", "Công điện của tỉnh", "seen"),)


def changed(days: Iterable[CalendarDay]) -> Clock:
    return replace(clock(), calendar=clock().calendar.with_overlay(days))


def taken_in() -> Bench:
    bench = Bench()
    bench.take_in()
    return bench


def test_what_was_promised_stays_and_the_new_time_stands_beside_it() -> None:
    bench = taken_in()
    assert bench.dossier
    found = recomputed(bench.dossier, changed(STORM))
    assert found
    assert found.computed
    assert (found.promised.at, found.computed.at) == (datetime(2027, 1, 25, 11, 30), datetime(2027, 1, 26, 11, 30))
    assert (found.differs, found.later) == (True, True)
    assert bench.dossier.due == datetime(2027, 1, 25, 11, 30)


@pytest.mark.parametrize(("days", "anew"), [((), False), (STORM, True), (SWAP, False)], ids=["same", "storm", "swap"])
def test_only_a_later_time_may_be_promised_anew(days: tuple[CalendarDay, ...], anew: bool) -> None:
    """A swap whose make-up day lies before the due time takes one day and gives one back."""
    bench = taken_in()
    assert bench.dossier
    assert may_be_promised_anew(bench.dossier, changed(days)) is anew


def test_a_waiting_dossier_a_given_date_and_an_apology_are_not_compared() -> None:
    waiting, given, sorry = taken_in(), Bench(), taken_in()
    waiting.do("ask-obligation")
    given.take_in(due=datetime(2026, 12, 18, 11, 30))
    sorry.do("extend", new_due="2027-02-25", cause="khách quan", reason="Mưa lũ")
    for bench in (waiting, given, sorry):
        assert bench.dossier
        assert recomputed(bench.dossier, changed(STORM)) is None


def test_pauses_of_the_past_are_counted_again_too() -> None:
    bench = taken_in()
    bench.do("ask-supplement", papers=["Trích lục"], reason="Thiếu")
    bench.now = datetime(2026, 11, 26, 8, 0)
    bench.do("receive-supplement")
    assert bench.dossier
    same, later = recomputed(bench.dossier, clock()), recomputed(bench.dossier, changed(STORM))
    assert same
    assert later
    assert not same.differs
    assert later.later


class TestPromisedAnew:
    def test_it_is_a_promise_of_its_own_with_its_own_paper(self) -> None:
        bench = taken_in()
        bench.clock = changed(STORM)
        dossier = bench.do("re-promise", reason="Công điện của tỉnh về bão số 9")
        assert bench.entries[-1].kind == EntryKind.RE_PROMISED
        assert [promise.due for promise in dossier.promises] == [
            datetime(2027, 1, 25, 11, 30),
            datetime(2027, 1, 26, 11, 30),
        ]
        paper = dossier.issued_paper(Form.DUE_NOTICE)
        assert paper
        assert paper.number == 1
        assert dossier.calendar_version == bench.clock.calendar.version

    def test_it_is_no_extension_no_pause_and_no_supplement(self) -> None:
        bench = taken_in()
        bench.clock = changed(STORM)
        dossier = bench.do("re-promise", reason="Công điện")
        assert (dossier.extensions, dossier.pauses, dossier.supplements) == ((), (), ())
        assert dossier.status is Status.ACCEPTED

    def test_it_is_refused_where_the_calendar_gives_nothing_later(self) -> None:
        bench = taken_in()
        with pytest.raises(NotAllowedNow, match="không muộn hơn"):
            bench.do("re-promise", reason="Công điện")

    def test_it_needs_a_reason(self) -> None:
        bench = taken_in()
        bench.clock = changed(STORM)
        with pytest.raises(NotAllowedNow, match="lý do điều chỉnh"):
            bench.do("re-promise", reason=" ")

    def test_once_told_nothing_differs_any_more(self) -> None:
        bench = taken_in()
        bench.clock = changed(STORM)
        dossier = bench.do("re-promise", reason="Công điện")
        found = recomputed(dossier, bench.clock)
        assert found
        assert not found.differs


class TestConventionsOfTheProcedure:
    """A procedure may count otherwise than its office; a dossier keeps what held at its receipt."""

    def test_restart_counts_the_whole_term_again(self) -> None:
        shift, restart = taken_in(), taken_in()
        assert restart.dossier
        restart.dossier = msgspec.structs.replace(restart.dossier, conventions={"pause_mode": "RESTART"})
        for bench in (shift, restart):
            bench.now = datetime(2026, 12, 1, 9, 0)
            bench.do("ask-supplement", papers=["Trích lục"], reason="Thiếu")
            bench.now = datetime(2026, 12, 3, 9, 0)
            bench.do("receive-supplement")
        assert shift.dossier
        assert shift.dossier.due == datetime(2027, 1, 27, 11, 30), "two working days of waiting"
        whole = (
            clock().due(datetime(2026, 12, 3, 9, 0), shift.dossier.plan.total.term())
            if shift.dossier.plan.total
            else None
        )
        assert whole
        assert restart.dossier.due == whole.at

    def test_the_office_may_change_its_mind_without_moving_old_dossiers(self) -> None:
        bench = taken_in()
        bench.clock = bench.clock.under({"pause_mode": "CALENDAR_SHIFT"})
        bench.do("ask-obligation")
        bench.now = datetime(2026, 11, 25, 8, 15)
        dossier = bench.do("obligation-met")
        assert dossier.conventions == {}
        assert dossier.pauses[0].kind is PauseKind.OBLIGATION
        assert dossier.due == datetime(2027, 1, 26, 11, 30), "24/11 is a day off: one working day"

    def test_an_unknown_convention_is_refused_when_a_procedure_is_read(self) -> None:
        document = b'{"schema_version": 1, "id": "x", "name_vi": "X", "conventions": {"pause_mode": "SOMETIMES"}}'
        with pytest.raises(ProcedureUnreadable, match="pause_mode"):
            read_procedure(document, "x.json")


def test_the_notice_says_both_times_and_why() -> None:
    bench = taken_in()
    bench.clock = changed(STORM)
    notice = paper_of(bench.do("re-promise", reason="Công điện của tỉnh về bão số 9"), Form.DUE_NOTICE, practice=True)
    assert isinstance(notice, DueNotice)
    assert (notice.promised_at, notice.new_due_at) == (datetime(2027, 1, 25, 11, 30), datetime(2027, 1, 26, 11, 30))
    assert (notice.number, notice.reason) == (1, "Công điện của tỉnh về bão số 9.")
    assert pdf(notice).startswith(b"%PDF-")
