"""Where a message stands, and what a row says of it."""

from datetime import datetime

import pytest
from msgspec.structs import replace
from pytestqt.modeltest import ModelTester

from desktop.dossiers.bodies import Applicant
from desktop.dossiers.dossier import Delivery
from desktop.notices.carrier import Delivered, Outcome, Receipt
from desktop.notices.outbox import Answers
from desktop.notices.states import UNSURE
from desktop.notices.workflow import Listed
from desktop.terms import MessageChannel, MessageKind, MessageState
from desktop.ui.messages.arrangement import Group, Header, arrange, group_of, rows_of
from desktop.ui.messages.list_model import MessageListModel
from desktop.ui.messages.outcome_words import Released, answers_words, delivered_words, released_words
from tests.notices.telling import RIEM, told

AT = datetime(2026, 12, 14, 10, 0)
SMS, EMAIL = MessageChannel.SMS, MessageChannel.EMAIL


def listed(*deliveries: Delivery, kind: MessageKind = MessageKind.APOLOGY, applicant: Applicant = RIEM) -> Listed:
    found = told(kind, applicant)
    message = replace(found.message, deliveries=deliveries)
    return Listed(found.dossier, message, found.prepared())


def delivery(state: MessageState, channel: MessageChannel = SMS, **changes: str) -> Delivery:
    return Delivery(channel, state, AT, "0961234567", "Lời nhắn", 2, **changes)


@pytest.mark.parametrize(
    ("deliveries", "group"),
    [
        ((), Group.PREPARED),
        ((delivery(MessageState.RELEASED),), Group.RELEASED),
        ((delivery(MessageState.FAILED), delivery(MessageState.CONFIRMED, EMAIL)), Group.FAILED),
        ((delivery(MessageState.RELEASED), delivery(MessageState.WITHHELD, EMAIL)), Group.RELEASED),
        ((delivery(MessageState.CONFIRMED), delivery(MessageState.WITHHELD, EMAIL)), Group.WITHHELD),
    ],
    ids=["nothing decided", "let go", "one channel failed", "one channel withheld", "arrived on one channel"],
)
def test_a_message_stands_where_something_is_to_be_done(deliveries: tuple[Delivery, ...], group: Group) -> None:
    assert group_of(listed(*deliveries).message) is group


def test_a_citizen_without_a_number_is_named_as_the_hindrance() -> None:
    nowhere = replace(RIEM, phone="", email="")
    (row,) = rows_of([listed(applicant=nowhere)])
    assert (row.pill, row.sendable, row.to) == ("thiếu số điện thoại", False, "")
    assert row.problem


def test_what_went_is_shown_as_it_went_not_as_it_would_be_worded_now() -> None:
    (row,) = rows_of([listed(delivery(MessageState.HANDED))])
    assert (row.text, row.parts, row.to) == ("Lời nhắn", "2 tin SMS", "0961234567")


def test_a_text_that_may_have_gone_is_marked() -> None:
    (row,) = rows_of([listed(delivery(MessageState.RELEASED, reason=f"{UNSURE}: mất kết nối"))])
    assert row.pill == "chưa rõ đã gửi"


def test_groups_come_in_the_order_of_need_each_under_its_header() -> None:
    rows = rows_of([listed(delivery(MessageState.CONFIRMED)), listed(), listed(delivery(MessageState.FAILED))])
    items = arrange(rows)
    assert [item.group for item in items if isinstance(item, Header)] == [
        Group.PREPARED,
        Group.FAILED,
        Group.CONFIRMED,
    ]
    assert len(arrange(rows, Group.FAILED)) == 2


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = MessageListModel()
    model.show_items(arrange(rows_of([listed(), listed(delivery(MessageState.FAILED))])))
    qtmodeltester.check(model)
    model.show_items([])
    qtmodeltester.check(model)


def test_a_round_is_told_with_what_needs_an_eye() -> None:
    receipts = (
        Receipt("a", Outcome.HANDED),
        Receipt("b", Outcome.NOT_SENT, reason="Không nối được cổng"),
        Receipt("c", Outcome.NOT_SENT, reason="Không nối được cổng"),
    )
    words = delivered_words(Delivered(receipts, doubtful=("d",)), "cho cổng")
    assert words[0] == "Đã ghi 1 tin cho cổng."
    assert words[1] == "Chưa gửi được: Không nối được cổng (2 tin)"
    assert "1 tin chưa rõ" in words[2]
    assert delivered_words(Delivered(()), "cho cổng") == ["Không có tin nào được gửi."]


def test_answers_and_refusals_are_told() -> None:
    assert answers_words(Answers(2, 1, 3))[0] == (
        "Trả lời của cổng: 2 tin đã đến, 1 tin gửi không được, 3 dòng đã biết từ trước."
    )
    assert len(answers_words(Answers(unknown=tuple("abcdefg"), unreadable=("Dòng 1: x",)))) == 3
    assert released_words(Released(1, ("H14: sai",)))[1] == "Chưa duyệt được: H14: sai"
