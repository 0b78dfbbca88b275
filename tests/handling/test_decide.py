"""What may happen to a dossier: every action in every status, by the right office, the right role, at a right time."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from desktop.deadlines import Unit
from desktop.dossiers.bodies import BODY, OfficeRef
from desktop.dossiers.dossier import Dossier
from desktop.errors import UserFacingError
from desktop.exchange.portal import PORTAL_CODE
from desktop.handling import decide as law
from desktop.handling.actions import ACTIONS, Custody, allowed, offered
from desktop.handling.context import NotAllowedNow, WrongMoment
from desktop.handling.rules import RULES
from desktop.procedures.procedure import Limit
from desktop.terms import ENDED, RUNNING, WAITING, EntryKind, Form, LateCause, Role, Status
from desktop.wording import ENTRY, FORM, STATUS
from tests.support.bench import COMMUNE, DISTRICT, MONDAY, TAX, Bench, clock
from tests.support.situations import ACCENT, FIELDS, REACHED, in_status, reads_well

EVERYWHERE = {"correct", "note"}
WITH_A_CODE = EVERYWHERE | {"explain"}
HANDLED = {"finish-step", "assign", "hand-over", "ask-supplement", "ask-obligation", "pause", "extend", "result-ready"}
GIVEN_UP = {"reject", "stop", "withdraw"}
LIVE = WITH_A_CODE | GIVEN_UP | {"hand-over", "ask-withdrawal", "merge"}
MAY: dict[Status, set[str]] = {
    Status.GUIDED: EVERYWHERE,
    Status.REFUSED: EVERYWHERE,
    Status.ACCEPTED: LIVE | HANDLED,
    Status.IN_PROGRESS: LIVE | HANDLED | {"return-step"},
    Status.WAITING_SUPPLEMENT: LIVE | {"receive-supplement"},
    Status.WAITING_OBLIGATION: LIVE | {"obligation-met"},
    Status.PAUSED: LIVE | {"resume"},
    Status.REJECTED: WITH_A_CODE,
    Status.STOPPED: WITH_A_CODE,
    Status.WITHDRAWN: WITH_A_CODE,
    Status.MERGED: WITH_A_CODE,
    Status.RESULT_READY: WITH_A_CODE | {"hand-over", "return-result"},
    Status.RETURNED: WITH_A_CODE,
    Status.ARRIVED: EVERYWHERE | {"merge"},
}
"""What the office that holds the paper may record, by status; written out by hand, beside the program's own table."""


def test_every_status_is_reached_by_these_tests() -> None:
    assert set(REACHED) == set(MAY) == set(Status)


@pytest.mark.parametrize("action", sorted(ACTIONS))
@pytest.mark.parametrize("status", list(Status), ids=str)
def test_each_action_in_each_status(status: Status, action: str) -> None:
    bench = in_status(status)
    before = bench.dossier
    if action in MAY[status]:
        after = bench.do(action, **FIELDS.get(action, {}))
        assert after.head == bench.entries[-1].id
        assert after != before
    else:
        with pytest.raises(NotAllowedNow) as refusal:
            bench.do(action, **FIELDS.get(action, {}))
        assert bench.dossier is before
        assert reads_well(refusal.value.message), refusal.value.message


@pytest.mark.parametrize("status", list(Status), ids=str)
def test_what_is_offered_is_what_is_allowed(status: Status) -> None:
    bench = in_status(status)
    assert bench.dossier
    assert {action.name for action in offered(bench.dossier, COMMUNE.code, Role.DESK, clock())} == MAY[status]


