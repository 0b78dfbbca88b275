"""What an officer may ask for, as plain commands (lệnh). Each is one act, with what the act needs to be recorded.

The JSON shapes are those of `motcua do CODE ACTION FILE`; unknown keys are refused.
"""

from typing import Any

import msgspec


class PaperSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A paper by name, with the counts asked for or handed in, in sheets."""

    name: str
    originals: int = 0
    copies: int = 0
    note: str = ""


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all commands."""


class FinishStep(Command, frozen=True):
    """The current step is done; `next` names another step than the procedure's (xong bước)."""

    outcome: str = ""
    next: str | None = None
    reason: str = ""


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


class TakeOver(Command, frozen=True):
    """The paper has arrived here (nhận bàn giao)."""


class AskSupplement(Command, frozen=True):
    """Ask the applicant for papers; the clock stops (yêu cầu bổ sung)."""

    papers: tuple[str | PaperSpec, ...]
    reason: str


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
    """Stop the clock where the procedure has a step that stops it (tạm dừng)."""

    reason: str


class ResumeClock(Command, frozen=True):
    """The clock goes on (tiếp tục)."""

    reason: str = ""


class Extend(Command, frozen=True):
    """Apologise and promise a later time, ISO; a bare date means the end of that day (xin lỗi và hẹn lại)."""

    new_due: str
    reason: str
    cause: str


class RePromise(Command, frozen=True):
    """Tell the citizen the later time that the changed official calendar gives (điều chỉnh ngày hẹn theo lịch mới)."""

    reason: str


class Reject(Command, frozen=True):
    """Refuse after acceptance, with the reason (không giải quyết)."""

    reason: str


class Stop(Command, frozen=True):
    """Stop processing (dừng giải quyết)."""

    reason: str


class Withdraw(Command, frozen=True):
    """The citizen takes the dossier back (rút hồ sơ)."""

    reason: str


class MarkResultReady(Command, frozen=True):
    """The result exists (có kết quả)."""

    note: str = ""


class ReturnResult(Command, frozen=True):
    """Hand the result out (trả kết quả)."""

    to_whom: str
    note: str = ""


class Correct(Command, frozen=True):
    """Set an earlier entry right; `entry` is its id, or "seq" of this desk (đính chính)."""

    entry: str | int
    changes: dict[str, Any]
    reason: str


class Note(Command, frozen=True):
    """Write something down for whoever handles the dossier next (ghi chú)."""

    text: str
