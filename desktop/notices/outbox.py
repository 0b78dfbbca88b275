"""Files for the province's gateway: texts out, answers in (tệp tin nhắn).

A file appears whole or not at all. Whoever fetches it sends each id once, however many files it stands in.
"""

import contextlib
import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy.orm import Session

from desktop.errors import UserFacingError
from desktop.handling.record import Acting
from desktop.models.store import write_synced
from desktop.notices.carrier import Outcome, Receipt, record_receipt
from desktop.notices.phones import international
from desktop.notices.states import MessageRefused, Outgoing, read_id
from desktop.notices.workflow import is_known
from desktop.terms import MessageChannel

FORMAT: Final = "sms-outbox/1"
ANSWERS: Final = "sms-answers/1"
PREFIX: Final = "tin-nhan-"
PRACTICE_PREFIX: Final = "DIEN-TAP-tin-nhan-"
COLUMNS: Final = ("id", "channel", "to", "to_international", "subject", "text", "parts", "dossier", "kind")
MAX_FILE: Final = 20 * 1024 * 1024
"""Bytes of an answers file that are read at most."""


class FileForm(StrEnum):
    """How a file is written (dạng tệp)."""

    JSON = "json"
    CSV = "csv"


class OutboxFault(UserFacingError):
    """The folder or file can not be used; no half file was left behind."""


@dataclass(frozen=True, slots=True)
class OutboxFolder:
    """A folder from which the province's gateway fetches files. `practice` marks their names."""

    folder: Path
    office_code: str
    now: datetime
    form: FileForm = FileForm.JSON
    practice: bool = False
    channels: frozenset[MessageChannel] = field(default=frozenset(MessageChannel))
    together: bool = True
    repeatable: bool = True

    @property
    def real(self) -> bool:
        """Whether the gateway may fetch its files: those marked as practice are not for it."""
        return not self.practice

    def send(self, outgoing: Sequence[Outgoing]) -> Iterator[Receipt]:
        """Write the texts into one new file; those that lie in a file here already are not written again.

        Raises:
            OutboxFault: the folder can not be written; every text stays as it is.
        """
        if not outgoing:
            return
        try:
            lying = ids_lying_in(self.folder)
            fresh = [text for text in outgoing if text.id not in lying]
            name = self._write(fresh) if fresh else ""
        except OSError as error:
            raise OutboxFault(
                f"Không ghi được tệp tin nhắn vào “{self.folder}” ({error.strerror or error}). "
                "Hãy kiểm tra thư mục hoặc cắm lại USB rồi gửi lại; các tin vẫn đang chờ gửi."
            ) from error
        for text in outgoing:
            yield Receipt(text.id, Outcome.HANDED, proof=lying.get(text.id, name))

    def ask(self, outgoing: Sequence[Outgoing]) -> Iterator[Receipt]:
        """Nothing: answers come in a file of their own."""
        yield from ()

    def _write(self, outgoing: Sequence[Outgoing]) -> str:
        data = file_bytes(outgoing, self.form, self.office_code, self.now)
        mark = hashlib.sha256(data).hexdigest()[:8]
        prefix = PRACTICE_PREFIX if self.practice else PREFIX
        name = f"{prefix}{self.office_code}-{self.now:%Y%m%d-%H%M}-{mark}.{self.form}"
        write_whole(self.folder / name, data)
        return name


def file_bytes(outgoing: Sequence[Outgoing], form: FileForm, office_code: str, now: datetime) -> bytes:
    """Return a file's content: JSON, or CSV with a byte order mark so that spreadsheets read its Vietnamese."""
    rows = [_row(text) for text in outgoing]
    if form is FileForm.JSON:
        head = {"format": FORMAT, "office": office_code, "written_at": now.isoformat(timespec="seconds")}
        return json.dumps({**head, "messages": rows}, ensure_ascii=False, indent=1).encode()
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS, quoting=csv.QUOTE_ALL)
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _row(text: Outgoing) -> dict[str, Any]:
    abroad = international(text.to) if text.channel is MessageChannel.SMS else ""
    values = {**msgspec.to_builtins(text), "to_international": abroad}
    return {column: values[column] for column in COLUMNS}


def ids_lying_in(folder: Path) -> dict[str, str]:
    """Return the ids in the files nobody has fetched yet, each with its file; what can not be read is passed over."""
    found: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith((PREFIX, PRACTICE_PREFIX)) and path.suffix in {".json", ".csv"}:
            with contextlib.suppress(ValueError, KeyError, TypeError, csv.Error):
                found |= dict.fromkeys(_ids_in(path), path.name)
    return found


