"""How a partner without an interface wants its table: headings, words for statuses, dates (bảng đối tác)."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Final

import msgspec

from desktop.dossiers.dossier import Dossier
from desktop.errors import UserFacingError
from desktop.exchange.outside.mapping import decode, read_shipped
from desktop.exchange.portal import PORTAL_CODE
from desktop.folding import folded
from desktop.terms import Status
from desktop.wording import CHANNEL, STATUS

FORMAT: Final = "table-mapping/1"
DELIMITERS: Final = (",", ";", "\t", "|")
_DATE_TOKENS: Final = {"dd": "%d", "MM": "%m", "yyyy": "%Y", "HH": "%H", "mm": "%M", "ss": "%S"}

TEXTS: Final[dict[str, Callable[[Dossier], str | None]]] = {
    "code": lambda dossier: dossier.code or dossier.slip_ref,
    "procedure": lambda dossier: dossier.plan.name,
    "procedure_code": lambda dossier: dossier.plan.procedure_code,
    "field": lambda dossier: dossier.plan.field,
    "variant": lambda dossier: dossier.plan.variant_label,
    "applicant": lambda dossier: dossier.applicant.named,
    "identity_no": lambda dossier: dossier.applicant.identity_no,
    "phone": lambda dossier: dossier.applicant.phone,
    "address": lambda dossier: dossier.applicant.address,
    "channel": lambda dossier: CHANNEL[dossier.channel],
    "portal_code": lambda dossier: PORTAL_CODE[dossier.status],
    "office": lambda dossier: dossier.office.name,
    "custodian": lambda dossier: dossier.custodian.name if dossier.custodian else "",
    "step": lambda dossier: dossier.step.title if dossier.step else "",
    "reason": lambda dossier: dossier.reason,
}
"""What a column of text may hold, by our name for it; "status" stands apart, in the partner's words."""

DATES: Final[dict[str, Callable[[Dossier], datetime | None]]] = {
    "received_at": lambda dossier: dossier.received_at,
    "first_due": lambda dossier: dossier.promises[0].due if dossier.promises else None,
    "due": lambda dossier: dossier.promise.due if dossier.promise else None,
    "ready_at": lambda dossier: dossier.ready_at,
    "ended_at": lambda dossier: dossier.ended_at,
    "returned_at": lambda dossier: dossier.ended_at if dossier.status is Status.RETURNED else None,
}
"""What a column of dates may hold, local time. "due" is the promise in force, also while the clock stands still."""

STATUS_COLUMN: Final = "status"
OURS: Final = (*TEXTS, STATUS_COLUMN, *DATES)


class TableColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column: our name for what it holds and the partner's heading."""

    ours: str
    theirs: str


class TableMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one partner wants. `date_format` is written with dd, MM, yyyy, HH, mm, ss."""

    format: str
    partner: str
    columns: tuple[TableColumn, ...]
    statuses: dict[Status, str]
    date_format: str = "dd/MM/yyyy HH:mm"
    delimiter: str = ","
    sheet: str = "Hồ sơ"
    note: str = ""

    def strftime(self) -> str:
        """Return the date format as Python writes it."""
        return _as_strftime(self.date_format)

    def strftime_day(self) -> str:
        """Return its date alone, for cells that tell no hour."""
        parts = [part for part in self.date_format.split(" ") if not re.search("HH|mm|ss", part)]
        return _as_strftime(" ".join(parts))

    def status_of(self, label: str) -> Status | None:
        """Return the status a label of theirs stands for; None for an unknown one or one that means several."""
        found = [status for status, theirs in self.statuses.items() if heading(theirs) == heading(label)]
        return found[0] if len(found) == 1 else None


def _as_strftime(date_format: str) -> str:
    return re.sub("|".join(_DATE_TOKENS), lambda token: _DATE_TOKENS[token[0]], date_format)


class TableUnusable(UserFacingError):
    """A column mapping that would write or read something wrong."""


def heading(text: str) -> str:
    """Return a heading or label as it is compared: no accents, case or extra blanks."""
    return " ".join(folded(text).split())


def read_table_mapping(data: bytes, name: str = "bảng đối tác") -> TableMapping:
    """Read and check a partner's mapping.

    Raises:
        MappingUnreadable: not JSON of the expected shape, or a status we do not have.
        TableUnusable: what is wrong and what to change.
    """
    mapping = decode(data, TableMapping, name)
    wrong = next((fault for fault in _faults(mapping) if fault), "")
    if wrong:
        raise TableUnusable(f"Bảng ánh xạ “{mapping.partner or name}”: {wrong}")
    return mapping


@cache
def shipped_table() -> TableMapping:
    """Return the mapping that other partners' are copied from."""
    return read_shipped("table-common.json", read_table_mapping)


def _faults(mapping: TableMapping) -> list[str]:
    ours = [column.ours for column in mapping.columns]
    theirs = [heading(column.theirs) for column in mapping.columns]
    return [
        f"khuôn dạng “{mapping.format}” không dùng được, cần {FORMAT}." if mapping.format != FORMAT else "",
        "chưa có tên đối tác (partner)." if not mapping.partner.strip() else "",
        _listed(
            "không có cột", [name for name in ours if name not in OURS], f"Các cột có thể dùng: {', '.join(OURS)}."
        ),
        "thiếu cột code (số hồ sơ)." if "code" not in ours else "",
        _listed("cột ghi hai lần", _twice(ours), "Hãy bỏ bớt một."),
        _listed("tiêu đề ghi hai lần", _twice(theirs), "Hãy đổi tiêu đề cho khác nhau."),
        "có tiêu đề để trống." if "" in theirs else "",
        *_status_faults(mapping),
        *_format_faults(mapping),
    ]


def _status_faults(mapping: TableMapping) -> list[str]:
    """Every status has words, and waiting for papers shares its words with nothing: no status says two things."""
    lacking = [STATUS[status] for status in Status if not mapping.statuses.get(status, "").strip()]
    waits = heading(mapping.statuses.get(Status.WAITING_SUPPLEMENT, ""))
    same = [
        STATUS[status]
        for status, label in mapping.statuses.items()
        if status is not Status.WAITING_SUPPLEMENT and heading(label) == waits
    ]
    return [
        _listed("chưa có nhãn cho trạng thái", lacking, "Hãy thêm vào mục statuses."),
        _listed("nhãn của “chờ bổ sung” dùng chung với", same, "Hãy đặt nhãn riêng, kẻo công dân bị báo nhầm."),
    ]


def _format_faults(mapping: TableMapping) -> list[str]:
    tokens = re.findall("|".join(_DATE_TOKENS), mapping.date_format)
    rest = re.sub("|".join(_DATE_TOKENS), "", mapping.date_format)
    usable = {"dd", "MM", "yyyy"} <= set(tokens) and not _twice(tokens) and not re.search(r"[\w%]", rest)
    order = "HH" in tokens or not {"mm", "ss"} & set(tokens)
    return [
        "" if usable and order else f"date_format “{mapping.date_format}” không đúng, ví dụ dd/MM/yyyy HH:mm.",
        "" if mapping.delimiter in DELIMITERS else "delimiter phải là dấu phẩy, chấm phẩy, tab hoặc |.",
        "" if re.fullmatch(r"[^\[\]:*?/\\]{1,31}", mapping.sheet) else "tên trang tính (sheet) không dùng được.",
    ]


def _twice(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _listed(what: str, names: list[str], advice: str) -> str:
    return f"{what}: {', '.join(names)}. {advice}" if names else ""
