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

    `number` is None before acceptance, in a preview.
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


@dataclass(frozen=True, slots=True)
class ApologyLetter:
    """Apology with a new date (Mẫu số 04; 2025: Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết)."""

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


Paper = Receipt | SupplementSlip | RejectionSlip | ApologyLetter | ControlSlip | DueNotice
