"""Only `deadlines` calculates with dates and judges due times; everybody else asks it.

The code is read, not run. What counts as date arithmetic is listed below; whoever needs it for something that is no
deadline is named here with the reason, and an exception nobody needs any more has to go.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "desktop"

CALENDAR_WORDS = {
    "timedelta", "weekday", "isoweekday", "isocalendar", "toordinal", "fromordinal", "monthrange", "combine",
    "is_working", "reason_off", "add_working_days", "working_days", "busday_offset", "relativedelta",
}  # fmt: skip
"""Names that shift a date, take it apart or walk over days off."""
SPANS = {"days", "total_seconds"}
"""Asked of a difference of two times."""
DUE = re.compile(r"(^|_)(dues?|due_at|due_on|promised|promise)$")
"""What holds a due time, by its name."""
ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)

EVERYWHERE = "*"
ALLOWED = {
    ("demo.py", EVERYWHERE): "invents what happens at the practice offices",
    ("practice.py", EVERYWHERE): "invents a practice office's past",
    ("ui/start/setup_page.py", "SetupPage._make"): "when an invented past begins",
    ("handling/context.py", "require_office_time"): "refuses a typed date on which nobody could hand out a result",
    ("handling/rules/promise.py", "_new_due"): "reads a typed date as that day's closing time",
    ("handling/custody_lists.py", "returned_on"): "the midnights around a day, for a query",
    ("registers/period.py", "Period.start"): "the first moment of a report's period",
    ("registers/period.py", "Period.end"): "the moment after a report's period",
    ("registers/period.py", "month_before"): "the month a report is usually made for",
    ("ui/settings/calendar/days.py", EVERYWHERE): "the calendar's editor says what kind each day is",
    ("ui/settings/calendar/marks.py", EVERYWHERE): "the calendar's editor marks the kinds of days",
    ("ui/settings/calendar/section.py", "CalendarSection._tell_day"): "the calendar's editor says what kind a day is",
    ("ui/settings/calendar/year_view.py", EVERYWHERE): "where a day stands on the drawn year",
    ("hub/hub.py", "_status"): "since how many days an office has sent nothing",
    ("hub/report.py", "Period.begin"): "the first moment of a report's period",
    ("hub/report.py", "Period.end"): "the moment after a report's period",
    ("exchange/outside/land_message.py", "LandReading.day_in_words"): "says a date that came without an hour",
    ("exchange/outside/land_message.py", "Told.after"): "compares two dates that another system sent",
    ("intake/due_text.py", "read_due"): "reads a typed date",
    ("ui/controls/labeled.py", "read_moment"): "reads a typed date",
    ("ui/controls/labeled.py", "DayField.__init__"): "the arrow keys step through days",
    ("ui/controls/labeled.py", "MomentField.__init__"): "the arrow keys step through days",
    ("handling/timeline.py", "timeline"): "a drawn axis is at least four hours wide",
    ("ui/dossier/timeline_view.py", "TimelineView.place_of"): "where a moment lies on the drawn axis",
    ("ui/status_words.py", ""): "the length of a millisecond, for a timer",
    ("models/reference.py", "issue"): "one issue of a calendar is filed after the one before it",
}
"""Module and function, with the reason why this is no arithmetic on deadlines."""


def findings(path: Path) -> Iterator[tuple[str, int, str]]:
    """Yield function, line and what was found, for everything in a module that looks like date arithmetic."""
    yield from _walk(ast.parse(path.read_text(encoding="utf-8")), "")


def _walk(node: ast.AST, function: str) -> Iterator[tuple[str, int, str]]:
    for child in ast.iter_child_nodes(node):
        inside = function
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = f"{function}.{child.name}" if function else child.name
        found = _found(child)
        if found:
            yield inside, getattr(child, "lineno", 0), found
        yield from _walk(child, inside)


def _found(node: ast.AST) -> str:
    """Return what is forbidden about one node; importing a name is not using it."""
    name = _name(node)
    if name in CALENDAR_WORDS:
        return name
    if name in SPANS and isinstance(node, ast.Attribute) and isinstance(node.value, ast.BinOp):
        return f"a difference in {name}"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub) and _due_in((node.left, node.right)):
        return "calculates with a due time"
    if isinstance(node, ast.Compare) and any(isinstance(order, ORDERS) for order in node.ops):
        return "judges a due time" if _due_in((node.left, *node.comparators)) else ""
    return ""


def _due_in(operands: tuple[ast.expr, ...]) -> bool:
    return any(DUE.search(_name(_undated(operand))) for operand in operands)


def _undated(operand: ast.expr) -> ast.expr:
    """Return what `.date()` or `.time()` was asked of."""
    if isinstance(operand, ast.Call) and isinstance(operand.func, ast.Attribute):
        return operand.func.value
    return operand


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def outside() -> list[tuple[str, str, int, str]]:
    """Return module, function, line and finding for the whole program but `deadlines`."""
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] != "deadlines"]
    return [(path.relative_to(PACKAGE).as_posix(), *found) for path in paths for found in findings(path)]


def allowed_by(module: str, function: str) -> tuple[str, str] | None:
    """Return the exception that covers a place."""
    return next((place for place in ((module, function), (module, EVERYWHERE)) if place in ALLOWED), None)


def test_nothing_but_deadlines_calculates_with_dates() -> None:
    strays = [f"{module}:{line} {function}: {what}" for module, function, line, what in outside()
              if allowed_by(module, function) is None]  # fmt: skip
    assert strays == []


def test_every_exception_is_still_needed_and_says_why() -> None:
    used = {allowed_by(module, function) for module, function, _, _ in outside()}
    assert set(ALLOWED) - used == set()
    assert all(ALLOWED.values())


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("at + timedelta(days=3)", "timedelta"),
        ("datetime.timedelta(1)", "timedelta"),
        ("6 - today.weekday()", "weekday"),
        ("while not calendar.is_working(day): day += ONE", "is_working"),
        ("clock.add_working_days(day, 3)", "add_working_days"),
        ("(end - start).days", "a difference in days"),
        ("now > dossier.due", "judges a due time"),
        ("step.step_due <= now", "judges a due time"),
        ("ready.date() < promise.due.date()", "judges a due time"),
        ("dossier.promise.due - now", "calculates with a due time"),
        ("due + DAY", "calculates with a due time"),
    ],
)
def test_this_test_would_see(code: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "rule.py"
    path.write_text(f"def stray():\n    {code}\n", encoding="utf-8")
    assert what in {found for function, _, found in findings(path) if function == "stray"}


@pytest.mark.parametrize("code", ["due == dossier.due", "left < 0", "'a' + words", "residue > 1", "import timedelta"])
def test_this_test_lets_pass(code: str, tmp_path: Path) -> None:
    path = tmp_path / "rule.py"
    path.write_text(f"{code}\n", encoding="utf-8")
    assert list(findings(path)) == []