class TestCustody:
    @pytest.mark.parametrize("action", sorted(ACTIONS))
    def test_an_office_that_does_not_hold_the_paper_records_nothing_but_words(self, action: str) -> None:
        bench = in_status(Status.IN_PROGRESS)
        bench.office = DISTRICT
        if action in {"note", "explain"}:
            assert ACTIONS[action].custody is Custody.ANYONE
            bench.do(action, **FIELDS[action])
            return
        with pytest.raises(NotAllowedNow) as refusal:
            bench.do(action, **FIELDS.get(action, {}))
        assert reads_well(refusal.value.message)

    def test_the_refusal_names_where_the_paper_is(self) -> None:
        bench = in_status(Status.IN_PROGRESS)
        bench.office = DISTRICT
        with pytest.raises(NotAllowedNow, match="đang ở UBND xã Quang Hán"):
            bench.do("finish-step")

    def test_an_office_that_has_the_paper_is_not_told_that_it_lies_elsewhere(self) -> None:
        with pytest.raises(NotAllowedNow) as refusal:
            in_status(Status.IN_PROGRESS).do("take-over")
        assert "đang ở UBND" not in refusal.value.message

    @pytest.mark.parametrize(
        ("office", "may"), [(COMMUNE, True), (DISTRICT, True), (TAX, False)], ids=["sender", "addressee", "third"]
    )
    def test_on_the_way_only_the_two_ends_take_it_without_saying_how_it_came(
        self, office: OfficeRef, may: bool
    ) -> None:
        bench = in_status(Status.ACCEPTED)
        bench.do("hand-over", to_office=TAX.code)
        bench.office = TAX
        bench.do("take-over")
        bench.office = COMMUNE
        assert bench.dossier
        assert TAX.code in bench.dossier.offices
        bench = in_status(Status.ACCEPTED)
        for holder, to in ((COMMUNE, TAX), (TAX, COMMUNE), (COMMUNE, DISTRICT)):
            bench.office = holder
            bench.do("hand-over", to_office=to.code)
            bench.office = to if to is not DISTRICT else office
            if to is not DISTRICT:
                bench.do("take-over")
        if may:
            taken = bench.do("take-over")
            assert taken.custodian == office
            assert taken.in_transit_to is None
        else:
            with pytest.raises(NotAllowedNow, match="chưa bàn giao cho đơn vị này") as refusal:
                bench.do("take-over")
            assert refusal.value.field == "reason"
            assert bench.do("take-over", reason="Bưu tá giao nhầm").custodian == office

    def test_nothing_else_is_recorded_on_the_way(self) -> None:
        bench = in_status(Status.ACCEPTED)
        bench.do("hand-over", to_office=DISTRICT.code)
        assert bench.dossier
        for office in (COMMUNE, DISTRICT):
            names = {action.name for action in allowed(bench.dossier, office.code, Role.LEADER)}
            assert names == {"take-over", "note", "explain", "settle"}
            undisputed = allowed(bench.dossier, office.code, Role.DESK, disputed=False)
            assert {action.name for action in undisputed} == {"take-over", "note", "explain"}

    def test_handing_over_to_oneself(self) -> None:
        with pytest.raises(NotAllowedNow, match="Nơi nhận trùng"):
            in_status(Status.ACCEPTED).do("hand-over", to_office=COMMUNE.code)

    def test_the_step_of_the_other_office_starts_when_it_takes_over(self) -> None:
        bench = in_status(Status.ACCEPTED)
        sent = bench.do("hand-over", to_office=DISTRICT.code)
        assert sent.step
        assert (sent.step.office, sent.step.started, sent.step.due) == (DISTRICT.code, None, None)
        bench.office = DISTRICT
        bench.now = datetime(2026, 11, 25, 13, 45)
        taken = bench.do("take-over")
        assert taken.step
        assert taken.step.started == datetime(2026, 11, 25, 13, 45)
        assert taken.step.due == datetime(2026, 11, 26, 11, 30)
        assert taken.due == sent.due


class TestRoles:
    @pytest.mark.parametrize("status", list(Status), ids=str)
    def test_an_auditor_records_nothing(self, status: Status) -> None:
        bench = in_status(status)
        bench.role = Role.AUDITOR
        assert bench.dossier
        assert allowed(bench.dossier, COMMUNE.code, Role.AUDITOR) == []
        for action in ACTIONS:
            with pytest.raises(NotAllowedNow, match="chỉ được xem"):
                bench.do(action, **FIELDS.get(action, {}))

    def test_an_auditor_prints_nothing(self) -> None:
        bench = in_status(Status.ACCEPTED)
        bench.role = Role.AUDITOR
        assert bench.dossier
        with pytest.raises(NotAllowedNow, match="chỉ được xem"):
            law.printed(bench.dossier, Form.RECEIPT, bench.context())

    @pytest.mark.parametrize("role", [Role.DESK, Role.SPECIALIST, Role.ADMIN, Role.LEADER])
    def test_a_second_supplement_is_the_leader_s(self, role: Role) -> None:
        bench = in_status(Status.WAITING_SUPPLEMENT)
        bench.do("receive-supplement")
        bench.role = role
        if role is Role.LEADER:
            assert bench.do("ask-supplement", **FIELDS["ask-supplement"]).supplements[-1].round == 2
        else:
            words = "“Quản trị” không được ghi" if role is Role.ADMIN else "phải do lãnh đạo ghi"
            with pytest.raises(NotAllowedNow, match=words):
                bench.do("ask-supplement", **FIELDS["ask-supplement"])

    @pytest.mark.parametrize("role", [Role.DESK, Role.SPECIALIST, Role.ADMIN, Role.LEADER])
    def test_a_second_extension_is_the_leader_s(self, role: Role) -> None:
        bench = in_status(Status.ACCEPTED)
        bench.do("extend", **FIELDS["extend"])
        bench.role = role
        later = {**FIELDS["extend"], "new_due": "2027-03-25"}
        if role is Role.LEADER:
            assert len(bench.do("extend", **later).extensions) == 2
        else:
            words = "“Quản trị” không được ghi" if role is Role.ADMIN else "phải do lãnh đạo ghi"
            with pytest.raises(NotAllowedNow, match=words):
                bench.do("extend", **later)


