"""Dossiers with a life made up freely: received, paused, solved and handed out at any times that can be."""

from datetime import datetime, timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.dossiers.dossier import Dossier, Pause, Promise
from desktop.terms import Channel, PauseKind, Status
from tests.support.bench import Bench

FIRST = datetime(2026, 9, 1, 8, 0)
NOW = datetime(2026, 12, 20, 10, 0)
ENDS = (Status.RETURNED, Status.REJECTED, Status.STOPPED, Status.WITHDRAWN)
OPEN = {PauseKind.SUPPLEMENT: Status.WAITING_SUPPLEMENT, PauseKind.OBLIGATION: Status.WAITING_OBLIGATION}
_TAKEN = Bench().take_in()

hours = st.integers(0, 24 * 40)


def later(moment: datetime, by: int) -> datetime:
    return moment + timedelta(hours=by)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """A dossier that was received before `NOW`; nothing about it lies after."""
    received = later(FIRST, draw(st.integers(0, 24 * 100)))
    due = later(received, 1 + draw(hours))
    first = Promise(due, received, "tiếp nhận", False)
    number = draw(st.integers(1, 9_999))
    plan = replace(_TAKEN.plan, field=draw(st.sampled_from(["Đất đai", "Hộ tịch", ""])), name=f"Thủ tục {number % 4}")
    made = replace(
        _TAKEN,
        id=f"dossier-{number}",
        code=f"H14.12.3-26-{number:04}",
        plan=plan,
        channel=draw(st.sampled_from(list(Channel))),
        opened_at=received,
        received_at=received,
        promises=(first,),
        status=Status.IN_PROGRESS,
    )
    made = draw(_paused(made, due)) if draw(st.booleans()) else made
    return draw(_solved(made)) if draw(st.booleans()) and not made.waiting else made


@st.composite
def _paused(draw: st.DrawFn, made: Dossier, due: datetime) -> Dossier:
    assert made.received_at is not None
    start = later(made.received_at, draw(hours))
    if start >= NOW:
        return made
    kind, end = draw(st.sampled_from(list(OPEN))), later(start, 1 + draw(hours))
    if end >= NOW:
        return replace(made, pauses=(Pause(kind, start),), status=OPEN[kind])
    again = Promise(later(due, 48), end, "nhận đủ", False)
    return replace(made, pauses=(Pause(kind, start, end),), promises=(*made.promises, again))


@st.composite
def _solved(draw: st.DrawFn, made: Dossier) -> Dossier:
    assert made.received_at is not None
    done = later(max([made.received_at, *(pause.end for pause in made.pauses if pause.end)]), draw(hours))
    if done >= NOW:
        return made
    if draw(st.booleans()):
        return replace(made, ended_at=done, status=draw(st.sampled_from(ENDS)))
    fetched = later(done, draw(hours))
    made = replace(made, ready_at=done, status=Status.RESULT_READY)
    return replace(made, ended_at=fetched, status=Status.RETURNED) if fetched < NOW else made


many = st.lists(dossiers(), max_size=12, unique_by=lambda dossier: dossier.id)
