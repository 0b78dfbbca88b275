"""What the national portal calls things, as data: codes, fields, lengths, envelopes (Cổng Dịch vụ công quốc gia)."""

from functools import cache
from typing import Any, Final

import msgspec

from desktop.exchange.outside.mapping import MappingUnreadable, decode, read_shipped
from desktop.exchange.outside.shape import Groups
from desktop.terms import EntryKind, Status

NAME: Final = "portal.json"
FORMAT: Final = "portal-mapping/1"
SETTINGS_FORMAT: Final = "portal-settings/1"
DOSSIERS: Final = "DongBoHoSoMC"
PROGRESS: Final = "CapNhatTienDoHoSoMC"


class PortalCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code: the portal's words, what they mean, and which of our statuses are sent as it."""

    label: str
    meaning: str
    ours: tuple[Status, ...]
    note: str = ""


class PortalMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole table. `no_code` says why a status of ours is not told to the portal."""

    format: str
    sources: tuple[str, ...]
    date_format: str
    progress_per_call: int
    envelopes: dict[str, Any]
    codes: dict[str, PortalCode]
    no_code: dict[Status, str]
    progress_sent: tuple[EntryKind, ...]
    progress_silent: tuple[EntryKind, ...]
    tables: dict[str, dict[str, str]]
    post_words: tuple[str, ...]
    groups: Groups
    tables_notes: dict[str, str] = {}


class PortalSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What only the office can know (cấu hình Cổng).

    `sender` is the code under which it sends, `fields` gives the portal's code of each field of work by its name,
    `procedures` the national code by our procedure id, `envelopes` what is wrapped around the array of each call.
    """

    format: str = SETTINGS_FORMAT
    sender: str = ""
    fields: dict[str, str] = {}
    procedures: dict[str, str] = {}
    envelopes: dict[str, Any] = {}


def read_portal_mapping(data: bytes, name: str = NAME) -> PortalMapping:
    """Read and check the table.

    Raises:
        MappingUnreadable: another format, or a status or kind of entry that stands nowhere or twice.
    """
    mapping = decode(data, PortalMapping, name)
    if mapping.format != FORMAT:
        raise MappingUnreadable(name, f"khuôn dạng “{mapping.format}”, cần {FORMAT}")
    statuses = [status for code in mapping.codes.values() for status in code.ours] + list(mapping.no_code)
    kinds = [*mapping.progress_sent, *mapping.progress_silent]
    if sorted(statuses) != sorted(Status):
        raise MappingUnreadable(name, "mỗi trạng thái phải có đúng một mã hoặc một lý do không có mã")
    if sorted(kinds) != sorted(EntryKind):
        raise MappingUnreadable(name, "mỗi loại mục nhật ký phải được gửi hoặc không gửi, đúng một lần")
    if mapping.progress_per_call < 1:
        raise MappingUnreadable(name, "progress_per_call phải từ 1")
    return mapping


@cache
def shipped_portal() -> PortalMapping:
    """Return the table the program came with."""
    return read_shipped(NAME, read_portal_mapping)


def read_portal_settings(data: bytes) -> PortalSettings:
    """Read what the office set for the portal.

    Raises:
        MappingUnreadable: not JSON of the expected shape.
    """
    settings = decode(data, PortalSettings, "cấu hình Cổng")
    if settings.format != SETTINGS_FORMAT:
        raise MappingUnreadable("cấu hình Cổng", f"khuôn dạng “{settings.format}”, cần {SETTINGS_FORMAT}")
    return settings
