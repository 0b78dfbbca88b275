"""Which numbers an entry used up, so that the counters too are derived from the journal."""

import re
from datetime import datetime

from desktop.deadlines import to_local
from desktop.dossiers import bodies
from desktop.dossiers.entry import Entry
from desktop.dossiers.evolve import read_body


def series(kind: str, at: datetime) -> str:
    """Return the name of a yearly number series: "supplement:2026"."""
    return f"{kind}:{at.year}"


def code_series(at: datetime) -> str:
    """Return the name of a day's series of dossier codes: "code:261123"."""
    return f"code:{at:%y%m%d}"


def _number_of(code: str) -> int:
    """Return the number a code ends with, 0 for a code built otherwise, as a newer program may."""
    found = re.search(r"-([0-9]{1,9})$", code)
    return int(found[1]) if found else 0


def numbers_used(entry: Entry) -> dict[str, int]:
    """Return the numbers the entry took, by series."""
    body, at = read_body(entry), to_local(entry.occurred_at)
    match body:
        case bodies.Accepted():
            return {code_series(at): _number_of(body.code), series("receipt", at): body.receipt_no}
        case bodies.Guided() | bodies.SupplementAsked():
            return {series("supplement", at): body.slip_no}
        case bodies.Refused() | bodies.Rejected():
            return {series("rejection", at): body.slip_no}
        case bodies.Stopped() if body.notice_no is not None:
            return {series("stop", at): body.notice_no}
        case bodies.HandedOver() if body.list_no is not None:
            return {series("handover", at): body.list_no}
        case bodies.Returned() if body.receipt_no is not None:
            return {series("result_receipt", at): body.receipt_no}
        case bodies.Printed() if body.imprint is not None and body.number is not None:
            return {series(body.form, at): body.number}
        case bodies.RePromised():
            return {series("due_notice", at): body.notice_no}
        case bodies.Extended():
            return {series("apology", at): body.letter_no}
        case _:
            return {}
