"""The countdown board: who is late, who only seems so, and what the hand should do next."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from desktop.dossiers.dossier import Dossier
from desktop.handling.board import Viewer, board_row, board_rows, promise_explained
from desktop.handling.board_row import BadgeKind, BoardGroup, BoardRow
from desktop.handling.lateness import late_dossier
from desktop.terms import Role
from tests.support.bench import COMMUNE, DISTRICT, MONDAY, Bench, clock

VIEWER = Viewer(COMMUNE.code, Role.DESK)


def taken_in(at: datetime = MONDAY) -> Bench:
    bench = Bench(now=at)
    bench.take_in()
    return bench


def row_at(bench: Bench, now: datetime, viewer: Viewer = VIEWER) -> BoardRow:
    assert bench.dossier
    return board_row(bench.dossier, clock(), now, viewer)


def kinds(row: BoardRow) -> set[BadgeKind]:
    return {badge.kind for badge in row.badges}


STEP_DUE = datetime(2026, 11, 27, 11, 30)
"""The commune's three working days from Monday morning 23/11; Tuesday is a day off."""


class TestGroups:
    @pytest.mark.parametrize(
        ("now", "group"),
        [
            pytest.param(MONDAY, BoardGroup.WEEK, id="on Monday for Friday"),
            pytest.param(datetime(2026, 11, 26, 16, 0), BoardGroup.TOMORROW, id="the day before"),
            pytest.param(datetime(2026, 11, 27, 7, 0), BoardGroup.TODAY, id="on the day, before opening"),
            pytest.param(STEP_DUE, BoardGroup.TODAY, id="at the very minute"),
            pytest.param(STEP_DUE + timedelta(minutes=1), BoardGroup.OVERDUE, id="a minute later"),
        ],
    )
    def test_by_the_nearer_due_time(self, now: datetime, group: BoardGroup) -> None:
        row = row_at(taken_in(), now)
        assert row.group is group
        assert row.counts_down == "step"

    def test_tomorrow_is_the_next_working_day(self) -> None:
        bench = taken_in(datetime(2026, 11, 25, 9, 0))  # due on Monday 30/11
        assert row_at(bench, datetime(2026, 11, 27, 9, 0)).group is BoardGroup.TOMORROW

    def test_next_week_is_later(self) -> None:
        assert row_at(taken_in(datetime(2026, 11, 26, 9, 0)), datetime(2026, 11, 26, 9, 0)).group is BoardGroup.LATER

    def test_a_clock_that_stands_still(self) -> None:
        bench = taken_in()
        bench.do("ask-obligation")
        row = row_at(bench, datetime(2027, 6, 1, 9, 0))
        assert (row.group, row.remaining_minutes, row.due, row.step_due) == (BoardGroup.PAUSED, None, None, None)
        assert row.remaining == "dừng từ 23/11"
        assert row.due_text == "chờ nghĩa vụ tài chính"
        assert not row.dossier_late
        assert not row.step_late
        assert not row.unrecorded

    def test_order(self) -> None:
        late, tomorrow, paused = (taken_in(datetime(2026, 11, day, 9, 0)) for day in (16, 24, 25))
        paused.do("ask-obligation")
        dossiers = [bench.dossier for bench in (paused, tomorrow, late) if bench.dossier]
        rows = board_rows(dossiers, clock(), datetime(2026, 11, 25, 9, 30), VIEWER)
        assert [row.group for row in rows] == [BoardGroup.OVERDUE, BoardGroup.LATER, BoardGroup.PAUSED]

    def test_within_a_group_the_least_time_first(self) -> None:
        benches = [taken_in(datetime(2026, 11, 10 + day, 9, 0)) for day in (2, 0, 1)]
        rows = board_rows([bench.dossier for bench in benches if bench.dossier], clock(), MONDAY, VIEWER)
        assert [row.remaining_minutes for row in rows] == sorted(row.remaining_minutes or 0 for row in rows)


class TestLateness:
    def test_a_late_step_is_not_a_late_dossier(self) -> None:
        row = row_at(taken_in(), STEP_DUE + timedelta(days=3))
        assert (row.step_late, row.dossier_late) == (True, False)
        assert BadgeKind.STEP_LATE in kinds(row)
        assert BadgeKind.OVERDUE not in kinds(row)
        assert row.remaining_minutes == -450
        assert row.remaining.startswith("quá")

    def test_a_broken_promise_is(self) -> None:
        bench = taken_in()
        assert bench.dossier
        assert bench.dossier.due
        row = row_at(bench, bench.dossier.due + timedelta(minutes=1))
        assert row.dossier_late
        assert BadgeKind.OVERDUE in kinds(row)
        assert BadgeKind.STEP_LATE not in kinds(row), "one label says it"

    def test_a_step_whose_time_is_over_and_nobody_wrote_anything(self) -> None:
        bench = taken_in()
        after = STEP_DUE + timedelta(days=3)
        assert row_at(bench, after).unrecorded
        bench.now = after
        bench.do("note", text="Đang chờ trích lục")
        row = row_at(bench, after)
        assert (row.step_late, row.unrecorded) == (True, False)

    def test_a_result_ready_in_time_is_not_late_however_long_it_lies(self) -> None:
        bench = taken_in()
        bench.do("result-ready")
        row = row_at(bench, datetime(2027, 6, 1, 9, 0))
        assert not row.dossier_late
        assert row.step_late, "but handing it out is"

    @pytest.mark.parametrize("action", ["reject", "stop", "withdraw"])
    def test_a_dossier_that_ended_in_time_never_becomes_late(self, action: str) -> None:
        bench = taken_in()
        dossier: Dossier = bench.do(action, reason="Không còn nhu cầu")
        assert not late_dossier(dossier, datetime(2027, 6, 1, 9, 0))

    def test_a_result_long_before_its_day(self) -> None:
        bench = taken_in()
        bench.do("result-ready")
        assert BadgeKind.EARLY_RESULT in kinds(row_at(bench, MONDAY))


