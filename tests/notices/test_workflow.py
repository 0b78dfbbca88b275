"""Looking, letting go, withholding, noting: on a real store, every state an entry of the journal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.app import Workplace
from desktop.dossiers.bodies import Applicant
from desktop.dossiers.dossier import Delivery, Dossier, Message
from desktop.errors import UserFacingError
from desktop.exchange import exporting
from desktop.handling.record import Acting
from desktop.handling.rights import NotYours
from desktop.models import journal
from desktop.models.tables import DossierRow, MessageRow
from desktop.notices import office_wordings, workflow
from desktop.notices.states import FOLLOWS, REFUSED, UNSURE, MessageId, MessageRefused, Outgoing, read_id
from desktop.notices.wordings import WordingRefused
from desktop.terms import MessageChannel, MessageKind, MessageState
from tests.notices.test_wordings import document
from tests.support.desks import MONDAY, accept, acquaint, copied, do, open_desk

SMS, EMAIL = MessageChannel.SMS, MessageChannel.EMAIL


def acting_at(place: Workplace) -> Acting:
    return Acting(place.store.desk_id, place.office, place.officer, place.clock, place.now(), {})


@contextmanager
def at(place: Workplace) -> Iterator[tuple[Session, Acting]]:
    acting = acting_at(place)
    with place.store.write() as session:
        yield session, acting


def automatic(place: Workplace, dossier: Dossier) -> Dossier:
    """Do what the recording of an act does after it."""
    with at(place) as (session, acting):
        workflow.release_automatic(session, acting, dossier, journal.entries_of(session, dossier.id))
    return place.view(dossier.id).dossier


def delivery(place: Workplace, message: Message, channel: MessageChannel = SMS) -> Delivery | None:
    with place.store.read() as session:
        row = session.scalars(select(MessageRow).where(MessageRow.entry_id == message.entry)).one()
        state = session.scalars(select(DossierRow).where(DossierRow.id == row.dossier_id)).one()
        found = next(one for one in journal.load_state(state).messages if one.entry == message.entry)
    return found.delivery(channel)


def state(place: Workplace, message: Message, channel: MessageChannel = SMS) -> MessageState:
    told = delivery(place, message, channel)
    return told.state if told else MessageState.PREPARED


def undecided(place: Workplace) -> tuple[Dossier, Message]:
    """Return a dossier with an apology nobody has decided about."""
    dossier = accept(place)
    dossier = do(place, dossier.reference, "extend", new_due="2027-03-01", reason="mưa lũ", cause="objective")
    return dossier, next(message for message in dossier.messages if message.kind is MessageKind.APOLOGY)


def sending(session: Session, acting: Acting, message: Message) -> list[Outgoing]:
    return [one for one in workflow.to_send(session, acting.office) if one.id.startswith(message.entry)]


@pytest.fixture
def apology(commune: Workplace) -> tuple[Dossier, Message]:
    return undecided(commune)


def test_an_apology_waits_for_a_person(commune: Workplace, apology: tuple[Dossier, Message]) -> None:
    dossier, message = apology
    dossier = automatic(commune, dossier)
    with commune.store.read() as session:
        waiting = workflow.pending(session, commune.office)
        sending = workflow.to_send(session, commune.office)
    assert [(one.message.kind, one.prepared.to) for one in waiting] == [(MessageKind.APOLOGY, "0961234567")]
    assert [one.kind for one in sending] == [MessageKind.RECEIVED]
    assert state(commune, message) is MessageState.PREPARED


def test_release_keeps_text_number_and_parts(commune: Workplace, apology: tuple[Dossier, Message]) -> None:
    dossier, message = apology
    with at(commune) as (session, acting):
        (listed,) = [one for one in workflow.pending(session, acting.office) if one.message.entry == message.entry]
        workflow.release(session, acting, dossier.reference, message.entry, SMS)
    told = delivery(commune, message)
    assert told is not None
    assert (told.state, told.to, told.text) == (MessageState.RELEASED, "0961234567", listed.prepared.sms)
    assert told.parts == listed.prepared.parts
    with commune.store.read() as session:
        outgoing = workflow.to_send(session, commune.office)
    assert f"{message.entry}:sms" in [one.id for one in outgoing]


Act = Callable[[Session, Acting, Dossier, Message], Any]


def its_id(message: Message) -> MessageId:
    return MessageId(message.entry, SMS)


ACTS: dict[str, Act] = {
    "release": lambda session, acting, dossier, message: workflow.release(
        session, acting, dossier.reference, message.entry, SMS
    ),
    "retry": lambda session, acting, dossier, message: workflow.retry(
        session, acting, dossier.reference, message.entry, SMS
    ),
    "withhold": lambda session, acting, dossier, message: workflow.withhold(
        session, acting, dossier.reference, message.entry, SMS, reason="đã gọi điện"
    ),
    "handed": lambda session, acting, _, message: workflow.record_handed(session, acting, its_id(message), "77"),
    "confirmed": lambda session, acting, _, message: workflow.record_confirmed(session, acting, its_id(message), "78"),
    "failed": lambda session, acting, _, message: workflow.record_failed(session, acting, its_id(message), "sai số"),
}
TO_REACH: dict[MessageState, list[str]] = {
    MessageState.PREPARED: [],
    MessageState.WITHHELD: ["withhold"],
    MessageState.RELEASED: ["release"],
    MessageState.HANDED: ["release", "handed"],
    MessageState.CONFIRMED: ["release", "handed", "confirmed"],
    MessageState.FAILED: ["release", "handed", "failed"],
}
RELEASES = {MessageState.PREPARED, MessageState.WITHHELD, MessageState.FAILED}
ENDS: dict[str, dict[MessageState, MessageState | None]] = {
    "release": {one: MessageState.RELEASED if one in RELEASES else None for one in MessageState},
    "retry": {one: MessageState.RELEASED if one is MessageState.FAILED else None for one in MessageState},
    "withhold": {one: MessageState.WITHHELD if MessageState.WITHHELD in FOLLOWS[one] else None for one in MessageState},
    "handed": {
        MessageState.PREPARED: None,
        MessageState.WITHHELD: MessageState.HANDED,
        MessageState.RELEASED: MessageState.HANDED,
        MessageState.HANDED: MessageState.HANDED,
        MessageState.CONFIRMED: MessageState.CONFIRMED,
        MessageState.FAILED: MessageState.FAILED,
    },
    "confirmed": {one: MessageState.CONFIRMED if one is not MessageState.PREPARED else None for one in MessageState},
    "failed": {
        MessageState.PREPARED: None,
        MessageState.WITHHELD: MessageState.WITHHELD,
        MessageState.RELEASED: MessageState.FAILED,
        MessageState.HANDED: MessageState.FAILED,
        MessageState.CONFIRMED: MessageState.CONFIRMED,
        MessageState.FAILED: MessageState.FAILED,
    },
}


def test_every_act_in_every_state(commune: Workplace) -> None:
    """The whole matrix on one store: an act leads where the table says, or is refused in words and stores nothing."""
    for act, ends in ENDS.items():
        for start, end in ends.items():
            dossier, message = undecided(commune)
            for step in TO_REACH[start]:
                with at(commune) as (session, acting):
                    ACTS[step](session, acting, dossier, message)
            assert state(commune, message) is start
            if end is None:
                with at(commune) as (session, acting), pytest.raises(MessageRefused) as refused:
                    ACTS[act](session, acting, dossier, message)
                assert refused.value.message
            else:
                with at(commune) as (session, acting):
                    ACTS[act](session, acting, dossier, message)
            assert state(commune, message) is (end or start), f"{act} from {start}"


def test_every_state_has_its_successors_and_its_refusal() -> None:
    assert set(FOLLOWS) == set(REFUSED) == set(MessageState)


def test_withholding_needs_a_reason(commune: Workplace, apology: tuple[Dossier, Message]) -> None:
    dossier, message = apology
    with at(commune) as (session, acting), pytest.raises(MessageRefused, match="lý do"):
        workflow.withhold(session, acting, dossier.reference, message.entry, reason=" ")


def test_what_may_have_gone_can_not_be_withheld(commune: Workplace, apology: tuple[Dossier, Message]) -> None:
    dossier, message = apology
    with at(commune) as (session, acting):
        workflow.release(session, acting, dossier.reference, message.entry)
        assert workflow.record_unsure(session, acting, its_id(message), "chậm")
        assert not workflow.record_unsure(session, acting, its_id(message), "vẫn chậm")
        assert not workflow.record_not_sent(session, acting, its_id(message), "không có mạng")
        with pytest.raises(MessageRefused, match="Chưa rõ"):
            ACTS["withhold"](session, acting, dossier, message)
        (outgoing,) = sending(session, acting, message)
        assert outgoing.unsure
        assert outgoing.id == f"{message.entry}:sms"
        assert workflow.record_not_sent(session, acting, its_id(message), "cổng chưa nhận", certain=True)
        ACTS["withhold"](session, acting, dossier, message)
    assert not (delivery(commune, message) or Delivery(SMS, MessageState.FAILED, MONDAY)).reason.startswith(UNSURE)


def test_sent_again_after_a_failure_it_has_another_id(commune: Workplace, apology: tuple[Dossier, Message]) -> None:
    dossier, message = apology
    with at(commune) as (session, acting):
        for step in ("release", "handed", "failed"):
            ACTS[step](session, acting, dossier, message)
    do(commune, dossier.reference, "correct", entry=message.entry, changes={"applicant": {"phone": "0912 345 678"}},
       reason="số cũ sai")  # fmt: skip
    with at(commune) as (session, acting):
        ACTS["retry"](session, acting, dossier, message)
        (outgoing,) = sending(session, acting, message)
        assert (outgoing.id, outgoing.to) == (f"{message.entry}:sms:2", "0912345678")
        assert not ACTS["handed"](session, acting, dossier, message)  # old news of the first sending
        assert not ACTS["failed"](session, acting, dossier, message)
    assert state(commune, message) is MessageState.RELEASED
    with at(commune) as (session, acting):
        assert ACTS["confirmed"](session, acting, dossier, message)  # it arrived after all: not sent a second time
        assert sending(session, acting, message) == []


def test_no_phone_is_withheld_by_the_rule_and_no_crash(commune: Workplace) -> None:
    dossier = automatic(commune, accept(commune, applicant=Applicant("Đàm Văn Riêm")))
    message = dossier.messages[0]
    told = delivery(commune, message)
    assert told is not None
    assert told.state is MessageState.WITHHELD
    assert "không cho số điện thoại" in told.reason
    with at(commune) as (session, acting), pytest.raises(MessageRefused, match="không cho số điện thoại"):
        workflow.release(session, acting, dossier.reference, message.entry, SMS)


def test_what_is_decided_is_not_decided_again(commune: Workplace) -> None:
    dossier = automatic(commune, accept(commune))
    before = len(commune.view(dossier.id).entries)
    automatic(commune, dossier)
    assert len(commune.view(dossier.id).entries) == before


def test_an_auditor_lets_nothing_go(commune: Workplace, apology: tuple[Dossier, Message]) -> None:
    dossier, message = apology
    with at(commune.as_officer("tra")) as (session, acting):
        for act in ("release", "withhold", "handed"):
            with pytest.raises(NotYours):
                ACTS[act](session, acting, dossier, message)


def test_unknown_messages_and_dossiers_are_named(commune: Workplace) -> None:
    dossier = accept(commune)
    with at(commune) as (session, acting):
        with pytest.raises(MessageRefused, match="không có tin nhắn"):
            workflow.release(session, acting, dossier.reference, "nothing")
        with pytest.raises(MessageRefused, match="Không có tin nhắn nào"):
            workflow.record_handed(session, acting, MessageId("nothing", SMS), "1")
        with pytest.raises(UserFacingError, match="Không tìm thấy"):
            workflow.release(session, acting, "H00.1-1", "nothing")


def test_wordings_of_the_office(commune: Workplace) -> None:
    letters = document("received", channels=["sms", "email"])
    with at(commune.as_officer("lan")) as (session, acting):
        office_wordings.set_wordings(session, acting, letters)
        office_wordings.set_accents(session, acting, accents=False)
        with pytest.raises(WordingRefused):
            office_wordings.set_wordings(session, acting, document("apology", sms="Đề nghị bổ sung"))
    person = Applicant("Đàm Văn Riêm", phone="0961234567", email="riem@example.vn")
    dossier = automatic(commune, accept(commune, applicant=person))
    sms, email = (delivery(commune, dossier.messages[0], channel) for channel in (SMS, EMAIL))
    assert sms is not None
    assert email is not None
    assert sms.text.startswith("Ong/Ba Dam Van Riem: ho so")
    assert email.to == "riem@example.vn"
    with commune.store.read() as session:
        outgoing = {one.channel: one for one in workflow.to_send(session, commune.office)}
    assert outgoing[EMAIL].subject == f"Đã tiếp nhận hồ sơ {dossier.reference}"
    assert outgoing[EMAIL].text.startswith("Kính gửi")
    with at(commune) as (session, acting):
        assert office_wordings.use_shipped(session, acting).accents


def rows(place: Workplace) -> list[tuple[Any, ...]]:
    with place.store.read() as session:
        return sorted(
            (row.entry_id, row.dossier_id, row.office, row.kind, row.at, row.state)
            for row in session.scalars(select(MessageRow))
        )


def test_replaying_the_journal_gives_the_same_messages(commune: Workplace, apology: tuple[Dossier, Message]) -> None:
    dossier, message = apology
    automatic(commune, dossier)
    for step in ("release", "handed", "failed", "retry"):
        with at(commune) as (session, acting):
            ACTS[step](session, acting, dossier, message)
    before, told = rows(commune), commune.view(dossier.id).dossier.messages
    commune.rebuild()
    assert rows(commune) == before
    assert commune.view(dossier.id).dossier.messages == told


def test_an_office_that_hears_of_it_tells_nothing(office_templates: Path, tmp_path: Path) -> None:
    here, there = (open_desk(folder) for folder in copied(office_templates, tmp_path, "commune", "district"))
    acquaint(here, there)
    dossier = accept(here)
    do(here, dossier.reference, "hand-over", to_office=there.office.code)
    stick = tmp_path / "usb"
    stick.mkdir()
    for written in exporting.export_all(here.store, stick, here.now(), there.office.code):
        there.import_data(written.path.read_bytes(), written.path.name)
    heard = there.view(dossier.reference).dossier
    assert [message.kind for message in heard.messages] == [MessageKind.RECEIVED]
    with there.store.read() as session:
        assert workflow.pending(session, there.office) == []
        assert workflow.to_send(session, there.office) == []
    leader = there.as_officer("ha")
    with at(leader) as (session, acting):
        assert workflow.release_automatic(session, acting, heard, journal.entries_of(session, heard.id)) == ()
        with pytest.raises(MessageRefused, match="Tin này do"):
            workflow.release(session, acting, heard.reference, heard.messages[0].entry)
    here.close()
    there.close()


def test_counts_and_lists(commune: Workplace, apology: tuple[Dossier, Message]) -> None:
    automatic(commune, apology[0])
    with commune.store.read() as session:
        found = workflow.counts(session, commune.office.code)
        going = workflow.listed(session, commune.office, [MessageState.RELEASED])
    assert (found[MessageState.PREPARED], found[MessageState.RELEASED]) == (1, 1)
    assert [one.message.kind for one in going] == [MessageKind.RECEIVED]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("a-1:sms", True),
        ("a-1:sms:2", True),
        ("a-1", False),
        ("a-1:fax", False),
        ("a:sms:0", False),
        (" a:sms\n", True),
    ],
)
def test_ids_a_gateway_gives_back(text: str, known: bool) -> None:
    found = read_id(text)
    assert (found is not None) is known
    assert found is None or str(found) == text.strip()
