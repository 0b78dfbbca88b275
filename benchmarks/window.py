"""How soon the window stands and how quickly it answers, beside two well-known Qt programs in the same run.

    python benchmarks/window.py [--rounds 5] [--small] [--keep FOLDER] [--anki FILE] [--picard FILE]

Needs the optional extra `bench` and Xvfb. The store holds 5,000 running dossiers and 200,000 that have ended
(`--small`: 500 and 5,000); `--keep` makes it once and takes it from there the next time.

Start-up: from starting the process until its main window stands on a screen of 1366 × 768 with something painted in
it, seen from outside, alike for all. The peers, Anki and MusicBrainz Picard, start with empty settings; ours opens the
store with 5,000 running dossiers (the log-in's slow hash and the typing of the password are left out), and for ours the
moment at which the rows stand on the board is told as well. Everything else is measured inside our process: from a key
pressed in the search box until the suggestions are painted, from a change of the form until the receipt's picture is
painted, a look at the board a minute later, a step of scrolling, processor time while idle, memory.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

KEY_MS, PREVIEW_MS, IDLE_PERCENT, MEMORY_MB = 50, 150, 1.0, 250  # the aims
IDLE_SECONDS, PATIENCE = 60, 60
TYPED = ("dam thi buoi", "hoang quang pao", "0912345", "H14.12.3-2409", "nguyen thi hong", "dang ky ket hon")
OFFICER, NOW = ("lan", "mat-khau-thu"), datetime(2026, 11, 23, 9, 42)
"""As in `window_store`, which would load what only tests need."""

PEERS = {"anki": "Anki", "picard": "MusicBrainz Picard"}


# From outside: how soon a window stands


@contextmanager
def screen() -> Iterator[str]:
    """Run an Xvfb and give the name of its display."""
    reading, writing = os.pipe()
    size = ("-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset", "-displayfd", str(writing))
    server = subprocess.Popen(["Xvfb", *size], pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def seconds_to_window(command: Sequence[str], title: str, display: str, home: Path) -> float | None:
    """Start a program and return when its main window had something in it; None where it never came."""
    from Xlib.display import Display

    env = {**os.environ, "DISPLAY": display, "HOME": str(home), "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8"}
    env |= {"XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home), "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"}
    connection = Display(display)
    begin = time.perf_counter()
    program = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - begin < PATIENCE and program.poll() is None:
            if any(_is_painted(window) for window in _windows(connection, title)):
                return time.perf_counter() - begin
            time.sleep(0.01)
        return None
    finally:
        time.sleep(0.5)
        program.terminate()
        program.wait()
        connection.close()


def _windows(connection: Any, title: str) -> list[Any]:
    from Xlib import X
    from Xlib.error import XError

    found = []
    for window in connection.screen().root.query_tree().children:
        try:
            shown = window.get_attributes().map_state == X.IsViewable
            if shown and title in str(window.get_full_text_property(connection.get_atom("_NET_WM_NAME")) or ""):
                found.append(window)
        except XError:  # it went away meanwhile
            continue
    return found


def _is_painted(window: Any) -> bool:
    from Xlib import X
    from Xlib.error import XError

    try:
        room = window.get_geometry()
        picture = window.get_image(0, 0, room.width, room.height, X.ZPixmap, 0xFFFFFFFF).data
    except XError:
        return False
    return len({picture[at : at + 3] for at in range(0, len(picture) - 4, 4 * 97)}) >= 4


def start_ups(programs: dict[str, tuple[list[str], str]], rounds: int) -> dict[str, list[float]]:
    """Start each program so many times, in turns, after once for the disk."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    homes = {name: Path(tempfile.mkdtemp(prefix=f"mc-{name}-")) for name in programs}
    try:
        with screen() as display:
            for turn in range(rounds + 1):
                for name, (command, title) in programs.items():
                    took = seconds_to_window(command, title, display, homes[name])
                    if took is not None and turn:
                        times[name].append(took)
    finally:
        for home in homes.values():
            shutil.rmtree(home, ignore_errors=True)
    return times


# From inside: what the officer feels


