import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier
from desktop.handling.actions import ACTIONS
from desktop.handling.context import following_step, foreseen_steps
from desktop.terms import AskedLate, Role, Status, TransferWay
from desktop.ui.controls.layouts import MARGIN
from desktop.ui.dossier.asked_fields import _MAKERS, FIELDS, asked_fields
from desktop.ui.dossier.asking import Pick, Situation, at_once, values_of
from desktop.ui.dossier.page import DossierPage
from tests.support.desks import accept
from tests.ui.dossier.conftest import OpenPanel

Played = Callable[[str], Dossier]


def test_every_action_has_its_fields_and_every_field_its_maker() -> None:
    assert set(FIELDS) == set(ACTIONS)
    assert {name for names in FIELDS.values() for name in names} == set(_MAKERS)


@pytest.mark.parametrize("name", ACTIONS)
def test_a_panel_fills_in_what_the_command_takes_and_all_it_needs(name: str) -> None:
    command = ACTIONS[name].command
    assert set(FIELDS[name]) <= set(command.__struct_fields__)
    assert set(ACTIONS[name].asks) <= set(FIELDS[name])


@pytest.mark.parametrize("end", ["late", "running", "obligation", "ready", "handed_over", "guided"])
def test_every_panel_that_is_offered_can_be_opened_and_says_what_is_missing(
    page: DossierPage, practice_place: Workplace, played: Played, end: str
) -> None:
    dossier = played(end)
    page.show_dossier(dossier.id)
    for name in list(page.action_card.buttons):
        page._open_panel(ACTIONS[name])
        assert page.panel is not None
        assert all(asked.widget.isVisible() for asked in page.panel.fields if asked.name in page.panel.shown())
        if ACTIONS[name].asks and name not in {"hand-over", "return-result", "assign", "ask-obligation"}:
            page.panel.submit()
            assert page.panel is not None, f"{name} was recorded although nothing was filled in"
        page._close_panel()
    assert practice_place.view(dossier.id).dossier == dossier


# Steps


def test_the_next_step_is_the_foreseen_one_unless_another_is_chosen(
    page: DossierPage, panel_of: OpenPanel, practice_place: Workplace, played: Played
) -> None:
    dossier = played("running")
    assert dossier.step is not None
    panel = panel_of(dossier, "finish-step")
    following = following_step(dossier.plan, dossier.step.step_id)
    assert following is not None
    assert panel.field("next").value() == following.id
    assert "reason" not in panel.shown()
    panel.field("outcome").set_text("Đủ điều kiện")
    panel.submit()
    after = practice_place.view(dossier.id).dossier
    assert after.step is not None
    assert after.step.step_id == following.id
    assert after.steps[-2].outcome == "Đủ điều kiện"


def test_a_step_against_the_procedure_needs_its_reason(
    page: DossierPage, panel_of: OpenPanel, practice_place: Workplace, played: Played
) -> None:
    dossier = played("running")
    assert dossier.step is not None
    foreseen = {*foreseen_steps(dossier.plan, dossier.step.step_id), dossier.step.step_id}
    astray = next(step for step in dossier.plan.steps if step.id not in foreseen)
    panel = panel_of(dossier, "finish-step")
    panel.field("next").choose(astray.id)
    assert "ngoài quy trình" in panel.field("next").box.currentText()
    assert "reason" in panel.shown()
    panel.submit()
    assert "quy trình công bố không có đường này" in panel.field("reason").error()
    panel.field("reason").set_text("Phải đo lại")
    panel.submit()
    after = practice_place.view(dossier.id).dossier
    assert after.step is not None
    assert (after.step.step_id, after.step.unforeseen) == (astray.id, "Phải đo lại")
    assert "ngoài quy trình" in page.timeline.accessibleDescription()


