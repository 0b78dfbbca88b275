"""What a rule gives back."""

from dataclasses import dataclass
from datetime import datetime

from desktop.dossiers.bodies import Act
from desktop.terms import EntryKind


@dataclass(frozen=True, slots=True)
class Recorded:
    """One entry to be: its kind and what it records. `at`: when it happened, where that is not when the act did."""

    kind: EntryKind
    body: Act
    at: datetime | None = None
