"""Anything anybody may do, in any order, at any time: what never stops being true (Hypothesis)."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desktop.deadlines import CalendarMissing
from desktop.dossiers import bodies
from desktop.dossiers.bodies import OfficeRef
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Draft
from desktop.dossiers.evolve import evolve_all, fold
from desktop.dossiers.numbering import numbers_used
from desktop.errors import UserFacingError
from desktop.exchange.portal import PORTAL_CODE
from desktop.handling.actions import ACTIONS
from desktop.handling.attribution import late_intervals
from desktop.handling.board import Viewer, board_row
from desktop.handling.context import beside
from desktop.handling.decide import printed
from desktop.handling.journal_words import journal_line
from desktop.models.journal import disputed, in_order
from desktop.terms import (
    ENDED,
    EntryKind,
    Form,
    MessageChannel,
    MessageState,
    Role,
    Status,
    TransferWay,
)
from tests.journeys.pure import Law
from tests.journeys.story import FIRST, OFFICES, WHERE, Act, Carry, TakeIn
from tests.support.bench import COMMUNE, DISTRICT, LAND, MONDAY, TAX, Bench, round_trip, stored_form
from tests.support.situations import reads_well
from tests.support.synthetic import PARALLEL

PAUSING = {EntryKind.SUPPLEMENT_ASKED, EntryKind.OBLIGATION_ASKED, EntryKind.PAUSED}
FINAL = {"reject", "stop", "withdraw", "merge", "return-result"}
COMMON = sorted(set(ACTIONS) - FINAL - {"settle"})
PLACES = [COMMUNE, DISTRICT, TAX]
WORDS = st.sampled_from(["Thiếu chữ ký", "Mất điện", " ", ""])
LAND_STEPS = ["X2", "X3", "2", "3", "4a", "4b", "4t", "5", "9", "11"]
OTHER_STEPS = ["a", "b1", "b2", "h", "s", "c", "d", "99"]
STEP = st.sampled_from([None, *LAND_STEPS, *OTHER_STEPS])
TIMES = st.sampled_from(["2026-11-20T14:00", "2026-11-23T08:15", "2026-11-25T10:00", "2026-12-01T09:00", "hôm qua"])

CHANGES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "sets": st.integers(-1, 4),
        "applicant": st.sampled_from([{"phone": "0912345678"}, {"full_name": ""}, {}]),
        "procedure": st.sampled_from([LAND, PARALLEL, "khong-co"]),
        "variant": st.sampled_from(["remote", ["standard"], 3]),
        "received_at": TIMES,
        "occurred_at": TIMES,
        "due": st.sampled_from(["2027-01-29T09:00", "2027-01-30T09:00", 5]),
        "step": STEP,
        "reason": WORDS,
        "papers": st.sampled_from([["Đơn"], [], "Đơn"]),
        "to_whom": WORDS,
        "text": WORDS,
    },
)

FIELDS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "finish-step": st.fixed_dictionaries({"next": STEP, "step": STEP, "reason": WORDS, "outcome": WORDS}),
    "return-step": st.fixed_dictionaries({"to": STEP, "reason": WORDS}),
    "assign": st.fixed_dictionaries({"holder": WORDS}),
    "hand-over": st.fixed_dictionaries(
        {"to_office": st.sampled_from([place.code for place in PLACES]), "way": st.sampled_from(list(TransferWay))}
    ),
    "take-over": st.fixed_dictionaries({"reason": WORDS}),
    "ask-supplement": st.fixed_dictionaries(
        {"papers": st.lists(st.sampled_from(["Đơn", "Bản vẽ"]), max_size=2), "reason": WORDS}
    ),
    "receive-supplement": st.fixed_dictionaries({"papers": st.lists(st.sampled_from(["Đơn", "Bản vẽ"]), max_size=1)}),
    "ask-obligation": st.fixed_dictionaries({"amount_vnd": st.sampled_from([None, 0, 1_000_000])}),
    "pause": st.fixed_dictionaries({"reason": WORDS, "step": STEP}),
    "resume": st.fixed_dictionaries({"reason": WORDS}),
    "extend": st.fixed_dictionaries(
        {
            "new_due": st.sampled_from(["2027-02-25", "2027-03-25T09:00", "2027-03-27", "mai"]),
            "cause": st.sampled_from(["chủ quan", "khách quan", "trời mưa"]),
            "reason": WORDS,
        }
    ),
    "re-promise": st.fixed_dictionaries({"reason": WORDS}),
    "result-ready": st.just({}),
    "return-result": st.fixed_dictionaries(
        {"to_whom": WORDS, "result_at": TIMES, "authority": WORDS, "identity_no": WORDS}
    ),
    "reject": st.fixed_dictionaries({"reason": WORDS}),
    "stop": st.fixed_dictionaries({"reason": WORDS}),
    "ask-withdrawal": st.fixed_dictionaries({"reason": WORDS}),
    "decline-withdrawal": st.fixed_dictionaries({"reason": WORDS}),
    "withdraw": st.fixed_dictionaries({"reason": WORDS}),
    "merge": st.fixed_dictionaries({"into": st.sampled_from(["H14-1", ""]), "reason": WORDS}),
    "settle": st.fixed_dictionaries({"keep": st.sampled_from(["entry-1", "entry-2"]), "reason": WORDS}),
    "explain": st.fixed_dictionaries(
        {"cause": st.sampled_from(["other", "no-network", "mưa"]), "step": STEP.map(lambda step: step or "")}
    ),
    "note": st.fixed_dictionaries({"text": WORDS}),
}
ACT = st.sampled_from(COMMON).flatmap(lambda name: st.tuples(st.just(name), FIELDS.get(name, st.just({}))))
LAST_ACT = st.sampled_from(sorted(FINAL | {"settle"})).flatmap(lambda name: st.tuples(st.just(name), FIELDS[name]))


def check_state(state: Dossier, written: int) -> None:
    """What holds of any accepted dossier in itself."""
    assert PORTAL_CODE[state.status] in {str(number) for number in range(1, 11)}
    assert (state.custodian is None) is (state.in_transit_to is not None), "with one office, or on the way"
    assert (state.in_transit_from is None) is (state.in_transit_to is None)
    assert sum(pause.end is None for pause in state.pauses) == int(state.waiting), "no pause without its status"
    assert all(pause.end is None or pause.end >= pause.start for pause in state.pauses)
    assert (state.ended_at is not None) is (state.status in ENDED)
    if state.status in ENDED:
        assert state.open_steps == ()
    told = [(message.entry, message.kind) for message in state.messages]
    assert len(told) == len(set(told)) <= written
    assert len({message.entry for message in state.messages}) == len(state.messages)
    assert [one.round for one in state.supplements] == list(range(1, len(state.supplements) + 1))
    assert sum(asked.granted is None for asked in state.withdrawals) <= 1
    assert state.unknown_entries == 0
    assert round_trip(state) == state, "what is stored comes back"


def check_steps(state: Dossier) -> None:
    """One step runs, or those of one group; each was begun before it was done."""
    open_ids = [run.step_id for run in state.open_steps]
    assert len(open_ids) == len(set(open_ids))
    for earlier, later in pairwise(state.open_steps):
        group = {step.id for step in beside(state.plan, state.planned_step(earlier.step_id))}
        assert later.step_id in group, "two steps run at once that are no group"
    for run in state.steps:
        assert run.finished is None or run.started is None or run.finished >= run.started
        assert run.finished is None or run.due is None or run.started is not None


class AnyDossier(RuleBasedStateMachine):
    """One dossier that every office sees at once."""

    @initialize(
        procedure=st.sampled_from([LAND, PARALLEL]),
        place=st.sampled_from([COMMUNE, DISTRICT]),
        begun=st.sampled_from([MONDAY, MONDAY.replace(month=12, day=28)]),
    )
    def take_in(self, procedure: str, place: OfficeRef, begun: datetime) -> None:
        self.bench = Bench(office=place, role=Role.DESK, now=begun)
        self.first = self.bench.take_in(procedure=procedure)
        self.promises = len(self.first.promises)

    @rule(minutes=st.sampled_from([1, 30, 200, 60 * 24, 60 * 24 * 3, 60 * 24 * 20]))
    def time_passes(self, minutes: int) -> None:
        self.bench.now += timedelta(minutes=minutes)

    @rule(
        act=ACT,
        role=st.sampled_from([Role.DESK, Role.LEADER, Role.SPECIALIST]),
        place=st.sampled_from([None, None, None, *PLACES]),
        lag=st.sampled_from([0, 0, 0, 30, 60 * 24 * 2]),
        why=WORDS,
    )
    def somebody_acts(
        self, act: tuple[str, dict[str, Any]], role: Role, place: OfficeRef | None, lag: int, why: str
    ) -> None:
        self._attempt(*act, role, place, lag, why)

    @rule(entry=st.integers(0, 30), changes=CHANGES, why=WORDS, role=st.sampled_from([Role.DESK, Role.ADMIN]))
    def somebody_corrects(self, entry: int, changes: dict[str, Any], why: str, role: Role) -> None:
        target = self.bench.entries[entry % len(self.bench.entries)].id
        given = {name: value for name, value in changes.items() if value is not None}
        self._attempt("correct", {"entry": target, "changes": given, "reason": why}, role, None, 0, "")

    @rule(last=LAST_ACT, sure=st.integers(0, 4))
    def somebody_ends_it(self, last: tuple[str, dict[str, Any]], sure: int) -> None:
        if sure == 0:
            self._attempt(*last, Role.LEADER, None, 0, "")

    @rule(form=st.sampled_from(list(Form)))
    def somebody_prints(self, form: Form) -> None:
        state = self._state()
        self.bench.role = Role.DESK
        if state.issued_paper(form):
            self.bench.add(printed(state, form, self.bench.context()))

    @rule(which=st.integers(0, 9), channel=st.sampled_from(MessageChannel), to=st.sampled_from(MessageState))
    def a_message_moves(self, which: int, channel: MessageChannel, to: MessageState) -> None:
        message = self._state().messages[which % len(self._state().messages)]
        body = bodies.MessageMoved(message.entry, channel, to, "0961234567")
        self.bench.add(Draft(EntryKind.MESSAGE, body, self.bench.now))

    def _attempt(
        self, name: str, fields: dict[str, Any], role: Role, place: OfficeRef | None, lag: int, why: str
    ) -> None:
        before, entries, numbers = self._state(), len(self.bench.entries), dict(self.bench.numbers)
        self.bench.role, self.bench.office = role, place or self._at_hand(before)
        at = self.bench.now - timedelta(minutes=lag)
        try:
            self.bench.do(name, at, **fields, late_reason=why)
        except UserFacingError as refused:
            assert reads_well(refused.message) or "(" in refused.message, refused.message  # noqa: PT017
            assert self.bench.dossier is before, "what is refused changes nothing"
            assert (len(self.bench.entries), self.bench.numbers) == (entries, numbers)
            return
        for entry in self.bench.entries[entries:]:
            for series, number in numbers_used(entry).items():
                assert number == self.bench.numbers[series] + 1, "numbers follow each other"
                self.bench.numbers[series] = number

    def _at_hand(self, state: Dossier) -> OfficeRef:
        where = state.custodian or state.in_transit_to
        return next((place for place in PLACES if where and place.code == where.code), COMMUNE)

    def _state(self) -> Dossier:
        assert self.bench.dossier
        return self.bench.dossier

    @invariant()
    def it_is_what_its_entries_say(self) -> None:
        state, entries = self._state(), self.bench.entries
        assert stored_form(fold(entries)) == stored_form(state), "folding again gives the same"
        assert state.head == entries[-1].id
        check_state(state, len(entries))
        check_steps(state)
        pausing = sum(entry.kind in PAUSING for entry in entries)
        assert len(state.pauses) == pausing, "no pause without its entry"
        assert len(state.promises) >= self.promises, "promises only grow in number"
        self.promises = len(state.promises)
        assert state.promises[0] == self.first.promises[0], "the first promise is kept for ever"
        assert state.code == self.first.code

    @invariant()
    def it_can_be_shown(self) -> None:
        state, now = self._state(), self.bench.now
        try:
            found = late_intervals(state, self.bench.clock, now)
            if state.status not in ENDED:
                board_row(state, self.bench.clock, now, Viewer(self.bench.office.code, Role.DESK))
        except CalendarMissing:
            return
        assert all(late.minutes > 0 and late.until > late.since for late in found)
        assert all(0 <= late.run < len(state.steps) for late in found)
        for entry in self.bench.entries[-2:]:
            bold, rest = journal_line(entry, state)
            assert bold
            assert "None" not in rest


WHO = st.sampled_from(["lan", "lan", "binh", "pao", "pao", "ha", "tam"])
PAIRS = st.sampled_from([(one, other) for one in OFFICES for other in OFFICES if one != other])


class OfficesApart(RuleBasedStateMachine):
    """Three offices that know only what was carried to them, and write on all the same."""

    @initialize()
    def take_in(self) -> None:
        self.law, self.now = Law(), MONDAY
        self.law.play(TakeIn("lan", self.now, {}))
        for name in ("district", "tax"):
            self.law.play(Carry("commune", name, self.now))

    @rule(minutes=st.sampled_from([1, 60, 60 * 24]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(who=WHO, act=ACT)
    def somebody_acts(self, who: str, act: tuple[str, dict[str, Any]]) -> None:
        name, fields = act
        before = {office: stored_form(self._state(office)) for office in OFFICES}
        try:
            self.law.play(Act(who, self.now, name, fields))
        except UserFacingError:
            assert {office: stored_form(self._state(office)) for office in OFFICES} == before
        else:
            assert all(stored_form(self._state(office)) == before[office] for office in OFFICES if office != WHERE[who])

    @rule(pair=PAIRS)
    def a_stick_is_carried(self, pair: tuple[str, str]) -> None:
        self.law.play(Carry(*pair, self.now))

    @rule(who=st.sampled_from(["binh", "ha"]), which=st.integers(0, 40))
    def a_leader_settles(self, who: str, which: int) -> None:
        entries = self.law.books[WHERE[who]].dossiers[FIRST].entries
        was = disputed(entries)
        keep = entries[which % len(entries)].id
        try:
            self.law.play(Act(who, self.now, "settle", {"keep": keep, "reason": "Đúng"}))
        except UserFacingError:
            return
        assert was or any(entry.kind == EntryKind.SETTLED for entry in entries)

    def _state(self, office: str) -> Dossier:
        state = self.law.books[office].dossiers[FIRST].dossier
        assert state
        return state

    @invariant()
    def each_holds_what_its_entries_say(self) -> None:
        for office, book in self.law.books.items():
            entries = book.dossiers[FIRST].entries
            assert in_order(entries) == entries, "what is written last stands last"
            state = self._state(office)
            assert in_order(entries[::-1]) == entries, "the order never depends on what came when"
            assert stored_form(fold(entries)) == stored_form(state)
            assert round_trip(state) == state
            assert PORTAL_CODE[state.status] in {str(number) for number in range(1, 11)}

    def teardown(self) -> None:
        """Carried all round, everybody knows the same."""
        if not hasattr(self, "law"):
            return
        for _ in range(2):
            for one in OFFICES:
                for other in OFFICES:
                    if one != other:
                        self.law.play(Carry(one, other, self.now))
        assert len({stored_form(self._state(office)) for office in OFFICES}) == 1
        assert len({disputed(self.law.books[office].dossiers[FIRST].entries) for office in OFFICES}) == 1


MACHINES = {"one dossier": AnyDossier, "offices apart": OfficesApart}
SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def play(machine: type[RuleBasedStateMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=SLOW_IS_FINE
        ),
    )


@pytest.mark.parametrize("name", MACHINES)
def test_some(name: str) -> None:
    play(MACHINES[name], 40, 25)


@pytest.mark.campaign
@pytest.mark.parametrize("name", MACHINES)
def test_thousands(name: str) -> None:
    play(MACHINES[name], 3000, 50)


def test_a_plain_sequel_folds_like_the_whole() -> None:
    """What the store does entry by entry and what a replay does at once are the same, cut anywhere."""
    bench = Bench()
    bench.take_in()
    for action, fields in (
        ("finish-step", {}),
        ("ask-supplement", {"papers": ["Đơn"], "reason": "Thiếu"}),
        ("receive-supplement", {}),
        ("hand-over", {"to_office": DISTRICT.code}),
    ):
        bench.do(action, **fields)
    for cut in range(1, len(bench.entries)):
        begun = evolve_all(bench.entries[:cut])
        assert begun
        assert begun.status in set(Status)
        assert stored_form(evolve_all(bench.entries[cut:], round_trip(begun))) == stored_form(bench.dossier)
