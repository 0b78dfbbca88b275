"""Files for the portal: one a call, ten progress entries each; what has a problem stays behind and is named."""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from desktop.exchange.carrier import NameTaken
from desktop.exchange.outside.portal_files import write_portal_files
from desktop.exchange.outside.portal_mapping import PortalSettings
from desktop.terms import Status
from tests.exchange.outside.cases import SETTINGS, in_status, supplemented_then_extended

NOW = datetime(2026, 12, 5, 16, 30, 5)


def load(path: Path) -> Any:
    return msgspec.json.decode(path.read_bytes())


def test_arrays_with_ten_progress_entries_a_file(tmp_path: Path) -> None:
    bench = supplemented_then_extended()
    assert bench.dossier is not None
    many = [(replace(bench.dossier, code=f"H14.12.3-261123-{n:04}"), bench.entries) for n in range(1, 7)]
    written = write_portal_files(tmp_path, "H14.12.3", NOW, many, SETTINGS)
    assert [path.name for path in written.files] == [
        "DongBoHoSoMC-H14.12.3-20261205163005.json",
        "CapNhatTienDoHoSoMC-H14.12.3-20261205163005-001.json",
        "CapNhatTienDoHoSoMC-H14.12.3-20261205163005-002.json",
        "CapNhatTienDoHoSoMC-H14.12.3-20261205163005-003.json",
    ]
    dossiers, *progress = map(load, written.files)
    assert [row["MaHoSo"] for row in dossiers] == list(written.sent)
    assert [len(part) for part in progress] == [10, 10, 4]
    assert written.problems == ()


def test_what_has_a_problem_stays_behind(tmp_path: Path) -> None:
    good, bad = in_status(Status.ACCEPTED), in_status(Status.GUIDED)
    written = write_portal_files(tmp_path, "H14.12.3", NOW, [good, bad], SETTINGS)
    assert written.sent == (good[0].code,)
    assert "TrangThaiHoSo" in {problem.field for problem in written.problems}
    assert {problem.dossier for problem in written.problems} == {bad[0].slip_ref}


def test_entries_we_cannot_read_keep_a_dossier_here(tmp_path: Path) -> None:
    dossier, entries = in_status(Status.ACCEPTED)
    written = write_portal_files(tmp_path, "H14", NOW, [(replace(dossier, unknown_entries=2), entries)], SETTINGS)
    (problem,) = written.problems
    assert "2 mục do chương trình mới hơn ghi" in problem.message
    assert list(tmp_path.iterdir()) == []


def test_known_dossiers_go_as_updates_in_the_envelope_asked_for(tmp_path: Path) -> None:
    dossier, entries = in_status(Status.ACCEPTED)
    envelope = {"service": "$service", "madonvi": "$sender", "isUpdating": "$updating", "data": "$data", "v": [1, "$x"]}
    settings = PortalSettings(
        sender="$data", fields=SETTINGS.fields, procedures=SETTINGS.procedures, envelopes={"DongBoHoSoMC": envelope}
    )
    other = replace(dossier, code="H14.12.3-261123-0002")
    written = write_portal_files(
        tmp_path, "H14/..", NOW, [(dossier, entries), (other, entries)], settings, known={other.code or ""}
    )
    first, update, _ = map(load, written.files)
    assert (first["isUpdating"], update["isUpdating"]) == ("False", "True")
    assert [row["MaHoSo"] for row in update["data"]] == [other.code]
    assert (first["service"], first["madonvi"], first["v"]) == ("DongBoHoSoMC", "$data", [1, "$x"])
    assert all(path.parent == tmp_path for path in written.files)


def test_only_what_the_portal_was_not_told(tmp_path: Path) -> None:
    dossier, entries = in_status(Status.RETURNED)
    told = {dossier.reference: entries[-2].id}
    written = write_portal_files(tmp_path, "H14", NOW, [(dossier, entries)], SETTINGS, told=told)
    assert [step["TrangThai"] for step in load(written.files[1])] == ["10"]


def test_another_file_of_the_name_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "DongBoHoSoMC-H14-20261205163005.json").write_text("of somebody else")
    with pytest.raises(NameTaken):
        write_portal_files(tmp_path, "H14", NOW, [in_status(Status.ACCEPTED)], SETTINGS)


def test_nothing_to_send_writes_nothing(tmp_path: Path) -> None:
    assert write_portal_files(tmp_path, "H14", NOW, []).files == ()
