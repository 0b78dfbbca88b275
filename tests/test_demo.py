"""The demo: the whole main job, every promise of its table checked against the stores it leaves."""

from pathlib import Path

import pytest

from desktop import practice
from desktop.app import open_office
from desktop.demo import LAND, run_demo
from desktop.errors import UserFacingError
from desktop.folding import folded
from desktop.terms import EntryKind, MessageKind, MessageState, PauseKind, Status


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("demo") / "run"
    report = run_demo(target, lambda _: None)
    assert report["agreed"] is True
    return target


def test_every_form_is_there_as_pdf(folder: Path) -> None:
    names = [path.name for path in (folder / "papers").glob("*.pdf")]
    forms = ("receipt", "supplement", "rejection", "apology", "control", "handover-list", "result-receipt")
    for form in (*forms, "process-sheet"):
        assert any(form in name for name in names), form
    assert all((folder / "papers" / name).read_bytes().startswith(b"%PDF-") for name in names)


def test_citizens_are_told_and_never_asked_for_papers_because_the_office_is_late(folder: Path) -> None:
    place = open_office(folder / "huyen", "ha", practice.PASSWORD)
    dossier = next(place.view(hit.id).dossier for hit in place.search("chuyen hinh thuc") if hit.extensions)
    told = {message.kind: message for message in dossier.messages if message.office == place.office.code}
    assert told[MessageKind.APOLOGY].state is MessageState.HANDED
    text = told[MessageKind.APOLOGY].deliveries[0].text
    assert "xin loi" in folded(text)
    assert "bo sung" not in folded(text)
    assert len(list((folder / "messages").iterdir())) == 2
    place.close()


def test_the_reports_are_there(folder: Path) -> None:
    names = {path.name for path in (folder / "reports").iterdir()}
    assert {"so-theo-doi.pdf", "thong-ke.xlsx", "cham-han.xlsx", "dien-tap.json"} <= names


def test_the_board_is_drawn(folder: Path) -> None:
    assert (folder / "board.png").read_bytes().startswith(b"\x89PNG")


def test_batches_went_both_ways(folder: Path) -> None:
    names = [path.name for path in (folder / "usb").glob("*.motcua")]
    for way in ("QuangHan", "TrungKhanh"):
        assert any(way in name.split("-den-")[0] for name in names)
        assert any(way in name.split("-den-")[1] for name in names)


def test_the_land_procedure_went_its_whole_way(folder: Path) -> None:
    place = open_office(folder / "xa", "lan", practice.PASSWORD)
    view = next(
        view
        for view in (place.view(hit.id) for hit in place.search("chuyen hinh thuc"))
        if view.dossier.status is Status.RETURNED
    )
    dossier, kinds = view.dossier, [entry.known_kind() for entry in view.entries]
    assert (dossier.plan.procedure_id, dossier.plan.variants) == (LAND, ("remote", "via_commune"))
    assert kinds.count(EntryKind.HANDED_OVER) == kinds.count(EntryKind.TAKEN_OVER) == 2
    assert [pause.kind for pause in dossier.pauses] == [PauseKind.SUPPLEMENT, PauseKind.OBLIGATION]
    assert EntryKind.STEP_RETURNED in kinds
    assert (len(dossier.supplements), len(dossier.extensions)) == (1, 1)
    dues = [promise.due for promise in dossier.promises]
    assert dues == sorted(dues)
    assert len(dues) == 4  # receipt, supplement, tax, apology
    assert dossier.ready_at is not None
    assert dossier.ready_at < dues[-1]
    place.close()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "anh.jpg").write_bytes(b"x")
    with pytest.raises(UserFacingError, match="thư mục trống"):
        run_demo(tmp_path, lambda _: None)
    assert [path.name for path in tmp_path.iterdir()] == ["anh.jpg"]
