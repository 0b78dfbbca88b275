"""What each paper says, as plain data: intake and handling fill it, the layouts draw it.

Dates and times are local wall-clock; counts are whole sheets or sets.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The issuing office as its papers name it (cơ quan ban hành).

    `symbol` is the ending of a number ("BPTNTKQ", "TTPVHCC"); `form_set` chooses the wording ("2018" or "2025").
    """

    superior: str
    issuer: str
    desk: str
    place: str
    phone: str = ""
    symbol: str = "BPTNTKQ"
    form_set: str = "2025"
    practice: bool = False


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of the list of papers handed in (thành phần hồ sơ)."""

    name: str
    originals: int = 0
    copies: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """The applicant as papers name them (người nộp hồ sơ)."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    identity_no: str = ""
    delegate: str = ""
    salutation: str = ""
    """How letters address the applicant: "Ông", "Bà", "Ông/Bà"; empty for an organisation."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Receipt and appointment (Mẫu số 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả), two copies (2 liên).

    `number` is None before acceptance, in a preview. `notice_at` is when the tax notice may be fetched (ngày hẹn trả
    thông báo nghĩa vụ tài chính), where the procedure has one.
    """

    letterhead: Letterhead
    number: int | None
    code: str
    applicant: Applicant
    procedure: str
    papers: tuple[PaperLine, ...]
    sets: int
    time_limit: str
    """The time limit in words, such as "43 ngày làm việc - Không tính thời gian thực hiện nghĩa vụ tài chính"."""
    received_at: datetime
    due_at: datetime
    due_provisional: bool
    return_at: str
    officer: str
    fee: str = ""
    register_book: str = ""
    register_no: str = ""
    reprint: int = 0
    reprint_reason: str = ""
    notice_at: datetime | None = None
    notice_provisional: bool = False


@dataclass(frozen=True, slots=True)
class SupplementSlip:
    """Request for missing papers (Mẫu số 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ).

    `reference` is what the QR code holds: the dossier code, or the slip's own reference before acceptance.
    """

    letterhead: Letterhead
    number: int
    reference: str
    applicant: Applicant
    procedure: str
    papers: tuple[PaperLine, ...]
    reason: str
    issued_on: date
    officer: str
    code: str = ""
    reprint: int = 0
    reprint_reason: str = ""


@dataclass(frozen=True, slots=True)
class RejectionSlip:
    """Refusal with its reasons (Mẫu số 03: Phiếu từ chối tiếp nhận giải quyết hồ sơ)."""

    letterhead: Letterhead
    number: int
    reference: str
    applicant: Applicant
    procedure: str
    reason: str
    issued_on: date
    officer: str
    code: str = ""
    reprint: int = 0
    reprint_reason: str = ""


@dataclass(frozen=True, slots=True)
class ApologyLetter:
    """Apology with a new date (Mẫu số 04; 2025: Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết).

    `late` is False while the due time is still to come, as when the letter goes out a day ahead: the letter then
    foresees the delay and does not say that the time has passed.
    """

    letterhead: Letterhead
    number: int
    code: str
    applicant: Applicant
    procedure: str
    received_at: datetime
    promised_at: datetime
    new_due_at: datetime
    new_due_provisional: bool
    reason: str
    issued_on: date
    signer_title: str = ""
    signer: str = ""
    reprint: int = 0
    reprint_reason: str = ""
    late: bool = True