class Inside:
    """Our own window on the big store."""

    def __init__(self, folder: Path) -> None:
        self.born = _age()
        from PySide6.QtWidgets import QApplication

        from desktop.app import open_office
        from desktop.ui.main import Desk
        from desktop.ui.palette import Mode
        from desktop.ui.theme import apply_theme

        self.app = QApplication([])
        self.app.setApplicationName("Một Cửa")
        apply_theme(self.app, Mode.LIGHT)
        self.place = open_office(folder, *OFFICER, now=NOW)
        self.desk = Desk(self.place)
        self.desk.window.resize(1366, 768)
        self.desk.window.show()

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        end = time.monotonic() + PATIENCE
        while not done():
            self.app.processEvents()
            time.sleep(0.0005)
            if time.monotonic() > end:
                raise TimeoutError

    def settled(self) -> bool:
        """Whether the rows stand on the board."""
        return self.desk.board.has_rows()

    def filled(self) -> float:
        """Return the seconds from the start of the process until the rows were painted."""
        self.until(self.settled)
        self.desk.board.view.viewport().repaint()
        return _age()

    def finish(self) -> None:
        """Let work beside the window end."""
        from desktop.ui import background

        background.finish()
        self.app.processEvents()


def _age() -> float:
    """Return how long this process has been running, in seconds."""
    ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    up = float(Path("/proc/uptime").read_text().split()[0])
    return up - ticks / os.sysconf("SC_CLK_TCK")


def searches(inside: Inside) -> list[float]:
    """Return the milliseconds from each key to the suggestions for what stands in the box."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    box, told, found = inside.desk.window.search, list[str](), list[float]()
    box.typed.connect(told.append)
    for words in TYPED:
        box.clear()
        box.setFocus(Qt.FocusReason.OtherFocusReason)
        for end in range(1, len(words) + 1):
            if words[end - 1] == " ":
                QTest.keyClick(box, Qt.Key.Key_Space)
                continue
            told.clear()
            begin = time.perf_counter()
            QTest.keyClicks(box, words[end - 1])
            inside.until(lambda: bool(told))
            if box.popup is not None and box.popup.isVisible():
                box.popup.viewport().repaint()
            found.append((time.perf_counter() - begin) * 1000)
        inside.finish()
    box.clear()
    return found


def previews(inside: Inside, times: int) -> list[float]:
    """Return the milliseconds from a change of the form to the painted receipt."""
    page, found = inside.desk.intake, list[float]()
    inside.desk.window.go_to("intake")
    procedure = inside.place.catalogue.get("qtnb-chuyen-hinh-thuc-su-dung-dat")
    page.procedure.show_procedure(procedure)
    page.papers.show_procedure(procedure)
    inside.until(page.preview.is_drawn)
    for number in range(times):
        begin = time.perf_counter()
        page.applicant.name.set_text(f"Đàm Thị Bưởi {number}")
        page.applicant.name.edited.emit(page.applicant.name.text())
        inside.until(lambda: not page.preview.is_drawn())
        inside.until(page.preview.is_drawn)
        page.preview.sheet.repaint()
        found.append((time.perf_counter() - begin) * 1000)
    page.clear()
    inside.desk.window.go_to("board")
    return found


def refreshes(inside: Inside, times: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of a look at the board a minute later: beside the window, and in it."""
    beside, within = list[float](), list[float]()
    for _ in range(times):
        assert inside.place.fixed_now is not None
        inside.place.fixed_now += timedelta(minutes=1)
        begin = time.perf_counter()
        look = inside.desk._look_at_board()
        read = time.perf_counter()
        inside.desk._show_board(look)
        inside.app.processEvents()
        beside.append((read - begin) * 1000)
        within.append((time.perf_counter() - read) * 1000)
    return beside, within


def scrolling(inside: Inside, steps: int = 200) -> list[float]:
    """Return the milliseconds of each step of the wheel, painted."""
    bar, found = inside.desk.board.view.verticalScrollBar(), list[float]()
    for step in range(steps):
        begin = time.perf_counter()
        bar.setValue((step + 1) * 72)
        inside.app.processEvents()
        found.append((time.perf_counter() - begin) * 1000)
    return found


def idle(inside: Inside, seconds: float) -> float:
    """Return the share of one core, in per cent, while nobody does anything."""
    from PySide6.QtCore import QEventLoop, QTimer

    inside.place.fixed_now = inside.place.now()
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    begin = time.process_time()
    loop.exec()
    return (time.process_time() - begin) / seconds * 100


def memory_mb() -> float:
    """Return the memory the process holds."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def measure_inside(folder: Path, seconds: float) -> dict[str, Any]:
    """Measure one process of ours."""
    inside = Inside(folder)
    figures: dict[str, Any] = {"filled": inside.filled()}
    inside.finish()
    figures["memory"] = memory_mb()
    figures["idle"] = idle(inside, seconds)
    figures["beside"], figures["within"] = refreshes(inside, 5)
    figures["scroll"] = scrolling(inside)
    figures["search"] = searches(inside)
    figures["preview"] = previews(inside, 12)
    figures["memory_after"] = memory_mb()
    inside.finish()
    inside.desk.close()
    return figures


def show_only(folder: Path) -> None:
    """Show our window until it is ended from outside."""
    Inside(folder).app.exec()


# The report


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 % lie below."""
    return quantiles(values, n=20)[-1]


