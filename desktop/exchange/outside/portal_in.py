"""What the portal says of a dossier, read as it stands (trạng thái nhận từ Cổng).

It changes nothing here: the office that holds the paper says where a dossier stands. A code or label we do not know is
kept letter for letter and shown.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import msgspec

from desktop.dossiers.dossier import Dossier
from desktop.errors import UserFacingError
from desktop.exchange.outside.portal_mapping import shipped_portal
from desktop.folding import folded
from desktop.terms import Status
from desktop.wording import STATUS

MAX_BYTES: Final = 16 * 2**20
_STATUS_FIELDS: Final = ("TrangThai", "TrangThaiHoSo")


class PortalUnreadable(UserFacingError):
    """A file that is no answer of the portal."""


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """A status as the portal wrote it; `code` is None where neither code nor label is known."""

    verbatim: str
    code: str | None
    dossier_code: str = ""

    @property
    def known(self) -> bool:
        """Whether the table has it."""
        return self.code is not None

    @property
    def ours(self) -> tuple[Status, ...]:
        """Which of our statuses are sent as this code; none for an unknown one."""
        return shipped_portal().codes[self.code].ours if self.code else ()

    def in_words(self) -> str:
        """Return what to show: the portal's words and their meaning, or the unknown text as it came."""
        if self.code is None:
            return f"Cổng ghi “{self.verbatim}” – trạng thái chưa có trong bảng; giữ nguyên văn, hồ sơ không thay đổi."
        row = shipped_portal().codes[self.code]
        return f"Cổng ghi “{row.label}” (mã {self.code}): {row.meaning}"

    def differs(self, dossier: Dossier) -> str:
        """Return a sentence for the officer where the portal and this desk do not say the same, else nothing."""
        if dossier.status in self.ours:
            return ""
        return f"{self.in_words()} Tại đây: {STATUS[dossier.status]}. Hãy kiểm tra hồ sơ giấy rồi gửi lại lên Cổng."


def read_portal_status(value: Any, dossier_code: str = "") -> PortalStatus:
    """Return a status given by code (text or number) or by label; anything else is kept verbatim."""
    verbatim = value if isinstance(value, str) else _as_text(value)
    word = folded(verbatim).strip()
    codes = shipped_portal().codes
    return PortalStatus(verbatim, word if word in codes else _by_label().get(word), dossier_code)


def _as_text(value: Any) -> str:
    return "" if value is None else msgspec.json.encode(value).decode()


@cache
def _by_label() -> dict[str, str]:
    return {folded(row.label): code for code, row in shipped_portal().codes.items()}


def read_portal_file(data: bytes) -> list[PortalStatus]:
    """Return the statuses of a saved answer: an object or array, bare or in `data` or `result`.

    Raises:
        PortalUnreadable: not JSON, or nothing in it names a dossier.
    """
    try:
        found = msgspec.json.decode(data) if len(data) <= MAX_BYTES else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PortalUnreadable(f"Tệp không phải dữ liệu của Cổng ({error}). Hãy chọn đúng tệp.") from error
    rows = [row for row in _rows(found) if isinstance(row, dict) and "MaHoSo" in row]
    if not rows:
        raise PortalUnreadable("Tệp không có hồ sơ nào của Cổng (thiếu MaHoSo). Hãy chọn đúng tệp.")
    return [_row_status(row) for row in rows]


def _rows(found: Any) -> list[Any]:
    if isinstance(found, dict):
        inner = next((found[name] for name in ("data", "result") if name in found), None)
        return [found] if inner is None else _rows(inner)
    return found if isinstance(found, list) else []


def _row_status(row: dict[str, Any]) -> PortalStatus:
    said = next((row[name] for name in _STATUS_FIELDS if name in row), None)
    return read_portal_status(said, str(row["MaHoSo"]))
