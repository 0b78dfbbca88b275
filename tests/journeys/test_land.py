"""The land procedure from the commune to the district and back, with everything that can happen on the way."""

from datetime import datetime
from pathlib import Path

from desktop.app import Workplace
from desktop.exchange.portal import PORTAL_CODE
from desktop.terms import Form, Status
from tests.support.desks import accept, acquaint, do


def carry(sender: Workplace, receiver: Workplace, stick: Path) -> None:
    """Carry a stick from one office to the other."""
    folder = stick / f"{len(list(stick.iterdir()))}"
    folder.mkdir()
    for batch in sender.export(folder):
        if batch.office_code == receiver.office.code:
            receiver.import_files([batch.path])


def test_from_the_citizen_to_the_citizen(
    commune: Workplace, district: Workplace, province: Workplace, tmp_path: Path
) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    acquaint(commune, district, province)

    def at(place: Workplace, *moment: int) -> Workplace:
        return place.at(datetime(*moment))  # type: ignore[arg-type]

    # The commune takes it in, prints, checks it within its three days and sends the paper on.
    morning = at(commune, 2026, 10, 5, 8, 12)
    dossier = accept(morning)
    code = str(dossier.code)
    promised = dossier.promises[0]
    assert morning.paper(code, Form.RECEIPT).startswith(b"%PDF")
    assert dossier.step
    assert (dossier.step.step_id, dossier.step.due) == ("X2", datetime(2026, 10, 8, 11, 30))
    do(at(commune, 2026, 10, 7, 9, 0), code, "finish-step", outcome="Hồ sơ đủ")
    do(at(commune, 2026, 10, 7, 9, 30), code, "hand-over", to_office=district.office.code)
    carry(at(commune, 2026, 10, 7, 10, 0), district, stick)

    # The district works through its steps; one is sent back.
    do(at(district, 2026, 10, 8, 8, 0), code, "take-over")
    for day in (8, 9, 12):
        do(at(district, 2026, 10, day, 16, 0), code, "finish-step")
    at_4b = district.view(code).dossier
    assert at_4b.step
    assert at_4b.step.step_id == "4b"

    # Papers are asked for: the clock stands, the promise moves by the wait.
    asked = at(district, 2026, 10, 14, 9, 0)
    waiting = do(asked, code, "ask-supplement", papers=["Trích lục bản đồ địa chính"], reason="Trích lục đã cũ")
    assert (waiting.status, waiting.due, PORTAL_CODE[waiting.status]) == (Status.WAITING_SUPPLEMENT, None, "5")
    assert asked.paper(code, Form.SUPPLEMENT).startswith(b"%PDF")
    received = do(at(district, 2026, 10, 19, 9, 0), code, "receive-supplement")
    assert received.due
    assert received.due.date() == district.clock.add_working_days(promised.due.date(), 3)

    # Tax: another wait, another word for it.
    taxed = do(at(district, 2026, 10, 26, 9, 0), code, "ask-obligation", notice_no="118/TB-CCT", amount_vnd=12_500_000)
    assert PORTAL_CODE[taxed.status] == "6"
    paid = do(at(district, 2026, 10, 28, 9, 0), code, "obligation-met")
    assert paid.due
    assert paid.due.date() == district.clock.add_working_days(promised.due.date(), 5)

    # The reviewer sends it back, it is done again, and goes on.
    do(at(district, 2026, 11, 2, 9, 0), code, "finish-step")
    back = do(at(district, 2026, 11, 3, 9, 0), code, "return-step", reason="Bản trích đo thiếu chữ ký")
    assert back.step
    assert back.step.step_id == "4b"
    assert back.due == paid.due
    for day in (4, 5, 6, 9, 10):
        do(at(district, 2026, 11, day, 9, 0), code, "finish-step")

    # It will be late: an apology and a new date, which is neither a pause nor a request for papers.
    late = at(district, 2026, 12, 9, 8, 0)
    sorry = do(late, code, "extend", new_due="2026-12-29", cause="chủ quan", reason="Thiếu cán bộ thẩm định")
    assert sorry.status is Status.IN_PROGRESS
    assert PORTAL_CODE[sorry.status] == "4"
    assert (len(sorry.supplements), len(sorry.pauses)) == (1, 2)
    assert sorry.due == datetime(2026, 12, 29, 17, 0)
    assert sorry.promises[0] == promised
    assert late.paper(code, Form.APOLOGY).startswith(b"%PDF")

    # Signed, carried home, handed out.
    ready = do(at(district, 2026, 12, 21, 9, 0), code, "result-ready")
    assert ready.step
    assert ready.step.step_id == "11"
    do(at(district, 2026, 12, 21, 10, 0), code, "hand-over", to_office=commune.office.code)
    carry(at(district, 2026, 12, 21, 10, 30), commune, stick)
    do(at(commune, 2026, 12, 22, 8, 0), code, "take-over")
    returned = do(at(commune, 2026, 12, 23, 9, 0), code, "return-result", to_whom="Đàm Văn Riêm")
    assert returned.status is Status.RETURNED
    assert PORTAL_CODE[returned.status] == "10"
    assert commune.paper(code, Form.CONTROL).startswith(b"%PDF")

    # Everybody holds the same history, and every paper carries its one number.
    evening = [at(place, 2026, 12, 23, 17, 0) for place in (commune, district, province)]
    for _ in range(2):
        for sender in evening:
            for receiver in evening:
                if sender is not receiver:
                    carry(sender, receiver, stick)
    assert len({place.history_hash() for place in evening}) == 1
    assert len({str(place.view(code).dossier) for place in evening}) == 1
    assert all(place.verify().faults == () for place in evening)
    kinds = [entry.kind for entry in province.view(code).entries]
    assert kinds.count("supplement_asked") == kinds.count("extended") == kinds.count("obligation_asked") == 1
    assert kinds.count("step_returned") == 1
    assert [(paper.form, paper.number) for paper in returned.issued] == [
        ("receipt", 1),
        ("control", None),
        ("supplement", 1),
        ("apology", 1),
        ("result-receipt", 1),
    ]
