"""One row per kind of entry: everything the program does because of it. A new kind is a new row here.

Name, command, rule, effect, paper, message and portal code of a kind are looked up where they are decided; this table
sets them side by side, so that nobody has to search for what a kind means, and tests walk it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from desktop.dossiers.bodies import BODY
from desktop.dossiers.effects import EFFECTS
from desktop.dossiers.messages import MESSAGES
from desktop.handling.actions import ACTIONS
from desktop.handling.commands import Command
from desktop.handling.rules import RULES, Rule
from desktop.terms import PASSIVE, EntryKind, Form, MessageKind, Status
from desktop.wording import ENTRY

KEEPS = None
"""The status stays what it was, and with it the portal's code."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of entry is.

    `actions` are the commands of `motcua do` that record it; none for what an intake, a print or the exchange records.
    `status` is where the dossier stands after it, None where it stays. `passive`: any office may add it, it disputes
    nothing.
    """

    kind: EntryKind
    actions: tuple[str, ...] = ()
    status: Status | None = KEEPS
    form: Form | None = None

    @property
    def name(self) -> str:
        """The kind in Vietnamese."""
        return ENTRY[self.kind]

    @property
    def body(self) -> type[msgspec.Struct]:
        """What the entry records."""
        return BODY[self.kind]

    @property
    def commands(self) -> tuple[type[Command], ...]:
        """The commands that record it."""
        return tuple(ACTIONS[name].command for name in self.actions)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that decide it."""
        return tuple(RULES[command] for command in self.commands)

    @property
    def effect(self) -> Callable[..., Any] | None:
        """How it changes the state; None for what opens a dossier or a journal."""
        return EFFECTS.get(self.body)

    @property
    def messages(self) -> tuple[MessageKind, ...]:
        """What the citizen is told because of it, one of these; nothing if there are none."""
        return MESSAGES.get(self.kind, ())

    @property
    def passive(self) -> bool:
        """Whether it changes nothing about the dossier itself."""
        return self.kind in PASSIVE


KINDS: Mapping[EntryKind, Kind] = {
    row.kind: row
    for row in (
        Kind(EntryKind.DESK_OPENED),
        Kind(EntryKind.ACCEPTED, status=Status.ACCEPTED, form=Form.RECEIPT),
        Kind(EntryKind.GUIDED, status=Status.GUIDED, form=Form.SUPPLEMENT),
        Kind(EntryKind.REFUSED, status=Status.REFUSED, form=Form.REJECTION),
        Kind(EntryKind.ASSIGNED, ("assign",)),
        Kind(EntryKind.STEP_FINISHED, ("finish-step",), Status.IN_PROGRESS),
        Kind(EntryKind.STEP_RETURNED, ("return-step",), Status.IN_PROGRESS),
        Kind(EntryKind.HANDED_OVER, ("hand-over",), form=Form.HANDOVER_LIST),
        Kind(EntryKind.TAKEN_OVER, ("take-over",)),
        Kind(EntryKind.SUPPLEMENT_ASKED, ("ask-supplement",), Status.WAITING_SUPPLEMENT, Form.SUPPLEMENT),
        Kind(EntryKind.SUPPLEMENT_RECEIVED, ("receive-supplement",), Status.IN_PROGRESS),
        Kind(EntryKind.OBLIGATION_ASKED, ("ask-obligation",), Status.WAITING_OBLIGATION),
        Kind(EntryKind.OBLIGATION_MET, ("obligation-met",), Status.IN_PROGRESS),
        Kind(EntryKind.PAUSED, ("pause", "finish-step"), Status.PAUSED),
        Kind(EntryKind.RESUMED, ("resume",), Status.IN_PROGRESS),
        Kind(EntryKind.EXTENDED, ("extend",), form=Form.APOLOGY),
        Kind(EntryKind.RE_PROMISED, ("re-promise",), form=Form.DUE_NOTICE),
        Kind(EntryKind.REJECTED, ("reject",), Status.REJECTED, Form.REJECTION),
        Kind(EntryKind.STOPPED, ("stop",), Status.STOPPED, Form.STOP),
        Kind(EntryKind.WITHDRAWAL_ASKED, ("ask-withdrawal", "withdraw")),
        Kind(EntryKind.WITHDRAWAL_DECLINED, ("decline-withdrawal",)),
        Kind(EntryKind.WITHDRAWN, ("withdraw",), Status.WITHDRAWN),
        Kind(EntryKind.MERGED, ("merge",), Status.MERGED),
        Kind(EntryKind.RESULT_READY, ("result-ready", "return-result"), Status.RESULT_READY),
        Kind(EntryKind.RETURNED, ("return-result",), Status.RETURNED, Form.RESULT_RECEIPT),
        Kind(EntryKind.ARRIVED, status=Status.ARRIVED),
        Kind(EntryKind.SETTLED, ("settle",)),
        Kind(EntryKind.CORRECTED, ("correct",)),
        Kind(EntryKind.EXPLAINED, ("explain",)),
        Kind(EntryKind.MESSAGE),
        Kind(EntryKind.PRINTED),
        Kind(EntryKind.ATTACHED),
        Kind(EntryKind.NOTED, ("note",)),
    )
}
