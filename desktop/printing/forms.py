"""What the official forms say: titles, labels, notes and signatories, read from versioned data (biểu mẫu).

The wording stands in `resources/forms/forms-<set>.json`, because it follows the circulars and not the program. Each
piece of wording carries its evidence: read in an official list ("seen"), read in software that prints the form
("seen-impl"), from memory of the statute ("recalled"), taken over from the older set ("copied") or ours ("added").
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Literal

import msgspec

from desktop.errors import UserFacingError
from desktop.paths import resources

Evidence = Literal["seen", "seen-impl", "recalled", "copied", "added"]
Text = Annotated[str, msgspec.Meta(min_length=1)]


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a forms file; a key we do not know is refused, so that a mistyped one is noticed."""


class Words(_Record, frozen=True):
    """One piece of wording; `{name}` marks where the dossier's own data goes."""

    text: Text
    evidence: Evidence


class Signature(_Record, frozen=True):
    """Who signs and how: "NGƯỜI NỘP HỒ SƠ", "(Ký và ghi rõ họ tên)"."""

    role: Words
    hint: Words


class Common(_Record, frozen=True):
    """Wording that every paper shares."""

    nation: Words
    motto: Words
    number: Words
    place_and_date: Words
    moment: Words
    provisional: Words
    code: Words
    slip: Words
    desk: Words
    originals: Words
    copies: Words
    reprint: Words
    practice: Words
    page: Words


class Form(_Record, frozen=True, kw_only=True):
    """What each form has: its place in the circular, title, paper and number symbol.

    `number` is empty for the program's own forms, which no circular prescribes. `symbol` is the ending of a paper's
    number: "{symbol}" is the office's own, empty means the form bears no number.
    `heading` says who issues it: the desk under its office, or the office under its superior. `status` is for the
    officer who keeps the forms and never printed.
    """

    number: Text
    title: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    title_evidence: Evidence
    paper_size: Literal["A5", "A4"]
    heading: Literal["desk", "agency"]
    symbol: Annotated[str, msgspec.Meta(pattern=r"^(\{symbol\}|[^{}]*)$")]
    symbol_evidence: Evidence
    legal_source: Text
    status: Literal[
        "đã đối chiếu",
        "đã đối chiếu một phần",
        "chờ đối chiếu mẫu gốc",
        "mẫu của chương trình, đơn vị được sửa",
    ]


class ReceiptForm(Form, frozen=True, kw_only=True):
    """Mẫu số 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả; `copies` labels each liên."""

    copies: Annotated[tuple[Words, ...], msgspec.Meta(min_length=1)]
    applicant: Words
    identity: Words
    delegate: Words
    address: Words
    phone: Words
    email: Words
    procedure: Words
    papers: Words
    papers_columns: tuple[Words, Words, Words, Words]
    sets: Words
    time_limit: Words
    received: Words
    due: Words
    return_at: Words
    fee: Words
    register: Words
    signatures: tuple[Signature, Signature]
    notes_label: Words
    notes: tuple[Words, ...]


class SupplementForm(Form, frozen=True, kw_only=True):
    """Mẫu số 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."""

    applicant: Words
    procedure: Words
    address: Words
    phone: Words
    email: Words
    request: Words
    reason: Words
    help: Words
    signatures: tuple[Signature]


class RejectionForm(Form, frozen=True, kw_only=True):
    """Mẫu số 03: Phiếu từ chối tiếp nhận giải quyết hồ sơ."""

    applicant: Words
    address: Words
    phone: Words
    email: Words
    procedure: Words
    refusal: Words
    closing: Words
    signatures: tuple[Signature, Signature]


class LetterForm(Form, frozen=True, kw_only=True):
    """What letters to the applicant have in common: whom they greet and who else gets them (nơi nhận)."""

    addressee: Words
    address: Words
    phone: Words
    signatures: tuple[Signature]
    recipients_label: Words
    recipients: tuple[Words, ...]


class ApologyForm(LetterForm, frozen=True, kw_only=True):
    """Mẫu số 04: Phiếu xin lỗi và hẹn lại ngày trả kết quả; 2025: Văn bản xin lỗi và đề nghị gia hạn."""

    received: Words
    promised: Words
    delay: Words
    harm: Words
    new_date: Words
    closing: Words


class DueNoticeForm(LetterForm, frozen=True, kw_only=True):
    """Thông báo điều chỉnh ngày hẹn trả kết quả: the program's own form, in no circular."""

    number: Literal[""]
    received: Words
    promised: Words
    change: Words
    new_date: Words
    receipt_stands: Words
    help: Words
    closing: Words


class ControlForm(Form, frozen=True, kw_only=True):
    """Mẫu số 05 (2025: 06): Phiếu kiểm soát quá trình giải quyết hồ sơ; `least_rows` counts pre-printed rows."""

    unit: Words
    partners: Words
    applicant: Words
    procedure: Words
    columns: tuple[Words, Words, Words, Words]
    giver: Words
    receiver: Words
    giver_signature: Words
    receiver_signature: Words
    least_rows: Annotated[int, msgspec.Meta(ge=0, le=40)]


