"""The receipt shown beside the form is the one that is printed after it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from desktop.app import create_office
from desktop.dossiers.bodies import Applicant
from desktop.handling.slips import paper_of
from desktop.intake.form import IntakeForm, PaperTick
from desktop.intake.preview import CODE_TO_COME, preview_receipt
from desktop.office import Office, Officer
from desktop.printing import pdf
from desktop.terms import Area, Form, Outcome

NOW = datetime(2026, 11, 23, 9, 42)
PERSON = Applicant("Đàm Thị Bưởi", identity_no="004190000123", phone="0961234567", address="Xóm Bản Gà")


@pytest.mark.parametrize(
    ("procedure", "given"),
    [
        ("qtnb-chuyen-hinh-thuc-su-dung-dat", None),
        ("qtnb-caobang-tro-cap-thay-doi-noi-cu-tru", None),
        ("tthc-1.013950", datetime(2026, 12, 29, 11, 30)),
    ],
    ids=["long way, provisional", "short", "officer's own date"],
)
def test_preview_and_print_agree(tmp_path: Path, procedure: str, given: datetime | None) -> None:
    office = Office(
        code="H14.12.3",
        name="UBND xã Quang Hán",
        place="Quang Hán",
        area=Area.REMOTE,
        officers=(Officer("lan", "Nông Thị Lan"),),
    )
    place, _ = create_office(tmp_path / "store", office, "mat-khau-dien-tap-1", practice=True, now=NOW)
    source = place.catalogue.get(procedure)
    ticks = (*(PaperTick(document.name_vi) for document in source.document_list), PaperTick("Giấy khác", 1, 2))
    form = IntakeForm(procedure=procedure, applicant=PERSON, outcome=Outcome.ACCEPTED, papers=ticks, due=given)
    chosen = place.plan(procedure, None)
    due = place.preview(chosen, NOW, given)
    shown = preview_receipt(form, source, chosen, due, office, officer="Nông Thị Lan", received_at=NOW, practice=True)
    printed = paper_of(place.take_in(form).dossier, Form.RECEIPT, practice=True)
    place.store.close()
    assert shown == replace(printed, number=None, code=CODE_TO_COME)
    assert pdf(shown).startswith(b"%PDF")
