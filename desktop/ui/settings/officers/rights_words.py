"""The table of rights in words: a row per work, a column per role (quyền theo vai trò). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.handling.actions import ACTIONS
from desktop.handling.rights import RIGHTS, WORK, may, standing_in
from desktop.terms import Role
from desktop.wording import ROLE

MAY, NOT = "được", "–"


@dataclass(frozen=True, slots=True)
class RightRow:
    """One work and, for each role in the order of `Role`, whether it does it."""

    words: str
    roles: tuple[bool, ...]


def right_rows() -> list[RightRow]:
    """Return every work, first what the office does besides dossiers, then each action on a dossier."""
    named = {**{str(work): words for work, words in WORK.items()}, **{name: one.label for name, one in ACTIONS.items()}}
    granted = set().union(*RIGHTS.values())
    return [
        RightRow(words[0].upper() + words[1:].rstrip("…"), tuple(may(role, name) for role in Role))
        for name, words in named.items()
        if name in granted
    ]


def standing_words(roles: Sequence[Role]) -> list[str]:
    """Return who stands in for whom in an office with these roles."""
    said = []
    if standing_in(Role.SPECIALIST, roles) is Role.DESK:
        said.append("Đơn vị chưa có công chức một cửa: chuyên viên làm thay việc của quầy.")
    for role, works in ((Role.ADMIN, "thay đổi thiết lập"), (Role.LEADER, "đặt lịch làm việc")):
        if not {Role.ADMIN, role} & set(roles):
            said.append(f"Đơn vị chưa có {ROLE[role].lower()}: công chức một cửa được {works}.")
    return said
