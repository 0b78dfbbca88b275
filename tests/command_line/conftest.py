"""A practice commune that the command line works on; made once, copied for each test (password hashing is slow)."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from desktop.app import open_office
from desktop.cli import run
from desktop.models.key_slots import Cost, key_file_bytes, open_slot, read_key_file, with_password
from desktop.models.store import FOLDER, KEYS, write_synced

PASSWORD = "mat-khau-thu"
NOW = "2026-11-23T09:42"
LAND = "qtnb-chuyen-hinh-thuc-su-dung-dat"

OFFICE = {
    "code": "H14.12.3",
    "name": "UBND xã Quang Hán",
    "superior": "UBND huyện Trùng Khánh",
    "level": "commune",
    "place": "Quang Hán",
    "area": "remote",
    "officers": [{"name": "lan", "full_name": "Nông Thị Lan", "role": "desk"}],
}


def intake_form(**changes: Any) -> dict[str, Any]:
    """A complete intake of the land procedure, with what a test changes."""
    form = {
        "procedure": LAND,
        "variant": "remote",
        "applicant": {"full_name": "Đàm Thị Bưởi", "identity_no": "004190000123", "phone": "0961 234 567"},
        "papers": [{"name": "Đơn đề nghị chuyển hình thức sử dụng đất", "originals": 1}],
        "outcome": "accepted",
        "received_at": "2026-11-23T08:15",
    }
    return {**form, **changes}


@dataclass
class Desk:
    """The command line at one store: `answer` is what came out as JSON, `told` what stood on stderr."""

    data_dir: Path
    capsys: pytest.CaptureFixture[str]
    told: str = ""

    def __call__(self, *arguments: str | Path, status: int = 0, clock: str | None = NOW) -> Any:
        """Run one command with --json and return its document; the exit status must be as expected."""
        given = ["--data-dir", str(self.data_dir), "--json", *(["--clock", clock] if clock else [])]
        found = run([*map(str, arguments), *given])
        out, self.told = self.capsys.readouterr()
        assert found == status, self.told or out
        return json.loads(out) if out.strip() else None

    def file(self, content: Any, name: str = "in.json") -> Path:
        """Write a document, or bare text, beside the store."""
        path = self.data_dir.parent / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    def accept(self, **changes: Any) -> str:
        """Take the land procedure in and return its code."""
        code: str = self("intake", self.file(intake_form(**changes)))["code"]
        return code

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything the store holds, table by table."""
        place = open_office(self.data_dir, "lan", PASSWORD)
        with place.store.read() as session:
            tables = inspect(session.connection()).get_table_names()
            found = {name: [tuple(row) for row in session.execute(text(f"SELECT * FROM {name}"))] for name in tables}
        place.close()
        return found


@pytest.fixture(scope="session")
def commune_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commune")
    office = folder / "office.json"
    office.write_text(json.dumps(OFFICE), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTCUA_PASSWORD", PASSWORD)
        assert (
            run(
                [
                    "--data-dir",
                    str(folder / "data"),
                    "--clock",
                    "2026-11-23T07:30",
                    "init",
                    "--office",
                    str(office),
                    "--practice",
                ]
            )
            == 0
        )
    cheapen(folder / "data")
    return folder / "data"


def cheapen(data_dir: Path) -> None:
    """Lock the store anew with a password hash that costs nothing, for tests that open it hundreds of times."""
    path = data_dir / FOLDER / KEYS
    keys = read_key_file(path)
    key = open_slot(keys, "lan", PASSWORD)
    write_synced(path, key_file_bytes(with_password(keys, "lan", PASSWORD, key, Cost(1024, 1, 1))))


@pytest.fixture
def desk(
    commune_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    monkeypatch.setenv("MOTCUA_PASSWORD", PASSWORD)
    shutil.copytree(commune_template, tmp_path / "data")
    capsys.readouterr()
    return Desk(tmp_path / "data", capsys)