class TestMoments:
    def test_what_happened_yesterday_is_written_today_with_the_reason(self) -> None:
        bench = in_status(Status.ACCEPTED)
        bench.now = MONDAY + timedelta(days=3)
        before = bench.dossier
        with pytest.raises(WrongMoment, match="quá 4 giờ làm việc mới ghi") as refusal:
            bench.do("finish-step", at=MONDAY + timedelta(hours=1))
        assert refusal.value.field == "late_reason"
        assert bench.dossier is before
        done = bench.do("finish-step", at=MONDAY + timedelta(hours=1), late_reason="Mất mạng")
        assert done.steps[0].finished == MONDAY + timedelta(hours=1)
        assert done.steps[0].late_reason == "Mất mạng"

    @pytest.mark.parametrize(
        ("late", "words"),
        [(timedelta(minutes=1), "còn ở tương lai"), (timedelta(minutes=-1), "trước việc gần nhất đã ghi")],
        ids=["one minute ahead", "before the entry it follows"],
    )
    def test_a_time_that_cannot_be(self, late: timedelta, words: str) -> None:
        bench = in_status(Status.ACCEPTED)
        with pytest.raises(WrongMoment, match=words) as refusal:
            bench.do("finish-step", at=MONDAY + late)
        assert refusal.value.field == "occurred_at"
        assert reads_well(refusal.value.message)

    def test_a_note_typed_later_does_not_bar_what_happened_before_it(self) -> None:
        bench = in_status(Status.ACCEPTED)
        bench.now = MONDAY + timedelta(hours=3)
        bench.do("note", text="Đã gọi điện")
        done = bench.do("finish-step", at=MONDAY + timedelta(hours=1))
        assert done.last_act_at == MONDAY + timedelta(hours=1)


class TestSteps:
    def test_the_procedure_s_steps_follow_each_other(self) -> None:
        bench = in_status(Status.ACCEPTED)
        seen = []
        while bench.dossier and bench.dossier.step:
            seen.append(bench.dossier.step.step_id)
            bench.do("finish-step")
            if bench.dossier.step and bench.dossier.step.started is None:
                bench.do("hand-over", to_office=DISTRICT.code)
                bench.office = DISTRICT
                bench.do("take-over")
        assert seen == ["X2", "X3", "2", "3", "4a", "4b", "5", "6a", "6b", "6c", "7", "8", "10", "11", "12"]
        with pytest.raises(NotAllowedNow):
            bench.do("finish-step")

    def test_another_step_than_the_published_next_one_is_marked_as_unforeseen(self) -> None:
        bench = in_status(Status.ACCEPTED)
        done = bench.do("finish-step", next="4b", reason="Đã có bản trích đo")
        assert done.step
        assert done.step.step_id == "4b"
        assert bench.entries[-1].body_as_dict()["unforeseen_reason"] == "Đã có bản trích đo"

    def test_a_step_that_does_not_exist(self) -> None:
        with pytest.raises(NotAllowedNow, match="không có bước “99”"):
            in_status(Status.ACCEPTED).do("finish-step", next="99")

    def test_sent_back_the_earlier_step_runs_again_with_its_own_time(self) -> None:
        bench = in_status(Status.IN_PROGRESS)
        bench.now = datetime(2026, 11, 25, 8, 0)
        back = bench.do("return-step", reason="Thiếu chữ ký")
        assert [(run.step_id, run.finished is None) for run in back.steps] == [
            ("X2", False),
            ("X3", False),
            ("X2", True),
        ]
        assert back.step
        assert back.step.due == datetime(2026, 11, 30, 11, 30)
        assert back.due == back.promises[0].due, "going back moves no promise"

    @pytest.mark.parametrize("to", ["8", "99"], ids=["a step not done yet", "no such step"])
    def test_a_step_it_cannot_go_back_to(self, to: str) -> None:
        with pytest.raises(NotAllowedNow) as refusal:
            in_status(Status.IN_PROGRESS).do("return-step", to=to, reason="Thiếu chữ ký")
        assert refusal.value.field == "to"

    def test_assigned_to_somebody_until_the_step_is_over(self) -> None:
        bench = in_status(Status.ACCEPTED)
        assert bench.do("assign", holder=" Lý Văn Bình ").holder == "Lý Văn Bình"
        assert bench.do("finish-step").holder == ""