def test_where_several_steps_run_at_once_one_is_chosen(
    page: DossierPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("running")
    other = next(step for step in dossier.plan.steps if not any(run.step_id == step.id for run in dossier.steps))
    beside = replace(dossier.steps[-1], step_id=other.id, title=other.title)
    both = replace(dossier, steps=(*dossier.steps, beside))
    view = dataclasses.replace(practice_place.view(dossier.id), dossier=both)
    action = ACTIONS["finish-step"]
    assert at_once(dossier, action, practice_place.office.code)
    assert not at_once(both, action, practice_place.office.code)
    fields = asked_fields(Situation(practice_place, view, action, practice_place.now()))
    assert [asked.name for asked in fields if asked.wanted(practice_place.now())] == ["step", "outcome"]
    step = next(asked for asked in fields if asked.name == "step").widget
    assert isinstance(step, Pick)
    step.choose(other.id)
    assert values_of(fields, practice_place.now()) == {"step": other.id, "outcome": ""}
    for asked in fields:
        asked.widget.deleteLater()


# Recording late


@pytest.mark.parametrize(("minutes", "asked"), [(30, False), (3 * 24 * 60, True)])
def test_only_what_is_written_long_after_it_happened_says_why(
    panel_of: OpenPanel, practice_place: Workplace, played: Played, minutes: int, asked: bool
) -> None:
    panel = panel_of(played("late"), "note")
    panel.occurred.set_value(practice_place.now() - timedelta(minutes=minutes))
    assert ("late_reason" in panel.shown()) is asked
    assert panel.field("late_reason").isVisible() is asked


def test_a_reason_of_its_own_answers_for_the_late_entry(
    panel_of: OpenPanel, practice_place: Workplace, played: Played
) -> None:
    dossier = played("late")
    panel = panel_of(dossier, "stop")
    panel.occurred.set_value(dossier.last_act_at + timedelta(minutes=1))
    panel.field("reason").set_text("Công dân đã mất")
    panel.submit()
    assert practice_place.view(dossier.id).dossier.status is Status.STOPPED


# Papers asked for too late


def test_a_request_for_papers_that_comes_too_late_is_warned_of_before_it_is_made(
    panel_of: OpenPanel, practice_place: Workplace, played: Played
) -> None:
    dossier = played("late")
    assert AskedLate.OVERDUE in practice_place.asked_late(dossier.id, practice_place.now())
    panel = panel_of(dossier, "ask-supplement")
    both = panel.field("why_late")
    assert both.isVisible()
    assert "khi đã quá hạn" in both.notice.text.text()
    panel.field("papers").set_text("Trích lục bản đồ")
    panel.field("reason").set_text("Trích lục đã cũ")
    both.area.set_text("Huyện mới trả lại")
    panel.submit()
    (asked,) = practice_place.view(dossier.id).dossier.supplements
    assert (asked.reason, asked.why_late) == ("Trích lục đã cũ", "Huyện mới trả lại")


def test_one_that_comes_in_time_is_not_warned_of(panel_of: OpenPanel, practice_place: Workplace) -> None:
    panel = panel_of(accept(practice_place), "ask-supplement")
    assert "why_late" not in panel.shown()
    assert not panel.field("why_late").isVisible()


# Hand-over


def test_handing_over_says_how_it_travels(
    page: DossierPage, panel_of: OpenPanel, practice_place: Workplace, played: Played
) -> None:
    dossier = played("running")
    panel = panel_of(dossier, "hand-over")
    assert panel.field("way").value() == TransferWay.DIRECT
    panel.field("way").choose(TransferWay.POST)
    panel.submit()
    (transfer,) = practice_place.view(dossier.id).dossier.transfers
    assert transfer.way is TransferWay.POST
    assert page.transfers.isVisible()
    assert "qua bưu chính" in page.transfers.facts[0].lines[0]


def test_a_paper_on_its_way_is_taken_back_with_one_click(
    page: DossierPage, practice_place: Workplace, played: Played
) -> None:
    dossier = played("handed_over")
    page.show_dossier(dossier.id)
    page.action_card.buttons["take-over"].click()
    assert page.panel is None
    assert practice_place.view(dossier.id).dossier.custodian is not None


# The result


def test_somebody_else_brings_a_power_of_attorney(
    qtbot: QtBot, panel_of: OpenPanel, practice_place: Workplace, played: Played
) -> None:
    dossier = played("ready")
    panel = panel_of(dossier, "return-result")
    assert panel.shown() == ["to_whom", "identity_no"]
    assert panel.field("identity_no").text() == dossier.applicant.identity_no
    line = panel.field("to_whom").line
    line.selectAll()
    qtbot.keyClicks(line, "Be Thi Hoa")
    assert "authority" in panel.shown()
    assert panel.field("identity_no").text() == "", "the applicant's number is not the other person's"
    panel.field("authority").set_text("12/2026")
    panel.submit()
    after = practice_place.view(dossier.id)
    assert after.dossier.status is Status.RETURNED
    assert '"authority":"12/2026"' in next(entry.body for entry in after.entries if entry.kind == "returned")


def test_a_result_nobody_wrote_down_is_handed_out_with_the_time_it_was_signed(
    panel_of: OpenPanel, practice_place: Workplace, played: Played
) -> None:
    dossier = played("running")
    panel = panel_of(dossier, "return-result")
    assert "result_at" in panel.shown()
    signed = practice_place.now() - timedelta(minutes=20)
    panel.field("result_at").set_value(signed)
    panel.submit()
    after = practice_place.view(dossier.id).dossier
    assert (after.status, after.ready_at) == (Status.RETURNED, signed)


# The promise


def test_the_head_of_the_late_unit_signs(panel_of: OpenPanel, practice_place: Workplace, played: Played) -> None:
    dossier = played("late")
    leader = next(officer for officer in practice_place.office.officers if officer.role is Role.LEADER)
    panel = panel_of(dossier, "extend")
    assert panel.field("signer").text() == leader.full_name
    panel.field("cause").buttons["objective"].click()
    panel.field("reason").set_text("Mưa lũ")
    unit = panel.field("unit").value()
    panel.submit()
    (told,) = practice_place.view(dossier.id).dossier.extensions
    assert (told.unit, told.signer) == (unit, leader.full_name)


@pytest.mark.parametrize(("part", "ends"), [("hết ngày", ""), ("11:30", "T11:30")])
def test_a_new_promise_is_a_day_or_the_end_of_its_morning(
    panel_of: OpenPanel, played: Played, part: str, ends: str
) -> None:
    field = panel_of(played("late"), "extend").field("new_due")
    field._part.choose(part)
    assert field.text() == f"{field.day.value().isoformat()}{ends}"


@pytest.mark.parametrize("name", ["extend", "ask-supplement", "correct", "hand-over", "merge", "explain"])
def test_no_panel_is_wider_than_the_column_of_a_small_window(
    page: DossierPage, panel_of: OpenPanel, played: Played, name: str
) -> None:
    page.resize(854, 430)
    panel = panel_of(played("late"), name)
    assert panel.minimumSizeHint().width() <= page._right.viewport().width() - MARGIN


# Ends without a result


def test_a_twin_is_merged_into_the_other_dossier(
    page: DossierPage, panel_of: OpenPanel, practice_place: Workplace
) -> None:
    first, twin = accept(practice_place), accept(practice_place)
    panel = panel_of(twin, "merge")
    assert panel.field("into").value() == first.code
    panel.field("reason").set_text("Tiếp nhận hai lần")
    panel.submit()
    assert practice_place.view(twin.id).dossier.merged_into == first.code


def test_a_code_that_cannot_be_merged_into_is_said_at_its_field(panel_of: OpenPanel, practice_place: Workplace) -> None:
    panel = panel_of(accept(practice_place), "merge")
    panel.field("into").choose("H99-1")
    panel.field("reason").set_text("Trùng")
    panel.submit()
    assert "H99-1" in panel.field("into").error()


def test_the_citizen_asks_for_the_dossier_back_and_it_is_declined(
    page: DossierPage, panel_of: OpenPanel, practice_place: Workplace, played: Played
) -> None:
    dossier = played("running")
    panel = panel_of(dossier, "ask-withdrawal")
    assert panel.field("by").text() == dossier.applicant.full_name
    panel.field("reason").set_text("Muốn làm lại sau")
    panel.submit()
    asked = practice_place.view(dossier.id).dossier.withdrawal
    assert asked is not None
    assert (asked.by, asked.reason) == (dossier.applicant.full_name, "Muốn làm lại sau")
    panel = panel_of(dossier, "withdraw")
    assert panel.field("reason").text() == "Muốn làm lại sau"
    panel = panel_of(dossier, "decline-withdrawal")
    panel.field("reason").set_text("Quyết định đã ký")
    panel.submit()
    assert practice_place.view(dossier.id).dossier.withdrawals[0].granted is False


# Explaining


def test_lateness_is_explained_by_a_cause_from_the_list(
    page: DossierPage, panel_of: OpenPanel, practice_place: Workplace, played: Played
) -> None:
    dossier = played("obligation")
    late = practice_place.view(dossier.id).late
    panel = panel_of(dossier, "explain")
    assert panel.field("step").value() == late[0].step_id
    panel.submit()
    assert "Chưa chọn nguyên nhân" in panel.field("cause").error()
    panel.field("cause").choose("staff")
    panel.field("text").set_text("Cán bộ đi tập huấn")
    panel.submit()
    (said,) = practice_place.view(dossier.id).dossier.explanations
    assert (said.cause, said.text) == ("staff", "Cán bộ đi tập huấn")
    assert any("Thiếu người" in line for line in page.late.facts[0].lines)
    assert not page.late.facts[0].button


def test_only_the_keys_that_end_the_panel_are_shown_on_its_button(panel_of: OpenPanel, played: Played) -> None:
    assert panel_of(played("running"), "hand-over").ok.keys == "Enter"
    assert panel_of(played("running"), "stop").ok.keys == "Ctrl+Enter"


def test_the_tab_key_walks_through_the_shown_fields_in_their_order(
    qtbot: QtBot, page: DossierPage, panel_of: OpenPanel, played: Played
) -> None:
    panel = panel_of(played("ready"), "return-result")
    walked = [page.focusWidget()]
    for _ in range(3):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        walked.append(page.focusWidget())
    lines = [panel.field("to_whom").line, panel.field("identity_no").line, panel.occurred.line]
    assert walked == [*lines, panel.cancel]
