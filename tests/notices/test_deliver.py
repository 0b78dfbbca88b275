"""Nothing is told twice: whatever is tried, cut off, crashed, answered late or replayed, and in whatever order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.app import Workplace
from desktop.dossiers.bodies import MessageMoved
from desktop.dossiers.dossier import Message
from desktop.dossiers.evolve import fold, read_body
from desktop.models import journal
from desktop.notices import workflow
from desktop.notices.carrier import Carrier, Outcome, PracticeOnly, Receipt, ask, deliver
from desktop.notices.gateway import read_gateway
from desktop.notices.http_carrier import HttpGateway
from desktop.notices.states import UNSURE, MessageId, MessageRefused, Outgoing, read_id
from desktop.terms import EntryKind, MessageChannel, MessageState
from tests.notices import gateways
from tests.notices.gateways import answering, gateway
from tests.notices.test_workflow import ACTS, acting_at, at, delivery, state, undecided
from tests.support.desks import copied, open_desk


class Crash(BaseException):
    """The power went."""


@dataclass
class Moody:
    """A gateway of a test: `mood` says how it takes the next text; `told` what reached a citizen."""

    repeatable: bool
    mood: str = "well"
    told: Counter[str] = field(default_factory=Counter)
    channels: frozenset[MessageChannel] = frozenset(MessageChannel)
    together: bool = False
    real: bool = False

    def send(self, outgoing: Sequence[Outgoing]) -> Iterator[Receipt]:
        for text in outgoing:
            yield self._one(text.id)

    def _one(self, text_id: str) -> Receipt:
        if self.mood in {"well", "crash", "open"} and not (self.repeatable and self.told[text_id]):
            self.told[text_id] += 1
        if self.mood in {"crash", "crash before"}:
            raise Crash
        outcomes = {
            "open": Outcome.UNSURE, "lost": Outcome.UNSURE, "away": Outcome.NOT_SENT, "refused": Outcome.FAILED
        }  # fmt: skip
        return Receipt(text_id, outcomes.get(self.mood, Outcome.HANDED), reason=self.mood)

    def ask(self, outgoing: Sequence[Outgoing]) -> Iterator[Receipt]:
        for text in outgoing:
            seen = Outcome.HANDED if self.told[text.id] else Outcome.NEVER_SEEN
            yield Receipt(text.id, seen, reason="đã hỏi")


@pytest.fixture(scope="module")
def desk(office_templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    (folder,) = copied(office_templates, tmp_path_factory.mktemp("deliver"), "commune")
    place = open_desk(folder)
    yield place
    place.close()


MOODS = ["well", "crash", "crash before", "open", "lost", "away", "refused"]
STEPS = st.lists(
    st.sampled_from([*(f"deliver {mood}" for mood in MOODS), *ACTS, "answer 2", "ask", "replay"]), max_size=9
)


def do_step(place: Workplace, carrier: Moody, message: Message, dossier_id: str, step: str) -> None:
    if step.startswith("deliver"):
        carrier.mood = step.removeprefix("deliver ")
        deliver(place.store, acting_at(place), carrier)
    elif step == "ask":
        ask(place.store, acting_at(place), carrier)
    elif step == "replay":
        replayed(place, dossier_id)
    else:
        with at(place) as (session, acting):
            dossier = place.view(dossier_id).dossier
            if step == "answer 2":
                second = read_id(f"{message.entry}:sms:2")
                assert second is not None
                workflow.record_failed(session, acting, second, "trả lời hai lần")
            else:
                ACTS[step](session, acting, dossier, message)


def replayed(place: Workplace, dossier_id: str) -> None:
    """Throw away what is derived of one dossier and fold its journal again, as a rebuild does for all of them."""
    with place.store.write() as session:
        entries = journal.entries_of(session, dossier_id)
        row = journal.dossier_row(session, dossier_id)
        journal.save_state(session, fold(entries), row, is_disputed=journal.disputed(entries))


def moves(place: Workplace, dossier_id: str, entry: str) -> list[MessageState]:
    with place.store.read() as session:
        bodies = [read_body(one) for one in journal.entries_of(session, dossier_id) if one.kind == EntryKind.MESSAGE]
    return [body.state for body in bodies if isinstance(body, MessageMoved) and body.entry == entry]


def clear(place: Workplace) -> None:
    """Leave nothing waiting for the next example."""
    deliver(place.store, acting_at(place), Moody(repeatable=True))


@pytest.mark.parametrize("repeatable", [True, False], ids=["gateway knows ids", "gateway knows none"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nothing_is_told_twice(desk: Workplace, repeatable: bool, steps: list[str]) -> None:
    clear(desk)
    dossier, message = undecided(desk)
    carrier = Moody(repeatable)
    for step in steps:
        try:
            do_step(desk, carrier, message, dossier.id, step)
        except (Crash, MessageRefused):
            continue
    mine = {text: count for text, count in carrier.told.items() if text.startswith(message.entry)}
    history = moves(desk, dossier.id, message.entry)
    failed = history.count(MessageState.FAILED)
    assert all(count <= 1 for count in mine.values())
    assert history.count(MessageState.HANDED) <= 1 + failed
    assert len(mine) <= 1 + failed
    if "release" not in steps:
        assert not mine
    if mine and not failed:
        assert state(desk, message) in {MessageState.RELEASED, MessageState.HANDED, MessageState.CONFIRMED}
    before = desk.view(dossier.id).dossier.messages
    replayed(desk, dossier.id)
    assert desk.view(dossier.id).dossier.messages == before


def wait_for(place: Workplace) -> Message:
    return waiting(place, 1)[0]


def waiting(place: Workplace, count: int) -> list[Message]:
    """Return messages that were let go and wait; what went by itself before them is gone already."""
    undecided_ones = [undecided(place) for _ in range(count)]
    clear(place)
    with at(place) as (session, acting):
        for dossier, message in undecided_ones:
            workflow.release(session, acting, dossier.reference, message.entry)
    return [message for _, message in undecided_ones]


def test_a_stop_between_sending_and_recording_sends_the_same_id_again(desk: Workplace) -> None:
    clear(desk)
    message = wait_for(desk)
    carrier = Moody(repeatable=True, mood="crash")
    with pytest.raises(Crash):
        deliver(desk.store, acting_at(desk), carrier)
    assert state(desk, message) is MessageState.RELEASED
    carrier.mood = "well"
    assert deliver(desk.store, acting_at(desk), carrier).count(Outcome.HANDED) == 1
    assert carrier.told[f"{message.entry}:sms"] == 1


def test_a_gateway_without_ids_is_asked_and_a_person_decides(desk: Workplace) -> None:
    clear(desk)
    message = wait_for(desk)
    silent = Moody(repeatable=False, mood="crash")
    silent.ask = lambda outgoing: iter(())  # type: ignore[method-assign]
    with pytest.raises(Crash):
        deliver(desk.store, acting_at(desk), silent)
    told = delivery(desk, message)
    assert told is not None
    assert told.reason.startswith(UNSURE)
    silent.mood = "well"
    done = deliver(desk.store, acting_at(desk), silent)
    assert (done.receipts, done.doubtful) == ((), (f"{message.entry}:sms",))
    assert silent.told[f"{message.entry}:sms"] == 1
    with at(desk) as (session, acting):
        workflow.record_handed(session, acting, MessageId(message.entry, MessageChannel.SMS), "hỏi cổng qua điện thoại")
    assert state(desk, message) is MessageState.HANDED


def http(place: gateways.GatewayServer) -> HttpGateway:
    return HttpGateway(read_gateway(place.document()), "khoa", rest=lambda _: None)


def test_over_the_wire_with_everything_going_wrong(desk: Workplace) -> None:
    """Slow, 5xx, refused for the rush, cut off: three texts, each told once, every outcome in the journal."""
    clear(desk)
    messages = waiting(desk, 3)
    with gateway() as place:
        place.habits = [
            gateways.slow_but_told, gateways.told_but_500,  # the first stays open
            gateways.hung_up_after_telling, gateways.told_twice_by_409,  # the second is told once
            answering(429), answering(429),  # the third is not taken, and the round ends
        ]  # fmt: skip
        first = deliver(desk.store, acting_at(desk), http(place))
        assert [receipt.outcome for receipt in first.receipts] == [Outcome.UNSURE, Outcome.HANDED, Outcome.NOT_SENT]
        assert [state(desk, message) for message in messages] == [
            MessageState.RELEASED, MessageState.HANDED, MessageState.RELEASED
        ]  # fmt: skip
        second = deliver(desk.store, acting_at(desk), http(place))
        assert second.count(Outcome.HANDED) == len(second.receipts) == 2
        assert set(place.told.values()) == {1}
        assert len(place.told) == 3
        place.reports[f"{messages[0].entry}:sms"] = "arrived"
        place.reports[f"{messages[1].entry}:sms"] = "lost"
        ask(desk.store, acting_at(desk), http(place))
        assert [state(desk, message) for message in messages] == [
            MessageState.CONFIRMED, MessageState.FAILED, MessageState.HANDED
        ]  # fmt: skip
    told = delivery(desk, messages[0])
    assert told is not None
    assert told.to == "0961234567"
    assert told.text.startswith("UBND xã Quang Hán xin lỗi")


def test_many_tries_without_a_network_leave_one_note(desk: Workplace) -> None:
    clear(desk)
    dossier, message = undecided(desk)
    with at(desk) as (session, acting):
        workflow.release(session, acting, dossier.reference, message.entry)
    for _ in range(5):
        deliver(desk.store, acting_at(desk), Moody(repeatable=True, mood="away"))
    assert moves(desk, dossier.id, message.entry) == [MessageState.RELEASED, MessageState.RELEASED]


def test_a_practice_store_does_not_reach_citizens(desk: Workplace) -> None:
    carrier: Carrier = Moody(repeatable=True, real=True)
    with pytest.raises(PracticeOnly):
        deliver(desk.store, acting_at(desk), carrier)
    with pytest.raises(PracticeOnly):
        ask(desk.store, acting_at(desk), carrier)


def test_an_outcome_that_no_longer_fits_is_listed_and_stops_nothing(desk: Workplace) -> None:
    clear(desk)
    message = wait_for(desk)
    carrier = Moody(repeatable=True)
    known = carrier.send
    carrier.send = lambda outgoing: iter([Receipt("stranger:sms", Outcome.HANDED), *known(outgoing)])  # type: ignore[method-assign]
    done = deliver(desk.store, acting_at(desk), carrier)
    assert "stranger" in done.refused[0]
    assert state(desk, message) is MessageState.HANDED
