"""Dossiers in every status, made by the desk's own rules, and a portal that has been set up."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.exchange.outside.portal_mapping import PortalSettings
from desktop.terms import Outcome, Role, Status
from tests.support.bench import LAND, MONDAY, Bench

SETTINGS = PortalSettings(sender="H14.12.3", fields={"Đất đai": "G01"}, procedures={LAND: "1.000948"})
THURSDAY = datetime(2026, 11, 26, 9, 0)

_ACTS: dict[Status, tuple[tuple[str, dict[str, Any]], ...]] = {
    Status.ACCEPTED: (),
    Status.IN_PROGRESS: (("finish-step", {}),),
    Status.WAITING_SUPPLEMENT: (("ask-supplement", {"papers": ["Trích lục bản đồ"], "reason": "Thiếu trích lục"}),),
    Status.WAITING_OBLIGATION: (("ask-obligation", {"notice_no": "12/TB", "amount_vnd": 8_640_000}),),
    Status.PAUSED: (("pause", {"reason": "Chờ xác minh"}),),
    Status.REJECTED: (("reject", {"reason": "Không đủ điều kiện"}),),
    Status.STOPPED: (("stop", {"reason": "Đất đang tranh chấp"}),),
    Status.WITHDRAWN: (("withdraw", {"reason": "Công dân đề nghị"}),),
    Status.RESULT_READY: (("result-ready", {}),),
    Status.RETURNED: (("result-ready", {}), ("return-result", {"to_whom": "Đàm Văn Riêm"})),
}


def begun(outcome: Outcome = Outcome.ACCEPTED) -> Bench:
    """A dossier taken in on Monday; the next act is on Thursday."""
    bench = Bench()
    bench.take_in(outcome)
    bench.now = THURSDAY
    bench.role = Role.LEADER
    return bench


def act(bench: Bench, action: str, **fields: Any) -> Dossier:
    """Record one act a day after the last one."""
    done = bench.do(action, **fields)
    bench.now += timedelta(days=1)
    return done


@cache
def in_status(status: Status) -> tuple[Dossier, tuple[Entry, ...]]:
    """A dossier that got to this status by acts of the desk."""
    intake = {Status.GUIDED: Outcome.SUPPLEMENT, Status.REFUSED: Outcome.REJECTED}.get(status, Outcome.ACCEPTED)
    bench = begun(intake)
    for action, fields in _ACTS.get(status, ()):
        act(bench, action, **fields)
    assert bench.dossier is not None
    assert bench.dossier.status is status
    return bench.dossier, tuple(bench.entries)


REACHED = (*_ACTS, Status.GUIDED, Status.REFUSED)
"""Statuses with a dossier of their own here; merging and early arrival need two dossiers."""


def supplemented_then_extended() -> Bench:
    """Papers asked for and received, then an apology with a new date: two different things."""
    bench = begun()
    act(bench, "ask-supplement", papers=["Trích lục bản đồ"], reason="Thiếu trích lục")
    bench.now = datetime(2026, 12, 1, 9, 0)
    act(bench, "receive-supplement")
    act(bench, "extend", new_due="2027-03-15", reason="Chờ ý kiến Sở", cause="objective")
    return bench


__all__ = [
    "LAND",
    "MONDAY",
    "REACHED",
    "SETTINGS",
    "THURSDAY",
    "act",
    "begun",
    "in_status",
    "supplemented_then_extended",
]
