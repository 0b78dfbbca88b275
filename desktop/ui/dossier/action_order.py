"""In which order the actions of a dossier are offered: the likeliest first, the rest in groups. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.app import DossierView
from desktop.dossiers.dossier import Dossier
from desktop.handling.actions import ACTIONS, Action, allowed
from desktop.terms import ENDED, Role

SHOWN = 5
"""So many actions stand in sight; the rest waits behind "Việc khác"."""

LIKELY = (
    "settle",
    "take-over",
    "return-result",
    "receive-supplement",
    "obligation-met",
    "resume",
    "finish-step",
    "result-ready",
    "hand-over",
    "ask-supplement",
    "extend",
    "note",
)
"""What a day at a desk mostly consists of, most frequent last steps first."""

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Giải quyết", ("finish-step", "return-step", "assign", "pause", "resume", "result-ready", "return-result")),
    (
        "Hẹn trả, bổ sung",
        ("ask-supplement", "receive-supplement", "ask-obligation", "obligation-met", "extend", "re-promise"),
    ),
    ("Bàn giao", ("hand-over", "take-over")),
    ("Ghi chép", ("note", "explain", "correct", "settle")),
    ("Kết thúc hồ sơ", ("ask-withdrawal", "decline-withdrawal", "withdraw", "reject", "stop", "merge")),
)

UNUSUAL = {
    "take-over": "Hồ sơ giấy đã ở đây…",
    "return-result": "Trả kết quả chưa ghi nhận…",
}
"""Actions that are allowed and seldom right: a paper nobody handed over, a result nobody wrote down."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An action with the words on its button."""

    action: Action
    label: str


@dataclass(frozen=True, slots=True)
class Arranged:
    """What stands in sight, and the rest by groups with their titles."""

    first: tuple[Offered, ...]
    rest: tuple[tuple[str, tuple[Offered, ...]], ...]

    def all(self) -> list[Offered]:
        """Return everything offered."""
        return [*self.first, *(offered for _, group in self.rest for offered in group)]


def arranged(offered: Sequence[Offered], primary: Action | None) -> Arranged:
    """Return the actions in their order: the likeliest one, what comes often, then the groups."""
    by_name = {each.action.name: each for each in offered}
    usual = {name for name in by_name if by_name[name].label == by_name[name].action.label}
    names = [*([primary.name] if primary else []), *LIKELY]
    first = [name for name in dict.fromkeys(names) if name in usual][:SHOWN]
    if len(by_name) <= SHOWN + 1:
        first = [*first, *(name for name in by_name if name not in first)]
    rest = [
        (title, tuple(by_name[name] for name in members if name in by_name and name not in first))
        for title, members in GROUPS
    ]
    return Arranged(tuple(by_name[name] for name in first), tuple((title, found) for title, found in rest if found))


def offered_actions(view: DossierView, office_code: str, role: Role) -> list[Offered]:
    """Return the actions of a view with their words, and those that are allowed and seldom right."""
    usual = [Offered(action, action.label) for action in view.actions]
    names = {action.name for action in view.actions}
    possible = {action.name for action in allowed(view.dossier, office_code, role)}
    seldom = [name for name in UNUSUAL if name in possible and name not in names and _makes_sense(view.dossier, name)]
    return [*usual, *(Offered(ACTIONS[name], UNUSUAL[name]) for name in seldom)]


def _makes_sense(dossier: Dossier, name: str) -> bool:
    """Whether there is a paper that can be here, or a result that can have been signed."""
    if dossier.status in ENDED or dossier.code is None:
        return False
    return name != "take-over" or dossier.custodian is not None
