from collections.abc import Callable

from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.terms import Status
from desktop.ui.dossier.notices import NoticeKind
from desktop.ui.dossier.page import DossierPage
from tests.support.desks import accept, do

Played = Callable[[str], Dossier]


def said(page: DossierPage) -> set[NoticeKind]:
    return {kind for kind, notice in page.notices.items() if notice.isVisible()}


def test_an_ordinary_dossier_has_no_notice(page: DossierPage, played: Played) -> None:
    page.show_dossier(played("running").id)
    assert said(page) == set()


def test_a_request_to_withdraw_stands_on_top_with_its_two_answers(
    page: DossierPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("running")
    do(practice_place, dossier.code or "", "ask-withdrawal", reason="Muốn làm lại", by="Đàm Thị Bưởi")
    page.show_dossier(dossier.id)
    notice = page.notices[NoticeKind.WITHDRAWAL]
    assert notice.text.text().startswith("Đàm Thị Bưởi đề nghị rút hồ sơ lúc 09:42 ngày 23/11/2026: Muốn làm lại")
    grant, decline = notice.buttons
    assert (grant.text(), decline.text()) == ("Xác nhận rút…", "Không đồng ý…")
    decline.click()
    assert page.panel is not None
    assert page.panel.action.name == "decline-withdrawal"
    page._close_panel()
    assert notice.isVisible(), "leaving the panel answers nothing"
    notice.buttons[0].click()
    page.panel.submit()
    assert practice_place.view(dossier.id).dossier.status is Status.WITHDRAWN
    assert said(page) == set()


def test_twins_are_shown_and_the_merged_one_leads_to_the_other(
    qtbot: QtBot, page: DossierPage, practice_place: Workplace
) -> None:
    first, twin = accept(practice_place), accept(practice_place)
    page.show_dossier(twin.id)
    notice = page.notices[NoticeKind.DUPLICATE]
    assert first.code
    assert first.code in notice.text.text()
    notice.buttons[1].click()
    assert page.panel is not None
    assert page.panel.field("into").value() == first.code
    page.panel.field("reason").set_text("Tiếp nhận hai lần")
    page.panel.submit()
    assert said(page) == {NoticeKind.MERGED}
    page.notices[NoticeKind.MERGED].buttons[0].click()
    assert page.view is not None
    assert page.view.dossier.id == first.id
    assert said(page) == set(), "a dossier that ended is no twin any more"


def test_an_auditor_gets_no_buttons(make_page: Callable[[Workplace], DossierPage], commune: Workplace) -> None:
    dossier = accept(commune)
    do(commune, dossier.code or "", "ask-withdrawal", reason="Muốn làm lại")
    page = make_page(commune.as_officer("tra"))
    page.show_dossier(dossier.id)
    notice = page.notices[NoticeKind.WITHDRAWAL]
    assert notice.isVisible()
    assert notice.buttons == []
