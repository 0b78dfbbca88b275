"""What an officer may ask for, as plain commands (lệnh). Each is one act, with what the act needs to be recorded.

The JSON shapes are those of `motcua do CODE ACTION FILE`; unknown keys are refused.
"""

from typing import Any

import msgspec

from desktop.terms import TransferWay


class PaperSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A paper by name, with the counts asked for or handed in, in sheets."""

    name: str
    originals: int = 0
    copies: int = 0
    note: str = ""


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all commands. `late_reason`: why it is written down long after it happened (lý do ghi muộn)."""

    late_reason: str = ""


class FinishStep(Command, frozen=True):
    """A step is done (xong bước): the current one, or `step` where several run at once.

    `next` names another step than the procedure's; a way it does not know needs a `reason`.
    """

    outcome: str = ""
    next: str | None = None
    reason: str = ""
    step: str | None = None


class ReturnStep(Command, frozen=True):
    """Send the dossier back to an earlier step (chuyển trả bước trước)."""

    reason: str
    to: str | None = None


class Assign(Command, frozen=True):
    """Give the current step to somebody (phân công)."""

    holder: str
    note: str = ""


class HandOver(Command, frozen=True):
    """The paper leaves for another office (bàn giao)."""

    to_office: str
    note: str = ""
    way: TransferWay = TransferWay.DIRECT


class TakeOver(Command, frozen=True):
    """The paper has arrived here (nhận bàn giao); `reason` says how, where nobody had recorded handing it over."""

    reason: str = ""


class AskSupplement(Command, frozen=True):
    """Ask the applicant for papers; the clock stops (yêu cầu bổ sung).

    `why_late` is for a request that comes too late; where it is empty, the reason stands in the report for it.
    """

    papers: tuple[str | PaperSpec, ...]
    reason: str
    why_late: str = ""


class ReceiveSupplement(Command, frozen=True):
    """The papers came; without a list, all that were asked for (nhận bổ sung)."""

    papers: tuple[str | PaperSpec, ...] = ()


class AskObligation(Command, frozen=True):
    """The citizen has tax or fees to pay; the clock stops. Amount in đồng (yêu cầu nghĩa vụ tài chính)."""

    notice_no: str = ""
    amount_vnd: int | None = None


class ObligationMet(Command, frozen=True):
    """The citizen has paid (đã thực hiện nghĩa vụ tài chính)."""


class PauseClock(Command, frozen=True):
    """Stop the clock where the procedure has a step that stops it; `step` names which (tạm dừng)."""

    reason: str
    step: str | None = None


class ResumeClock(Command, frozen=True):
    """The clock goes on (tiếp tục)."""

    reason: str = ""


class Extend(Command, frozen=True):
    """Apologise and promise a later time, ISO; a bare date means the end of that day (xin lỗi và hẹn lại).

    `unit` is the unit that is late, `signer` its head; empty: the unit of the current step and its head.
    """

    new_due: str
    reason: str
    cause: str
    unit: str = ""
    signer: str = ""


class RePromise(Command, frozen=True):
    """Tell the citizen the later time that the changed official calendar gives (điều chỉnh ngày hẹn theo lịch mới)."""

    reason: str


class Reject(Command, frozen=True):
    """Refuse after acceptance, with the reason (không giải quyết)."""

    reason: str


class Stop(Command, frozen=True):
    """Stop processing (dừng giải quyết)."""

    reason: str


class AskWithdrawal(Command, frozen=True):
    """The citizen asks for the dossier back; somebody is to confirm or decline (đề nghị rút hồ sơ)."""

    reason: str
    by: str = ""


class DeclineWithdrawal(Command, frozen=True):
    """Decline the request to withdraw (không đồng ý rút hồ sơ)."""

    reason: str


class Withdraw(Command, frozen=True):
    """Confirm that the citizen takes the dossier back (rút hồ sơ); without a request, both at once."""

    reason: str


class Merge(Command, frozen=True):
    """The same request was taken in twice: this dossier ends, `into` goes on (gộp hồ sơ trùng)."""

    into: str
    reason: str


class MarkResultReady(Command, frozen=True):
    """The result exists (có kết quả)."""

    note: str = ""


class ReturnResult(Command, frozen=True):
    """Hand the result out (trả kết quả); `authority` is the power of attorney of somebody else.

    `result_at`: when the result was signed, ISO, where that had never been recorded.
    """

    to_whom: str
    note: str = ""
    identity_no: str = ""
    authority: str = ""
    result_at: str = ""


class Settle(Command, frozen=True):
    """Decide which of two histories counts: the one that holds the entry `keep` (giải quyết nhật ký khác nhau)."""

    keep: str
    reason: str


class Correct(Command, frozen=True):
    """Set an earlier entry right; `entry` is its id, or "seq" of this desk (đính chính)."""

    entry: str | int
    changes: dict[str, Any]
    reason: str


class Explain(Command, frozen=True):
    """Say why a step was late, by a cause from the office's list (giải trình chậm).

    `step` names the step; empty: the dossier as a whole.
    """

    cause: str
    text: str = ""
    step: str = ""


class Note(Command, frozen=True):
    """Write something down for whoever handles the dossier next (ghi chú)."""

    text: str
