"""One row per action: its name, its words, when it is allowed and who may record it. Nothing else decides that."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.deadlines import Clock
from desktop.dossiers.dossier import Dossier
from desktop.handling import commands
from desktop.handling.calendar_change import may_be_promised_anew
from desktop.handling.commands import Command
from desktop.terms import RUNNING, WAITING, Form, Role, Status


class Custody(StrEnum):
    """Whose hands the paper must be in for the action."""

    HOLDER = "holder"
    ADDRESSEE = "addressee"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Action:
    """An action of `motcua do` and of the dossier page (việc có thể làm).

    `label` is the button's words, `form` the paper it gives rise to, `asks` the fields a person must fill in.
    """

    name: str
    command: type[Command]
    label: str
    statuses: frozenset[Status]
    custody: Custody = Custody.HOLDER
    form: Form | None = None
    asks: tuple[str, ...] = ()


_LIVE = RUNNING | WAITING

ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (
        Action("finish-step", commands.FinishStep, "Ghi xong bước", RUNNING),
        Action("return-step", commands.ReturnStep, "Chuyển trả bước trước…", RUNNING, asks=("to", "reason")),
        Action("assign", commands.Assign, "Phân công xử lý…", RUNNING, asks=("holder",)),
        Action("hand-over", commands.HandOver, "Ghi đã chuyển…", RUNNING | {Status.RESULT_READY}, asks=("to_office",)),
        Action("take-over", commands.TakeOver, "Nhận bàn giao", RUNNING | {Status.RESULT_READY}, Custody.ADDRESSEE),
        Action(
            "ask-supplement",
            commands.AskSupplement,
            "Yêu cầu bổ sung…",
            RUNNING,
            form=Form.SUPPLEMENT,
            asks=("papers", "reason"),
        ),
        Action(
            "receive-supplement",
            commands.ReceiveSupplement,
            "Ghi đã nhận bổ sung",
            frozenset({Status.WAITING_SUPPLEMENT}),
        ),
        Action(
            "ask-obligation",
            commands.AskObligation,
            "Yêu cầu nghĩa vụ tài chính…",
            RUNNING,
            asks=("notice_no", "amount_vnd"),
        ),
        Action(
            "obligation-met",
            commands.ObligationMet,
            "Ghi đã thực hiện nghĩa vụ tài chính",
            frozenset({Status.WAITING_OBLIGATION}),
        ),
        Action("pause", commands.PauseClock, "Tạm dừng…", RUNNING, asks=("reason",)),
        Action("resume", commands.ResumeClock, "Tiếp tục giải quyết", frozenset({Status.PAUSED})),
        Action(
            "extend",
            commands.Extend,
            "Gia hạn, xin lỗi và hẹn lại…",
            RUNNING,
            form=Form.APOLOGY,
            asks=("new_due", "cause", "reason"),
        ),
        Action(
            "re-promise",
            commands.RePromise,
            "Điều chỉnh ngày hẹn theo lịch mới…",
            RUNNING,
            form=Form.DUE_NOTICE,
            asks=("reason",),
        ),
        Action("result-ready", commands.MarkResultReady, "Ghi có kết quả", RUNNING),
        Action(
            "return-result", commands.ReturnResult, "Trả kết quả…", frozenset({Status.RESULT_READY}), asks=("to_whom",)
        ),
        Action("reject", commands.Reject, "Không giải quyết…", _LIVE, form=Form.REJECTION, asks=("reason",)),
        Action("stop", commands.Stop, "Dừng giải quyết…", _LIVE, asks=("reason",)),
        Action("withdraw", commands.Withdraw, "Công dân xin rút hồ sơ…", _LIVE, asks=("reason",)),
        Action("correct", commands.Correct, "Đính chính…", frozenset(Status), asks=("entry", "changes", "reason")),
        Action("note", commands.Note, "Ghi chú…", frozenset(Status), Custody.ANYONE, asks=("text",)),
    )
}


def holds(dossier: Dossier, office_code: str, custody: Custody) -> bool:
    """Whether the office may record an action of this custody.

    While the paper is on its way, the addressee takes it over; the sender may take it back when it was not delivered.
    """
    if custody is Custody.ANYONE:
        return True
    if custody is Custody.ADDRESSEE:
        ends = (dossier.in_transit_to, dossier.in_transit_from)
        return any(office is not None and office.code == office_code for office in ends)
    return dossier.custodian is not None and dossier.custodian.code == office_code


def allowed(dossier: Dossier, office_code: str, role: Role) -> list[Action]:
    """Return the actions this office may record now, in the order of the table; an auditor may record nothing."""
    if role is Role.AUDITOR:
        return []
    return [
        action
        for action in ACTIONS.values()
        if dossier.status in action.statuses
        and holds(dossier, office_code, action.custody)
        and _possible(dossier, action)
    ]


def offered(dossier: Dossier, office_code: str, role: Role, clock: Clock) -> list[Action]:
    """Return the allowed actions worth showing: a new date by calendar only where the calendar gives a later one."""
    possible = allowed(dossier, office_code, role)
    return [action for action in possible if action.name != "re-promise" or may_be_promised_anew(dossier, clock)]


def _possible(dossier: Dossier, action: Action) -> bool:
    """What a status does not tell: a step to finish, a step to go back to, a clock the procedure lets stop."""
    if action.name in {"finish-step", "assign"}:
        return dossier.step is not None
    if action.name == "return-step":
        return any(run.finished for run in dossier.steps) and dossier.step is not None
    if action.name == "pause":
        return any(step.stops_clock for step in dossier.plan.steps)
    return True
