"""The floor plan, watched: what each part loads when it is imported, and that rules never look at the wall clock.

The contracts in `.importlinter` read the code; here a fresh interpreter tells what is truly loaded, so that indirect
imports count. An exception is added here by name, with its reason.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "desktop"

STORE, SCREEN, PAPER = {"sqlalchemy", "sqlcipher3"}, {"PySide6", "shiboken6", "qt_material"}, {"reportlab", "segno"}
FREE_OF: dict[str, set[str]] = {
    "deadlines": STORE | SCREEN | PAPER,
    "procedures": STORE | SCREEN | PAPER,
    "dossiers": STORE | SCREEN | PAPER,
    "office": STORE | SCREEN | PAPER,
    "terms": STORE | SCREEN | PAPER,
    "wording": STORE | SCREEN | PAPER,
    "folding": STORE | SCREEN | PAPER,
    "printing": STORE | SCREEN,
    "handling.actions": STORE | SCREEN | PAPER,
    "handling.decide": STORE | SCREEN | PAPER,
    "handling.board": STORE | SCREEN | PAPER,
    "handling.slips": STORE | SCREEN,
    "intake.form": STORE | SCREEN | PAPER,
    "intake.scan": STORE | SCREEN | PAPER,
    "intake.decide": STORE | SCREEN | PAPER,
    "models.store": SCREEN | PAPER,
    "exchange.batch_file": STORE | SCREEN | PAPER,
    "exchange.carrier": STORE | SCREEN | PAPER,
    "exchange.exporting": SCREEN | PAPER,
    "exchange.importing": SCREEN | PAPER,
    "handling.record": SCREEN,
    "intake.take_in": SCREEN,
    "app": SCREEN,
    "shapes": SCREEN,
    "lines": SCREEN,
    "cli": SCREEN,  # the window is loaded only when somebody opens it, so that scripts start fast
}


@pytest.mark.parametrize("module", FREE_OF)
def test_what_is_loaded_with(module: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", f"import sys, desktop.{module}; print(*{{name.split('.')[0] for name in sys.modules}})"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not set(told.stdout.split()) & FREE_OF[module]


PURE = ("deadlines", "procedures", "dossiers", "printing", "office.py", "terms.py", "wording.py", "folding.py")
PURE_MODULES = (
    "handling/actions.py", "handling/board.py", "handling/commands.py", "handling/context.py", "handling/decide.py",
    "handling/lateness.py",
    "handling/slips.py", "intake/decide.py", "intake/form.py", "intake/scan.py",
)  # fmt: skip
CLOCK_CALLS = {"now", "today", "utcnow", "time", "monotonic", "localtime", "gmtime", "perf_counter"}
CLOCK_OWNERS = {"datetime", "date", "time", "dt"}


def sources(*places: str) -> list[Path]:
    found: list[Path] = []
    for place in places:
        path = PACKAGE / place
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return found


def clock_calls(path: Path) -> list[str]:
    """Return where a module asks what time it is: datetime.now(), date.today(), time.time() and their like."""
    asked = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = node.func.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        if node.func.attr in CLOCK_CALLS and name in CLOCK_OWNERS:
            asked.append(f"{path.name}:{node.lineno}")
    return asked


@pytest.mark.parametrize("path", sources(*PURE, *PURE_MODULES), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_rules_are_told_the_time(path: Path) -> None:
    assert clock_calls(path) == []


def test_the_wall_clock_is_read_in_one_place() -> None:
    asking = [path.relative_to(PACKAGE).as_posix() for path in sources(".") if clock_calls(path)]
    others = {"hub/counter.py"}  # how old the files on its own disk are
    assert [name for name in asking if not name.startswith("ui/") and name not in others] == ["app.py"]


def test_this_test_would_see_a_clock(tmp_path: Path) -> None:
    path = tmp_path / "rule.py"
    path.write_text("import datetime\nfrom datetime import date\ndatetime.datetime.now()\ndate.today()\n")
    assert clock_calls(path) == ["rule.py:3", "rule.py:4"]


def test_only_the_screen_names_its_toolkit() -> None:
    named = [path for path in sources(".") if path.parts[len(PACKAGE.parts)] != "ui" and "PySide6" in imports_of(path)]
    assert named == []


def imports_of(path: Path) -> set[str]:
    """Return the top names of everything a module imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_faults_are_swallowed_at_the_edges_only() -> None:
    """`except Exception` belongs where a fault is logged and shown, or where strangers' data meets a reader without
    faults of its own that one could name.
    """
    broad = [
        path.relative_to(PACKAGE).as_posix()
        for path in sources(".")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and (node.type is None or getattr(node.type, "id", "") == "Exception")
    ]
    edges = {"hub/web.py", "handling/scans.py"}
    assert all(name in edges or name.startswith("ui/") for name in broad), broad
