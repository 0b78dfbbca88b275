"""Ends without a result: rejected, stopped, withdrawn, merged (kết thúc không có kết quả)."""

from desktop.dossiers import bodies
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.numbering import series
from desktop.handling import commands
from desktop.handling.context import Context, NotAllowedNow, require_text, slip_reference
from desktop.handling.rules.recorded import Recorded
from desktop.terms import ENDED, EntryKind


def reject(dossier: Dossier, command: commands.Reject, context: Context) -> list[Recorded]:
    """Refuse after acceptance, with a numbered slip that gives the reason."""
    reason = require_text(command.reason, "reason", "lý do không giải quyết")
    number = context.next_number(series("rejection", context.at))
    reference = slip_reference(context.office, "TC", context.at.year, number)
    return [Recorded(EntryKind.REJECTED, bodies.Rejected(number, reference, reason, context.imprint))]


def stop(dossier: Dossier, command: commands.Stop, context: Context) -> list[Recorded]:
    """Stop processing, with a numbered notice (TT 03/2025, mẫu 05)."""
    reason = require_text(command.reason, "reason", "lý do dừng giải quyết")
    number = context.next_number(series("stop", context.at))
    return [Recorded(EntryKind.STOPPED, bodies.Stopped(reason, number, context.imprint))]


def ask_withdrawal(dossier: Dossier, command: commands.AskWithdrawal, context: Context) -> list[Recorded]:
    """Write the citizen's request down; the clock goes on until somebody answers it."""
    reason = require_text(command.reason, "reason", "lý do công dân đề nghị rút")
    return [Recorded(EntryKind.WITHDRAWAL_ASKED, bodies.WithdrawalAsked(reason, command.by.strip()))]


def decline_withdrawal(dossier: Dossier, command: commands.DeclineWithdrawal, context: Context) -> list[Recorded]:
    """Decline the request: the dossier goes on as if nothing had been asked."""
    reason = require_text(command.reason, "reason", "lý do không đồng ý cho rút")
    return [Recorded(EntryKind.WITHDRAWAL_DECLINED, bodies.WithdrawalDeclined(reason))]


def withdraw(dossier: Dossier, command: commands.Withdraw, context: Context) -> list[Recorded]:
    """Confirm the withdrawal; a citizen who asks at the counter is asked and answered at once."""
    reason = require_text(command.reason, "reason", "lý do rút hồ sơ")
    asked: list[Recorded] = (
        [] if dossier.withdrawal else [Recorded(EntryKind.WITHDRAWAL_ASKED, bodies.WithdrawalAsked(reason))]
    )
    return [*asked, Recorded(EntryKind.WITHDRAWN, bodies.Withdrawn(reason))]


def merge(dossier: Dossier, command: commands.Merge, context: Context) -> list[Recorded]:
    """End this dossier in favour of the other one; that one must go on."""
    reason = require_text(command.reason, "reason", "lý do gộp")
    into = require_text(command.into, "into", "mã hồ sơ được giữ lại")
    other = context.find(into)
    if other is None or other.code is None:
        raise NotAllowedNow(f"Không tìm thấy hồ sơ “{into}” để gộp vào. Hãy xem lại mã hồ sơ.", field="into")
    if other.id == dossier.id or other.status in ENDED:
        raise NotAllowedNow(
            f"Không gộp được vào hồ sơ {other.reference}: phải là một hồ sơ khác và chưa kết thúc.", field="into"
        )
    return [Recorded(EntryKind.MERGED, bodies.Merged(other.code, reason))]
