"""What a journal entry says to an officer: one line a kind, nothing left as a code (lời của nhật ký). Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from desktop.deadlines import Clock, to_local
from desktop.dossiers import bodies
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.dossiers.evolve import read_body
from desktop.office import Officer
from desktop.terms import EntryKind
from desktop.wording import ASKED_LATE, CAUSE, CHANNEL, ENTRY, FORM, MESSAGE, MESSAGE_CHANNEL, MESSAGE_STATE, WAY

LATE_AFTER_MINUTES = 240
"""Working minutes: what is typed within half a day of happening counts as recorded in time."""

PARTICULARS: Mapping[str, str] = {
    "full_name": "họ và tên",
    "identity_no": "số định danh",
    "birth_date": "ngày sinh",
    "sex": "giới tính",
    "address": "địa chỉ",
    "phone": "điện thoại",
    "email": "thư điện tử",
    "organisation": "tên tổ chức",
    "tax_code": "mã số thuế",
    "delegate": "người được ủy quyền",
}
"""What a correction may change of an applicant, in words."""


def journal_line(entry: Entry, dossier: Dossier) -> tuple[str, str]:
    """Return what happened (to be shown bold) and the particulars that follow it, which may be empty.

    An entry of a kind we do not know yet is named as such, never guessed.
    """
    kind, body = entry.known_kind(), read_body(entry)
    if kind is None or body is None:
        return "Mục do chương trình mới hơn ghi", f"“{entry.kind}” – cập nhật chương trình để đọc được mục này"
    words = _joined(_WORDS[type(body)](body, dossier), _why_late(body))
    return ENTRY[kind], words


def _why_late(body: Any) -> str:
    reason = getattr(body, "late_reason", "")
    return f"ghi muộn vì: {reason}" if reason and reason != getattr(body, "reason", "") else ""


def late_recording(entry: Entry, clock: Clock) -> str:
    """Return "ghi muộn 1 ngày" when typing lagged more than half a working day behind the act, else nothing."""
    lag = clock.minutes_between(to_local(entry.occurred_at), to_local(entry.recorded_at))
    return span_words(clock, lag, "ghi muộn") if lag > LATE_AFTER_MINUTES else ""


def span_words(clock: Clock, minutes: int, verb: str) -> str:
    """Say working minutes with a verb of our own: "chậm 1 ngày 2 giờ"."""
    return f"{verb} {clock.remaining_words(-abs(minutes)).removeprefix('quá ')}"


def officer_names(entries: Iterable[Entry], officers: Iterable[Officer]) -> dict[str, str]:
    """Return full names by log-in name: ours from the office, those of other offices from the papers they signed."""
    names: dict[str, str] = {}
    for entry in entries:
        imprint = getattr(read_body(entry), "imprint", None)
        if imprint is not None and imprint.officer:
            names[entry.officer_id] = imprint.officer
    return names | {officer.name: officer.full_name for officer in officers}


def _moment(moment: datetime | None) -> str:
    return f"{moment:%H:%M %d/%m/%Y}" if moment else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _step(dossier: Dossier, step_id: str | None) -> str:
    step = dossier.planned_step(step_id) if step_id else None
    return step.title if step else step_id or ""


def _promised(due: datetime, *, provisional: bool) -> str:
    return f"hẹn trả {_moment(due)}{' (dự kiến)' if provisional else ''}"


def _papers(papers: Iterable[bodies.PaperItem]) -> str:
    return "; ".join(paper.name for paper in papers)


def _accepted(body: bodies.Accepted, _: Dossier) -> str:
    by_hand = " (cán bộ ấn định)" if body.due_by_officer else ""
    return _joined(CHANNEL[body.channel], _promised(body.due, provisional=body.due_provisional) + by_hand)


def _slip(body: bodies.Guided | bodies.Refused | bodies.Rejected, _: Dossier) -> str:
    return _joined(f"phiếu {body.slip_ref}", body.reason)


def _assigned(body: bodies.Assigned, _: Dossier) -> str:
    return _joined(f"cho {body.holder}", body.note)


def _step_finished(body: bodies.StepFinished, dossier: Dossier) -> str:
    following = f"chuyển sang “{_step(dossier, body.next_step)}”" if body.next_step else ""
    return _joined(_step(dossier, body.step_id), body.outcome, following, body.unforeseen_reason)


def _step_returned(body: bodies.StepReturned, dossier: Dossier) -> str:
    return _joined(f"từ “{_step(dossier, body.step_id)}” về “{_step(dossier, body.to_step)}”", body.reason)


def _handed_over(body: bodies.HandedOver, _: Dossier) -> str:
    listed = f"danh sách số {body.list_no}" if body.list_no else ""
    return _joined(f"từ {body.from_office.name} đến {body.to_office.name}", WAY[body.way], listed, body.note)


def _taken_over(body: bodies.TakenOver, _: Dossier) -> str:
    how = "lấy lại vì chưa giao được" if body.taken_back else ""
    how = "hồ sơ đến khi nơi gửi chưa ghi bàn giao" if body.unannounced else how
    return _joined(f"tại {body.office.name}", how, body.reason)


def _supplement_asked(body: bodies.SupplementAsked, _: Dossier) -> str:
    late = ", ".join(ASKED_LATE[why] for why in body.asked_late)
    return _joined(
        f"lần {body.round}: {_papers(body.papers)}",
        body.reason,
        f"yêu cầu {late}: {body.why_late}" if late else "",
        f"phiếu {body.slip_ref}",
        "dừng tính hạn",
    )


def _supplement_received(body: bodies.SupplementReceived, _: Dossier) -> str:
    return _joined(_papers(body.papers), _promised(body.new_due, provisional=body.due_provisional))


def _obligation_asked(body: bodies.ObligationAsked, _: Dossier) -> str:
    notice = f"thông báo số {body.notice_no}" if body.notice_no else ""
    return _joined(notice, money(body.amount_vnd) if body.amount_vnd else "", "dừng tính hạn")


def _clock_goes_on(body: bodies.ObligationMet | bodies.Resumed, _: Dossier) -> str:
    reason = body.reason if isinstance(body, bodies.Resumed) else ""
    return _joined(reason, _promised(body.new_due, provisional=body.due_provisional))


def _paused(body: bodies.Paused, _: Dossier) -> str:
    until = f"chờ đến {_moment(body.until)}" if body.until else ""
    return _joined(body.reason, until, "dừng tính hạn")


def _reason(body: bodies.Stopped | bodies.WithdrawalDeclined | bodies.Withdrawn, _: Dossier) -> str:
    return body.reason


def _withdrawal_asked(body: bodies.WithdrawalAsked, _: Dossier) -> str:
    return _joined(body.reason, f"người đề nghị: {body.by}" if body.by else "")


def _merged(body: bodies.Merged, _: Dossier) -> str:
    return _joined(f"vào hồ sơ {body.into}", body.reason)


def _arrived(body: bodies.Arrived, _: Dossier) -> str:
    return _joined(f"hồ sơ giấy {body.code} tại {body.office.name}", body.procedure, body.note)


def _settled(body: bodies.Settled, _: Dossier) -> str:
    return _joined(f"bỏ ra {len(body.set_aside)} mục của nhật ký kia", body.reason)


def _explained(body: bodies.Explained, dossier: Dossier) -> str:
    run = dossier.steps[body.run] if 0 <= body.run < len(dossier.steps) else None
    return _joined(run.title if run else "", body.cause_words, body.text)


def _message(body: bodies.MessageMoved, dossier: Dossier) -> str:
    kind = next((message.kind for message in dossier.messages if message.entry == body.entry), None)
    what = f"“{MESSAGE[kind]}”" if kind else ""
    to = f"đến {body.to}" if body.to else ""
    return _joined(what, f"{MESSAGE_CHANNEL[body.channel]} {to}".strip(), MESSAGE_STATE[body.state], body.reason)


def _extended(body: bodies.Extended, _: Dossier) -> str:
    moved = f"từ {body.old_due:%d/%m/%Y} sang {body.new_due:%d/%m/%Y}"
    late = "xin lỗi sau khi đã quá hạn" if body.late else ""
    return _joined(moved, f"nguyên nhân {CAUSE[body.cause]}: {body.reason}", late)


def _re_promised(body: bodies.RePromised, _: Dossier) -> str:
    return _joined(f"từ {body.old_due:%d/%m/%Y} sang {body.new_due:%d/%m/%Y}", body.reason)


def _result_ready(body: bodies.ResultReady, _: Dossier) -> str:
    early = "sớm hơn ngày hẹn" if body.early else ""
    found = "đến lúc trả mới ghi" if body.found_late else ""
    return _joined(early, found, f"trả trước {_moment(body.return_due)}" if body.return_due else "", body.note)


def _returned(body: bodies.Returned, _: Dossier) -> str:
    authority = f"theo giấy ủy quyền {body.authority}" if body.authority else ""
    return _joined(f"cho {body.to_whom}", body.identity_no, authority, body.note)


def _corrected(body: bodies.Corrected, _: Dossier) -> str:
    changed = [_change(name, value, body.old.get(name)) for name, value in body.changes.items()]
    told = _promised(body.promise.due, provisional=body.promise.provisional) if body.promise else ""
    return _joined("; ".join(changed), body.reason, told)


def _change(name: str, value: Any, old: Any) -> str:
    """Say one change as "địa chỉ: “Bản Kéo” → “Bản Kít”"; a list of papers by its number only."""
    if isinstance(value, dict):
        before = old if isinstance(old, dict) else {}
        return "; ".join(_change(key, item, before.get(key)) for key, item in value.items())
    if isinstance(value, list) and name == "papers":
        return f"{CHANGED[name]}: {len(value)} loại"
    label = PARTICULARS.get(name) or CHANGED.get(name, name)
    said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    was = ", ".join(map(str, old)) if isinstance(old, list) else str(old or "")
    return f"{label}: “{was}” → “{said}”" if old is not None else f"{label}: “{said}”"


CHANGED: Mapping[str, str] = {
    "sets": "số bộ hồ sơ",
    "papers": "giấy tờ",
    "paper": "giấy tờ của bản chụp",
    "procedure": "thủ tục",
    "variant": "trường hợp",
    "received_at": "lúc tiếp nhận",
    "occurred_at": "lúc xảy ra",
    "due": "ngày hẹn trả",
    "step": "bước",
    "reason": "lý do",
    "note": "ghi chú",
    "outcome": "kết quả bước",
    "unforeseen_reason": "lý do đi khác quy trình",
    "holder": "người xử lý",
    "way": "cách chuyển",
    "why_late": "lý do yêu cầu muộn",
    "notice_no": "số thông báo",
    "amount_vnd": "số tiền",
    "cause": "nguyên nhân",
    "unit": "đơn vị chậm",
    "signer": "người ký",
    "by": "người đề nghị",
    "to_whom": "người nhận kết quả",
    "authority": "giấy ủy quyền",
    "text": "nội dung",
}
"""What a correction may change besides the applicant's particulars, in words."""