class TestExtensionProposal:
    """NĐ 61/2018/NĐ-CP: the apology goes out at the latest one day before the promise."""

    @pytest.mark.parametrize(
        ("days_before", "proposed"), [(2, False), (1, True), (0, True)], ids=["two days", "the day before", "the day"]
    )
    def test_one_working_day_ahead(self, days_before: int, proposed: bool) -> None:
        bench = taken_in()
        assert bench.dossier
        assert bench.dossier.due
        day = clock().add_working_days(bench.dossier.due.date(), -days_before)
        row = row_at(bench, datetime.combine(day, datetime.min.time()).replace(hour=8))
        assert (BadgeKind.PROPOSE_EXTENSION in kinds(row)) is proposed

    def test_not_when_only_the_last_step_is_left(self) -> None:
        bench = taken_in()
        at_the_last_step(bench)
        assert bench.dossier
        assert bench.dossier.due
        assert BadgeKind.PROPOSE_EXTENSION not in kinds(row_at(bench, bench.dossier.due - timedelta(hours=1)))

    def test_not_a_second_time(self) -> None:
        bench = taken_in()
        bench.do("extend", new_due="2027-02-25", cause="chủ quan", reason="Thiếu cán bộ")
        assert BadgeKind.PROPOSE_EXTENSION not in kinds(row_at(bench, datetime(2027, 2, 24, 9, 0)))


def at_the_last_step(bench: Bench) -> None:
    """To the district and back, with everything between done at once."""
    bench.do("finish-step", next="10", reason="Đã có quyết định")
    for office, to in ((COMMUNE, DISTRICT), (DISTRICT, COMMUNE)):
        bench.office = office
        bench.do("hand-over", to_office=to.code)
        bench.office = to
        bench.do("take-over")


SITUATIONS: dict[str, tuple[Callable[[Bench], object], str | None]] = {
    "the commune's check": (lambda bench: None, "finish-step"),
    "the commune's last step": (lambda bench: bench.do("finish-step"), "hand-over"),
    "on the way, seen by the sender": (lambda bench: bench.do("hand-over", to_office=DISTRICT.code), None),
    "papers asked for": (
        lambda bench: bench.do("ask-supplement", papers=["Trích lục"], reason="Thiếu"),
        "receive-supplement",
    ),
    "tax asked for": (lambda bench: bench.do("ask-obligation"), "obligation-met"),
    "paused": (lambda bench: bench.do("pause", reason="Chờ"), "resume"),
    "the commune is done, the next step is the district's": (
        lambda bench: (bench.do("finish-step"), bench.do("finish-step")),
        "hand-over",
    ),
    "last step that counts": (lambda bench: at_the_last_step(bench), "result-ready"),
    "result ready": (lambda bench: bench.do("result-ready"), "return-result"),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_next_action_offered(situation: str) -> None:
    reach, wanted = SITUATIONS[situation]
    bench = taken_in()
    reach(bench)
    assert [action.key for action in row_at(bench, MONDAY).next_actions] == ([wanted] if wanted else [])


def test_a_broken_promise_offers_the_apology_first() -> None:
    bench = taken_in()
    assert bench.dossier
    assert bench.dossier.due
    row = row_at(bench, bench.dossier.due + timedelta(hours=1))
    assert [(action.key, action.label) for action in row.next_actions] == [("extend", "Phiếu xin lỗi")]


@pytest.mark.parametrize(
    "viewer", [Viewer(DISTRICT.code, Role.LEADER), Viewer(COMMUNE.code, Role.AUDITOR)], ids=["elsewhere", "auditor"]
)
def test_nothing_is_offered_to_who_may_not(viewer: Viewer) -> None:
    assert row_at(taken_in(), MONDAY, viewer).next_actions == ()


@pytest.mark.parametrize("hours", range(0, 1200, 97))
def test_the_share_used_stays_between_nothing_and_all(hours: int) -> None:
    row = row_at(taken_in(), MONDAY + timedelta(hours=hours))
    assert 0.0 <= row.used <= 1.0


class TestExplanation:
    def test_the_promise_is_explained_with_the_days_off_on_its_way(self) -> None:
        dossier = taken_in().dossier
        assert dossier
        words = promise_explained(dossier, clock())
        assert "hẹn 11:30 25/01/2027 (dự kiến)" in words
        assert "43 ngày làm việc" in words
        assert "24/11: Ngày Văn hóa Việt Nam" in words
        assert "cặp thứ Bảy, Chủ nhật" in words

    def test_an_earlier_promise_is_named_with_what_moved_it(self) -> None:
        bench = taken_in()
        bench.do("extend", new_due="2027-02-25", cause="chủ quan", reason="Thiếu cán bộ")
        assert bench.dossier
        words = promise_explained(bench.dossier, clock())
        assert "Hẹn trước đó 11:30 25/01/2027: Xin lỗi và hẹn lại: Thiếu cán bộ" in words
