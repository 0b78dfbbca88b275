"""What the official forms say: titles, labels, notes and signatories, read from versioned data (biểu mẫu).

The wording stands in `resources/forms/forms-<set>.json`, because it follows the circulars and not the program. Each
piece of wording carries its evidence: read in an official list ("seen"), read in software that prints the form
("seen-impl"), from memory of the statute ("recalled"), taken over from the older set ("copied"), ours ("added") or set
by the office itself ("office", see `overrides`).
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import msgspec

from desktop.errors import UserFacingError
from desktop.paths import resources
from desktop.printing.form_faults import FormFault, decoded

Evidence = Literal["seen", "seen-impl", "recalled", "copied", "added", "office"]
PaperSize = Literal["A5", "A4", "A4-landscape"]
Text = Annotated[str, msgspec.Meta(min_length=1)]


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a forms file; a key we do not know is refused, so that a mistyped one is noticed."""


class Words(_Record, frozen=True):
    """One piece of wording; `{name}` marks where the dossier's own data goes."""

    text: Text
    evidence: Evidence


class Column(Words, frozen=True):
    """The head of a table's column; neighbours that name the same group stand under one common head."""

    group: str = ""


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
    reprint_reason: Words
    practice: Words
    page: Words
    day: Words
    day_and_time: Words


class Form(_Record, frozen=True, kw_only=True):
    """What each form has: its place in the circular, title, paper and number symbol.

    `number` is empty for the program's own forms, which no circular prescribes. `symbol` is the ending of a paper's
    number: "{symbol}" is the office's own, empty means the form bears no number.
    `heading` says who issues it: the desk under its office, or the office under its superior. `status` is for the
    officer who keeps the forms and never printed.
    `lines` is the order of the body's lines; `copies` labels each liên, where there is more than the one;
    `barcode` asks for the dossier code as a line of bars besides the QR code.
    """

    LINES: ClassVar[tuple[str, ...]] = ()
    """The lines this form's layout knows."""
    OPTIONAL: ClassVar[frozenset[str]] = frozenset()
    """Those an office may leave out."""

    number: Text
    title: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    title_evidence: Evidence
    paper_size: PaperSize
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
    copies: tuple[Words, ...] = ()
    barcode: bool = False
    lines: tuple[str, ...] = ()


class ReceiptForm(Form, frozen=True, kw_only=True):
    """Mẫu số 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả; `notice` is the day of the tax notice, where there is one."""

    LINES = (
        *("desk", "applicant", "identity", "delegate", "address", "contact", "procedure", "papers", "sets"),
        *("time_limit", "received", "due", "notice", "return_at", "fee", "register"),
    )
    OPTIONAL = frozenset({"desk", "identity", "delegate", "notice", "fee", "register"})

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
    notice: Words
    return_at: Words
    fee: Words
    register: Words
    signatures: tuple[Signature, Signature]
    notes_label: Words
    notes: tuple[Words, ...]


class SupplementForm(Form, frozen=True, kw_only=True):
    """Mẫu số 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."""

    LINES = ("applicant", "procedure", "address", "contact", "request", "reason", "help")

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

    LINES = ("desk", "applicant", "address", "contact", "procedure", "refusal", "closing")
    OPTIONAL = frozenset({"desk"})

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


class Regret(_Record, frozen=True):
    """What the apology says of the delay: before the due time it is foreseen, after it the time has passed."""

    delay: Words
    harm: Words
    closing: Words


class ApologyForm(LetterForm, frozen=True, kw_only=True):
    """Mẫu số 04: Phiếu xin lỗi và hẹn lại ngày trả kết quả; 2025: Văn bản xin lỗi và đề nghị gia hạn."""

    LINES = ("received", "promised", "delay", "harm", "new_date", "closing")
    OPTIONAL = frozenset({"harm"})

    received: Words
    promised: Words
    before_due: Regret
    after_due: Regret
    new_date: Words


class DueNoticeForm(LetterForm, frozen=True, kw_only=True):
    """Thông báo điều chỉnh ngày hẹn trả kết quả: the program's own form, in no circular."""

    LINES = ("received", "promised", "change", "new_date", "receipt_stands", "help", "closing")
    OPTIONAL = frozenset({"help"})

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

    LINES = ("unit", "partners", "applicant", "procedure", "table")
    OPTIONAL = frozenset({"applicant", "procedure"})

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


class StopForm(LetterForm, frozen=True, kw_only=True):
    """Thông báo dừng giải quyết hồ sơ: Mẫu số 05 of 2025; before, the program's own paper without a form number."""

    LINES = (
        *("received", "requested", "stopped", "reason", "stage", "decision", "settlement", "papers", "help"),
        "closing",
    )
    OPTIONAL = frozenset({"stage", "decision", "help"})

    number: str
    received: Words
    requested: Words
    stopped: Words
    reason: Words
    stage: Words
    decision: Words
    settlement: Words
    papers: Words
    help: Words
    closing: Words


class RegisterForm(Form, frozen=True, kw_only=True):
    """Mẫu số 06 (2025: 07): Sổ theo dõi hồ sơ; a cover, then the table with a row of column numbers."""

    field: Words
    book: Words
    period: Words
    columns: Annotated[tuple[Column, ...], msgspec.Meta(min_length=15, max_length=15)]