class FormSet(_Record, frozen=True):
    """The forms of one circular and ours beside them, for dossiers received between two dates, both included."""

    format: Literal["forms/1"]
    form_set: Text
    applies_from: date
    applies_until: date | None
    legal_source: Text
    common: Common
    receipt: ReceiptForm
    supplement: SupplementForm
    rejection: RejectionForm
    apology: ApologyForm
    control: ControlForm
    due_notice: DueNoticeForm


_DATE = {"day", "month", "year"}
_PLACEHOLDERS: dict[str, set[str]] = {
    "common.number": {"number", "symbol"},
    "common.place_and_date": {"place", *_DATE},
    "common.moment": {"hour", "minute", *_DATE},
    "common.originals": {"count"},
    "common.copies": {"count"},
    "common.reprint": {"times"},
    "common.page": {"page", "pages"},
    "receipt.sets": {"sets"},
    "receipt.register": {"book", "number"},
    "receipt.notes": {"desk"},
    "supplement.help": {"officer", "phone"},
    "rejection.refusal": {"desk", "issuer"},
    "apology.addressee": {"applicant"},
    "apology.received": {*_DATE, "agency", "procedure", "applicant", "code"},
    "apology.promised": {"promised_at"},
    "apology.delay": {"agency", "reason"},
    "apology.new_date": {"agency", "new_due_at"},
    "due_notice.addressee": {"applicant"},
    "due_notice.received": {*_DATE, "issuer", "procedure", "applicant", "code"},
    "due_notice.promised": {"promised_at"},
    "due_notice.change": {"reason"},
    "due_notice.new_date": {"new_due_at"},
    "due_notice.help": {"desk", "phone"},
}
_MAY_LEAVE_OUT = {"receipt.notes"}
"""Wording that need not name its data; everywhere else a left-out name would lose what the paper must say."""


@cache
def form_set(name: str) -> FormSet:
    """Return the wording of a form set ("2018", "2025").

    Raises:
        UserFacingError: there is no such set, or its file is broken; `field` names the key at fault.
    """
    path = _folder() / f"forms-{name}.json"
    if not path.is_file():
        known = ", ".join(sorted(_names()))
        raise UserFacingError(
            f"Không có bộ mẫu giấy tờ “{name}”. Hãy chọn một trong các bộ: {known}.", field="form_set"
        )
    return read(path)


def form_set_on(received_on: date) -> str:
    """Return the name of the form set for dossiers received that day; the oldest set for days before all of them.

    Legal source: TT 01/2018/TT-VPCP from 06/01/2019, TT 03/2025/TT-VPCP from 15/9/2025.
    """
    oldest_first = sorted((form_set(name) for name in _names()), key=lambda forms: forms.applies_from)
    begun = [forms for forms in oldest_first if forms.applies_from <= received_on]
    return (begun or oldest_first)[-1 if begun else 0].form_set


def read(path: Path) -> FormSet:
    """Read and check one forms file.

    Raises:
        UserFacingError: the file cannot be read or breaks the format; `field` names the key at fault.
    """
    try:
        forms = msgspec.json.decode(path.read_bytes(), type=FormSet)
    except OSError as error:
        raise _broken(path, "", "không đọc được tệp") from error
    except msgspec.ValidationError as error:
        raise _broken(path, _key_of(str(error)), str(error).split(" - at ")[0]) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _broken(path, "", f"không phải JSON hợp lệ ({error})") from error
    for key, words in _words_in(forms, ""):
        _check_placeholders(path, key, words)
    return forms


def _folder() -> Path:
    return resources() / "forms"


def _names() -> list[str]:
    return [path.stem.removeprefix("forms-") for path in _folder().glob("forms-*.json")]


def _broken(path: Path, key: str, why: str) -> UserFacingError:
    where = f" ở mục “{key}”" if key else ""
    return UserFacingError(
        f"Tệp mẫu giấy tờ {path.name} bị lỗi{where}: {why}. Hãy sửa mục này hoặc chép lại tệp từ bộ cài đặt.", field=key
    )


def _key_of(message: str) -> str:
    """Return the dotted key that a msgspec message speaks of."""
    at = re.search(r" - at `\$\.?(.*)`$", message)
    named = re.search(r"(?:required|unknown) field `(\w+)`", message)
    return ".".join(match[1] for match in (at, named) if match and match[1])


def _words_in(part: Any, key: str) -> Iterator[tuple[str, Words]]:
    if isinstance(part, Words):
        yield key, part
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            yield from _words_in(getattr(part, name), f"{key}.{name}" if key else name)
    elif isinstance(part, tuple):
        for item in part:
            yield from _words_in(item, key)


def _check_placeholders(path: Path, key: str, words: Words) -> None:
    wanted = _PLACEHOLDERS.get(key, set())
    try:
        found = {name for _, name, _, _ in Formatter().parse(words.text) if name is not None}
    except ValueError as error:
        raise _broken(path, key, "dấu ngoặc nhọn { } không thành cặp") from error
    missing = set() if key in _MAY_LEAVE_OUT else wanted - found
    if missing or found - wanted:
        raise _broken(path, key, _name_fault(sorted(missing), sorted(found - wanted)))


def _name_fault(missing: list[str], foreign: list[str]) -> str:
    faults = [f"thiếu {{{name}}}" for name in missing] + [f"không dùng được {{{name}}}" for name in foreign]
    return ", ".join(faults)
