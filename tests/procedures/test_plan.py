"""The plan frozen onto a dossier: cases, totals, steps side by side."""

from datetime import datetime

from desktop.handling.promising import planned_dues
from desktop.procedures.plan import plan
from desktop.procedures.procedure import Limit, Procedure, Step
from desktop.terms import Level
from tests.support.bench import clock


class TestStepsAtTheSameTime:
    """Published steps with the same `parallel_group` run side by side; the longest of them counts."""

    STEPS = (
        ("a", None, 1.0),
        ("b", "hỏi ý kiến", 3.0),
        ("c", "hỏi ý kiến", 5.0),
        ("d", None, 0.5),
    )

    def procedure(self, unit_of_c: str = "working_day") -> Procedure:
        steps = tuple(
            Step(
                id=step_id,
                no=step_id,
                title_vi=step_id,
                parallel_group=group,
                duration=Limit(value=days, unit=unit_of_c if step_id == "c" else "working_day"),
            )
            for step_id, group, days in self.STEPS
        )
        return Procedure(schema_version=1, id="song-song", name_vi="Song song", steps=steps)

    def test_the_longest_counts(self) -> None:
        assert plan(self.procedure(), [], Level.COMMUNE).total == Limit(value=6.5, unit="working_day")

    def test_unlike_units_have_no_longest(self) -> None:
        assert plan(self.procedure("calendar_day"), [], Level.COMMUNE).total is None

    def test_what_follows_waits_for_the_last_of_them(self) -> None:
        chosen = plan(self.procedure(), [], Level.COMMUNE)
        dues = {row.step_id: row.due for row in planned_dues(clock(), datetime(2026, 3, 9, 8, 0), chosen)}
        assert dues == {
            "a": datetime(2026, 3, 10, 11, 30),
            "b": datetime(2026, 3, 13, 11, 30),
            "c": datetime(2026, 3, 17, 11, 30),
            "d": datetime(2026, 3, 17, 17, 0),
        }
