"""What an action asks a person to fill in: one maker per field, shared by all actions."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.deadlines import CalendarMissing
from desktop.errors import UserFacingError
from desktop.handling.actions import announced
from desktop.handling.attribution import LateInterval
from desktop.handling.context import following_step, foreseen_steps
from desktop.handling.journal_words import money, span_words
from desktop.handling.promise_words import suggested_new_due
from desktop.handling.rules.promise import late_unit
from desktop.terms import AskedLate, LateCause, Status, TransferWay
from desktop.ui.controls.fields import LabeledField
from desktop.ui.controls.labeled import Choices, DayField, Labeled, MomentField, Pairs, PickOrType, TextArea
from desktop.ui.controls.notice import Notice
from desktop.ui.controls.segments import Segments
from desktop.ui.dossier.asking import Asked, Pick, Situation, written_late
from desktop.ui.dossier.correction_fields import changes_field, entry_field
from desktop.ui.dossier.histories_view import keep_field
from desktop.wording import ASKED_LATE, CAUSE, WAY

FIELDS: Mapping[str, tuple[str, ...]] = {
    "finish-step": ("step", "next", "reason", "outcome"),
    "return-step": ("to", "reason"),
    "assign": ("holder",),
    "hand-over": ("to_office", "way", "note"),
    "take-over": ("reason",),
    "ask-supplement": ("papers", "reason", "why_late"),
    "receive-supplement": (),
    "ask-obligation": ("notice_no", "amount_vnd"),
    "obligation-met": (),
    "pause": ("step", "reason"),
    "resume": ("reason",),
    "extend": ("new_due", "cause", "reason", "unit", "signer"),
    "re-promise": ("reason",),
    "result-ready": (),
    "return-result": ("to_whom", "identity_no", "authority", "result_at"),
    "reject": ("reason",),
    "stop": ("reason",),
    "ask-withdrawal": ("by", "reason"),
    "decline-withdrawal": ("reason",),
    "withdraw": ("reason",),
    "merge": ("into", "reason"),
    "settle": ("keep", "reason"),
    "correct": ("entry", "changes", "reason"),
    "explain": ("step", "cause", "text"),
    "note": ("text",),
}
"""The fields of each action's panel, in the order they stand; those an act can do without are among them."""


def asked_fields(situation: Situation) -> list[Asked]:
    """Return the fields of an action, and why it is written down late, which any act may have to say."""
    for name in FIELDS[situation.action.name]:
        situation.made[name] = _MAKERS[name](situation)
    return [*situation.made.values(), _late_reason(situation)]


_REASONS: Mapping[str, str] = {
    "finish-step": "Lý do đi khác quy trình đã công bố",
    "return-step": "Lý do chuyển trả",
    "take-over": "Hồ sơ giấy đến đây bằng cách nào",
    "ask-supplement": "Lý do yêu cầu bổ sung",
    "pause": "Lý do tạm dừng",
    "resume": "Ghi chú (nếu có)",
    "extend": "Lý do chậm (in trên văn bản xin lỗi)",
    "re-promise": "Văn bản thay đổi lịch nghỉ",
    "reject": "Lý do không giải quyết (in trên phiếu)",
    "stop": "Lý do dừng giải quyết (in trên thông báo)",
    "ask-withdrawal": "Lý do công dân đề nghị rút",
    "decline-withdrawal": "Lý do không đồng ý cho rút",
    "withdraw": "Lý do rút hồ sơ",
    "merge": "Lý do gộp",
    "settle": "Lý do chọn nhật ký này",
    "correct": "Lý do đính chính",
}


def _reason(situation: Situation) -> Asked:
    area = TextArea(_REASONS.get(situation.action.name, "Lý do"), lines=2)
    asked = situation.dossier.withdrawal
    if situation.action.name == "withdraw" and asked is not None:
        area.set_text(asked.reason)
    return Asked("reason", area, area, area.text, lambda _at: _asks_reason(situation))


def _asks_reason(situation: Situation) -> bool:
    """Whether the act needs its reason: a step needs one only where it goes another way than the published one."""
    if situation.action.name == "take-over":
        return not announced(situation.dossier, situation.place.office.code)
    return situation.action.name != "finish-step" or _goes_astray(situation)


def _goes_astray(situation: Situation) -> bool:
    following = situation.made["next"].read()
    return following is not None and following not in foreseen_steps(situation.dossier.plan, _finishing(situation))


