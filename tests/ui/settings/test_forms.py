import json

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Workplace
from desktop.printing import load_overrides, pdf
from desktop.printing.forms import form_set, form_set_names
from desktop.terms import Form
from desktop.ui.settings.forms.lines import changed_document, wording_lines
from desktop.ui.settings.forms.section import NAMES, FormsSection
from desktop.ui.settings.samples import letterhead_of, sample
from tests.ui.settings.conftest import Open


@pytest.fixture
def section(open_section: Open) -> FormsSection:
    made = open_section("forms")
    assert isinstance(made, FormsSection)
    return made


def write(section: FormsSection, shipped: str, own: str) -> int:
    at = next(place for place, row in enumerate(section.grid.model.rows()) if row["shipped"] == shipped)
    section.grid.model.setData(section.grid.model.index(at, 1), own)
    return at


@pytest.mark.parametrize("form", Form)
def test_every_form_has_a_sample_to_look_at(practice_place: Workplace, form: Form) -> None:
    for name in form_set_names():
        assert pdf(sample(form, letterhead_of(practice_place.office, name), "CHỦ TỊCH")).startswith(b"%PDF")


@pytest.mark.parametrize("name", form_set_names())
def test_every_line_of_every_form_can_be_written_otherwise(name: str) -> None:
    shipped = form_set(name)
    for form in NAMES:
        if form == "letterhead":
            continue
        lines = wording_lines(form, shipped, shipped)
        assert lines
        for line in lines:
            own = [type(one)(one.path, one.shipped, f"{one.shipped} – riêng" if one == line else "") for one in lines]
            changed = load_overrides(json.dumps(changed_document({}, name, {form: own}, {}))).form_set(name)
            found = {one.path: one.own for one in wording_lines(form, shipped, changed)}
            assert found[line.path] == f"{line.shipped} – riêng"
            assert sum(map(bool, found.values())) == 1


def test_own_wording_is_printed_after_saving(section: FormsSection, practice_place: Workplace) -> None:
    write(section, "Tiếp nhận hồ sơ của:", "Đã nhận hồ sơ của:")
    assert section.try_to_save(), section.notice.text.text()
    forms = practice_place.form_overrides.form_set("2025")
    assert forms.receipt.applicant.text == "Đã nhận hồ sơ của:"
    assert forms.receipt.copies == form_set("2025").receipt.copies
    assert practice_place.form_overrides.form_set("2018") == form_set("2018")


def test_a_broken_line_is_refused_where_it_stands(section: FormsSection, practice_place: Workplace) -> None:
    shipped = form_set("2025").receipt.sets.text
    at = write(section, shipped, "Số bộ hồ sơ")
    assert "Thiếu {sets}" in section.grid.model.faults_of(at)[0]
    assert not section.try_to_save()
    assert practice_place.own_form_overrides() == {}
    section.names.choose("supplement")
    assert not section.try_to_save(), "the fault is found from any form"
    assert section.names.key() == "receipt"
    assert section.grid.model.faults_of(at)


def test_unsaved_wording_outlives_turning_to_other_forms(section: FormsSection) -> None:
    write(section, "Tiếp nhận hồ sơ của:", "Đã nhận hồ sơ của:")
    section.names.choose("rejection")
    section.names.choose("receipt")
    assert "Đã nhận hồ sơ của:" in [row["own"] for row in section.grid.model.rows()]


def test_back_to_the_shipped_wording(section: FormsSection, practice_place: Workplace) -> None:
    write(section, "Tiếp nhận hồ sơ của:", "Đã nhận hồ sơ của:")
    assert section.try_to_save()
    section.back.click()
    assert section.is_dirty()
    assert section.try_to_save()
    assert practice_place.form_overrides.form_set("2025") == form_set("2025")


def test_the_letterhead_is_the_offices_to_write(section: FormsSection, practice_place: Workplace) -> None:
    section.names.choose("letterhead")
    section.grid.model.setData(section.grid.model.index(5, 1), "TTPVHCC")
    assert section.try_to_save()
    head = practice_place.form_overrides.letterhead(letterhead_of(practice_place.office, "2025"))
    assert (head.symbol, head.issuer) == ("TTPVHCC", "UBND xã Quang Hán")


def test_the_paper_is_drawn_beside(qtbot: QtBot, section: FormsSection) -> None:
    qtbot.waitUntil(section.preview.is_drawn, timeout=8000)
