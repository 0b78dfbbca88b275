"""Anything anybody may do, in any order, at any time: what never stops being true (Hypothesis)."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import msgspec
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
from desktop.handling.actions import ACTIONS, allowed
from desktop.handling.attribution import late_intervals
from desktop.handling.board import Viewer, board_row
from desktop.handling.context import beside
from desktop.handling.decide import printed
from desktop.handling.journal_words import journal_line
from desktop.models.journal import disputed, in_order
from desktop.terms import (
    ENDED,
    EntryKind,
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
FINAL = {"reject", "stop", "withdraw", "merge", "result-ready", "return-result"}
OTHER = "H14.12.3-261123-0099"
PLACES = [COMMUNE, DISTRICT, TAX]
LAND_STEPS = ["X2", "X3", "2", "3", "4a", "4b", "4t", "5", "9", "11"]
OTHER_STEPS = ["a", "b1", "b2", "h", "s", "c", "d", "99"]
TIMES = ["2026-11-20T14:00", "2026-11-23T08:15", "2026-11-25T10:00", "2026-12-01T09:00", "hôm qua"]
SEED = st.integers(0, 2**32 - 1)
"""What a person does is drawn evenly from a seed: Hypothesis alone would mostly try what is refused at once."""


def drawn(seed: int, tried: int) -> Random:
    """Return a source of choices; the same seed chooses otherwise the next time."""
    return Random(f"{seed} {tried}")


def words(rng: Random) -> str:
    """Draw something written down; now and then nothing is."""
    return rng.choice(["Thiếu chữ ký", "Mất điện", "Công dân đề nghị", "Đã gọi điện", "Làm lại", " "])


def a_step(rng: Random) -> str | None:
    """Draw a step named on purpose; mostly none is."""
    return rng.choice([*LAND_STEPS, *OTHER_STEPS]) if rng.random() < 0.25 else None


def some_changes(rng: Random) -> dict[str, Any]:
    """Draw what a correction would change."""
    values: dict[str, Any] = {
        "sets": rng.randint(0, 3),
        "applicant": rng.choice([{"phone": "0912345678"}, {"full_name": ""}, {}]),
        "procedure": rng.choice([LAND, PARALLEL, "khong-co"]),
        "variant": rng.choice(["remote", ["standard"], 3]),
        "received_at": rng.choice(TIMES),
        "occurred_at": rng.choice(TIMES),
        "due": rng.choice(["2027-01-29T09:00", "2027-01-30T09:00", 5]),
        "step": a_step(rng) or "a",
        "reason": words(rng),
        "to_whom": words(rng),
        "text": words(rng),
        "papers": rng.choice([["Đơn"], [], "Đơn"]),
    }
    return {name: values[name] for name in rng.sample(sorted(values), 1 if rng.random() < 0.7 else 2)}


FIELDS: dict[str, Callable[[Random], dict[str, Any]]] = {
    "finish-step": lambda rng: (
        {"next": a_step(rng), "step": None, "reason": words(rng), "outcome": words(rng)}
        | ({"step": a_step(rng)} if rng.random() < 0.2 else {})
    ),
    "return-step": lambda rng: {"to": a_step(rng), "reason": words(rng)},
    "assign": lambda rng: {"holder": words(rng)},
    "hand-over": lambda rng: {
        "to_office": rng.choice(PLACES).code,
        "way": str(rng.choice(list(TransferWay))),
        "note": words(rng),
    },
    "take-over": lambda rng: {"reason": words(rng)},
    "ask-supplement": lambda rng: {"papers": rng.choice([["Đơn"], ["Đơn", "Bản vẽ"], []]), "reason": words(rng)},
    "receive-supplement": lambda rng: {"papers": rng.choice([["Đơn"], []])},
    "ask-obligation": lambda rng: {"amount_vnd": rng.choice([None, 0, 1_000_000])},
    "pause": lambda rng: {"reason": words(rng), "step": a_step(rng)},
    "resume": lambda rng: {"reason": words(rng)},
    "extend": lambda rng: {
        "new_due": rng.choice(["2027-02-25", "2027-03-25T09:00", "2027-04-22", "2027-03-27", "mai"]),
        "cause": rng.choice(["chủ quan", "khách quan", "trời mưa"]),
        "reason": words(rng),
    },
    "re-promise": lambda rng: {"reason": words(rng)},
    "return-result": lambda rng: {
        "to_whom": words(rng),
        "result_at": rng.choice([*TIMES, ""]),
        "authority": words(rng),
    },
    "reject": lambda rng: {"reason": words(rng)},
    "stop": lambda rng: {"reason": words(rng)},
    "ask-withdrawal": lambda rng: {"reason": words(rng)},
    "decline-withdrawal": lambda rng: {"reason": words(rng)},
    "withdraw": lambda rng: {"reason": words(rng)},
    "merge": lambda rng: {"into": rng.choice(["H14-1", OTHER]), "reason": words(rng)},
    "settle": lambda rng: {"keep": f"entry-{rng.randint(1, 9)}", "reason": words(rng)},
    "explain": lambda rng: {"cause": rng.choice(["other", "no-network", "mưa"]), "step": a_step(rng) or ""},
    "note": lambda rng: {"text": words(rng)},
}


def an_act(rng: Random, likely: Sequence[str], entries: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Draw an action with its fields: mostly one that may go through, seldom one that ends everything."""
    seldom = {**dict.fromkeys(FINAL, 0.05), "note": 0.2, "explain": 0.2, "result-ready": 0.15}
    usual = [name for name in likely if rng.random() < seldom.get(name, 1.0)]
    name = rng.choice(usual) if usual and rng.random() < 0.8 else rng.choice(sorted(ACTIONS))
    if name == "correct":
        return name, {"entry": rng.choice(entries), "changes": some_changes(rng), "reason": words(rng)}
    return name, FIELDS.get(name, lambda _: {})(rng)


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
        other = msgspec.structs.replace(Bench(now=begun).take_in(), id="dossier-99", code=OTHER)
        self.bench = Bench(office=place, role=Role.DESK, now=begun, others={OTHER: other})
        self.first = self.bench.take_in(procedure=procedure)
        self.promises, self.tried = len(self.first.promises), 0

    @rule(minutes=st.sampled_from([1, 30, 200, 60 * 24, 60 * 24 * 3, 60 * 24 * 20]))
    def time_passes(self, minutes: int) -> None:
        self.bench.now += timedelta(minutes=minutes)

    @rule(seed=SEED)
    def somebody_acts(self, seed: int) -> None:
        self.tried += 1
        rng, state = drawn(seed, self.tried), self._state()
        if rng.random() < 0.1:
            rng.choice([self._somebody_prints, self._a_message_moves])(rng)
            return
        self.bench.role = rng.choice([Role.DESK, Role.DESK, Role.LEADER, Role.LEADER, Role.SPECIALIST, Role.ADMIN])
        self.bench.office = rng.choice(PLACES) if rng.random() < 0.1 else self._at_hand(state)
        found = allowed(state, self.bench.office.code, self.bench.role, disputed=False)
        ids = [entry.id for entry in self.bench.entries]
        name, fields = an_act(rng, [action.name for action in found], ids)
        self._attempt(name, fields, self.bench.now - timedelta(minutes=rng.choice([0, 0, 0, 30, 2880])), words(rng))

    def _somebody_prints(self, rng: Random) -> None:
        self.bench.role = Role.DESK
        form = rng.choice(self._state().issued).form
        self.bench.add(printed(self._state(), form, self.bench.context()))

    def _a_message_moves(self, rng: Random) -> None:
        message = rng.choice(self._state().messages)
        channel, to = rng.choice(list(MessageChannel)), rng.choice(list(MessageState))
        body = bodies.MessageMoved(message.entry, channel, to, "0961234567")
        self.bench.add(Draft(EntryKind.MESSAGE, body, self.bench.now))

    def _attempt(self, name: str, fields: dict[str, Any], at: datetime, why: str) -> None:
        before, entries, numbers = self._state(), len(self.bench.entries), dict(self.bench.numbers)
        try:
            self.bench.do(name, at, **{"late_reason": why, **fields})
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


PAIRS = st.sampled_from([(one, other) for one in OFFICES for other in OFFICES if one != other])


class OfficesApart(RuleBasedStateMachine):
    """Three offices that know only what was carried to them, and write on all the same."""

    @initialize()
    def take_in(self) -> None:
        self.law, self.now, self.tried = Law(), MONDAY, 0
        self.law.play(TakeIn("lan", self.now, {}))
        for name in ("district", "tax"):
            self.law.play(Carry("commune", name, self.now))

    @rule(minutes=st.sampled_from([1, 60, 60 * 24]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(seed=SEED)
    def somebody_acts(self, seed: int) -> None:
        self.tried += 1
        rng = drawn(seed, self.tried)
        who = rng.choice(["lan", "lan", "binh", "pao", "pao", "ha", "tam"])
        place = OFFICES[WHERE[who]]
        role = next(officer.role for officer in place.officers if officer.name == who)
        found = allowed(self._state(WHERE[who]), place.code, role, disputed=False)
        ids = [entry.id for entry in self.law.books[WHERE[who]].dossiers[FIRST].entries]
        name, fields = an_act(rng, [action.name for action in found], ids)
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
    play(MACHINES[name], 80, 30)


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
