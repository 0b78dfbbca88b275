"""Whether an act would be recorded, and if not, why: asked before the officer presses the key. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from desktop.errors import UserFacingError
from desktop.handling.decide import decide
from desktop.handling.record import Acting, context_of, find_dossier, read_command


def refusal(
    session: Session,
    acting: Acting,
    reference: str,
    action: str,
    fields: Mapping[str, Any],
    at: datetime | None = None,
) -> UserFacingError | None:
    """Return why the act would be refused now, or None where it would be recorded; numbers are not used up.

    Raises:
        UnknownDossier, UnknownAction: there is nothing to try.
    """
    command = read_command(action, fields)
    dossier = find_dossier(session, reference)
    context = replace(context_of(session, acting, at, form_set="2025"), next_number=lambda _series: 1)
    try:
        decide(dossier, command, context)
    except UserFacingError as refused:
        return refused
    return None