@dataclass(frozen=True, slots=True)
class DueNotice:
    """Notice that the calendar changed and the due time with it (Thông báo điều chỉnh ngày hẹn trả kết quả).

    The program's own paper; no circular prescribes one. `promised_at` is what the receipt says, `reason` the change
    of days off or make-up days that moved it; nobody is late and no paper is missing.
    """

    letterhead: Letterhead
    number: int
    code: str
    applicant: Applicant
    procedure: str
    received_at: datetime
    promised_at: datetime
    new_due_at: datetime
    new_due_provisional: bool
    reason: str
    issued_on: date
    officer: str
    reprint: int = 0
    reprint_reason: str = ""


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One hand-over on the control slip; `result` is "Trước hạn", "Đúng hạn", "Quá hạn" or empty while running."""

    giver: str
    receiver: str
    moment: datetime | None
    result: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ControlSlip:
    """Control slip that travels with the dossier (Phiếu kiểm soát quá trình giải quyết hồ sơ; Mẫu 05, 2025: Mẫu 06)."""

    letterhead: Letterhead
    code: str
    procedure: str
    applicant: Applicant
    handling_unit: str
    partner_units: str
    rows: tuple[ControlRow, ...]
    issued_on: date
    reprint: int = 0
    reprint_reason: str = ""


@dataclass(frozen=True, slots=True)
class StopNotice:
    """Notice that the dossier is no longer handled (Thông báo dừng giải quyết hồ sơ; 2025: Mẫu số 05).

    `requested_on` is the day the applicant asked for it, None where nobody asked; `stage` where the dossier stood,
    `decision` the document or rule the stop rests on, `settlement` what becomes of money paid, `papers` those
    given back.
    """

    letterhead: Letterhead
    number: int
    code: str
    applicant: Applicant
    procedure: str
    received_at: datetime
    stopped_on: date
    reason: str
    issued_on: date
    requested_on: date | None = None
    stage: str = ""
    decision: str = ""
    settlement: str = ""
    papers: tuple[PaperLine, ...] = ()
    signer_title: str = ""
    signer: str = ""
    reprint: int = 0
    reprint_reason: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One dossier in the follow-up register; a day not reached yet is None and stays empty."""

    number: int
    code: str
    procedure: str
    sets: int
    applicant: str
    address: str
    phone: str
    handling_unit: str
    received_on: date
    due_on: date | None
    sent_on: date | None = None
    result_on: date | None = None
    returned_on: date | None = None
    return_method: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Follow-up register with its cover (Sổ theo dõi hồ sơ; Mẫu số 06, 2025: Mẫu số 07), A4 across.

    `reference` is what the cover's QR code holds; empty prints none.
    """

    letterhead: Letterhead
    field: str
    book: str
    first_on: date
    last_on: date
    rows: tuple[RegisterRow, ...]
    issued_on: date
    reference: str = ""
    reprint: int = 0
    reprint_reason: str = ""


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One dossier on a hand-over list; `content` is what is asked for, mostly the procedure's name."""

    code: str
    content: str
    sets: int
    applicant: str
    address: str
    phone: str
    received_on: date
    due_on: date | None
    result_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandoverList:
    """List of dossiers handed over together (Danh sách bàn giao hồ sơ), two copies, A4 across.

    `reference` is what the QR code holds, `way` how they travel ("Chuyển trực tiếp", "Dịch vụ bưu chính công ích");
    `handed_at` None leaves the time to be written by hand.
    """

    letterhead: Letterhead
    number: int
    reference: str
    giver_unit: str
    receiver_unit: str
    handed_at: datetime | None
    rows: tuple[HandoverRow, ...]
    issued_on: date
    way: str = ""
    giver: str = ""
    receiver: str = ""
    reprint: int = 0
    reprint_reason: str = ""


@dataclass(frozen=True, slots=True)
class EarlierReminder:
    """A reminder sent before: its day and what came of it ("Đã phản hồi", "Đang xử lý")."""

    sent_on: date
    state: str


@dataclass(frozen=True, slots=True)
class ReminderSlip:
    """The desk's reminder to a slow unit (Phiếu đôn đốc).

    `within` is the time to answer in words ("24 giờ"); `channel` how the citizen complained ("Trực tiếp",
    "Qua điện thoại"), `complaint` what they said; `request` is the officer's own demand.
    """

    letterhead: Letterhead
    number: int
    code: str
    applicant: Applicant
    procedure: str
    unit: str
    received_at: datetime
    due_at: datetime
    issued_on: date
    officer: str
    in_charge: str = ""
    step: str = ""
    step_due_at: datetime | None = None
    due_provisional: bool = False
    channel: str = ""
    complaint: str = ""
    request: str = ""
    earlier: tuple[EarlierReminder, ...] = ()
    within: str = "24 giờ"
    note: str = ""
    reprint: int = 0
    reprint_reason: str = ""


@dataclass(frozen=True, slots=True)
class ResultReceipt:
    """Proof that the result was handed out (Giấy giao nhận kết quả).

    `recipient` is who took it and `identity_no` their own number; `attorney` names the power of attorney of somebody
    else than the applicant ("số 15/UQ ngày 05/01/2027, UBND xã Quang Hán chứng thực").
    """

    letterhead: Letterhead
    number: int
    code: str
    applicant: Applicant
    procedure: str
    received_at: datetime
    due_at: datetime
    results: tuple[PaperLine, ...]
    recipient: str
    returned_at: datetime
    issued_on: date
    officer: str
    identity_no: str = ""
    attorney: str = ""
    method: str = ""
    fee: str = ""
    note: str = ""
    reprint: int = 0
    reprint_reason: str = ""


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """One step on the process sheet; `outcome` says how it went ("Trước hạn", "Quá hạn 2 ngày 3 giờ")."""

    number: str
    title: str
    unit: str
    person: str = ""
    started_at: datetime | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ProcessPause:
    """A time that does not count; `until` is None while it lasts, `length` is in words ("5 ngày làm việc")."""

    reason: str
    since: datetime
    until: datetime | None = None
    length: str = ""


@dataclass(frozen=True, slots=True)
class ProcessSheet:
    """One dossier's way through the offices, planned and actual (Phiếu quá trình giải quyết hồ sơ), A4.

    `lateness` says in words how the dossier stands as a whole ("Còn 1 ngày 3 giờ", "Quá hạn 2 ngày").
    """

    letterhead: Letterhead
    code: str
    applicant: Applicant
    procedure: str
    time_limit: str
    received_at: datetime
    due_at: datetime
    due_provisional: bool
    status: str
    steps: tuple[ProcessStep, ...]
    pauses: tuple[ProcessPause, ...]
    lateness: str
    issued_on: date
    officer: str = ""
    reprint: int = 0
    reprint_reason: str = ""


Slip = (
    Receipt
    | SupplementSlip
    | RejectionSlip
    | ApologyLetter
    | ControlSlip
    | DueNotice
    | StopNotice
    | ReminderSlip
    | ResultReceipt
    | ProcessSheet
)
"""A paper about one dossier."""

Paper = Slip | Register | HandoverList
