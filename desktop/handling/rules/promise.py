"""New promises: extension with apology, and the later date that a changed calendar gives (hẹn lại ngày trả).

Neither is a pause and neither is a request for papers; the first promise is kept for ever.
"""

from datetime import datetime

from desktop.deadlines import is_behind
from desktop.dossiers import bodies
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.numbering import series
from desktop.folding import folded
from desktop.handling import commands
from desktop.handling.calendar_change import recomputed
from desktop.handling.context import Context, NotAllowedNow, moment_words, require_office_time, require_text
from desktop.handling.lateness import late_dossier
from desktop.handling.rights import Work, may
from desktop.handling.rules.recorded import Recorded
from desktop.terms import EntryKind, LateCause


def extend(dossier: Dossier, command: commands.Extend, context: Context) -> list[Recorded]:
    """Apologise with a later date, once (NĐ 61/2018 Điều 19); after the due time it is marked as a late apology."""
    promise = dossier.promise
    if promise is None:
        raise NotAllowedNow("Hồ sơ chưa có ngày hẹn trả nên không thể hẹn lại.")
    reason = require_text(command.reason, "reason", "lý do chậm")
    if dossier.extensions and not may(context.role, Work.SECOND_EXTENSION):
        raise NotAllowedNow(
            "Hồ sơ đã hẹn lại một lần. Lần hẹn lại nữa phải do lãnh đạo ghi, kèm lý do.", field="reason"
        )
    new_due, whole_day = _new_due(command.new_due, context)
    if not is_behind(new_due, promise.due) or not is_behind(new_due, context.at):
        raise NotAllowedNow(
            f"Ngày hẹn mới ({moment_words(new_due)}) phải sau ngày đã hẹn ({moment_words(promise.due)}) "
            "và sau bây giờ. Hãy chọn ngày muộn hơn.",
            field="new_due",
        )
    unit = command.unit.strip() or late_unit(dossier)
    body = bodies.Extended(
        letter_no=context.next_number(series("apology", context.at)),
        old_due=promise.due,
        new_due=new_due,
        due_provisional=context.clock.is_provisional(dossier.received_at or context.at, new_due),
        reason=reason,
        cause=_cause(command.cause),
        late=late_dossier(dossier, context.at),
        imprint=context.imprint,
        due_whole_day=whole_day,
        unit=unit,
        signer=command.signer.strip() or context.heads.get(unit, context.heads.get("", "")),
    )
    return [Recorded(EntryKind.EXTENDED, body)]


def late_unit(dossier: Dossier) -> str:
    """Return the unit whose head signs: the one that has the current step, else the office that holds the paper."""
    step = dossier.planned_step(dossier.step.step_id) if dossier.step else None
    if step and step.holder:
        return step.holder.split(" · ")[0]
    return (dossier.custodian or dossier.office).name


def _new_due(text: str, context: Context) -> tuple[datetime, bool]:
    """Return the new due time and whether only its date was named: then it is the end of that working day."""
    clock = context.clock
    try:
        due = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise NotAllowedNow(
            f"Ngày hẹn mới “{text}” không đúng. Hãy nhập dạng 2027-01-25 hoặc 2027-01-25T11:30.", field="new_due"
        ) from error
    whole_day = len(text.strip()) == len("2027-01-25")
    if whole_day:
        due = datetime.combine(due.date(), clock.hours_on(due.date()).afternoon_close)
    require_office_time(clock, due, "new_due")
    return due, whole_day


def _cause(text: str) -> LateCause:
    known = {"objective": LateCause.OBJECTIVE, "khach quan": LateCause.OBJECTIVE}
    known |= {"subjective": LateCause.SUBJECTIVE, "chu quan": LateCause.SUBJECTIVE}
    cause = known.get(folded(text).strip())
    if cause is None:
        raise NotAllowedNow("Nguyên nhân chậm phải là “khách quan” hoặc “chủ quan”. Hãy chọn một.", field="cause")
    return cause


def promise_anew(dossier: Dossier, command: commands.RePromise, context: Context) -> list[Recorded]:
    """Tell the later time that the changed calendar gives: nobody's fault, no apology."""
    reason = require_text(command.reason, "reason", "lý do điều chỉnh (văn bản thay đổi lịch nghỉ)")
    found, promise = recomputed(dossier, context.clock), dossier.promise
    if found is None or found.computed is None or not found.later or promise is None:
        raise NotAllowedNow(
            f"Theo lịch hiện hành, hạn của hồ sơ {dossier.reference} không muộn hơn ngày đã hẹn, nên không điều chỉnh. "
            "Nếu chậm vì lý do khác, hãy ghi “Gia hạn, xin lỗi và hẹn lại”.",
            field="reason",
        )
    body = bodies.RePromised(
        notice_no=context.next_number(series("due_notice", context.at)),
        old_due=promise.due,
        new_due=found.computed.at,
        due_whole_day=found.computed.whole_day,
        due_provisional=found.computed.provisional,
        calendar_version=context.clock.calendar.version,
        reason=reason,
        imprint=context.imprint,
    )
    return [Recorded(EntryKind.RE_PROMISED, body)]
