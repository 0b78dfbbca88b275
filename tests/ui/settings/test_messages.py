import json

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.notices.kinds import FACT_WORDS
from desktop.notices.wordings import shipped
from desktop.terms import MessageChannel, MessageKind
from desktop.ui.settings.messages.examples import EXAMPLE, example_text, parts_words
from desktop.ui.settings.messages.section import GATEWAY, MessagesSection
from tests.ui.settings.conftest import Open

OWN = "{ten}: hồ sơ {ma_ho_so} đã tiếp nhận, hẹn {ngay_hen}."
SECRET = "khoa-bi-mat-123"


@pytest.fixture
def section(open_section: Open) -> MessagesSection:
    made = open_section("messages")
    assert isinstance(made, MessagesSection)
    return made


def fill_gateway(section: MessagesSection, url: str = "https://sms.caobang.example.vn/send") -> None:
    section.tabs.setCurrentIndex(GATEWAY)
    section.gateway.url.set_text(url)
    section.gateway.headers.model.add_row({"name": "Authorization", "value": "Bearer {secret}"})
    section.gateway.secret.line.setText(SECRET)
    section.mark()


@pytest.mark.parametrize("kind", MessageKind)
def test_every_shipped_wording_reads_with_the_examples(practice_place: Workplace, kind: MessageKind) -> None:
    text = example_text(shipped().of(kind).sms, practice_place.office)
    assert text
    assert "{" not in text


def test_every_fact_has_an_example() -> None:
    assert set(FACT_WORDS) - set(EXAMPLE) == {"co_quan", "bo_phan"}


@pytest.mark.parametrize(
    ("text", "accents", "words"),
    [
        pytest.param("Đã có kết quả", True, "Có dấu: 13 ký tự, tính cước 1 tin", id="short"),
        pytest.param("ế" * 71, True, "Có dấu: 71 ký tự, tính cước 2 tin", id="71 with diacritics"),
        pytest.param("ế" * 71, False, "Không dấu: 71 ký tự, tính cước 1 tin", id="71 without"),
    ],
)
def test_parts_are_counted(text: str, accents: bool, words: str) -> None:
    assert parts_words(text, accents=accents) == words


def test_an_own_wording_is_kept_and_the_others_stay(section: MessagesSection, practice_place: Workplace) -> None:
    section.panel.sms.set_text(OWN)
    section.accents.click()
    assert section.try_to_save(), section.notice.text.text()
    used = practice_place.telling.wordings().wordings
    assert used.of(MessageKind.RECEIVED).sms == OWN
    assert not used.accents
    assert used.of(MessageKind.APOLOGY) == shipped().of(MessageKind.APOLOGY)
    assert set(json.loads(practice_place.telling.own_wordings())["kinds"]) == {"received"}


def test_a_wording_that_would_mislead_is_refused_at_its_field(
    section: MessagesSection, practice_place: Workplace
) -> None:
    section.kinds.choose(MessageKind.APOLOGY)
    section.panel.sms.set_text(section.panel.sms.text() + " Đề nghị bổ sung giấy tờ.")
    assert "hiểu sai" in section.panel.sms.error()
    section.kinds.choose(MessageKind.RECEIVED)
    assert not section.try_to_save()
    assert section.kinds.key() == MessageKind.APOLOGY
    assert "hiểu sai" in section.panel.sms.error()
    assert practice_place.telling.own_wordings() == ""


def test_a_letter_needs_words(section: MessagesSection) -> None:
    section.panel.channels[MessageChannel.EMAIL].click()
    section.panel.body.set_text("")
    assert "phải có mục này" in section.panel.body.error()
    assert not section.try_to_save()


def test_back_to_the_shipped_wording(section: MessagesSection, practice_place: Workplace) -> None:
    section.panel.sms.set_text(OWN)
    assert section.try_to_save()
    section.back.click()
    assert section.try_to_save()
    used = practice_place.telling.wordings().wordings
    assert (used.kinds, used.accents) == (shipped().kinds, shipped().accents)


def test_a_gateway_is_kept_and_its_secret_never_shown(section: MessagesSection, practice_place: Workplace) -> None:
    fill_gateway(section)
    assert section.try_to_save(), section.notice.text.text()
    text, known = practice_place.telling.gateway()
    assert known
    assert SECRET not in text
    assert section.gateway.secret.line.text() == ""
    assert "Đã có khóa" in section.gateway.secret.line.placeholderText()
    section.gateway.once.set_text("Idempotency-Key")
    section.mark()
    assert section.try_to_save()
    assert practice_place.telling.gateway()[1], "an empty secret keeps the one before"


@pytest.mark.parametrize(
    ("url", "body", "field", "said"),
    [
        pytest.param("ftp://x", None, "url", "https", id="no web address"),
        pytest.param("http://sms.example.vn", None, "url", "không mã hóa", id="not encrypted"),
        pytest.param("https://sms.example.vn", '{"to": "{to}"', "body", "Dòng 1", id="no JSON"),
        pytest.param("https://sms.example.vn", '{"to": "{to}"}', "body", "{text}", id="no text in it"),
    ],
)
def test_a_fault_of_the_gateway_stands_at_its_field(
    section: MessagesSection, practice_place: Workplace, url: str, body: str | None, field: str, said: str
) -> None:
    fill_gateway(section, url)
    if body:
        section.gateway.body.set_text(body)
    assert not section.try_to_save()
    assert said in getattr(section.gateway, field).error()
    assert practice_place.telling.gateway() == ("", False)


def test_a_gateway_is_forgotten_after_a_question(section: MessagesSection, practice_place: Workplace) -> None:
    fill_gateway(section)
    assert section.try_to_save()
    section.gateway.forget.click()
    section.notice.buttons[0].click()
    assert practice_place.telling.gateway() == ("", False)
    assert not section.is_dirty()


def test_typing_is_what_marks_it(qtbot: QtBot, section: MessagesSection) -> None:
    qtbot.keyClicks(section.panel.sms.area, "x")
    assert section.is_dirty()
