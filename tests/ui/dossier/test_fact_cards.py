from collections.abc import Callable
from datetime import datetime

import pytest
from msgspec.structs import asdict
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.bodies import OfficeRef
from desktop.dossiers.dossier import Delivery, Dossier, Message, Transfer
from desktop.handling.attribution import LateInterval, Sort
from desktop.terms import MessageChannel, MessageKind, MessageState, TransferWay, Unrecorded
from desktop.ui.dossier.fact_cards import (
    SHOWN,
    Fact,
    FactsCard,
    late_facts,
    message_facts,
    transfer_facts,
)
from desktop.ui.dossier.page import DossierPage
from desktop.ui.dossier.writers import Writers

Played = Callable[[str], Dossier]
AT = datetime(2026, 11, 20, 8, 5)
NOBODY = Writers("", "", {}, {}, {})
HERE, THERE = OfficeRef("H14.12.3", "UBND xã Quang Hán"), OfficeRef("H14.12", "UBND huyện Trùng Khánh")


def late(sort: Sort, **changes: object) -> LateInterval:
    fields: dict[str, object] = {
        "code": "c", "run": 0, "step_id": "s1", "step": "Thẩm định", "office": HERE.code, "unit": "Địa chính",
        "officer": "hoang", "sort": sort, "since": AT, "until": AT, "minutes": 540,
    }  # fmt: skip
    return LateInterval(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("interval", "pill", "line"),
    [
        (late(Sort.WORK), "chậm việc", "chậm 1 ngày 1 giờ · Địa chính · Hoàng Văn Páo"),
        (late(Sort.RECORDING, late_reason="Mất điện"), "ghi muộn", "Ghi muộn vì: Mất điện"),
        (late(Sort.UNKNOWN), "chưa rõ", "Chưa ghi nên chưa rõ chậm việc hay ghi muộn"),
        (
            late(Sort.UNKNOWN, unrecorded=Unrecorded.TAKEN_AHEAD),
            "chưa rõ",
            "Nơi sau đã nhận, nơi trước chưa ghi bàn giao",
        ),
        (late(Sort.WORK, cause="staff", cause_words="Thiếu người"), "chậm việc", "Nguyên nhân: Thiếu người"),
        (late(Sort.WORK, unit="", office="H14"), "chậm việc", "chậm 1 ngày 1 giờ · Tỉnh · Bế Văn Hoàng"),
    ],
    ids=["work", "recording", "unknown", "taken ahead", "explained", "another office"],
)
def test_lateness_says_whose_and_of_which_sort(
    practice_place: Workplace, interval: LateInterval, pill: str, line: str
) -> None:
    names = Writers(HERE.name, "d1", {"hoang": "Hoàng Văn Páo"}, {"d2": "Tỉnh"}, {("d2", "hoang"): "Bế Văn Hoàng"})
    offices = {"H14": "Tỉnh", HERE.code: HERE.name}
    (fact,) = late_facts([interval], practice_place.clock, names, offices, explains=True)
    assert fact.pill == pill
    assert line in fact.lines
    assert bool(fact.button) is not bool(interval.cause)


def test_a_step_late_twice_is_explained_once(practice_place: Workplace) -> None:
    both = [late(Sort.WORK), late(Sort.RECORDING)]
    facts = late_facts(both, practice_place.clock, NOBODY, {}, explains=True)
    assert [bool(fact.button) for fact in facts] == [True, False]
    assert not any(fact.button for fact in late_facts(both, practice_place.clock, NOBODY, {}, explains=False))


def test_a_message_says_its_kind_its_way_its_state_and_its_text() -> None:
    told = Delivery(
        MessageChannel.SMS, MessageState.FAILED, AT, "0961234567", "Ông Đàm: hồ sơ " + "dài " * 60, 2, "", "Sai số"
    )
    (fact,) = message_facts([Message("e", MessageKind.APOLOGY, AT, HERE.code, (told,))], HERE.code, {})
    assert (fact.title, fact.pill, fact.tone) == ("Xin lỗi và hẹn lại ngày trả", "gửi không được", "overdue")
    assert fact.lines[0] == "Tin nhắn SMS đến 0961234567 · 08:05 20/11: Sai số"
    assert fact.lines[1].startswith("“Ông Đàm: hồ sơ dài")
    assert fact.lines[1].endswith("…”")
    assert fact.tip == told.text


