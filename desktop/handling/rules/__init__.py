"""The rules of the desk, one short function a command: state and command give what is recorded, or a refusal.

The gate in `handling.decide` has already checked right, status, custody and time.
"""

from collections.abc import Callable
from typing import Any

from desktop.dossiers.dossier import Dossier
from desktop.handling import commands
from desktop.handling.commands import Command
from desktop.handling.context import Context
from desktop.handling.rules import correction, custody, ending, promise, result, steps, supplement, waiting
from desktop.handling.rules.recorded import Recorded

Rule = Callable[[Dossier, Any, Context], list[Recorded]]

RULES: dict[type[Command], Rule] = {
    commands.FinishStep: steps.finish,
    commands.ReturnStep: steps.send_back,
    commands.Assign: steps.assign,
    commands.HandOver: custody.hand_over,
    commands.TakeOver: custody.take_over,
    commands.AskSupplement: supplement.ask,
    commands.ReceiveSupplement: supplement.receive,
    commands.AskObligation: waiting.ask_obligation,
    commands.ObligationMet: waiting.obligation_met,
    commands.PauseClock: waiting.pause,
    commands.ResumeClock: waiting.resume,
    commands.Extend: promise.extend,
    commands.RePromise: promise.promise_anew,
    commands.Reject: ending.reject,
    commands.Stop: ending.stop,
    commands.AskWithdrawal: ending.ask_withdrawal,
    commands.DeclineWithdrawal: ending.decline_withdrawal,
    commands.Withdraw: ending.withdraw,
    commands.Merge: ending.merge,
    commands.MarkResultReady: result.ready,
    commands.ReturnResult: result.hand_out,
    commands.Settle: correction.settle,
    commands.Correct: correction.correct,
    commands.Explain: steps.explain,
    commands.Note: steps.note,
}
