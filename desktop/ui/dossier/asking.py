"""What a field of an action's panel is: the situation it is made in, what it reads, and when it is wanted at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from desktop.app import DossierView, Workplace
from desktop.deadlines import CalendarMissing
from desktop.dossiers.dossier import Dossier
from desktop.handling.actions import Action, announced
from desktop.ui.controls.labeled import Labeled, Pairs
from desktop.ui.controls.option_box import OptionBox


class Marked(Protocol):
    """A field that can show a fault."""

    def set_error(self, message: str) -> None: ...

    def clear_mark(self) -> None: ...

    def error(self) -> str: ...


def _always(_: datetime) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Asked:
    """A field in the panel and how its content goes into the command.

    `wanted` says whether an act at this time needs it: a field that is not wanted is hidden and says nothing. A `wide`
    one stands in the wide column, beside the panel.
    """

    name: str
    widget: QWidget
    mark: Marked
    read: Callable[[], Any]
    wanted: Callable[[datetime], bool] = _always
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """What the makers look at to offer choices and suggestions. `now` is local wall-clock.

    `preset` holds what is chosen already by where the officer clicked, `made` the fields made so far, by name.
    """

    place: Workplace
    view: DossierView
    action: Action
    now: datetime
    preset: Mapping[str, str] = field(default_factory=dict)
    made: dict[str, Asked] = field(default_factory=dict)

    @property
    def dossier(self) -> Dossier:
        """The dossier as it stands."""
        return self.view.dossier


def values_of(fields: list[Asked], at: datetime) -> dict[str, Any]:
    """Return what the officer filled in for an act at this time, as the command's JSON.

    Raises:
        UserFacingError: a field that holds no value of its kind; `field` names it.
    """
    return {asked.name: asked.read() for asked in fields if asked.wanted(at)}


def at_once(dossier: Dossier, action: Action, office_code: str) -> bool:
    """Whether an act needs nothing filled in, so that one click or key records it."""
    if action.name == "finish-step":
        return len(dossier.open_steps) < 2
    if action.name == "take-over":
        return announced(dossier, office_code)
    return not action.asks


def written_late(situation: Situation, at: datetime) -> bool:
    """Whether an act at this time is written down so late that the desk's rules ask why."""
    try:
        lag = situation.place.clock.minutes_between(at, situation.now)
    except CalendarMissing:
        return False
    return lag > situation.place.rules.record_tolerance_minutes


class Pick(Labeled):
    """A drop-down with its label above; values are texts, words need not differ."""

    def __init__(
        self, title: str, choices: Pairs, value: str = "", hint: str = "", parent: QWidget | None = None
    ) -> None:
        self.box = OptionBox(title)
        super().__init__(title, self.box, hint, parent)
        self.offer(choices, value)
        self.box.currentIndexChanged.connect(lambda _at: self.edited.emit())

    def offer(self, choices: Pairs, value: str = "") -> None:
        """Replace the choices; an unknown value picks the first."""
        self.box.offer([(words, each) for each, words in choices], value)

    def value(self) -> str:
        """Return the value picked, empty where nothing is offered."""
        return str(self.box.value() or "")

    def choose(self, value: str) -> None:
        """Pick a value."""
        self.box.choose(value)
