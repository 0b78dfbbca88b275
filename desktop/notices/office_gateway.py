"""The gateway an office sends through, kept in its encrypted store (cổng nhắn tin của đơn vị)."""

from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from desktop.handling.record import Acting
from desktop.handling.rights import Work, require
from desktop.models.facts import find_fact, set_fact
from desktop.models.tables import FactRow
from desktop.notices.gateway import Gateway, read_gateway
from desktop.notices.http_carrier import HttpGateway

DOCUMENT: Final = "notice-gateway"
SECRET: Final = "notice-gateway-secret"
"""The facts under which the gateway's document and its key are kept; the key is shown nowhere."""


def set_gateway(session: Session, acting: Acting, text: str, secret: str | None = None) -> Gateway:
    """Put a gateway in place; without a secret the one known stays.

    Raises:
        NotYours: the officer's role does not change settings.
        GatewayRefused: see `gateway.read_gateway`; what was set stays.
    """
    _require(acting)
    gateway = read_gateway(text)
    set_fact(session, DOCUMENT, text)
    if secret is not None:
        set_fact(session, SECRET, secret)
    return gateway


def forget_gateway(session: Session, acting: Acting) -> None:
    """Send through no gateway any more; its key is thrown away."""
    _require(acting)
    session.execute(delete(FactRow).where(FactRow.name.in_([DOCUMENT, SECRET])))


def office_gateway(session: Session) -> HttpGateway | None:
    """Return the gateway of this office ready to send, or None where it has none."""
    text = find_fact(session, DOCUMENT)
    return HttpGateway(read_gateway(text), find_fact(session, SECRET) or "") if text else None


def _require(acting: Acting) -> None:
    require(acting.officer.role, Work.SETTINGS, acting.office.roles)