def _ids_in(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8-sig")
    rows = json.loads(text)["messages"] if path.suffix == ".json" else csv.DictReader(io.StringIO(text, newline=""))
    return [str(row["id"]) for row in rows]


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under another name, flush, rename and read it back; a half one never bears its name."""
    write_synced(path, data)
    _flush_folder(path.parent)
    if path.read_bytes() != data:
        raise OSError(5, "tệp đọc lại không giống tệp đã ghi", str(path))


def _flush_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows can not open a folder; the file itself is flushed
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@dataclass(frozen=True, slots=True)
class Answers:
    """What an answers file brought: how many texts were confirmed or failed now, and how many lines were known.

    `unknown` are ids of no message here; `unreadable` are lines that make no sense, with their place.
    """

    confirmed: int = 0
    failed: int = 0
    known: int = 0
    unknown: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """One line of an answers file: what became of a text."""

    id: str
    status: str
    proof: str = ""
    reason: str = ""


STATUS: Final = {"confirmed": Outcome.CONFIRMED, "handed": Outcome.HANDED, "failed": Outcome.FAILED}
"""The words an answers file uses."""

NO_REASON: Final = "Cổng nhắn tin báo gửi không được"


def read_answers(data: bytes, name: str = "") -> list[Answer | str]:
    """Return the answers in a file, JSON or CSV; a line that makes no sense is returned as words about it.

    Raises:
        OutboxFault: the file is neither, or far too long.
    """
    if len(data) > MAX_FILE:
        raise OutboxFault(f"Tệp trả lời {name} lớn quá mức. Hãy kiểm tra và chọn đúng tệp.")
    try:
        text = data.decode("utf-8-sig")
        rows = _json_rows(text) if text.lstrip()[:1] in {"{", "["} else _csv_rows(text)
    except (UnicodeDecodeError, ValueError, csv.Error, RecursionError) as error:
        raise OutboxFault(
            f"Tệp trả lời {name} không đọc được ({error}). Cần JSON hoặc CSV có cột id, status; hãy xin lại tệp."
        ) from error
    return [_answer(row, place) for place, row in enumerate(rows, 1)]


def _json_rows(text: str) -> list[Any]:
    value = json.loads(text)
    rows = value.get("answers") if isinstance(value, dict) else value
    if not isinstance(rows, list):
        raise ValueError("thiếu danh sách “answers”")
    return rows


def _csv_rows(text: str) -> list[Any]:
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if not {"id", "status"} <= set(table.fieldnames or ()):
        raise ValueError("thiếu cột id hoặc status")
    return [{key: value for key, value in row.items() if key and value is not None} for row in table]


def _answer(row: Any, place: int) -> Answer | str:
    try:
        answer = msgspec.convert(row, Answer)
    except msgspec.ValidationError as error:
        return f"Dòng {place}: {error}"
    if answer.status.strip().lower() not in STATUS:
        return f"Dòng {place}: không hiểu tình trạng “{answer.status}” (cần một trong: {', '.join(STATUS)})"
    return answer


def take_answers(session: Session, acting: Acting, data: bytes, name: str = "") -> Answers:
    """Record what an answers file says; taking it in twice changes nothing. The caller owns the transaction.

    A line that makes no sense, or names no message of this office, is listed and stops none of the others.
    """
    recorded: dict[Outcome, int] = dict.fromkeys(Outcome, 0)
    known, unknown, unreadable = 0, [], []
    for answer in read_answers(data, name):
        if isinstance(answer, str):
            unreadable.append(answer)
            continue
        message_id = read_id(answer.id)
        if message_id is None or not is_known(session, message_id):
            unknown.append(answer.id)
            continue
        outcome = STATUS[answer.status.strip().lower()]
        try:
            written = record_receipt(
                session, acting, Receipt(answer.id, outcome, answer.proof, answer.reason.strip() or NO_REASON)
            )
        except MessageRefused as error:
            unreadable.append(f"{answer.id}: {error.message}")
            continue
        known += not written
        recorded[outcome] += bool(written)
    return Answers(recorded[Outcome.CONFIRMED], recorded[Outcome.FAILED], known, tuple(unknown), tuple(unreadable))