def test_a_message_nobody_let_go_yet_waits_and_one_of_another_office_says_so() -> None:
    (fact,) = message_facts([Message("e", MessageKind.RECEIVED, AT, THERE.code)], HERE.code, {THERE.code: THERE.name})
    assert fact.pill == "chờ duyệt"
    assert fact.lines == ("Lập lúc 08:05 20/11/2026", "Do UBND huyện Trùng Khánh gửi")


def test_a_message_not_let_go_yet_shows_what_it_will_say(
    page: DossierPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("obligation")
    waiting = next(message for message in reversed(dossier.messages) if message.state is MessageState.PREPARED)
    prepared = practice_place.telling.preview(dossier, waiting.entry)
    text = prepared.text(MessageChannel.SMS)
    page.show_dossier(dossier.id)
    fact = next(fact for fact in page.messages.facts if fact.tip == text)
    assert fact.pill == "chờ duyệt"
    assert any(line.startswith(f"Sẽ gửi đến {prepared.to}: “{text[:60]}") for line in fact.lines)


def test_a_message_that_can_not_be_told_says_why(page: DossierPage, practice_place: Workplace, played: Played) -> None:
    dossier = played("obligation")
    received = practice_place.view(dossier.id).entries[0].id
    applicant = {**asdict(dossier.applicant), "phone": ""}
    given = {"entry": received, "reason": "Số sai", "changes": {"applicant": applicant}}
    after = practice_place.do(dossier.id, "correct", given).dossier
    waiting = next(message for message in reversed(after.messages) if message.state is MessageState.PREPARED)
    problem = practice_place.telling.preview(after, waiting.entry).problems[MessageChannel.SMS]
    page.show_dossier(dossier.id)
    assert any(f"Tin nhắn SMS: {problem}" in fact.lines for fact in page.messages.facts)


def test_nothing_is_foretold_of_messages_of_another_office() -> None:
    (fact,) = message_facts([Message("e", MessageKind.RECEIVED, AT, THERE.code)], HERE.code, {})
    assert fact.tip == ""


@pytest.mark.parametrize(
    ("transfer", "pill", "lines"),
    [
        (
            Transfer(HERE, THERE, AT, 3, TransferWay.POST),
            "đang chuyển",
            ("Danh sách số 3 · qua bưu chính", "Giao 08:05 20/11/2026"),
        ),
        (
            Transfer(HERE, THERE, AT, 3, taken=AT),
            "đã nhận",
            ("Danh sách số 3 · trực tiếp", "Giao 08:05 20/11/2026 · nhận 08:05 20/11/2026"),
        ),
        (
            Transfer(HERE, THERE, None, taken=AT, reason="Bưu tá đưa"),
            "chưa ghi giao",
            ("Nơi giao chưa ghi bàn giao · nhận 08:05 20/11/2026", "Bưu tá đưa"),
        ),
    ],
    ids=["on its way", "arrived", "unannounced"],
)
def test_a_way_between_offices_says_list_way_and_times(transfer: Transfer, pill: str, lines: tuple[str, ...]) -> None:
    (fact,) = transfer_facts([transfer])
    assert fact.title == "UBND xã Quang Hán → UBND huyện Trùng Khánh"
    assert (fact.pill, fact.lines) == (pill, lines)


def test_a_long_list_is_folded_and_opens(qtbot: QtBot) -> None:
    card = FactsCard("Tin nhắn")
    qtbot.addWidget(card)
    card.show_facts([Fact(str(number), button="Giải trình…", key=str(number)) for number in range(9)])
    assert len(card.buttons) == SHOWN
    card._fill(9)
    with qtbot.waitSignal(card.pressed) as pressed:
        card.buttons["7"].click()
    assert pressed.args == ["7"]
    assert card.buttons["7"].accessibleName() == "Giải trình… 7"


def test_nothing_to_say_shows_no_card(qtbot: QtBot) -> None:
    card = FactsCard("Bàn giao")
    qtbot.addWidget(card)
    card.show_facts([Fact("a")])
    assert not card.isHidden()
    card.show_facts([])
    assert card.isHidden()


def test_the_page_shows_them_and_explaining_begins_at_its_row(page: DossierPage, played: Played) -> None:
    page.show_dossier(played("obligation").id)
    assert page.late.isVisible()
    assert page.messages.isVisible()
    key, button = next(iter(page.late.buttons.items()))
    button.click()
    assert page.panel is not None
    assert page.panel.action.name == "explain"
    assert page.panel.field("step").value() == key
    assert not page.late.isVisible()
    page._close_panel()
    assert page.late.isVisible()
