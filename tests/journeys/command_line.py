"""Journeys through the whole program by its command line: real stores, sealed batches, the same steps.

The stores are made and opened once; every journey takes its own dossiers in. Only the opening is shared, because
unlocking a store is slow on purpose; each command is parsed, run and printed as always.
"""

import io
import json
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from desktop.app import Workplace, create_office, open_office
from desktop.cli import options
from desktop.dossiers.dossier import Dossier
from desktop.exchange.portal import PORTAL_CODE
from desktop.models.key_slots import Cost, key_file_bytes, open_slot, read_key_file, with_password
from desktop.models.store import FOLDER, KEYS, write_synced
from tests.journeys.story import OFFICES, WHERE, Act, Carry, Known, Step, TakeIn, intake_document, resolved, words
from tests.support.synthetic import DOCUMENT

PASSWORD = "mat-khau-thu"
MADE = datetime(2026, 10, 1, 8, 0)


class Program:
    """The program at three offices."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places: dict[str, Workplace] = {}
        self.codes: dict[str, str] = {}
        self.carried = 0
        for name in OFFICES:
            self._found(name)
        for name in OFFICES:
            card = folder / f"{name}.card"
            self.run(name, "", MADE, "exchange", "card", "-o", card)
            for other in OFFICES:
                if other != name:
                    self.run(other, "", MADE, "exchange", "trust", card)
            self.run(name, "", MADE, "procedures", "import", self._file(DOCUMENT))

    def _found(self, name: str) -> None:
        office = OFFICES[name]
        place, _ = create_office(self.folder / name, office, PASSWORD, practice=True, now=MADE)
        place.close()
        first = office.officers[0].name
        _make_login_cheap(self.folder / name, first)
        self.places[name] = open_office(self.folder / name, first, PASSWORD, now=MADE)

    def close(self) -> None:
        for place in self.places.values():
            place.close()

    def begin(self) -> None:
        """A new story: no dossier has a name yet."""
        self.codes = {}

    def run(self, office: str, officer: str, now: datetime, *arguments: str | Path, status: int = 0) -> Any:
        """Run one command; return its document, or its sentences where it was refused."""
        given = ["--data-dir", str(self.folder / office), "--json", "--clock", now.isoformat(timespec="minutes")]
        given += ["--officer", officer] if officer else []
        out, told = io.StringIO(), io.StringIO()
        with self._open_stores(), redirect_stdout(out), redirect_stderr(told):
            found = cli.run([*map(str, arguments), *given])
        assert found == status, (arguments, told.getvalue() or out.getvalue())
        return json.loads(out.getvalue()) if status == 0 else told.getvalue()

    @contextmanager
    def _open_stores(self) -> Any:
        def opened(data_dir: Path, officer: str, password: str, *, now: datetime | None = None) -> Workplace:
            place = self.places[data_dir.name].as_officer(officer).at(now or MADE)
            place.close = lambda: None  # type: ignore[method-assign]
            return place

        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MOTCUA_PASSWORD", PASSWORD)
            patch.setattr(options, "open_office", opened)
            yield

    def play(self, step: Step) -> None:
        if isinstance(step, Carry):
            self._carry(step)
        elif not step.refused:
            self._write(step)
        else:
            place = self.places[WHERE[step.who]]
            before = place.history_hash()
            told = self._write(step, status=1)
            assert step.refused in told, told
            assert place.history_hash() == before

    def _write(self, step: TakeIn | Act, *, status: int = 0) -> Any:
        office = WHERE[step.who]
        if isinstance(step, TakeIn):
            document = intake_document(step)
            if step.dossier in self.codes:
                document["slip"] = self.codes[step.dossier]
            answer = self.run(office, step.who, step.at, "intake", self._file(document), status=status)
            if status == 0:
                self.codes[step.dossier] = answer["code"]
            return answer
        fields = self._file(resolved(step.fields, self, office, step.at))
        happened = ["--at", step.happened.isoformat(timespec="minutes")] if step.happened else []
        code = self.codes[step.dossier]
        return self.run(office, step.who, step.at, "do", code, step.action, fields, *happened, status=status)

    def _carry(self, step: Carry) -> None:
        self.carried += 1
        stick = self.folder / f"stick-{self.carried:04}"
        code = OFFICES[step.receiver].code
        self.run(step.sender, "", step.at, "export", "-o", stick, "--to", code)
        if any(stick.iterdir()):
            self.run(step.receiver, "", step.at, "import", stick)

    def known(self, office: str, dossier: str, now: datetime) -> Known:
        place = self.places[office].at(now)
        view = place.view(self.codes[dossier])
        return Known(view.dossier, view.entries, place.clock, now)

    def check_shown(self, office: str, dossier: str, now: datetime) -> None:
        """`motcua show` tells what the office knows."""
        known = self.known(office, dossier, now)
        shown = self.run(office, "", now, "show", self.codes[dossier])
        assert told_of(shown) == told_of_dossier(known.dossier)
        assert [row["id"] for row in shown["journal"]] == [entry.id for entry in known.entries]

    def _file(self, document: Any) -> Path:
        path = self.folder / "in.json"
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        return path


def told_of(shown: dict[str, Any]) -> dict[str, Any]:
    """Return what `show --json` says under its released keys."""
    return {
        "code": shown["code"],
        "status": shown["status"],
        "portal": shown["portal_code"],
        "custodian": shown["custodian"],
        "due": shown["due"],
        "promises": [row["due"] for row in shown["promises"]],
        "step": shown["step"]["id"] if shown["step"] else None,
        "steps": [(row["id"], row["started"], row["finished"], row["recorded"]) for row in shown["steps"]],
        "pauses": [(row["kind"], row["from"], row["to"]) for row in shown["pauses"]],
        "rounds": len(shown["supplement_rounds"]),
    }


def told_of_dossier(dossier: Dossier) -> dict[str, Any]:
    """Return the same of a folded dossier."""

    def minute(at: datetime | None) -> str | None:
        found = words(at)
        return found.replace(" ", "T") if found else None

    return {
        "code": dossier.reference,
        "status": str(dossier.status),
        "portal": PORTAL_CODE[dossier.status],
        "custodian": dossier.custodian.code if dossier.custodian else None,
        "due": minute(dossier.due),
        "promises": [minute(promise.due) for promise in dossier.promises],
        "step": dossier.step.step_id if dossier.step else None,
        "steps": [
            (run.step_id, minute(run.started), minute(run.finished), minute(run.recorded)) for run in dossier.steps
        ],
        "pauses": [(str(pause.kind), minute(pause.start), minute(pause.end)) for pause in dossier.pauses],
        "rounds": len(dossier.supplements),
    }


def _make_login_cheap(folder: Path, officer: str) -> None:
    path = folder / FOLDER / KEYS
    keys = read_key_file(path)
    key = open_slot(keys, officer, PASSWORD)
    write_synced(path, key_file_bytes(with_password(keys, officer, PASSWORD, key, Cost(1024, 1, 1))))
