"""Asking the applicant for papers after acceptance, and taking them (yêu cầu bổ sung hồ sơ).

One round by default: the national score counts a dossier asked more than once as late (QĐ 766/QĐ-TTg, chỉ số 2.1).
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from desktop.deadlines import Clock, Term, Unit, is_behind
from desktop.dossiers import bodies
from desktop.dossiers.bodies import PaperItem
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.numbering import series
from desktop.handling import commands
from desktop.handling.commands import PaperSpec
from desktop.handling.context import Context, NotAllowedNow, require_text, slip_reference
from desktop.handling.desk_rules import DeskRules
from desktop.handling.lateness import late_dossier
from desktop.handling.rights import Work, may
from desktop.handling.rules.recorded import Recorded
from desktop.handling.rules.waiting import moved_by_wait
from desktop.terms import AskedLate, EntryKind


def ask(dossier: Dossier, command: commands.AskSupplement, context: Context) -> list[Recorded]:
    """Ask for papers: the clock stops. A second round needs a leader; a late one is marked with its reason."""
    papers = papers_named(command.papers, ok=False)
    if not papers:
        raise NotAllowedNow("Chưa chọn giấy tờ cần bổ sung. Hãy ghi ít nhất một giấy tờ.", field="papers")
    reason = require_text(command.reason, "reason", "lý do yêu cầu bổ sung")
    if dossier.supplements and not may(context.role, Work.SECOND_ROUND):
        raise NotAllowedNow(
            "Hồ sơ đã yêu cầu bổ sung một lần. Lần sau phải do lãnh đạo ghi, kèm lý do (chấm điểm quốc gia tính hồ sơ "
            "bổ sung quá một lần là quá hạn).",
            field="reason",
        )
    late = asked_late(dossier, context.clock, context.at, context.rules)
    number = context.next_number(series("supplement", context.at))
    body = bodies.SupplementAsked(
        round=len(dossier.supplements) + 1,
        slip_no=number,
        slip_ref=slip_reference(context.office, "HDHS", context.at.year, number),
        papers=papers,
        reason=reason,
        imprint=context.imprint,
        asked_late=late,
        why_late=(command.why_late.strip() or reason) if late else "",
    )
    return [Recorded(EntryKind.SUPPLEMENT_ASKED, body)]


def asked_late(dossier: Dossier, clock: Clock, at: datetime, rules: DeskRules) -> tuple[AskedLate, ...]:
    """Return what would make a request for papers at this time too late: to be said before it is made.

    After the field's own limit for asking (land: three working days), on the day of the promise, or behind it.
    """
    limit, received, promise = rules.supplement_limit(dossier.plan.field), dossier.received_at, dossier.promise
    checks = []
    if limit is not None and received is not None:
        until = clock.due(received, Term(limit.within_days, Unit.WORKING_DAY))
        checks.append((AskedLate.PAST_LIMIT, until is not None and is_behind(at, until.at)))
    if promise is not None:
        overdue = late_dossier(dossier, at)
        checks.append((AskedLate.LAST_DAY, not overdue and at.date() == promise.due.date()))
        checks.append((AskedLate.OVERDUE, overdue))
    return tuple(why for why, applies in checks if applies)


def papers_named(specs: Sequence[str | PaperSpec], *, ok: bool) -> tuple[PaperItem, ...]:
    """Return papers given by bare name or with counts; blank names fall away."""
    full = [PaperSpec(spec) if isinstance(spec, str) else spec for spec in specs]
    return tuple(
        PaperItem(spec.name.strip(), spec.originals, spec.copies, ok, spec.note) for spec in full if spec.name.strip()
    )


def receive(dossier: Dossier, command: commands.ReceiveSupplement, context: Context) -> list[Recorded]:
    """The papers came: the clock goes on, the promise moves by the time waited."""
    asked = dossier.supplements[-1]
    papers = papers_named(command.papers, ok=True) or tuple(
        msgspec.structs.replace(paper, ok=True) for paper in asked.papers
    )
    moved = moved_by_wait(dossier, context)
    body = bodies.SupplementReceived(asked.round, papers, moved.due, moved.provisional, moved.step_due, moved.together)
    return [Recorded(EntryKind.SUPPLEMENT_RECEIVED, body)]