def _late_reason(situation: Situation) -> Asked:
    """Why an act is written down long after it happened; its own reason may say that too."""
    own = "reason" in situation.made and situation.action.name not in {"finish-step", "take-over", "resume"}
    hint = "Có thể để trống nếu lý do ở trên đã nói rõ." if own else ""
    area = TextArea("Vì sao đến bây giờ mới ghi", lines=2, hint=hint)
    return Asked("late_reason", area, area, area.text, lambda at: written_late(situation, at))


def _text(situation: Situation) -> Asked:
    explains = situation.action.name == "explain"
    area = TextArea("Giải trình thêm (nếu cần)" if explains else "Nội dung ghi chú", lines=3 if explains else 4)
    return Asked("text", area, area, area.text)


def _note(_: Situation) -> Asked:
    field = LabeledField("Ghi chú (nếu có)")
    return Asked("note", field, field, field.text)


# Steps


def _back_to(situation: Situation) -> Asked:
    """Steps that were done once, the latest first; that is where a dossier may be sent back to."""
    done = {run.step_id: run.title for run in reversed(situation.dossier.steps) if run.finished}
    box = Pick("Chuyển trả về bước", list(done.items()))
    return Asked("to", box, box, box.value)


def _step(situation: Situation) -> Asked:
    """Which step is meant; asked only where there are several."""
    makers = {"finish-step": _open_steps, "pause": _stopping_steps, "explain": _late_steps}
    title, choices = makers[situation.action.name](situation)
    first = choices[0][0] if choices else ""
    box = Pick(title, choices, situation.preset.get("step", first))
    if situation.action.name == "explain":
        return Asked("step", box, box, box.value)
    return Asked("step", box, box, lambda: box.value() or None, lambda _at: len(choices) > 1)


def _open_steps(situation: Situation) -> tuple[str, Pairs]:
    return "Bước đã xong", [(run.step_id, run.title) for run in situation.dossier.open_steps]


def _stopping_steps(situation: Situation) -> tuple[str, Pairs]:
    stopping = [step for step in situation.dossier.plan.steps if step.stops_clock]
    return "Dừng để chờ", [(step.id, step.title) for step in stopping]


def _late_steps(situation: Situation) -> tuple[str, Pairs]:
    """Offer the steps that were late, then the dossier as a whole."""
    clock, total = situation.place.clock, dict[str, list[LateInterval]]()
    for interval in situation.view.late:
        total.setdefault(interval.step_id, []).append(interval)
    late = [
        (step_id, f"{found[0].step} – {span_words(clock, sum(each.minutes for each in found), 'chậm')}")
        for step_id, found in total.items()
    ]
    return "Giải trình cho", [*late, ("", "Cả hồ sơ")]


def _finishing(situation: Situation) -> str:
    chosen = situation.made["step"].read() if "step" in situation.made else None
    run = situation.dossier.step
    return str(chosen or (run.step_id if run else ""))


def _next(situation: Situation) -> Asked:
    """Where the dossier goes: the next step, those the procedure foresees, and any other against it."""
    plan, here = situation.dossier.plan, _finishing(situation)
    following, foreseen = following_step(plan, here), foreseen_steps(plan, here)
    first = following.id if following else ""
    choices = [(first, f"{following.title} (bước tiếp theo)" if following else "Không còn bước nào")]
    choices += [(step.id, step.title) for step in plan.steps if step.id in foreseen and step.id != first]
    choices += [
        (step.id, f"{step.title} – ngoài quy trình") for step in plan.steps if step.id not in {*foreseen, here, first}
    ]
    box = Pick("Chuyển sang bước", choices, first)
    alone = len(situation.dossier.open_steps) < 2
    return Asked("next", box, box, lambda: box.value() if box.value() != first else None, lambda _at: alone)


def _outcome(_: Situation) -> Asked:
    field = LabeledField("Kết quả của bước (nếu cần ghi)")
    return Asked("outcome", field, field, field.text)


def _holder(situation: Situation) -> Asked:
    box = PickOrType("Người được phân công", _names(situation), typed=True)
    box.choose(situation.dossier.holder or situation.place.officer.full_name)
    return Asked("holder", box, box, box.value)


def _names(situation: Situation) -> Pairs:
    return [(officer.full_name, officer.full_name) for officer in situation.place.office.working]


# Hand-over


def _to_office(situation: Situation) -> Asked:
    known = [(peer.office_code, f"{peer.office_name} ({peer.office_code})") for peer in situation.place.peer_statuses()]
    hint = "" if known else "Chưa có thẻ của đơn vị nào: hãy nhập mã định danh của nơi nhận, như H14.12."
    box = PickOrType("Nơi nhận hồ sơ giấy", known, typed=True, hint=hint)
    return Asked("to_office", box, box, box.value)