def told(words: str, value: float, unit: str, aim: float | None = None) -> None:
    """Print a figure beside its aim."""
    met = "" if aim is None else f"   aim {aim:g}: {'met' if value <= aim else 'MISSED'}"
    print(f"  {words:46} {value:9.1f} {unit}{met}")


def report_start_up(times: dict[str, list[float]]) -> None:
    """Print the medians and the ratio to the faster peer."""
    print("\nstart-up, seconds to a painted window (median)")
    medians = {name: median(values) for name, values in times.items() if values}
    for name in times:
        print(f"  {name:20} {medians[name]:6.2f}" if name in medians else f"  {name:20} did not start here")
    peers = [value for name, value in medians.items() if name != "motcua"]
    if peers and "motcua" in medians:
        ratio = medians["motcua"] / min(peers)
        print(f"  {'ours / faster peer':20} {ratio:6.2f}   aim 1: {'met' if ratio <= 1 else 'MISSED'}")


def report_inside(runs: Sequence[dict[str, Any]]) -> None:
    """Print medians over the runs."""
    print("\ninside our window (medians of the runs)")
    middle = {name: median(run[name] for run in runs) for name in ("filled", "memory", "memory_after", "idle")}
    told("process start to all rows on the board", middle["filled"], "s")
    told("search: 95 % of keys to suggestions", median(p95(run["search"]) for run in runs), "ms", KEY_MS)
    told("search: median key", median(median(run["search"]) for run in runs), "ms")
    told("receipt: 95 % of changes to the picture", median(p95(run["preview"]) for run in runs), "ms", PREVIEW_MS)
    told("receipt: median", median(median(run["preview"]) for run in runs), "ms")
    told("board a minute later: read beside the window", median(median(run["beside"]) for run in runs), "ms")
    told("board a minute later: in the window", median(median(run["within"]) for run in runs), "ms")
    told("a step of scrolling: median", median(median(run["scroll"]) for run in runs), "ms")
    told("a step of scrolling: 95 %", median(p95(run["scroll"]) for run in runs), "ms")
    told("idle, share of one core", middle["idle"], "%", IDLE_PERCENT)
    told("memory with the board", middle["memory"], "MB", MEMORY_MB)
    told("memory after all this", middle["memory_after"], "MB")


def peers_here(anki: str, picard: str, base: Path) -> dict[str, tuple[list[str], str]]:
    """Return the peers' commands, those that are installed."""
    beside = Path(sys.executable).parent
    found = {
        name: path or shutil.which(name) or str(beside / name) for name, path in (("anki", anki), ("picard", picard))
    }
    commands = {"anki": [found["anki"], "-b", str(base / "anki"), "-l", "en"], "picard": [found["picard"]]}
    for name in commands:
        if not Path(found[name]).exists():
            print(f"{name} is not installed here and left out; it comes with the extra `bench`")
    return {name: (command, PEERS[name]) for name, command in commands.items() if Path(found[name]).exists()}


def main(given: argparse.Namespace) -> None:
    """Print the figures."""
    import window_store

    running, ended = (500, 5_000) if given.small else (5_000, 200_000)
    work = Path(tempfile.mkdtemp(prefix="mc-bench-"))
    folder = given.keep or work / "office"
    try:
        if not folder.exists():
            begin = time.perf_counter()
            window_store.make_store(folder, running, ended)
            print(f"{running + ended:,} dossiers made in {time.perf_counter() - begin:.0f} s")
        print(f"{running:,} running dossiers among {running + ended:,}, {given.rounds} rounds")
        (work / "anki").mkdir()
        ours = [sys.executable, __file__, "--show", str(folder)]
        programs = {"motcua": (ours, "Một Cửa"), **peers_here(given.anki, given.picard, work)}
        report_start_up(start_ups(programs, given.rounds))
        report_inside([_run_inside(folder, 5 if given.small else IDLE_SECONDS) for _ in range(given.rounds)])
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _run_inside(folder: Path, seconds: float) -> dict[str, Any]:
    with screen() as display:
        env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, __file__, "--inside", str(folder), "--seconds", str(seconds)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--anki", default="")
    parser.add_argument("--picard", default="")
    parser.add_argument("--show", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=IDLE_SECONDS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.show:
        show_only(given.show)
    elif given.inside:
        print(json.dumps(measure_inside(given.inside, given.seconds)))
    else:
        main(given)
