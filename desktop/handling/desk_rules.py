"""What an office may set about handling: how soon to write down, how soon to ask for papers, causes of lateness.

None of this is settled by a text the program knows word for word, so it is data: shipped with its source, and an office
may put its own in place (quy định của quầy).
"""

from functools import cache
from typing import Final

import msgspec

from desktop.errors import UserFacingError
from desktop.folding import folded
from desktop.paths import resources

FORMAT: Final = "desk-rules/1"
KIND: Final = "desk-rules"
"""What such a document is called among those an office issues for itself and the offices below it."""


class SupplementLimit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Until when papers may be asked for, in working days from receipt, for fields of work whose name has the words."""

    field_contains: str
    within_days: float
    source: str = ""


class Cause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A cause of lateness to choose from (nguyên nhân chậm); `recording`: the work was in time, the typing was not."""

    id: str
    words: str
    recording: bool = False
    source: str = ""


class DeskRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of a desk. `record_tolerance_minutes` are working minutes between act and entry that need no reason."""

    format: str = FORMAT
    record_tolerance_minutes: int = 240
    record_tolerance_source: str = ""
    supplement_limits: tuple[SupplementLimit, ...] = ()
    late_causes: tuple[Cause, ...] = ()

    def supplement_limit(self, field_of_work: str) -> SupplementLimit | None:
        """Return the limit that holds for a field of work (lĩnh vực), if any."""
        name = folded(field_of_work)
        return next((limit for limit in self.supplement_limits if folded(limit.field_contains) in name), None)

    def cause(self, cause_id: str) -> Cause | None:
        """Return the cause with this id, or with these words."""
        wanted = folded(cause_id).strip()
        return next((cause for cause in self.late_causes if wanted in {cause.id, folded(cause.words)}), None)


class RulesUnreadable(UserFacingError):
    """The document is no usable set of desk rules."""


def read_rules(data: bytes | str) -> DeskRules:
    """Read and check desk rules.

    Raises:
        RulesUnreadable: not of the expected shape, or a value that cannot hold; the field is named.
    """
    try:
        rules = msgspec.json.decode(data, type=DeskRules)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RulesUnreadable(f"Tệp quy định của quầy không đọc được ({error}). Hãy sửa tệp rồi làm lại.") from error
    if rules.format != FORMAT:
        raise RulesUnreadable(f"Tệp này không phải quy định của quầy (cần “{FORMAT}”). Hãy chọn tệp khác.")
    if rules.record_tolerance_minutes < 0:
        raise RulesUnreadable("Thời gian được ghi muộn phải từ 0 phút trở lên.", field="record_tolerance_minutes")
    if any(limit.within_days <= 0 or not limit.field_contains.strip() for limit in rules.supplement_limits):
        raise RulesUnreadable(
            "Mỗi thời hạn yêu cầu bổ sung cần tên lĩnh vực và số ngày lớn hơn 0.", field="supplement_limits"
        )
    ids = [cause.id for cause in rules.late_causes]
    if len(set(ids)) < len(ids) or not all(cause.id and cause.words.strip() for cause in rules.late_causes):
        raise RulesUnreadable("Nguyên nhân chậm bị trùng mã hoặc để trống. Hãy sửa rồi làm lại.", field="late_causes")
    return rules


@cache
def shipped_rules() -> DeskRules:
    """Return the rules the program comes with."""
    return read_rules((resources() / "handling" / "desk-rules.json").read_bytes())