class HandoverForm(Form, frozen=True, kw_only=True):
    """Danh sách bàn giao hồ sơ: practice of the desks, in no circular."""

    LINES = ("giver_unit", "unit", "handed_at", "way", "total", "table", "note")
    OPTIONAL = frozenset({"giver_unit", "way", "note"})

    number: Literal[""]
    giver_unit: Words
    unit: Words
    handed_at: Words
    way: Words
    total: Words
    columns: Annotated[tuple[Column, ...], msgspec.Meta(min_length=13, max_length=13)]
    note: Words
    signatures: tuple[Signature, Signature, Signature]


class ReminderForm(Form, frozen=True, kw_only=True):
    """Phiếu đôn đốc: a desk's reminder to a slow unit; practice, in no circular."""

    LINES = ("identification", "complaint", "request", "earlier", "asks")
    OPTIONAL = frozenset({"complaint", "request", "earlier"})

    number: Literal[""]
    addressee: Words
    code: Words
    applicant: Words
    address: Words
    phone: Words
    procedure: Words
    in_charge: Words
    received: Words
    due: Words
    step: Words
    step_due: Words
    channel: Words
    note: Words
    complaint: Words
    request: Words
    earlier_label: Words
    earlier: Words
    asks_label: Words
    asks: Annotated[tuple[Words, ...], msgspec.Meta(min_length=1)]
    signatures: tuple[Signature]
    recipients_label: Words
    recipients: tuple[Words, ...]


class ResultReceiptForm(Form, frozen=True, kw_only=True):
    """Giấy giao nhận kết quả: who took the result, and on what authority; the program's own form."""

    LINES = (
        *("applicant", "address", "procedure", "received", "due", "results", "recipient", "identity", "attorney"),
        *("method", "returned", "fee", "note", "confirmation"),
    )
    OPTIONAL = frozenset({"address", "received", "due", "attorney", "method", "fee", "note"})

    number: Literal[""]
    applicant: Words
    address: Words
    procedure: Words
    received: Words
    due: Words
    results: Words
    results_columns: tuple[Words, Words, Words, Words]
    recipient: Words
    identity: Words
    attorney: Words
    method: Words
    returned: Words
    fee: Words
    note: Words
    confirmation: Words
    signatures: tuple[Signature, Signature]


class ProcessForm(Form, frozen=True, kw_only=True):
    """Phiếu quá trình giải quyết hồ sơ: one dossier's steps, planned and actual; the program's own form."""

    LINES = (*("applicant", "procedure", "time_limit", "received", "due", "standing", "steps", "pauses", "lateness"),)
    OPTIONAL = frozenset({"time_limit", "standing"})

    number: Literal[""]
    applicant: Words
    procedure: Words
    time_limit: Words
    received: Words
    due: Words
    standing: Words
    steps: Words
    steps_columns: tuple[Words, Words, Words, Words, Words, Words, Words]
    pauses: Words
    pauses_columns: tuple[Words, Words, Words, Words]
    no_pauses: Words
    lateness: Words
    signatures: tuple[Signature]


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
    stop: StopForm
    register: RegisterForm
    handover_list: HandoverForm
    reminder: ReminderForm
    result_receipt: ResultReceiptForm
    process_sheet: ProcessForm


@cache
def form_set(name: str) -> FormSet:
    """Return the wording of a form set ("2018", "2025").

    Raises:
        UserFacingError: there is no such set, or its file is broken; `field` names the key at fault.
    """
    path = _folder() / f"forms-{name}.json"
    if not path.is_file():
        known = ", ".join(sorted(form_set_names()))
        raise UserFacingError(
            f"Không có bộ mẫu giấy tờ “{name}”. Hãy chọn một trong các bộ: {known}.", field="form_set"
        )
    return read(path)


def form_set_on(received_on: date) -> str:
    """Return the name of the form set for dossiers received that day; the oldest set for days before all of them.

    Legal source: TT 01/2018/TT-VPCP from 06/01/2019, TT 03/2025/TT-VPCP from 15/9/2025.
    """
    oldest_first = sorted((form_set(name) for name in form_set_names()), key=lambda forms: forms.applies_from)
    begun = [forms for forms in oldest_first if forms.applies_from <= received_on]
    return (begun or oldest_first)[-1 if begun else 0].form_set


def read(path: Path) -> FormSet:
    """Read and check one forms file.

    Raises:
        UserFacingError: the file cannot be read or breaks the format; `field` names the key at fault.
    """
    try:
        return decoded(path.read_bytes(), FormSet)
    except OSError as error:
        raise _broken(path, FormFault("", "không đọc được tệp")) from error
    except FormFault as fault:
        raise _broken(path, fault) from fault


def _folder() -> Path:
    return resources() / "forms"


def form_set_names() -> list[str]:
    """Return the names of the sets the program ships."""
    return [path.stem.removeprefix("forms-") for path in sorted(_folder().glob("forms-*.json"))]


def _broken(path: Path, fault: FormFault) -> UserFacingError:
    where = f" ở mục “{fault.key}”" if fault.key else ""
    return UserFacingError(
        f"Tệp mẫu giấy tờ {path.name} bị lỗi{where}: {fault.why}. Hãy sửa mục này hoặc chép lại tệp từ bộ cài đặt.",
        field=fault.key,
    )