class TestWaits:
    """DP-1: a wait moves the promise by the working time it took."""

    @pytest.mark.parametrize(
        ("ask", "answer", "fields"),
        [
            ("ask-supplement", "receive-supplement", FIELDS["ask-supplement"]),
            ("ask-obligation", "obligation-met", FIELDS["ask-obligation"]),
            ("pause", "resume", FIELDS["pause"]),
        ],
    )
    def test_a_wait_of_two_working_days_moves_promise_and_step_by_two(
        self, ask: str, answer: str, fields: dict[str, Any]
    ) -> None:
        bench = in_status(Status.ACCEPTED)
        promised = bench.dossier and bench.dossier.due
        assert promised
        waiting = bench.do(ask, **fields)
        assert waiting.due is None
        assert waiting.status in WAITING
        bench.now = datetime(2026, 11, 26, 8, 15)  # Tuesday is a day off
        goes_on = bench.do(answer)
        assert goes_on.due
        assert goes_on.due.date() == clock().add_working_days(promised.date(), 2)
        assert goes_on.step
        assert goes_on.step.due == datetime(2026, 12, 1, 11, 30)
        assert goes_on.promises[0].due == promised
        assert goes_on.open_pause is None

    def test_a_wait_of_an_hour_moves_no_day(self) -> None:
        bench = in_status(Status.WAITING_OBLIGATION)
        bench.now = MONDAY + timedelta(hours=1)
        met = bench.do("obligation-met")
        assert len(met.promises) == 1
        assert met.due == met.promises[0].due

    def test_a_limit_in_calendar_days_moves_by_calendar_days(self) -> None:
        bench = in_status(Status.ACCEPTED)
        assert bench.dossier
        promise = msgspec.structs.replace(bench.dossier.promises[0], due=datetime(2026, 12, 7, 17, 0), whole_day=True)
        limit = Limit(value=14, unit=Unit.CALENDAR_DAY)
        plan = msgspec.structs.replace(bench.dossier.plan, total=limit)
        bench.dossier = msgspec.structs.replace(bench.dossier, plan=plan, promises=(promise,))
        bench.do("ask-obligation")
        bench.now = datetime(2026, 11, 30, 8, 15)
        assert bench.do("obligation-met").due == datetime(2026, 12, 14, 17, 0)

    def test_what_was_asked_for_counts_as_handed_in_unless_a_list_says_less(self) -> None:
        bench = in_status(Status.WAITING_SUPPLEMENT)
        received = bench.do("receive-supplement")
        assert [(paper.name, paper.ok) for paper in received.papers][-1] == ("Trích lục bản đồ", True)
        assert received.supplements[0].answered == MONDAY

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"papers": [], "reason": "Thiếu"}, "papers"),
            ({"papers": [" "], "reason": "Thiếu"}, "papers"),
            ({"papers": ["Trích lục"], "reason": "  "}, "reason"),
        ],
        ids=["no paper", "a blank paper", "no reason"],
    )
    def test_a_supplement_without_what_it_needs(self, fields: dict[str, Any], field: str) -> None:
        bench = in_status(Status.ACCEPTED)
        with pytest.raises(NotAllowedNow) as refusal:
            bench.do("ask-supplement", **fields)
        assert refusal.value.field == field
        assert reads_well(refusal.value.message)

    @pytest.mark.parametrize("amount", [0, -5])
    def test_an_obligation_of_nothing(self, amount: int) -> None:
        with pytest.raises(NotAllowedNow, match="Số tiền phải lớn hơn 0"):
            in_status(Status.ACCEPTED).do("ask-obligation", amount_vnd=amount)

    def test_a_procedure_that_never_stops_the_clock_cannot_be_paused(self) -> None:
        bench = Bench()
        bench.take_in(procedure="tthc-1.000894")
        with pytest.raises(NotAllowedNow, match="không thể “Tạm dừng”"):
            bench.do("pause", reason="Chờ")


