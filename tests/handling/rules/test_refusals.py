"""What each rule refuses, in words an officer can act on; nothing is written then. One row, one refusal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from desktop.terms import Role, Status
from tests.support.bench import COMMUNE, DISTRICT, LAND, MONDAY, Bench
from tests.support.situations import FIELDS, in_status, refused
from tests.support.synthetic import PARALLEL

Start = Callable[[], Bench]


def at(status: Status) -> Start:
    return lambda: in_status(status)


def by(role: Role, start: Start) -> Start:
    def made() -> Bench:
        bench = start()
        bench.role = role
        return bench

    return made


def after(start: Start, *done: tuple[str, dict[str, Any]]) -> Start:
    def made() -> Bench:
        bench = start()
        for action, fields in done:
            bench.do(action, **fields)
        return bench

    return made


def parallel() -> Bench:
    bench = Bench()
    bench.take_in(procedure=PARALLEL)
    return bench


def later(hours: int, start: Start) -> Start:
    def made() -> Bench:
        bench = start()
        bench.now = MONDAY + timedelta(hours=hours)
        return bench

    return made


ACCEPTED, IN_PROGRESS = at(Status.ACCEPTED), at(Status.IN_PROGRESS)
FINISHED = after(ACCEPTED, ("finish-step", {}), ("finish-step", {}))
ON_THE_WAY = after(ACCEPTED, ("hand-over", {"to_office": DISTRICT.code}))
ASKED = after(ACCEPTED, ("ask-supplement", FIELDS["ask-supplement"]), ("receive-supplement", {}))
EXTENDED = after(ACCEPTED, ("extend", FIELDS["extend"]))
TOGETHER = after(parallel, ("finish-step", {}))
CHANGES = {"entry": "entry-1", "reason": "Gõ nhầm"}

REFUSALS: dict[str, tuple[Start, str, dict[str, Any], str, str]] = {
    # steps
    "finish a step that awaits its office": (FINISHED, "finish-step", {}, "", "còn phải bàn giao"),
    "finish a step that does not run": (ACCEPTED, "finish-step", {"step": "4b"}, "step", "không đang thực hiện"),
    "finish towards a step nobody published": (ACCEPTED, "finish-step", {"next": "99"}, "next", "không có bước “99”"),
    "go a way nobody published without saying why": (
        ACCEPTED,
        "finish-step",
        {"next": "4b"},
        "reason",
        "Chưa ghi lý do chuyển sang",
    ),
    "go back on the published way without a reason for it": (
        IN_PROGRESS,
        "finish-step",
        {"next": "X2"},
        "reason",
        "quy trình công bố không có đường này",
    ),
    "send back without a reason": (IN_PROGRESS, "return-step", {"reason": ""}, "reason", "Chưa ghi lý do chuyển trả"),
    "send back to a step never done": (
        IN_PROGRESS,
        "return-step",
        {"to": "8", "reason": "Sai"},
        "to",
        "chưa từng thực hiện",
    ),
    "send back what has only begun": (ACCEPTED, "return-step", {"reason": "Sai"}, "", "không thể “Chuyển trả"),
    "send back what is still to be handed over": (FINISHED, "return-step", {"reason": "Sai"}, "", "còn phải bàn giao"),
    "assign to nobody": (ACCEPTED, "assign", {"holder": " "}, "holder", "Chưa ghi người được phân công"),
    "finish one of a group by a name of no group": (TOGETHER, "finish-step", {"step": "a"}, "step", "b1"),
    "choose what follows while others of the group run": (
        TOGETHER,
        "finish-step",
        {"next": "c"},
        "next",
        "Còn bước song song đang thực hiện",
    ),
    # words
    "an empty note": (ACCEPTED, "note", {"text": " \n"}, "text", "Chưa ghi nội dung ghi chú"),
    "explain with a cause of one's own": (
        ACCEPTED,
        "explain",
        {"cause": "trời mưa"},
        "cause",
        "Không có nguyên nhân “trời mưa”",
    ),
    "explain a step it never went through": (
        ACCEPTED,
        "explain",
        {"cause": "other", "step": "8"},
        "step",
        "chưa từng qua bước “8”",
    ),
    "explain before there is a code": (at(Status.GUIDED), "explain", {"cause": "other"}, "", "không thể “Giải trình"),
    # custody
    "hand over to nobody": (ACCEPTED, "hand-over", {"to_office": " "}, "to_office", "Chưa ghi nơi nhận"),
    "hand over to oneself": (ACCEPTED, "hand-over", {"to_office": COMMUNE.code}, "to_office", "Nơi nhận trùng"),
    "hand over what is on its way": (ON_THE_WAY, "hand-over", {"to_office": "H14"}, "", "đang chuyển đến H14.12"),
    "take over what lies here": (ACCEPTED, "take-over", {"reason": "Có đây"}, "", "không thể “Nhận bàn giao”"),
    # supplement
    "ask for nothing": (ACCEPTED, "ask-supplement", {"papers": [], "reason": "Thiếu"}, "papers", "Chưa chọn giấy tờ"),
    "ask without saying why": (
        ACCEPTED,
        "ask-supplement",
        {"papers": ["Trích lục"], "reason": " "},
        "reason",
        "Chưa ghi lý do yêu cầu bổ sung",
    ),
    "ask a second time at the desk": (ASKED, "ask-supplement", FIELDS["ask-supplement"], "reason", "do lãnh đạo ghi"),
    "ask a second time as a specialist": (
        by(Role.SPECIALIST, ASKED),
        "ask-supplement",
        FIELDS["ask-supplement"],
        "reason",
        "do lãnh đạo ghi",
    ),
    "receive what nobody asked for": (ACCEPTED, "receive-supplement", {}, "", "không thể “Ghi đã nhận bổ sung”"),
    # waiting
    "an obligation of nothing": (
        ACCEPTED,
        "ask-obligation",
        {"amount_vnd": 0},
        "amount_vnd",
        "Số tiền phải lớn hơn 0",
    ),
    "pause without a reason": (ACCEPTED, "pause", {"reason": ""}, "reason", "Chưa ghi lý do tạm dừng"),
    "pause in a step that counts": (
        ACCEPTED,
        "pause",
        {"reason": "Chờ", "step": "4b"},
        "step",
        "“4b” không dừng tính hạn",
    ),
    "resume what runs": (ACCEPTED, "resume", {}, "", "không thể “Tiếp tục giải quyết”"),
    # promises
    "promise an earlier day": (
        ACCEPTED,
        "extend",
        {**FIELDS["extend"], "new_due": "2027-01-05"},
        "new_due",
        "Hãy chọn ngày muộn hơn",
    ),
    "promise a second time at the desk": (
        EXTENDED,
        "extend",
        {**FIELDS["extend"], "new_due": "2027-03-25"},
        "reason",
        "do lãnh đạo ghi",
    ),
    "promise anew though no calendar changed": (
        ACCEPTED,
        "re-promise",
        {"reason": "Nghỉ bù"},
        "reason",
        "không muộn hơn ngày đã hẹn",
    ),
    # ends
    "reject without a reason": (ACCEPTED, "reject", {"reason": ""}, "reason", "Chưa ghi lý do không giải quyết"),
    "stop without a reason": (ACCEPTED, "stop", {"reason": " "}, "reason", "Chưa ghi lý do dừng"),
    "stop as a specialist": (
        by(Role.SPECIALIST, ACCEPTED),
        "stop",
        {"reason": "Kiện"},
        "",
        "“Chuyên viên” không được ghi",
    ),
    "withdraw without a reason": (ACCEPTED, "withdraw", {"reason": ""}, "reason", "Chưa ghi lý do rút"),
    "ask twice for the dossier back": (
        after(ACCEPTED, ("ask-withdrawal", FIELDS["ask-withdrawal"])),
        "ask-withdrawal",
        {"reason": "Lần nữa"},
        "",
        "không thể “Công dân đề nghị rút hồ sơ”",
    ),
    "decline what nobody asked": (
        ACCEPTED,
        "decline-withdrawal",
        {"reason": "Không"},
        "",
        "không thể “Không đồng ý rút",
    ),
    "merge into a dossier nobody knows": (
        ACCEPTED,
        "merge",
        {"into": "H14-260101-0001", "reason": "Trùng"},
        "into",
        "Không tìm thấy hồ sơ",
    ),
    "merge without a reason": (
        ACCEPTED,
        "merge",
        {**FIELDS["merge"], "reason": ""},
        "reason",
        "Chưa ghi lý do gộp",
    ),
    # results
    "a result handed to nobody": (
        at(Status.RESULT_READY),
        "return-result",
        {"to_whom": " "},
        "to_whom",
        "Chưa ghi người nhận",
    ),
    "hand out a result nobody recorded": (
        IN_PROGRESS,
        "return-result",
        {"to_whom": "Riêm"},
        "result_at",
        "chưa ghi “Có kết quả”",
    ),
    "a date of signing that is none": (
        IN_PROGRESS,
        "return-result",
        {"to_whom": "Riêm", "result_at": "hôm qua"},
        "result_at",
        "“hôm qua” không đúng",
    ),
    "a date of signing with a time zone": (
        IN_PROGRESS,
        "return-result",
        {"to_whom": "Riêm", "result_at": "2026-11-23T09:00+07:00"},
        "result_at",
        "không đúng",
    ),
    "signed before the last act": (
        IN_PROGRESS,
        "return-result",
        {"to_whom": "Riêm", "result_at": "2026-11-20T09:00"},
        "result_at",
        "phải sau việc gần nhất",
    ),
    "signed after it was handed out": (
        IN_PROGRESS,
        "return-result",
        {"to_whom": "Riêm", "result_at": "2026-11-25T09:00"},
        "result_at",
        "trước lúc trả",
    ),
    # corrections
    "correct nothing": (ACCEPTED, "correct", {**CHANGES, "changes": {}}, "changes", "Chưa ghi điều cần đính chính"),
    "correct without a reason": (
        ACCEPTED,
        "correct",
        {"entry": "entry-1", "changes": {"sets": 2}, "reason": ""},
        "reason",
        "Chưa ghi lý do đính chính",
    ),
    "correct a number that follows from the law": (
        ACCEPTED,
        "correct",
        {**CHANGES, "changes": {"code": "H14-1"}},
        "changes",
        "Không đính chính được mục “code”",
    ),
    "correct the due time of a step": (
        IN_PROGRESS,
        "correct",
        {**CHANGES, "entry": "entry-2", "changes": {"next_due": "2027-01-01"}},
        "changes",
        "Không đính chính được mục “next_due”",
    ),
    "correct a note that was not empty into an empty one": (
        after(ACCEPTED, ("note", FIELDS["note"])),
        "correct",
        {**CHANGES, "entry": "entry-2", "changes": {"text": ""}},
        "changes",
        "“text” không được để trống",
    ),
    "a procedure nobody published": (
        ACCEPTED,
        "correct",
        {**CHANGES, "changes": {"procedure": "bay-len-trang"}},
        "procedure",
        "bay-len-trang",
    ),
    "a procedure that is a number": (
        ACCEPTED,
        "correct",
        {**CHANGES, "changes": {"procedure": [3]}},
        "changes",
        "phải ghi bằng mã",
    ),
    "a case that is a number": (
        ACCEPTED,
        "correct",
        {**CHANGES, "changes": {"variant": 3}},
        "changes",
        "phải ghi bằng mã",
    ),
    "a case the procedure does not have": (
        ACCEPTED,
        "correct",
        {**CHANGES, "changes": {"variant": "moon"}},
        "variant",
        "không có trường hợp “moon”",
    ),
    "a step the right procedure does not have": (
        ACCEPTED,
        "correct",
        {**CHANGES, "changes": {"procedure": LAND, "step": "99"}},
        "changes",
        "không có bước “99”",
    ),
    "received tomorrow": (
        ACCEPTED,
        "correct",
        {**CHANGES, "changes": {"received_at": "2026-11-25T08:00"}},
        "changes",
        "không thể sau việc tiếp theo",
    ),
    "received after the first step was done": (
        later(3, IN_PROGRESS),
        "correct",
        {**CHANGES, "changes": {"received_at": "2026-11-23T10:00"}},
        "changes",
        "không thể sau việc tiếp theo",
    ),
    "received at a time with a zone": (
        ACCEPTED,
        "correct",
        {**CHANGES, "changes": {"received_at": "2026-11-23T08:00Z"}},
        "changes",
        "không đúng",
    ),
    "promised on a Sunday": (
        ACCEPTED,
        "correct",
        {**CHANGES, "changes": {"due": "2027-01-31T09:00"}},
        "due",
        "là ngày nghỉ",
    ),
    "papers of another form": (
        ACCEPTED,
        "correct",
        {**CHANGES, "changes": {"papers": [{"tên": "Đơn"}]}},
        "changes",
        "Danh sách giấy tờ chưa đúng",
    ),
    "no papers at all": (
        ACCEPTED,
        "correct",
        {**CHANGES, "changes": {"papers": []}},
        "changes",
        "không được để trống",
    ),
    "an act before the one it follows": (
        later(3, IN_PROGRESS),
        "correct",
        {**CHANGES, "entry": "entry-2", "changes": {"occurred_at": "2026-11-23T07:00"}},
        "changes",
        "phải từ việc trước đó",
    ),
    "an act in the future": (
        IN_PROGRESS,
        "correct",
        {**CHANGES, "entry": "entry-2", "changes": {"occurred_at": "2026-12-23T07:00"}},
        "changes",
        "phải từ việc trước đó",
    ),
    "the time of a note": (
        after(ACCEPTED, ("note", FIELDS["note"])),
        "correct",
        {**CHANGES, "entry": "entry-2", "changes": {"occurred_at": "2026-11-23T08:15"}},
        "changes",
        "không phải của ghi chú",
    ),
    "an amount of nothing": (
        after(ACCEPTED, ("ask-obligation", FIELDS["ask-obligation"])),
        "correct",
        {**CHANGES, "entry": "entry-2", "changes": {"amount_vnd": -5}},
        "changes",
        "Số tiền phải lớn hơn 0",
    ),
    "a value of another form": (
        after(ACCEPTED, ("ask-obligation", FIELDS["ask-obligation"])),
        "correct",
        {**CHANGES, "entry": "entry-2", "changes": {"amount_vnd": "một triệu"}},
        "changes",
        "Giá trị đính chính chưa đúng",
    ),
    "settle where there is one history": (
        by(Role.LEADER, IN_PROGRESS),
        "settle",
        {"keep": "entry-2", "reason": "Đúng"},
        "keep",
        "không có hai nhật ký khác nhau",
    ),
    "settle by an entry of another dossier": (
        by(Role.LEADER, IN_PROGRESS),
        "settle",
        {"keep": "entry-77", "reason": "Đúng"},
        "keep",
        "không có mục nhật ký “entry-77”",
    ),
    "settle at the desk": (
        IN_PROGRESS,
        "settle",
        {"keep": "entry-2", "reason": "Đúng"},
        "",
        "“Công chức một cửa” không được ghi",
    ),
    # writing down late
    "written down half a day late without a reason": (
        later(30, ACCEPTED),
        "finish-step",
        {"at": MONDAY},
        "late_reason",
        "quá 4 giờ làm việc mới ghi",
    ),
    "a late supplement list without a reason to be late": (
        later(50, at(Status.WAITING_OBLIGATION)),
        "obligation-met",
        {"at": MONDAY + timedelta(hours=1)},
        "late_reason",
        "Hãy ghi lý do ghi muộn",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refused(name: str) -> None:
    start, action, fields, field, words = REFUSALS[name]
    refused(start(), action, words, field, **fields)


LATE_BUT_EXPLAINED: dict[str, tuple[str, dict[str, Any], str]] = {
    "by its own words": ("finish-step", {"late_reason": "Mất điện hai ngày"}, "Mất điện hai ngày"),
    "by the reason the act asks for": ("stop", {"reason": "Có đơn tố cáo"}, "Có đơn tố cáo"),
    "its own words count more": ("stop", {"reason": "Tố cáo", "late_reason": "Mất mạng"}, "Mất mạng"),
}


@pytest.mark.parametrize("name", LATE_BUT_EXPLAINED)
def test_written_down_late_with_its_reason(name: str) -> None:
    action, fields, words = LATE_BUT_EXPLAINED[name]
    bench = later(50, ACCEPTED)()
    bench.do(action, at=MONDAY, **fields)
    assert bench.entries[-1].body_as_dict()["late_reason"] == words


@pytest.mark.parametrize("minutes", [0, 240], ids=["at once", "half a day to the minute"])
def test_written_down_soon_enough_needs_no_reason(minutes: int) -> None:
    bench = in_status(Status.ACCEPTED)
    # 08:15 to 11:30 is 195 working minutes; lunch counts nothing, so 45 more end at 14:15
    bench.now = MONDAY if not minutes else MONDAY.replace(hour=14, minute=15)
    bench.do("finish-step", at=MONDAY)
    assert "late_reason" not in bench.entries[-1].body_as_dict()


def test_a_minute_more_than_half_a_day_needs_one() -> None:
    bench = in_status(Status.ACCEPTED)
    bench.now = MONDAY.replace(hour=14, minute=16)
    refused(bench, "finish-step", "quá 4 giờ làm việc", "late_reason", at=MONDAY)


def test_work_of_a_night_and_a_weekend_is_not_late() -> None:
    """Only the office's own time counts: what happened on Friday afternoon is written down on Monday morning."""
    bench = Bench(now=MONDAY - timedelta(days=4))
    bench.take_in()
    bench.now = MONDAY
    bench.do("finish-step", at=MONDAY.replace(day=20, hour=16, minute=30))
    assert "late_reason" not in bench.entries[-1].body_as_dict()
