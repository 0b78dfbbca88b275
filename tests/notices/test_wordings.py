"""Wordings are checked when they are loaded: a broken one is refused whole, with kind, field and line."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.notices.kinds import KIND
from desktop.notices.wordings import (
    FORMAT,
    MissingFact,
    Release,
    WordingRefused,
    fault_of,
    fields_of,
    filled,
    in_force,
    overridden,
    shipped,
)
from desktop.terms import MessageChannel, MessageKind


def document(kind: str = "apology", **fields: Any) -> str:
    return json.dumps({"format": FORMAT, "kinds": {kind: fields}}, ensure_ascii=False, indent=1)


APOLOGY = "Xin lỗi {ten}: hồ sơ {ma_ho_so}, hẹn {ngay_hen_cu}, nay {ngay_hen_moi}. {ly_do}."


def test_an_office_changes_one_text_and_keeps_the_rest() -> None:
    own = overridden(document(sms=APOLOGY))
    assert own.of(MessageKind.APOLOGY).sms == APOLOGY
    assert own.of(MessageKind.APOLOGY).email_body == shipped().of(MessageKind.APOLOGY).email_body
    assert own.of(MessageKind.RECEIVED) == shipped().of(MessageKind.RECEIVED)


def test_an_office_chooses_diacritics() -> None:
    assert shipped().accents
    assert not overridden(json.dumps({"format": FORMAT, "accents": False})).accents


@pytest.mark.parametrize("kind", MessageKind)
def test_what_goes_by_itself(kind: MessageKind) -> None:
    waits = {
        MessageKind.APOLOGY, MessageKind.REJECTION, MessageKind.STOP, MessageKind.CORRECTION, MessageKind.REFUSAL,
        MessageKind.GUIDANCE, MessageKind.CALENDAR_CHANGE, MessageKind.OBLIGATION, MessageKind.WITHDRAWAL_DECLINED,
    }  # fmt: skip
    assert (shipped().of(kind).release is Release.APPROVE) is (kind in waits)


BROKEN = [
    ("no JSON", "{", "dòng 1: không đúng dạng JSON"),
    ("another document", '{"format": "desk-rules/1"}', FORMAT),
    ("not even an object", "[]", "Mẫu tin nhắn không dùng được"),
    ("unknown kind", document("lời_chào", sms="x"), "dòng 4: không có loại tin “lời_chào”"),
    ("unknown key", document(tin="x"), "loại tin “apology”"),
    ("unknown release", document(release="maybe"), "loại tin “apology”"),
    ("no channel", document(channels=[]), "cần ít nhất một kênh"),
    ("unknown field", document(sms=APOLOGY + " {so_cccd}"), "dòng 5: loại tin “apology”, mục “sms”: không có"),
    ("fact left out", document(sms=APOLOGY.replace("{ngay_hen_moi}", "sau")), "thiếu thông tin “{ngay_hen_moi}”"),
    ("fact that may be empty", document(sms=APOLOGY + " {dien_thoai}"), "đặt cả cụm trong ngoặc vuông"),
    ("required fact in brackets", document(sms=APOLOGY.replace("{ly_do}", "[{ly_do}]")), "thiếu thông tin “{ly_do}”"),
    ("open brace", document(sms=APOLOGY + " {ten"), "đặt sai chỗ"),
    ("open bracket", document(sms=APOLOGY + " [ {ten}"), "không có dấu “]”"),
    ("bracket in bracket", document(sms=APOLOGY + " [a [{ten}]]"), "đặt sai chỗ"),
    ("bracket without a field", document(sms=APOLOGY + " [xin]"), "không có thông tin nào"),
    ("empty", document(sms=""), "chưa có nội dung"),
    ("apology that asks for papers", document(sms=APOLOGY + " Đề nghị nộp thêm giấy tờ."), "“nộp thêm”"),
    ("the same without diacritics", document(sms=APOLOGY + " De nghi BO SUNG ho so."), "“bổ sung”"),
    ("apology that is not one", document(sms=APOLOGY.replace("Xin lỗi", "Kính gửi")), "“xin lỗi”"),
    ("asking in the letter", document(email_body=APOLOGY + " Còn thiếu đơn."), "mục “email_body”"),
    ("asking in the subject", document(email_subject="Bổ sung hồ sơ"), "mục “email_subject”"),
    ("a kind twice", '{"format": "notice-templates/1", "kinds": {"stop": {}, "stop": {}}}', "viết hai lần"),
    ("letter without a subject", document(channels=["email"], email_subject=""), "chưa có tiêu đề"),
    ("far too long", document(sms=APOLOGY + "a" * 5000), "dài quá"),
]


@pytest.mark.parametrize(("text", "fault"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_document_is_refused_and_the_shipped_words_are_used(text: str, fault: str) -> None:
    with pytest.raises(WordingRefused) as refused:
        overridden(text)
    assert fault in refused.value.message
    used = in_force(text)
    assert used.wordings is shipped()
    assert fault in used.problem


def test_nothing_set_is_nothing_wrong() -> None:
    assert in_force(None).problem == ""


@given(st.text(max_size=60))
def test_any_text_is_used_or_refused_in_words(text: str) -> None:
    used = in_force(text)
    assert used.wordings is shipped()
    assert not text or used.problem.startswith("Đang dùng mẫu tin có sẵn")


@pytest.mark.parametrize("kind", MessageKind)
@pytest.mark.parametrize("other", MessageKind)
def test_no_kind_may_borrow_the_words_of_a_request_for_papers(kind: MessageKind, other: MessageKind) -> None:
    """Whatever facts it names, the wording of a request stands under no kind that asks for nothing."""
    asking = {MessageKind.SUPPLEMENT, MessageKind.GUIDANCE}
    if other in asking and kind not in asking:
        named = " ".join(f"{{{name}}}" for name in sorted(KIND[kind].told))
        words = shipped().of(other).sms.split("{giay_to}")[0].replace("[", "").partition("cần")[2]
        assert fault_of(f"{named} cần {words} bổ sung {named}", KIND[kind])
    elif kind is other:
        assert fault_of(shipped().of(kind).sms, KIND[kind]) == ""


@given(st.dictionaries(st.sampled_from(["ten", "ly_do", "dien_thoai"]), st.text(max_size=12)))
def test_brackets_stand_and_fall_with_their_facts(facts: dict[str, str]) -> None:
    text = "a{ten}[, {dien_thoai}]."
    if not facts.get("ten"):
        with pytest.raises(MissingFact):
            filled(text, facts)
        return
    phone = f", {facts['dien_thoai']}" if facts.get("dien_thoai") else ""
    assert filled(text, facts) == f"a{facts['ten']}{phone}."
    assert fields_of(text) == ["ten", "dien_thoai"]


def test_letters_may_be_switched_on() -> None:
    own = overridden(document("received", channels=["sms", "email"]))
    assert own.of(MessageKind.RECEIVED).channels == (MessageChannel.SMS, MessageChannel.EMAIL)