def _way(_: Situation) -> Asked:
    box = Pick("Cách chuyển", [(way.value, WAY[way]) for way in TransferWay], TransferWay.DIRECT)
    return Asked("way", box, box, box.value)


# Papers and money


def _papers(situation: Situation) -> Asked:
    area = TextArea("Giấy tờ cần bổ sung, mỗi dòng một giấy", lines=3)
    area.set_text("\n".join(paper.name for paper in situation.dossier.papers if not paper.ok))
    return Asked("papers", area, area, area.lines)


class WarnedArea(QWidget):
    """A warning with the place to answer it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = Notice()
        self.area = TextArea(title, lines=2)
        self.edited = self.area.edited
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addWidget(self.area)
        self.setFocusProxy(self.area)

    def warn(self, sentence: str) -> None:
        """Change what the warning says."""
        if self.notice.text.text() != sentence:
            self.notice.say(sentence, "overdue")


def _why_late(situation: Situation) -> Asked:
    """A request for papers that would come too late says so before it is made."""
    both = WarnedArea("Vì sao yêu cầu muộn (ghi vào báo cáo)")
    both.area.title.setToolTip("Để trống thì báo cáo lấy lý do yêu cầu bổ sung ở trên.")

    @lru_cache(maxsize=32)
    def why(at: datetime) -> tuple[AskedLate, ...]:
        try:
            return situation.place.asked_late(situation.dossier.id, at)
        except CalendarMissing:
            return ()

    def wanted(at: datetime) -> bool:
        late = why(at)
        if late:
            when = ", ".join(ASKED_LATE[each] for each in late)
            both.warn(f"Muộn: yêu cầu bổ sung {when}. Báo cáo sẽ nêu lần yêu cầu này kèm lý do.")
        return bool(late)

    return Asked("why_late", both, both.area, both.area.text, wanted)


def _notice(_: Situation) -> Asked:
    field = LabeledField("Số thông báo (nếu có)", placeholder="1021/TB-CCT")
    return Asked("notice_no", field, field, field.text)


def _amount(_: Situation) -> Asked:
    field = LabeledField("Số tiền, đồng (nếu biết)", placeholder=money(8_640_000).removesuffix(" đồng"))
    return Asked("amount_vnd", field, field, lambda: amount_vnd(field.text()))


def amount_vnd(text: str, field: str = "amount_vnd") -> int | None:
    """Return whole đồng from "8.640.000", None from an empty text.

    Raises:
        UserFacingError: something else was written.
    """
    digits = text.replace(".", "").replace(" ", "").removesuffix("đồng").removesuffix("đ")
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit():
        raise UserFacingError("Số tiền chỉ gồm chữ số, như 8.640.000. Hãy nhập lại hoặc để trống.", field=field)
    return int(digits)


# The promise


WHOLE_DAY = "hết ngày"


class NewDueField(Labeled):
    """A day, and whether the end of the morning or the whole day is promised."""

    def __init__(self, situation: Situation) -> None:
        clock, now = situation.place.clock, situation.now
        suggested = suggested_new_due(situation.dossier, clock, now)
        self._morning = clock.hours.morning_close
        self._day = DayField("Ngày", suggested or now.date(), field="new_due")
        self._part = Segments("Đến", (WHOLE_DAY, f"{self._morning:%H:%M}"))
        self._part.choose(WHOLE_DAY)
        self._day.title.hide()
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._day)
        row.addWidget(self._part)
        row.addStretch(1)
        hint = "Gợi ý: vừa đủ cho các bước còn lại" if suggested else ""
        super().__init__("Ngày hẹn mới", holder, hint)
        self._day.setFixedWidth(112)
        self.setFocusProxy(self._day.line)

    @property
    def day(self) -> DayField:
        """The day's own field."""
        return self._day

    def text(self) -> str:
        """Return the new promise as the command reads it."""
        day = self._day.value().isoformat()
        morning = f"{self._morning:%H:%M}"
        return f"{day}T{morning}" if self._part.value() == morning else day


def _new_due(situation: Situation) -> Asked:
    field = NewDueField(situation)
    return Asked("new_due", field, field, field.text)


def _cause(situation: Situation) -> Asked:
    """The two causes of an apology, or the office's own list for an explanation."""
    if situation.action.name == "explain":
        causes = [(cause.id, cause.words) for cause in situation.place.rules.late_causes]
        box = Pick("Nguyên nhân", [("", "– chọn nguyên nhân –"), *causes])
        return Asked("cause", box, box, lambda: _chosen(box.value()))
    field = Choices("Nguyên nhân chậm", [(cause.value, CAUSE[cause]) for cause in LateCause])
    return Asked("cause", field, field, field.value)