class TestExtension:
    """An apology with a new date: no pause, no supplement, no other status."""

    def test_it_changes_the_promise_and_nothing_else(self) -> None:
        bench = in_status(Status.IN_PROGRESS)
        before = bench.dossier
        assert before
        after = bench.do("extend", **FIELDS["extend"])
        assert after.due == datetime(2027, 2, 25, 17, 0)
        assert (after.status, after.pauses, after.supplements, after.steps) == (before.status, (), (), before.steps)
        assert after.promises[0] == before.promises[0]
        assert after.promises[-1].paper_no == 1
        extension = after.extensions[0]
        assert (extension.cause, extension.late) == (LateCause.SUBJECTIVE, False)
        assert bench.entries[-1].kind == EntryKind.EXTENDED
        assert PORTAL_CODE[after.status] == PORTAL_CODE[before.status]

    def test_an_apology_after_the_promise_is_marked_late(self) -> None:
        bench = in_status(Status.ACCEPTED)
        assert bench.dossier
        assert bench.dossier.due
        bench.now = bench.dossier.due + timedelta(minutes=1)
        assert bench.do("extend", **{**FIELDS["extend"], "new_due": "2027-03-25"}).extensions[0].late

    @pytest.mark.parametrize(
        ("change", "field", "words"),
        [
            ({"new_due": "2026-12-02"}, "new_due", "Hãy chọn ngày muộn hơn"),
            ({"new_due": "2027-02-27"}, "new_due", "là ngày nghỉ"),
            ({"new_due": "2027-02-25T23:00"}, "new_due", "trong giờ làm việc"),
            ({"new_due": "2027-02-25T05:00"}, "new_due", "trong giờ làm việc"),
            ({"new_due": "25/2/2027"}, "new_due", "Hãy nhập dạng"),
            ({"new_due": "2027-02-25T09:00+07:00"}, "new_due", "trong giờ làm việc"),
            ({"cause": "trời mưa"}, "cause", "“khách quan” hoặc “chủ quan”"),
            ({"reason": " "}, "reason", "Chưa ghi lý do chậm"),
        ],
        ids=["earlier", "a Saturday", "at night", "before opening", "no date", "with a zone", "no cause", "no reason"],
    )
    def test_what_no_extension_can_say(self, change: dict[str, str], field: str, words: str) -> None:
        bench = in_status(Status.ACCEPTED)
        with pytest.raises(NotAllowedNow, match=words) as refusal:
            bench.do("extend", **{**FIELDS["extend"], **change})
        assert refusal.value.field == field
        assert bench.dossier
        assert bench.dossier.extensions == ()

    @pytest.mark.parametrize("cause", ["khách quan", "Khách Quan", "objective", "khach quan"])
    def test_a_cause_in_any_spelling(self, cause: str) -> None:
        bench = in_status(Status.ACCEPTED)
        assert bench.do("extend", **{**FIELDS["extend"], "cause": cause}).extensions[0].cause is LateCause.OBJECTIVE


class TestCorrection:
    def test_particulars_are_set_right_and_the_wrong_entry_stays(self) -> None:
        bench = in_status(Status.RETURNED)
        first = bench.entries[0].body
        changes = {"applicant": {"phone": "0912.345.678"}, "sets": 3}
        after = bench.do("correct", entry=1, changes=changes, reason="Gõ nhầm số")
        assert (after.applicant.phone, after.applicant.full_name, after.sets) == ("0912345678", "Đàm Văn Riêm", 3)
        assert after.status is Status.RETURNED
        assert bench.entries[0].body == first

    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"due": "2027-01-01"},
            {"sets": 0},
            {"sets": True},
            {"sets": 10**25},
            {"sets": "2"},
            {"applicant": {}},
            {"applicant": "Đàm Văn Riêm"},
            {"applicant": {"tên": "Đàm Văn Riêm"}},
            {"applicant": {"phone": "12"}},
            {"applicant": {"phone": 912345678}},
            {"applicant": {"identity_no": "0123"}},
            {"applicant": {"full_name": " "}},
        ],
        ids=repr,
    )
    def test_what_cannot_be_corrected(self, changes: dict[str, Any]) -> None:
        bench = in_status(Status.ACCEPTED)
        with pytest.raises(UserFacingError) as refusal:
            bench.do("correct", entry=1, changes=changes, reason="Gõ nhầm")
        assert reads_well(refusal.value.message), refusal.value.message


