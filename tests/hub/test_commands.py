"""`motcua hub …`, as a province's script calls it, against a server."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import cli, hub_cli
from desktop.exchange.keys import card_bytes
from tests.support.desks import COMMUNE, PASSWORD, accept
from tests.support.postgres import Server, cheap_logins, new_desk

PROVINCE = {
    "code": "H14",
    "name": "Trung tâm Phục vụ hành chính công tỉnh Cao Bằng",
    "level": "province",
    "officers": [{"name": "tinh", "full_name": "Bế Văn Tỉnh", "role": "admin"}],
}
Command = Callable[..., Any]


@pytest.fixture
def motcua(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run one command with --json and return its document."""
    monkeypatch.setenv("MOTCUA_PASSWORD", PASSWORD)
    if "hub" not in set(cli.app):
        hub_cli.mount(cli.app)

    def run(*arguments: str | Path, status: int = 0) -> Any:
        given = ["--data-dir", str(tmp_path / "hub"), "--clock", "2026-11-23T09:42", "--json"]
        found = cli.run([*map(str, arguments), *given])
        out, told = capsys.readouterr()
        assert found == status, told or out
        return json.loads(out)

    return run


def test_a_province_from_set_up_to_report(postgres: Server, motcua: Command, tmp_path: Path) -> None:
    office = tmp_path / "tinh.json"
    office.write_text(json.dumps(PROVINCE), encoding="utf-8")
    with cheap_logins():
        made = motcua("hub", "init", "--office", office, "--database", postgres.database(), "--practice")
    commune = new_desk(tmp_path / "commune", COMMUNE)
    (tmp_path / "xa.motcua-the").write_bytes(card_bytes(commune.card()))
    assert motcua("hub", "card", "-o", tmp_path / "tinh.motcua-the")["fingerprint"] == made["fingerprint"]
    assert motcua("hub", "admit", tmp_path / "xa.motcua-the")[0]["fingerprint"] == commune.card().fingerprint
    commune.trust((tmp_path / "tinh.motcua-the").read_bytes())
    accept(commune)
    (batch,) = commune.export(tmp_path)
    (taken,) = motcua("hub", "import", batch.path)
    assert (taken["arrival"], taken["entries"], taken["sender"]) == ("imported", batch.entries, "UBND xã Quang Hán")
    (answer,) = motcua("hub", "export", "-o", tmp_path / "out")
    commune.import_files([Path(answer["file"])])
    assert commune.not_yet_above() == 0
    (row,) = motcua("hub", "status")
    assert (row["office_code"], row["seq"], row["lag_days"], row["alarms"]) == ("H14.12.3", batch.entries, 0, [])
    report = tmp_path / "don-vi.csv"
    period = ("--from", "2026-11-01", "--to", "2026-11-30")
    assert motcua("hub", "report", "offices", *period, "-o", report)["rows"] == 1
    assert "UBND xã Quang Hán" in report.read_text(encoding="utf-8-sig")
    assert motcua("hub", "report", "lateness", *period, "-o", tmp_path / "tre.json")["rows"] == 0
    assert motcua("hub", "revoke", "H14.12.3", "--reason", "mất máy")["office"] == "UBND xã Quang Hán"
    accept(commune)
    (batch,) = commune.at(commune.now().replace(hour=12)).export(tmp_path)
    (refused,) = motcua("hub", "import", batch.path, status=1)
    assert "đã bị thu hồi" in refused["messages"][0]
    commune.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("report", "khac", "--from", "2026-01-01", "--to", "2026-01-02", "-o", "x.json"), "lateness, offices"),
        (("report", "offices", "--from", "2026-01-01", "--to", "2026-01-02", "-o", "x.pdf"), ".json hoặc .csv"),
        (("admit", "a", "b", "--replaces", "c"), "một máy"),
    ],
)
def test_what_can_not_be_done_is_said_in_words(motcua: Command, arguments: tuple[str, ...], said: str) -> None:
    assert said in motcua("hub", *arguments, status=1)["error"]
