from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier, Pause
from desktop.handling.timeline import Mark, timeline
from desktop.terms import PauseKind, Unrecorded
from desktop.ui.dossier.timeline_view import TimelineView, spoken, tip_of, together
from tests.ui.conftest import NOW

Played = Callable[[str], Dossier]


def drawn(qtbot: QtBot, place: Workplace, dossier: Dossier, width: int = 880) -> TimelineView:
    view = TimelineView()
    qtbot.addWidget(view)
    view.show_timeline(timeline(dossier, place.clock, NOW))
    view.resize(width, view.sizeHint().height())
    return view


def picture(view: TimelineView) -> QImage:
    return view.grab().toImage()


def grouped(dossier: Dossier) -> Dossier:
    """The same dossier, its last two steps running at the same time."""
    steps = tuple(
        replace(step, parallel_group="g") if step in dossier.plan.steps[-2:] else step for step in dossier.plan.steps
    )
    return replace(dossier, plan=replace(dossier.plan, steps=steps))


def test_a_silent_step_is_marked(qtbot: QtBot, practice_place: Workplace, played: Played) -> None:
    dossier = played("late")
    assert dossier.last_recorded_at is not None
    silent = replace(dossier.steps[-1], due=dossier.last_recorded_at + timedelta(hours=1))
    dossier = replace(dossier, steps=(*dossier.steps[:-1], silent))
    view = drawn(qtbot, practice_place, dossier)
    row = next(row for row in timeline(dossier, practice_place.clock, NOW).rows if row.current)
    assert Mark.UNRECORDED in row.marks
    assert "chưa ghi" in view.accessibleDescription()
    assert "chưa ghi" in tip_of(row).casefold()


def test_a_step_found_undone_later_stays_marked(practice_place: Workplace, played: Played) -> None:
    dossier = played("running")
    first = replace(dossier.steps[0], unrecorded=Unrecorded.TAKEN_AHEAD)
    row = timeline(replace(dossier, steps=(first, *dossier.steps[1:])), practice_place.clock, NOW).rows[0]
    assert row.marks == {Mark.UNRECORDED}


def test_a_step_against_the_procedure_says_why(qtbot: QtBot, practice_place: Workplace, played: Played) -> None:
    dossier = played("running")
    astray = replace(dossier.steps[-1], unforeseen="Phải đo lại")
    dossier = replace(dossier, steps=(*dossier.steps[:-1], astray))
    row = next(row for row in timeline(dossier, practice_place.clock, NOW).rows if row.current)
    assert Mark.UNFORESEEN in row.marks
    assert "Phải đo lại" in tip_of(row)
    assert spoken(row).endswith("ngoài quy trình")
    before = picture(drawn(qtbot, practice_place, played("running")))
    assert picture(drawn(qtbot, practice_place, dossier)) != before


@pytest.mark.parametrize("width", [880, 420])
def test_steps_that_run_together_are_joined(
    qtbot: QtBot, practice_place: Workplace, played: Played, width: int
) -> None:
    dossier = grouped(played("running"))
    line = timeline(dossier, practice_place.clock, NOW)
    last = len(line.rows) - 1
    assert together(line) == [(last - 1, last)]
    assert "song song" in spoken(line.rows[last])
    apart = drawn(qtbot, practice_place, played("running"), width)
    assert picture(drawn(qtbot, practice_place, dossier, width)) != picture(apart)


def test_both_steps_that_run_at_once_are_the_current_ones(practice_place: Workplace, played: Played) -> None:
    dossier = played("running")
    other = next(step for step in dossier.plan.steps if not any(run.step_id == step.id for run in dossier.steps))
    beside = replace(dossier.steps[-1], step_id=other.id, title=other.title)
    rows = timeline(replace(dossier, steps=(*dossier.steps, beside)), practice_place.clock, NOW).rows
    assert sum(row.current for row in rows) == 2


def test_a_wait_with_a_limit_of_its_own_says_until_when(
    qtbot: QtBot, practice_place: Workplace, played: Played
) -> None:
    dossier, until = played("running"), NOW + timedelta(days=200)
    paused = replace(dossier, pauses=(Pause(PauseKind.OTHER, datetime(2026, 11, 20, 8), None, "", until),))
    line = timeline(paused, practice_place.clock, NOW)
    row = next(row for row in line.rows if row.current)
    assert row.result == f"dừng từ 20/11, chờ đến {until:%d/%m}"
    assert f"{until:%d/%m/%Y}" in tip_of(row)
    assert line.end == until, "the axis reaches as far as the wait may last"
    assert picture(drawn(qtbot, practice_place, paused)) != picture(drawn(qtbot, practice_place, dossier))
