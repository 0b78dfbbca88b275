"""What the page shows and asks when two offices have a dossier: real stores, real batches."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.ui.dossier.histories import histories
from desktop.ui.dossier.journal_card import ASIDE
from desktop.ui.dossier.notices import NoticeKind
from desktop.ui.dossier.page import DossierPage
from tests.support.desks import accept, acquaint, do

MakePage = Callable[[Workplace], DossierPage]


def send(sender: Workplace, receiver: Workplace, folder: Path) -> None:
    stick = folder / f"{sender.office.code}-{len(list(folder.iterdir()))}"
    stick.mkdir()
    sender.export(stick, receiver.office.code)
    receiver.import_files([stick])


@pytest.fixture
def disputed(commune: Workplace, district: Workplace, tmp_path: Path) -> str:
    """The code of a dossier that both offices took over without seeing each other."""
    folder = tmp_path / "sticks"
    folder.mkdir()
    acquaint(commune, district)
    code = accept(commune).code or ""
    do(commune, code, "hand-over", to_office=district.office.code)
    send(commune, district, folder)
    do(commune, code, "take-over")
    do(commune, code, "note", text="Huyện đóng cửa")
    do(commune, code, "finish-step", outcome="Đã kiểm tra đủ")
    do(district, code, "take-over")
    send(commune, district, folder)
    send(district, commune, folder)
    return code


def test_each_history_holds_the_acts_of_its_own_desk(commune: Workplace, disputed: str) -> None:
    found = histories(commune.view(disputed).entries)
    assert {history.desk for history in found} == {commune.office.name, "UBND huyện Trùng Khánh"}
    kinds = {history.desk: [entry.kind for entry in history.acts] for history in found}
    assert kinds[commune.office.name] == ["taken_over", "step_finished"], "a note is no act"
    assert kinds["UBND huyện Trùng Khánh"] == ["taken_over"]


def test_a_dossier_with_one_history_has_none_to_choose_from(commune: Workplace) -> None:
    code = accept(commune).code or ""
    do(commune, code, "finish-step")
    assert histories(commune.view(code).entries) == ()


def test_the_leader_compares_and_chooses(qtbot: QtBot, make_page: MakePage, commune: Workplace, disputed: str) -> None:
    boss = commune.as_officer("binh")
    page = make_page(boss)
    page.show_dossier(disputed)
    notice = page.notices[NoticeKind.DISPUTED]
    assert notice.isVisible()
    notice.buttons[0].click()
    assert page.panel is not None
    field = page.panel.field("keep")
    assert field.isVisible()
    assert page.timeline.isVisible() is False
    assert len(field.buttons) == 2
    page.panel.field("reason").set_text("Giấy đang ở xã")
    page.panel.submit()
    assert "Chưa chọn nhật ký" in field.error()
    ours = next(history for history in histories(boss.view(disputed).entries) if history.desk == commune.office.name)
    field.buttons[ours.keep].click()
    page.panel.submit()
    view = boss.view(disputed)
    assert not view.disputed
    assert view.dossier.custodian is not None
    assert view.dossier.custodian.code == commune.office.code
    assert page.panel is None
    assert not notice.isVisible()
    assert page.timeline.isVisible()
    assert [line.bold for line in page.journal.shown if line.mark == ASIDE] == ["Nhận bàn giao"]


def test_escape_brings_the_course_and_the_notice_back(
    qtbot: QtBot, make_page: MakePage, commune: Workplace, disputed: str
) -> None:
    page = make_page(commune.as_officer("binh"))
    page.show_dossier(disputed)
    page.notices[NoticeKind.DISPUTED].buttons[0].click()
    assert page.panel is not None
    field = page.panel.field("keep")
    qtbot.keyClick(next(iter(field.buttons.values())), Qt.Key.Key_Escape)
    assert page.panel is None
    assert page.timeline.isVisible()
    assert page.notices[NoticeKind.DISPUTED].isVisible()


def test_who_may_not_choose_is_told_who_does(make_page: MakePage, commune: Workplace, disputed: str) -> None:
    page = make_page(commune)
    page.show_dossier(disputed)
    notice = page.notices[NoticeKind.DISPUTED]
    assert "lãnh đạo" in notice.text.text()
    assert notice.buttons == []


def test_a_paper_nobody_handed_over_is_taken_over_with_its_reason(
    make_page: MakePage, commune: Workplace, district: Workplace, tmp_path: Path
) -> None:
    folder = tmp_path / "sticks"
    folder.mkdir()
    acquaint(commune, district)
    code = accept(commune).code or ""
    do(commune, code, "hand-over", to_office=district.office.code)
    do(commune, code, "take-over")
    send(commune, district, folder)
    page = make_page(district)
    page.show_dossier(code)
    button = page.action_card.buttons["take-over"]
    assert button.text() == "Hồ sơ giấy đã ở đây…"
    button.click()
    assert page.panel is not None
    page.panel.submit()
    assert "lý do" in page.panel.field("reason").error()
    page.panel.field("reason").set_text("Bưu tá đưa thẳng")
    page.panel.submit()
    transfer = district.view(code).dossier.transfers[-1]
    assert (transfer.handed, transfer.reason) == (None, "Bưu tá đưa thẳng")
    assert page.transfers.facts[0].pill == "chưa ghi giao"
