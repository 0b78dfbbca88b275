from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QComboBox

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.evolve import OPENINGS
from desktop.handling.rules.correction import CORRECTABLE, OF_RECEIPT
from desktop.terms import EntryKind, TransferWay
from desktop.ui.dossier.correction_fields import (
    _KINDS,
    Correctable,
    correctable,
    entries_to_correct,
    papers_with_counts,
)
from desktop.ui.dossier.journal_card import CORRECTED
from desktop.ui.dossier.page import DossierPage
from tests.support.desks import accept, do
from tests.ui.dossier.conftest import OpenPanel

Played = Callable[[str], Dossier]


def entry_of(place: Workplace, dossier: Dossier, kind: str) -> str:
    return next(entry.id for entry in reversed(place.view(dossier.id).entries) if entry.kind == kind)


def test_every_value_that_is_no_text_has_its_own_way_of_being_written() -> None:
    everything = {"occurred_at", *OF_RECEIPT}.union(*CORRECTABLE.values())
    assert set(_KINDS) <= everything


@pytest.mark.parametrize("end", ["late", "running", "obligation", "ready", "handed_over", "guided"])
def test_what_is_offered_is_what_the_law_lets_be_corrected(practice_place: Workplace, played: Played, end: str) -> None:
    view = practice_place.view(played(end).id)
    for entry in entries_to_correct(view.entries):
        kind = entry.known_kind()
        assert kind is not None
        found = {
            "applicant" if each.of_applicant else each.name for each in correctable(entry, view.entries, view.dossier)
        }
        known = OF_RECEIPT if kind in OPENINGS else CORRECTABLE[kind] | {"occurred_at"}
        assert found
        assert found <= known


@pytest.mark.parametrize("end", ["obligation", "running"])
def test_every_field_shows_what_stands_there_and_as_it_is_changes_nothing(
    panel_of: OpenPanel, played: Played, end: str
) -> None:
    panel = panel_of(played(end), "correct")
    entry, change = panel.field("entry"), panel.field("changes")
    for at in range(entry.box.count()):
        entry.box.setCurrentIndex(at)
        assert change.which.box.count() > 0
        for place in range(change.which.box.count()):
            change.which.box.setCurrentIndex(place)
            assert change.changes() == {}
            assert change.right.isVisible()
            assert change.old.text()


def test_the_time_of_receipt_is_set_right_and_the_new_due_time_is_seen_before(
    page: DossierPage, panel_of: OpenPanel, practice_place: Workplace
) -> None:
    dossier = accept(practice_place)
    assert dossier.received_at is not None
    assert dossier.promise is not None
    panel = panel_of(dossier, "correct")
    change = panel.field("changes")
    change.which.choose("received_at")
    right = dossier.received_at - timedelta(days=4)
    change.right.set_value(right)
    due = practice_place.preview(dossier.plan, right).due
    assert f"{due:%H:%M %d/%m/%Y}" in change.preview.text()
    panel.field("reason").set_text("Nhận từ thứ Năm")
    panel.submit()
    after = practice_place.view(dossier.id).dossier
    assert after.received_at == right
    assert after.promise is not None
    assert after.promise.due == due != dossier.promise.due


def test_another_procedure_is_found_by_its_name(
    page: DossierPage, panel_of: OpenPanel, practice_place: Workplace
) -> None:
    dossier = accept(practice_place, "tthc-1.004873")
    other = practice_place.catalogue.get("tthc-1.004859")
    panel = panel_of(dossier, "correct")
    change = panel.field("changes")
    change.which.choose("procedure")
    box = change.right.box
    assert isinstance(box, QComboBox)
    box.setEditText(other.name_vi)
    assert "Hạn tính lại" in change.preview.text()
    panel.field("reason").set_text("Chọn nhầm thủ tục")
    panel.submit()
    assert practice_place.view(dossier.id).dossier.plan.procedure_id == other.id


def test_a_procedure_that_is_none_is_said_at_the_field(panel_of: OpenPanel, practice_place: Workplace) -> None:
    panel = panel_of(accept(practice_place), "correct")
    change = panel.field("changes")
    change.which.choose("procedure")
    change.right.box.setEditText("Thủ tục không có")
    panel.field("reason").set_text("Chọn nhầm")
    panel.submit()
    assert "Thủ tục không có" in change.error()


def test_an_act_gets_its_right_time_and_value(
    page: DossierPage, panel_of: OpenPanel, practice_place: Workplace
) -> None:
    dossier = accept(practice_place)
    do(practice_place, dossier.code or "", "hand-over", to_office="H14.12")
    handed = entry_of(practice_place, dossier, EntryKind.HANDED_OVER)
    panel = panel_of(dossier, "correct", entry=handed) if "correct" in page.action_card.buttons else None
    assert panel is None, "while the paper is on its way there is nothing to correct here"
    do(practice_place, dossier.code or "", "take-over")
    panel = panel_of(dossier, "correct", entry=handed)
    change = panel.field("changes")
    change.which.choose("way")
    assert "trực tiếp" in change.old.text()
    change.right.choose(TransferWay.POST)
    panel.field("reason").set_text("Gửi bưu điện")
    panel.submit()
    assert any(line.mark == CORRECTED for line in page.journal.shown)


def test_a_time_that_cannot_be_is_said_at_the_field(
    panel_of: OpenPanel, practice_place: Workplace, played: Played
) -> None:
    dossier = played("running")
    finished = entry_of(practice_place, dossier, EntryKind.STEP_FINISHED)
    panel = panel_of(dossier, "correct", entry=finished)
    change = panel.field("changes")
    change.which.choose("occurred_at")
    change.right.set_value(datetime(2026, 12, 24, 8, 0))
    panel.field("reason").set_text("Nhầm ngày")
    panel.submit()
    assert "phải từ việc trước đó" in change.error()
    change.right.line.setText("mai")
    panel.submit()
    assert "không đúng" in change.error()


def test_nothing_changed_is_said_at_the_field(panel_of: OpenPanel, played: Played) -> None:
    panel = panel_of(played("running"), "correct")
    panel.field("reason").set_text("Nhầm")
    panel.submit()
    assert "Chưa ghi điều cần đính chính" in panel.field("changes").error()


def test_a_paper_that_was_there_keeps_its_counts() -> None:
    known = [{"name": "Đơn", "originals": 2, "ok": True}]
    assert papers_with_counts(["Đơn", "Trích lục"], known) == [known[0], {"name": "Trích lục"}]


def test_papers_of_the_receipt_are_set_right_line_by_line(
    page: DossierPage, panel_of: OpenPanel, practice_place: Workplace
) -> None:
    dossier = accept(practice_place)
    panel = panel_of(dossier, "correct")
    change = panel.field("changes")
    change.which.choose("papers")
    change.right.set_text("\n".join([dossier.papers[0].name, "Giấy ủy quyền"]))
    panel.field("reason").set_text("Ghi thiếu")
    panel.submit()
    papers = practice_place.view(dossier.id).dossier.papers
    assert papers[0] == dossier.papers[0]
    assert papers[1].name == "Giấy ủy quyền"


def test_a_change_of_the_applicant_stands_under_the_applicant() -> None:
    assert Correctable("phone", "điện thoại", "1", of_applicant=True).change("2") == {"applicant": {"phone": "2"}}
    assert Correctable("due", "ngày hẹn", datetime(2026, 1, 2, 8)).change(datetime(2026, 1, 3, 9, 30)) == {
        "due": "2026-01-03T09:30"
    }