def _printed(body: bodies.Printed, _: Dossier) -> str:
    again = f"in lại lần {body.copy - 1}" if body.copy > 1 else ""
    return _joined(FORM[body.form], again, body.reason)


def _attached(body: bodies.Attached, _: Dossier) -> str:
    return _joined(body.paper or body.name, size_words(body.size), body.note)


def size_words(size: int) -> str:
    """Return a number of bytes as people say it: "350 KB", "4,2 MB"."""
    if size < 1024 * 1024:
        return f"{max(round(size / 1024), 1)} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def _noted(body: bodies.Noted, _: Dossier) -> str:
    return body.text


def _desk_opened(body: bodies.DeskOpened, _: Dossier) -> str:
    return _joined(body.office.name, "diễn tập" if body.practice else "")


def money(amount_vnd: int) -> str:
    """Return whole đồng as officers write them: "8.640.000 đồng"."""
    return f"{amount_vnd:,} đồng".replace(",", ".")


_WORDS: dict[type, Callable[[Any, Dossier], str]] = {
    bodies.DeskOpened: _desk_opened,
    bodies.Accepted: _accepted,
    bodies.Guided: _slip,
    bodies.Refused: _slip,
    bodies.Assigned: _assigned,
    bodies.StepFinished: _step_finished,
    bodies.StepReturned: _step_returned,
    bodies.HandedOver: _handed_over,
    bodies.TakenOver: _taken_over,
    bodies.SupplementAsked: _supplement_asked,
    bodies.SupplementReceived: _supplement_received,
    bodies.ObligationAsked: _obligation_asked,
    bodies.ObligationMet: _clock_goes_on,
    bodies.Paused: _paused,
    bodies.Resumed: _clock_goes_on,
    bodies.Extended: _extended,
    bodies.RePromised: _re_promised,
    bodies.Rejected: _slip,
    bodies.Stopped: _reason,
    bodies.WithdrawalAsked: _withdrawal_asked,
    bodies.WithdrawalDeclined: _reason,
    bodies.Withdrawn: _reason,
    bodies.Merged: _merged,
    bodies.ResultReady: _result_ready,
    bodies.Returned: _returned,
    bodies.Arrived: _arrived,
    bodies.Settled: _settled,
    bodies.Corrected: _corrected,
    bodies.Explained: _explained,
    bodies.MessageMoved: _message,
    bodies.Printed: _printed,
    bodies.Attached: _attached,
    bodies.Noted: _noted,
}

PASSING = frozenset({EntryKind.PRINTED, EntryKind.DESK_OPENED, EntryKind.MESSAGE})
"""Kinds a screen may show quietly."""
