"""Files for the province's gateway: whole or not at all, each id once, answers taken in as often as they come."""

import csv
import io
import json
import os
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.app import Workplace
from desktop.dossiers.dossier import Dossier, Message
from desktop.notices import outbox, workflow
from desktop.notices.carrier import Outcome, PracticeOnly, deliver
from desktop.notices.outbox import FileForm, OutboxFault, OutboxFolder, read_answers, take_answers
from desktop.notices.states import Outgoing
from desktop.terms import MessageChannel, MessageKind, MessageState
from tests.notices.test_workflow import acting_at, at, delivery, state, undecided

NOW = datetime(2026, 11, 23, 8, 15)


def text(place: int = 1, words: str = "Kính gửi “Ông”; hồ sơ, 1\n2") -> Outgoing:
    return Outgoing(f"e-{place}:sms", f"H1-{place}", MessageKind.APOLOGY, MessageChannel.SMS, "0961234567", words, 2)


def folder_for(path: Path, form: FileForm = FileForm.JSON, *, practice: bool = True) -> OutboxFolder:
    return OutboxFolder(path, "H14.12.3", NOW, form, practice)


@pytest.mark.parametrize("form", FileForm)
def test_a_file_holds_the_texts(tmp_path: Path, form: FileForm) -> None:
    receipts = list(folder_for(tmp_path, form).send([text(1), text(2)]))
    (path,) = tmp_path.iterdir()
    assert {receipt.proof for receipt in receipts} == {path.name}
    assert path.name.startswith("DIEN-TAP-tin-nhan-H14.12.3-20261123-0815-")
    content = path.read_text(encoding="utf-8-sig")
    rows = json.loads(content)["messages"] if form is FileForm.JSON else list(csv.DictReader(io.StringIO(content, "")))
    assert [row["id"] for row in rows] == ["e-1:sms", "e-2:sms"]
    assert rows[0]["to_international"] == "84961234567"
    assert rows[0]["text"] == text().text


@given(words=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80))
def test_any_text_comes_back_out_of_csv(words: str) -> None:
    data = outbox.file_bytes([text(1, words)], FileForm.CSV, "H1", NOW).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(data, newline=""))
    assert row["text"] == words


def test_what_lies_there_is_not_written_again(tmp_path: Path) -> None:
    list(folder_for(tmp_path).send([text(1)]))
    (tmp_path / "tin-nhan-hỏng.json").write_text("{")
    (tmp_path / "ghi chú.txt").write_text("e-2:sms")
    receipts = list(folder_for(tmp_path, FileForm.CSV).send([text(1), text(2)]))
    assert [Path(receipt.proof).suffix for receipt in receipts] == [".json", ".csv"]
    assert "e-1" not in (tmp_path / receipts[1].proof).read_text(encoding="utf-8-sig")


def test_nothing_to_send_writes_nothing(tmp_path: Path) -> None:
    assert list(folder_for(tmp_path / "none").send([])) == []


@pytest.mark.parametrize("fault", ["fsync", "replace", "read"])
def test_a_fault_leaves_no_half_file(tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*{"fsync": (os, "fsync"), "replace": (Path, "replace"), "read": (Path, "iterdir")}[fault], fail)
    with pytest.raises(OutboxFault, match="vẫn đang chờ gửi"):
        list(folder_for(tmp_path).send([text()]))
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_no_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutboxFault, match="Không ghi được"):
        list(folder_for(tmp_path / "none").send([text()]))


@pytest.fixture
def released(commune: Workplace) -> tuple[Dossier, Message]:
    dossier, message = undecided(commune)
    with at(commune) as (session, acting):
        workflow.release(session, acting, dossier.reference, message.entry)
    return dossier, message


def test_a_practice_store_writes_only_marked_files(
    commune: Workplace, released: tuple[Dossier, Message], tmp_path: Path
) -> None:
    with pytest.raises(PracticeOnly):
        deliver(commune.store, acting_at(commune), folder_for(tmp_path, practice=False))


def test_out_and_answered(commune: Workplace, released: tuple[Dossier, Message], tmp_path: Path) -> None:
    _, message = released
    usb = tmp_path / "usb"
    usb.mkdir()
    done = deliver(commune.store, acting_at(commune), folder_for(usb))
    assert done.count(Outcome.HANDED) == len(done.receipts) >= 1
    (path,) = usb.iterdir()
    told = delivery(commune, message)
    assert told is not None
    assert (told.state, told.proof) == (MessageState.HANDED, path.name)
    assert deliver(commune.store, acting_at(commune), folder_for(usb)).receipts == ()
    rows = [
        {"id": f"{message.entry}:sms", "status": "confirmed", "proof": "G-1"},
        {"id": f"{message.entry}:sms", "status": "Confirmed", "proof": "G-1"},
        {"id": f"{message.entry}:sms", "status": "failed"},
        {"id": "stranger:sms", "status": "confirmed"},
        {"id": "???", "status": "confirmed"},
        {"id": f"{message.entry}:sms", "status": "maybe"},
        {"status": "confirmed"},
    ]
    data = json.dumps({"answers": rows}).encode()
    with at(commune) as (session, acting):
        first = take_answers(session, acting, data, "tra-loi.json")
        again = take_answers(session, acting, data, "tra-loi.json")
    assert (first.confirmed, first.failed, first.known) == (1, 0, 2)
    assert first.unknown == again.unknown == ("stranger:sms", "???")
    assert [line[:6] for line in first.unreadable] == ["Dòng 6", "Dòng 7"]
    assert (again.confirmed, again.failed, again.known) == (0, 0, 3)
    assert state(commune, message) is MessageState.CONFIRMED


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_answers_as_csv(commune: Workplace, released: tuple[Dossier, Message], delimiter: str) -> None:
    _, message = released
    lines = [["id", "status", "proof", "reason"], [f"{message.entry}:sms", "failed", "", "thuê bao khóa máy"]]
    data = "\r\n".join(delimiter.join(line) for line in lines).encode("utf-8-sig")
    with at(commune) as (session, acting):
        assert take_answers(session, acting, data).failed == 1
    told = delivery(commune, message)
    assert told is not None
    assert (told.state, told.reason) == (MessageState.FAILED, "thuê bao khóa máy")


def test_an_answer_to_what_nobody_let_go_is_listed(commune: Workplace) -> None:
    _, message = undecided(commune)
    data = json.dumps([{"id": f"{message.entry}:sms", "status": "confirmed"}]).encode()
    with at(commune) as (session, acting):
        taken = take_answers(session, acting, data)
    assert taken.confirmed == 0
    assert "chưa được duyệt" in taken.unreadable[0]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"{", b'{"answers": 1}', b"a,b\n1,2", b"[" * 100_000])
def test_a_file_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(OutboxFault, match="không đọc được"):
        read_answers(data, "x.csv")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        answers = read_answers(data)
    except OutboxFault:
        return
    assert isinstance(answers, list)


def test_an_auditor_takes_no_answers_in(commune: Workplace, released: tuple[Dossier, Message]) -> None:
    data = json.dumps([{"id": f"{released[1].entry}:sms", "status": "confirmed"}]).encode()
    with at(commune.as_officer("tra")) as (session, acting), pytest.raises(Exception, match="Tài khoản kiểm tra"):
        take_answers(session, acting, data)
