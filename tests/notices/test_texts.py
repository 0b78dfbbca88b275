"""What a citizen reads: the shipped words of every kind, and that an extension never asks for papers."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.dossiers import bodies
from desktop.dossiers.bodies import Applicant
from desktop.dossiers.entry import Draft
from desktop.notices.kinds import COMMON, COMMON_OPTIONAL, FACT_WORDS, KIND
from desktop.notices.prepare import Prepared
from desktop.notices.sms import Coding, coding, parts
from desktop.notices.wordings import plain_words
from desktop.terms import EntryKind, LateCause, MessageChannel, MessageKind
from desktop.wording import MESSAGE
from tests.notices.telling import BODY, DUE, LATER, OUTCOME, RIEM, told
from tests.support.bench import IMPRINT
from tests.support.desks import COMMUNE as PLAIN_OFFICE

GOLDEN = Path(__file__).parent / "texts.txt"


def sheet(prepared: Prepared) -> str:
    return (
        f"## {prepared.kind} · {MESSAGE[prepared.kind]} · "
        f"{prepared.parts} phần có dấu, {prepared.parts_plain} không dấu\n"
        f"{prepared.sms}\n{prepared.sms_plain}\n--- {prepared.email_subject}\n{prepared.email_body}\n"
    )


def golden() -> dict[str, str]:
    sheets = GOLDEN.read_text(encoding="utf-8").split("## ")[1:]
    return {part.partition(" ")[0]: f"## {part}".rstrip("\n") for part in sheets}


@pytest.mark.parametrize("kind", MessageKind)
def test_the_words_of_a_kind(kind: MessageKind) -> None:
    assert sheet(told(kind).prepared()).rstrip("\n") == golden()[kind]


def test_every_kind_has_its_rules_and_every_field_its_words() -> None:
    assert set(KIND) == set(MessageKind) == set(BODY) | set(OUTCOME)
    fields = COMMON | COMMON_OPTIONAL | {name for rule in KIND.values() for name in rule.known}
    assert fields == set(FACT_WORDS)


PAPERS_ASKED = (
    "bo sung", "nop them", "nop du", "nop lai", "mang them", "con thieu", "giay to", "hoan thien", "hoan chinh",
    "thanh phan ho so", "cung cap", "de nghi nop", "moi nop",
)  # fmt: skip
"""Folded words by which a citizen understands that something is to be brought."""


@given(
    reason=st.sampled_from(["chờ ý kiến của Sở", "Máy chủ hỏng", "cán bộ phụ trách nghỉ ốm.", "mưa lũ chia cắt đường"]),
    late=st.booleans(),
    cause=st.sampled_from(LateCause),
    provisional=st.booleans(),
    whole_day=st.booleans(),
)
def test_an_extension_says_sorry_and_never_asks_for_papers(
    reason: str, late: bool, cause: LateCause, provisional: bool, whole_day: bool
) -> None:
    body = bodies.Extended(3, DUE, LATER, provisional, reason, cause, late, IMPRINT, due_whole_day=whole_day)
    prepared = told(MessageKind.APOLOGY, body=body).prepared()
    assert prepared.kind is MessageKind.APOLOGY
    for text in (prepared.sms, prepared.sms_plain, prepared.email_subject + prepared.email_body):
        said = plain_words(text)
        assert not [phrase for phrase in PAPERS_ASKED if phrase in said]
        assert "xin loi" in said
        assert plain_words(reason).rstrip(".") in said
        assert "25/12/2026" in said
        assert "08/01/2027" in said
        assert ("(du kien)" in said) is provisional


ASKING = {MessageKind.SUPPLEMENT, MessageKind.GUIDANCE}


@pytest.mark.parametrize("kind", sorted(set(MessageKind) - ASKING - {MessageKind.SUPPLEMENT_RECEIVED}))
def test_only_requests_for_papers_sound_like_one(kind: MessageKind) -> None:
    said = plain_words(told(kind).prepared().sms)
    assert not [phrase for phrase in PAPERS_ASKED if phrase in said]


def test_a_request_lists_what_is_missing_and_where_to_bring_it() -> None:
    sms = told(MessageKind.SUPPLEMENT).prepared().sms
    assert "Trích lục bản đồ (01 bản chính); Đơn đề nghị (02 bản sao)" in sms
    assert "Bộ phận Một cửa UBND xã Quang Hán" in sms


@pytest.mark.parametrize("kind", MessageKind)
def test_without_diacritics_every_text_is_pure_gsm(kind: MessageKind) -> None:
    prepared = told(kind).prepared()
    assert coding(prepared.sms_plain) is Coding.GSM
    assert prepared.parts_plain == parts(prepared.sms_plain) < prepared.parts == parts(prepared.sms)


def test_the_delegate_is_addressed() -> None:
    prepared = told(MessageKind.RECEIVED, replace(RIEM, delegate="Nông Thị Hoa")).prepared()
    assert prepared.name == "Nông Thị Hoa"
    assert prepared.sms.startswith("Ông/Bà Nông Thị Hoa: ")


def test_an_organisation_is_addressed_by_its_name() -> None:
    company = replace(RIEM, organisation="Công ty TNHH Quang Hán")
    assert told(MessageKind.RECEIVED, company).prepared().sms.startswith("Công ty TNHH Quang Hán: ")


@pytest.mark.parametrize(
    ("phone", "to", "problem"),
    [
        ("+84 961.234.567", "0961234567", ""),
        ("", "", "không cho số điện thoại"),
        ("02063826123", "", "máy bàn"),
        ("12345", "", "không đúng"),
    ],
)
def test_where_it_goes(phone: str, to: str, problem: str) -> None:
    one = told(MessageKind.APOLOGY)
    one.dossier = replace(one.dossier, applicant=replace(RIEM, phone=phone))
    prepared = one.prepared()
    assert prepared.to == to
    assert problem in prepared.problems.get(MessageChannel.SMS, "")
    assert bool(prepared.sendable) is not bool(problem)
    assert prepared.sms  # the officer can read it out on the telephone


def test_an_unknown_prefix_is_worth_a_look_and_no_obstacle() -> None:
    prepared = told(MessageKind.RECEIVED, replace(RIEM, phone="0501234567")).prepared()
    assert prepared.to == "0501234567"
    assert not prepared.problems
    assert "Đầu số 050" in prepared.notes[0]


def test_the_entry_speaks_whatever_happened_later() -> None:
    one = told(MessageKind.APOLOGY)
    before = one.prepared().sms
    again = bodies.Extended(4, LATER, datetime(2027, 2, 1, 17), False, "lý do khác", LateCause.OBJECTIVE, True, IMPRINT)
    one.bench.now = datetime(2027, 1, 7, 9, 0)
    one.dossier = one.bench.add(Draft(EntryKind.EXTENDED, again, one.bench.now))
    prepared = one.prepared()
    assert prepared.sms == before
    assert "diễn biến mới" in prepared.notes[0]


def test_a_corrected_reason_is_the_right_one() -> None:
    one = told(MessageKind.APOLOGY)
    fixed = bodies.Corrected(one.message.entry, {}, "ghi nhầm", amended={"reason": "mưa lũ chia cắt đường"})
    one.bench.add(Draft(EntryKind.CORRECTED, fixed, one.bench.now))
    assert "Lý do: mưa lũ chia cắt đường." in one.prepared().sms


def test_on_the_same_day_the_hours_tell_old_from_new() -> None:
    body = bodies.Extended(
        3, DUE, DUE.replace(hour=19), False, "mất điện", LateCause.OBJECTIVE, True, IMPRINT, due_whole_day=True
    )
    sms = told(MessageKind.APOLOGY, body=body).prepared().sms
    assert "ngày hẹn 17:00 ngày 25/12/2026" in sms
    assert "mới: 19:00 ngày 25/12/2026" in sms


def test_a_missing_fact_is_a_problem_in_words() -> None:
    body = bodies.Extended(3, DUE, LATER, False, " ", LateCause.OBJECTIVE, True, IMPRINT)
    prepared = told(MessageKind.APOLOGY, body=body).prepared()
    assert prepared.sms == ""
    assert "Chưa có lý do" in prepared.problems[MessageChannel.SMS]


def test_without_a_telephone_number_of_the_office_its_bracket_falls_away() -> None:
    assert told(MessageKind.RECEIVED).prepared(office=PLAIN_OFFICE).sms.endswith("UBND xã Quang Hán.")


@given(name=st.text("{}[]abc ", min_size=1, max_size=20).filter(str.strip), reason=st.text(max_size=80))
def test_what_people_typed_is_never_a_field(name: str, reason: str) -> None:
    body = bodies.Extended(3, DUE, LATER, False, f"vì {reason}.", LateCause.OBJECTIVE, True, IMPRINT)
    prepared = told(MessageKind.APOLOGY, Applicant(name, phone="0961234567"), body).prepared()
    assert " ".join(name.split()).rstrip(" .;,") in prepared.sms
    assert "\n" not in prepared.sms
