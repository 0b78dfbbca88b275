"""The fold: what never changes, what always holds, and what a newer program's entries do to it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.dossiers import bodies
from desktop.dossiers.bodies import BODY
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Draft, Entry
from desktop.dossiers.evolve import OPENINGS, evolve, evolve_all
from desktop.errors import UserFacingError
from desktop.handling.actions import ACTIONS, offered
from desktop.terms import ENDED, EntryKind, LateCause, MessageChannel, MessageState, Outcome, Role, Status
from tests.support.bench import COMMUNE, DISTRICT, LAND, MONDAY, Bench, clock, round_trip, sealed, stored_form

FIELDS: dict[str, dict[str, Any]] = {
    "return-step": {"reason": "Thiếu chữ ký"},
    "assign": {"holder": "Lý Văn Bình"},
    "ask-supplement": {"papers": ["Trích lục bản đồ"], "reason": "Trích lục đã cũ"},
    "pause": {"reason": "Chờ cơ quan thuế"},
    "return-result": {"to_whom": "Đàm Văn Riêm"},
    "reject": {"reason": "Đất đang tranh chấp"},
    "stop": {"reason": "Đương sự qua đời"},
    "withdraw": {"reason": "Không còn nhu cầu"},
    "correct": {"entry": "entry-1", "changes": {"sets": 2}, "reason": "Gõ nhầm"},
    "note": {"text": "Đã gọi điện"},
}
FINAL = {"reject", "stop", "withdraw", "result-ready", "return-result"}


def fields_for(action: str, bench: Bench) -> dict[str, Any]:
    """What a person would fill in for this action now."""
    if action == "hand-over":
        return {"to_office": DISTRICT.code if bench.office is COMMUNE else COMMUNE.code}
    if action == "extend":
        assert bench.dossier
        assert bench.dossier.due
        later = clock().add_working_days(max(bench.dossier.due, bench.now).date(), 5)
        return {"new_due": later.isoformat(), "cause": "chủ quan", "reason": "Thiếu cán bộ đo đạc"}
    return FIELDS.get(action, {})


def office_at_hand(bench: Bench) -> None:
    """Let the office act that may: the one that holds the paper, or the one it is on its way to."""
    assert bench.dossier
    where = bench.dossier.custodian or bench.dossier.in_transit_to
    bench.office = DISTRICT if where and where.code == DISTRICT.code else COMMUNE


def check_always(dossier: Dossier, entries: list[Entry], first: Dossier) -> None:
    """What holds after every entry of an accepted dossier."""
    assert dossier.head == entries[-1].id
    assert dossier.promises[0] == first.promises[0], "the first promise is kept for ever"
    assert dossier.received_at == first.received_at
    assert dossier.code == first.code
    assert sum(pause.end is None for pause in dossier.pauses) <= 1
    assert (dossier.open_pause is not None) is dossier.waiting
    assert (dossier.due is None) is dossier.waiting
    assert sum(run.finished is None for run in dossier.steps) <= 1
    assert (dossier.custodian is None) is (dossier.in_transit_to is not None)
    assert (dossier.ended_at is not None) is (dossier.status in ENDED)
    assert dossier.unknown_entries == 0
    assert all(pause.end is None or pause.end >= pause.start for pause in dossier.pauses)
    assert [row.round for row in dossier.supplements] == list(range(1, len(dossier.supplements) + 1))
    for earlier, later in zip(dossier.promises, dossier.promises[1:], strict=False):
        assert later.due > earlier.due, "a promise only ever moves back"


DECISIONS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 4000)), max_size=14
)  # which of the possible actions, and after how many minutes


@settings(max_examples=150, deadline=None)
@given(decisions=DECISIONS, role=st.sampled_from([Role.DESK, Role.LEADER]))
def test_whatever_is_done_in_whatever_order(decisions: list[tuple[int, int]], role: Role) -> None:
    bench = Bench(role=role)
    first = bench.take_in()
    for choice, minutes in decisions:
        assert bench.dossier
        office_at_hand(bench)
        possible = offered(bench.dossier, bench.office.code, role, bench.clock)
        names = [action.name for action in possible if action.name not in FINAL] or [a.name for a in possible]
        name = names[choice % len(names)] if choice < 36 else possible[choice % len(possible)].name
        before = bench.dossier
        bench.now += timedelta(minutes=minutes)
        try:
            after = bench.do(name, **fields_for(name, bench))
        except UserFacingError:
            assert bench.dossier is before
            continue
        check_always(after, bench.entries, first)
        if name == "extend":
            assert (after.pauses, after.supplements) == (before.pauses, before.supplements)
        assert round_trip(after) == after
    assert stored_form(evolve_all(bench.entries)) == stored_form(bench.dossier), "folding again gives the same"


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(1, 6))
def test_folding_on_from_a_stored_state_is_folding_everything(cut: int) -> None:
    bench = Bench()
    bench.take_in()
    for name in ("finish-step", "note", "ask-supplement", "receive-supplement", "ask-obligation"):
        bench.do(name, **fields_for(name, bench))
    begun = evolve_all(bench.entries[:cut])
    assert begun
    assert evolve_all(bench.entries[cut:], round_trip(begun)) == bench.dossier


class TestIntakeThatGoesOn:
    def test_a_slip_becomes_a_dossier_and_keeps_its_papers(self) -> None:
        bench = Bench()
        guided = bench.take_in(Outcome.SUPPLEMENT)
        assert (guided.status, guided.code, guided.due) == (Status.GUIDED, None, None)
        bench.now += timedelta(days=2)
        accepted = bench.take_in()
        assert accepted.status is Status.ACCEPTED
        assert accepted.slip_ref == guided.slip_ref
        assert accepted.opened_at == MONDAY
        assert accepted.received_at == bench.now
        assert [paper.form for paper in accepted.issued] == ["supplement", "receipt", "control"]
        assert accepted.supplements == (), "guidance before acceptance is no round of supplements"

    def test_a_refusal_has_an_end_and_an_acceptance_after_it_none(self) -> None:
        bench = Bench()
        assert bench.take_in(Outcome.REJECTED).ended_at == MONDAY
        assert bench.take_in().ended_at is None


class TestNewerPrograms:
    def draft(self, bench: Bench) -> Draft:
        return Draft(EntryKind.NOTED, bodies.Noted("Đã xem"), bench.now + timedelta(hours=1))

    @pytest.mark.parametrize(
        "change",
        [
            {"kind": "inspected", "body": '{"by":"thanh tra"}'},
            {"kind": "extended", "schema": 2, "body": '{"new_due":"khi nào xong"}'},
            {"kind": "extended", "body": "[]"},
            {"kind": "noted", "body": "{"},
            {"kind": "noted", "body": ""},
        ],
        ids=["an unknown kind", "a newer form of a kind", "another form", "damage", "nothing"],
    )
    def test_what_cannot_be_read_changes_nothing_and_is_counted(self, change: dict[str, Any]) -> None:
        bench = Bench()
        before = bench.take_in()
        after = bench.add(self.draft(bench), **change)
        assert after.unknown_entries == 1
        assert after.head == bench.entries[-1].id
        left = {"unknown_entries", "head", "last_act_at", "last_recorded_at"}
        for name in set(Dossier.__struct_fields__) - left:
            assert getattr(after, name) == getattr(before, name), name
        bench.now += timedelta(hours=2)
        assert bench.do("finish-step").status is Status.IN_PROGRESS

    def test_a_field_more_is_passed_over_and_kept_in_the_entry(self) -> None:
        bench = Bench()
        bench.take_in()
        after = bench.add(self.draft(bench), schema=2, body='{"colour":"đỏ","text":"Đã xem"}')
        assert after.unknown_entries == 0
        assert bench.entries[-1].body_as_dict()["colour"] == "đỏ"

    @pytest.mark.parametrize(
        "changes",
        [{"sets": True}, {"sets": "hai"}, {"applicant": {"phone": 7}}, {"applicant": {"zalo": "x"}}, {"due": "mai"}],
        ids=repr,
    )
    def test_a_correction_of_another_form_leaves_a_state_that_can_be_stored(self, changes: dict[str, Any]) -> None:
        bench = Bench()
        before = bench.take_in()
        body = bodies.Corrected("entry-1", changes, "Gõ nhầm")
        after = bench.add(Draft(EntryKind.CORRECTED, body, bench.now))
        assert (after.applicant, after.sets) == (before.applicant, before.sets)
        assert round_trip(after) == after

    def test_without_a_beginning_there_is_no_state(self) -> None:
        bench = Bench()
        bench.take_in()
        bench.do("note", text="Đã xem")
        assert evolve_all(bench.entries[1:]) is None


AT = datetime(2026, 12, 1, 9, 0)
OFFICE = COMMUNE
EXAMPLES: dict[EntryKind, Callable[[Bench], msgspec.Struct]] = {
    EntryKind.ASSIGNED: lambda _: bodies.Assigned("Bình"),
    EntryKind.STEP_FINISHED: lambda _: bodies.StepFinished("2", next_step="3", next_due=AT),
    EntryKind.STEP_RETURNED: lambda _: bodies.StepReturned("3", "2", AT, "Thiếu"),
    EntryKind.HANDED_OVER: lambda _: bodies.HandedOver(COMMUNE, DISTRICT, "X2", "2"),
    EntryKind.TAKEN_OVER: lambda _: bodies.TakenOver(DISTRICT, "2", AT),
    EntryKind.SUPPLEMENT_ASKED: lambda bench: bodies.SupplementAsked(
        1, 1, "H14.12.3-HDHS-26-0001", (bodies.PaperItem("Đơn"),), "Thiếu", bench.context().imprint
    ),
    EntryKind.SUPPLEMENT_RECEIVED: lambda _: bodies.SupplementReceived(1, (bodies.PaperItem("Đơn"),), AT, False, AT),
    EntryKind.OBLIGATION_ASKED: lambda _: bodies.ObligationAsked("12/TB", 1000),
    EntryKind.OBLIGATION_MET: lambda _: bodies.ObligationMet(AT, False, AT),
    EntryKind.PAUSED: lambda _: bodies.Paused("Chờ"),
    EntryKind.RESUMED: lambda _: bodies.Resumed(AT, False, AT),
    EntryKind.EXTENDED: lambda bench: bodies.Extended(
        1, AT, AT, False, "Chậm", LateCause.SUBJECTIVE, True, bench.context().imprint
    ),
    EntryKind.RE_PROMISED: lambda bench: bodies.RePromised(
        1, AT, AT, True, False, "vn", "Đổi lịch", bench.context().imprint
    ),
    EntryKind.REJECTED: lambda bench: bodies.Rejected(1, "H14.12.3-TC-26-0001", "Sai", bench.context().imprint),
    EntryKind.STOPPED: lambda _: bodies.Stopped("Dừng"),
    EntryKind.WITHDRAWN: lambda _: bodies.Withdrawn("Rút"),
    EntryKind.RESULT_READY: lambda _: bodies.ResultReady("2", "11", AT),
    EntryKind.RETURNED: lambda _: bodies.Returned("Riêm"),
    EntryKind.CORRECTED: lambda _: bodies.Corrected("entry-1", {"sets": 2}, "Nhầm"),
    EntryKind.WITHDRAWAL_ASKED: lambda _: bodies.WithdrawalAsked("Rút"),
    EntryKind.WITHDRAWAL_DECLINED: lambda _: bodies.WithdrawalDeclined("Đã ký"),
    EntryKind.MERGED: lambda _: bodies.Merged("H14.12.3-261123-0002", "Trùng"),
    EntryKind.ARRIVED: lambda _: bodies.Arrived("H14.12.3-261123-0001", DISTRICT, bodies.Applicant("Riêm")),
    EntryKind.SETTLED: lambda _: bodies.Settled("entry-2", ("entry-3",), "Xã đúng"),
    EntryKind.EXPLAINED: lambda _: bodies.Explained(0, "other", "Nguyên nhân khác", "Lũ"),
    EntryKind.MESSAGE: lambda bench: bodies.MessageMoved(
        bench.entries[0].id, MessageChannel.SMS, MessageState.RELEASED, "0961234567"
    ),
    EntryKind.ATTACHED: lambda _: bodies.Attached("0" * 64, "scan.pdf", "application/pdf", 350_000, "Đơn"),
    EntryKind.PRINTED: lambda _: bodies.Printed("receipt", 1),  # type: ignore[arg-type]
    EntryKind.NOTED: lambda _: bodies.Noted("Xem"),
}


@settings(max_examples=200, deadline=None)
@given(kinds=st.lists(st.sampled_from(sorted(EXAMPLES)), max_size=12))
def test_entries_of_desks_that_did_not_see_each_other_fold_in_any_order(kinds: list[EntryKind]) -> None:
    """What two desks wrote side by side may make no sense together; it is folded all the same, and can be stored."""
    bench = Bench()
    state: Dossier | None = bench.take_in()
    after: Entry = bench.entries[-1]
    for kind in kinds:
        after = sealed(Draft(kind, EXAMPLES[kind](bench), AT), after)
        state = evolve(state, after)
        assert state
        assert state.head == after.id
        assert round_trip(state) == state


def test_these_examples_cover_every_kind() -> None:
    assert set(EXAMPLES) | OPENINGS | {EntryKind.DESK_OPENED} == set(BODY)
    assert set(FIELDS) <= set(ACTIONS)
    assert LAND
