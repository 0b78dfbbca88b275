"""One row per action: its name, its words, when it is allowed and who may record it. Nothing else decides that."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.deadlines import Clock
from desktop.dossiers.dossier import Dossier
from desktop.handling import commands
from desktop.handling.calendar_change import may_be_promised_anew
from desktop.handling.commands import Command
from desktop.handling.rights import may
from desktop.terms import RUNNING, WAITING, Form, Role, Status


class Custody(StrEnum):
    """Whose hands the paper must be in for the action."""

    HOLDER = "holder"
    ARRIVED = "arrived"
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
        Action("hand-over", commands.HandOver, "Ghi đã chuyển…", _LIVE | {Status.RESULT_READY}, asks=("to_office",)),
        Action("take-over", commands.TakeOver, "Nhận bàn giao", _LIVE | {Status.RESULT_READY}, Custody.ARRIVED),
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
            "return-result", commands.ReturnResult, "Trả kết quả…", RUNNING | {Status.RESULT_READY}, asks=("to_whom",)
        ),
        Action("reject", commands.Reject, "Không giải quyết…", _LIVE, form=Form.REJECTION, asks=("reason",)),
        Action("stop", commands.Stop, "Dừng giải quyết…", _LIVE, form=Form.STOP, asks=("reason",)),
        Action("ask-withdrawal", commands.AskWithdrawal, "Công dân đề nghị rút hồ sơ…", _LIVE, asks=("reason",)),
        Action("decline-withdrawal", commands.DeclineWithdrawal, "Không đồng ý rút hồ sơ…", _LIVE, asks=("reason",)),
        Action("withdraw", commands.Withdraw, "Xác nhận rút hồ sơ…", _LIVE, asks=("reason",)),
        Action("merge", commands.Merge, "Gộp vào hồ sơ khác…", _LIVE | {Status.ARRIVED}, asks=("into", "reason")),
        Action(
            "settle", commands.Settle, "Chọn nhật ký đúng…", frozenset(Status), Custody.ANYONE, asks=("keep", "reason")
        ),
        Action("correct", commands.Correct, "Đính chính…", frozenset(Status), asks=("entry", "changes", "reason")),
        Action(
            "explain", commands.Explain, "Giải trình chậm…", frozenset(Status), Custody.ANYONE, asks=("cause", "text")
        ),
        Action("note", commands.Note, "Ghi chú…", frozenset(Status), Custody.ANYONE, asks=("text",)),
    )
}


def holds(dossier: Dossier, office_code: str, custody: Custody) -> bool:
    """Whether the office may record an action of this custody.

    While the paper is on its way, the addressee takes it over; the sender may take it back when it was not delivered.
    Whoever has the paper without anybody having recorded handing it over may say so.
    """
    if custody is Custody.ANYONE:
        return True
    here = dossier.custodian is not None and dossier.custodian.code == office_code
    return not here if custody is Custody.ARRIVED else here


def announced(dossier: Dossier, office_code: str) -> bool:
    """Whether the paper is on its way to this office, or from it."""
    ends = (dossier.in_transit_to, dossier.in_transit_from)
    return any(office is not None and office.code == office_code for office in ends)


def allowed(dossier: Dossier, office_code: str, role: Role, *, disputed: bool = True) -> list[Action]:
    """Return the actions this office may record now, in the order of the table, by role, status and custody."""
    return [
        action
        for action in ACTIONS.values()
        if may_record(dossier, action, office_code, role) and (disputed or action.name != "settle")
    ]


def may_record(dossier: Dossier, action: Action, office_code: str, role: Role) -> bool:
    """Whether this office may record one action now, by role, status and custody."""
    return (
        dossier.status in action.statuses
        and may(role, action.name)
        and holds(dossier, office_code, action.custody)
        and _possible(dossier, action)
    )


def offered(dossier: Dossier, office_code: str, role: Role, clock: Clock, *, disputed: bool = False) -> list[Action]:
    """Return the allowed actions worth showing: a new date by calendar only where the calendar gives a later one,
    settling only where there are two histories, handing out only what is there, taking over what was handed over; a
    paper that came unannounced is taken over by its code.
    """
    unlikely = set() if may_be_promised_anew(dossier, clock) else {"re-promise"}
    unlikely |= set() if announced(dossier, office_code) else {"take-over"}
    unlikely |= {"return-result"} if dossier.status is not Status.RESULT_READY else set()
    return [action for action in allowed(dossier, office_code, role, disputed=disputed) if action.name not in unlikely]


def _possible(dossier: Dossier, action: Action) -> bool:
    """What a status does not tell: a step to finish, a step to go back to, a clock the procedure lets stop."""
    if action.name in {"finish-step", "assign"}:
        return dossier.step is not None
    if action.name == "decline-withdrawal":
        return dossier.withdrawal is not None
    if action.name == "ask-withdrawal":
        return dossier.withdrawal is None
    if action.name == "explain":
        return dossier.code is not None
    if action.name == "return-result":
        return dossier.code is not None
    if action.name == "return-step":
        return any(run.finished for run in dossier.steps) and dossier.step is not None
    if action.name == "pause":
        return any(step.stops_clock for step in dossier.plan.steps)
    return True