class TestEnds:
    @pytest.mark.parametrize("action", sorted(GIVEN_UP))
    @pytest.mark.parametrize("status", sorted(RUNNING | WAITING), ids=str)
    def test_an_end_closes_step_and_pause(self, status: Status, action: str) -> None:
        bench = in_status(status)
        ended = bench.do(action, **FIELDS[action])
        assert ended.status in ENDED
        assert ended.step is None
        assert ended.open_pause is None
        assert ended.ended_at == MONDAY

    @pytest.mark.parametrize("action", sorted(GIVEN_UP))
    def test_an_end_needs_a_reason(self, action: str) -> None:
        with pytest.raises(NotAllowedNow, match="Chưa ghi lý do"):
            in_status(Status.ACCEPTED).do(action, reason=" ")

    def test_the_result_is_to_be_handed_out_within_its_own_time(self) -> None:
        ready = in_status(Status.RESULT_READY).dossier
        assert ready
        assert ready.ready_at == MONDAY
        assert ready.step
        assert (ready.step.step_id, ready.step.due) == ("11", datetime(2026, 11, 27, 11, 30))
        assert ready.return_due == ready.step.due

    def test_a_result_is_handed_to_somebody(self) -> None:
        with pytest.raises(NotAllowedNow, match="Chưa ghi người nhận kết quả"):
            in_status(Status.RESULT_READY).do("return-result", to_whom="")


class TestTables:
    def test_every_status_has_words_and_a_portal_code(self) -> None:
        assert set(PORTAL_CODE) == set(STATUS) == set(Status)
        assert PORTAL_CODE[Status.GUIDED] is None, "what was not accepted is unknown to the portal"
        assert all(code in {str(n) for n in range(1, 11)} for code in PORTAL_CODE.values() if code is not None)

    def test_a_wait_for_papers_shares_its_portal_code_with_nothing(self) -> None:
        """One province told citizens to add papers when the truth was "we are late"."""
        for status in (Status.WAITING_SUPPLEMENT, Status.WAITING_OBLIGATION, Status.RESULT_READY, Status.RETURNED):
            assert [other for other in Status if PORTAL_CODE[other] == PORTAL_CODE[status]] == [status]

    def test_every_kind_of_entry_has_words_and_a_body_of_its_own(self) -> None:
        assert set(ENTRY) == set(BODY) == set(EntryKind)
        assert len(set(BODY.values())) == len(EntryKind)
        assert len(set(ENTRY.values())) == len(EntryKind)

    def test_every_paper_has_words(self) -> None:
        assert set(FORM) == set(Form)

    def test_statuses_say_one_thing_each(self) -> None:
        assert not RUNNING & WAITING
        assert not RUNNING & ENDED
        assert not WAITING & ENDED
        assert len(set(STATUS.values())) == len(Status)

    @pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.name)
    def test_every_action_has_a_rule_words_and_fields_its_command_knows(self, action: Any) -> None:
        assert action.command in RULES
        assert ACCENT.search(action.label)
        assert set(action.asks) <= set(action.command.__struct_fields__)
        needed = [field.name for field in msgspec.structs.fields(action.command) if field.default is msgspec.NODEFAULT]
        assert set(needed) <= set(action.asks)

    @pytest.mark.parametrize(
        ("name", "fields"),
        [("fly", {}), ("extend", {}), ("note", {"text": 3}), ("note", {"text": "a", "more": 1})],
        ids=["no such action", "a field is missing", "a field of another kind", "a field too many"],
    )
    def test_a_command_that_is_none(self, name: str, fields: dict[str, Any]) -> None:
        bench = in_status(Status.ACCEPTED)
        with pytest.raises(UserFacingError) as refusal:
            bench.do(name, **fields)
        assert reads_well(refusal.value.message)


def test_a_paper_is_printed_as_often_as_it_is_and_only_if_it_exists() -> None:
    bench = in_status(Status.ACCEPTED)
    for copy in (1, 2):
        assert bench.dossier
        dossier: Dossier = bench.add(law.printed(bench.dossier, Form.RECEIPT, bench.context()))
        paper = dossier.issued_paper(Form.RECEIPT)
        assert paper
        assert paper.prints == copy
    assert bench.dossier
    with pytest.raises(NotAllowedNow, match="không có giấy này"):
        law.printed(bench.dossier, Form.APOLOGY, bench.context())