def _chosen(cause: str) -> str:
    if not cause:
        raise UserFacingError("Chưa chọn nguyên nhân. Hãy chọn một trong danh sách.", field="cause")
    return cause


def _unit(situation: Situation) -> Asked:
    office = situation.place.office
    names = dict.fromkeys([late_unit(situation.dossier), *(unit.name for unit in office.units), office.name])
    box = PickOrType("Đơn vị chậm", [(name, name) for name in names], typed=True)
    return Asked("unit", box, box, box.value)


def _signer(situation: Situation) -> Asked:
    """The head of the late unit; another unit brings its own head."""
    field, unit = LabeledField("Người ký văn bản xin lỗi"), situation.made["unit"].widget
    assert isinstance(unit, PickOrType)

    def fill_in() -> None:
        field.set_text(situation.place.signer_for(unit.value()))

    unit.edited.connect(fill_in)
    fill_in()
    return Asked("signer", field, field, field.text)


# The result


def _to_whom(situation: Situation) -> Asked:
    field = LabeledField("Người nhận kết quả")
    field.set_text(situation.dossier.applicant.delegate or situation.dossier.applicant.full_name)
    return Asked("to_whom", field, field, field.text)


def _identity_no(situation: Situation) -> Asked:
    """The applicant's own number, as long as the applicant comes in person."""
    field, taker = LabeledField("Số định danh của người nhận (nếu cần)"), situation.made["to_whom"].widget
    own = situation.dossier.applicant
    assert isinstance(taker, LabeledField)

    def fill_in(name: str) -> None:
        if field.text() in {"", own.identity_no}:
            field.set_text(own.identity_no if _same_name(name, own.full_name) else "")

    taker.edited.connect(fill_in)
    fill_in(taker.text())
    return Asked("identity_no", field, field, field.text)


def _same_name(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _authority(situation: Situation) -> Asked:
    """Somebody else brings a power of attorney."""
    field = LabeledField("Giấy ủy quyền (số, ngày)", placeholder="12/2026, ngày 20/11/2026")
    own, taker = situation.dossier.applicant, situation.made["to_whom"]

    def somebody_else(_: datetime) -> bool:
        return bool(taker.read()) and not _same_name(taker.read(), own.full_name)

    return Asked("authority", field, field, field.text, somebody_else)


def _result_at(situation: Situation) -> Asked:
    """When the result was signed, where that was never written down."""
    hint = "Hồ sơ chưa ghi “Có kết quả”: hãy ghi lúc ký trên kết quả."
    field = MomentField("Kết quả ký lúc", situation.now, field="result_at", hint=hint)
    unknown = situation.dossier.status is not Status.RESULT_READY
    return Asked("result_at", field, field, lambda: field.value().isoformat(timespec="minutes"), lambda _at: unknown)


# Ends without a result


def _by(situation: Situation) -> Asked:
    field = LabeledField("Người đề nghị")
    field.set_text(situation.dossier.applicant.delegate or situation.dossier.applicant.named)
    return Asked("by", field, field, field.text)


def _into(situation: Situation) -> Asked:
    """Other running dossiers of the same person first; any other by its code."""
    dossier = situation.dossier
    twins = situation.place.duplicates(dossier.applicant, dossier.plan.procedure_id)
    known = [
        (twin.reference, f"{twin.reference} · nhận {twin.opened_at:%d/%m/%Y}")
        for twin in twins
        if twin.id != dossier.id
    ]
    hint = "" if known else "Hãy nhập hoặc quét mã của hồ sơ được giữ lại."
    box = PickOrType("Gộp vào hồ sơ (hồ sơ này kết thúc)", known, typed=True, hint=hint)
    box.choose(situation.preset.get("into", known[0][0] if known else ""))
    return Asked("into", box, box, box.value)


_MAKERS: dict[str, Callable[[Situation], Asked]] = {
    "reason": _reason,
    "text": _text,
    "note": _note,
    "to": _back_to,
    "step": _step,
    "next": _next,
    "outcome": _outcome,
    "holder": _holder,
    "to_office": _to_office,
    "way": _way,
    "papers": _papers,
    "why_late": _why_late,
    "notice_no": _notice,
    "amount_vnd": _amount,
    "new_due": _new_due,
    "cause": _cause,
    "unit": _unit,
    "signer": _signer,
    "to_whom": _to_whom,
    "identity_no": _identity_no,
    "authority": _authority,
    "result_at": _result_at,
    "by": _by,
    "into": _into,
    "keep": keep_field,
    "entry": entry_field,
    "changes": changes_field,
}
