"""What the land system calls things, as data (hệ thống thông tin đất đai, VBDLIS)."""

from functools import cache
from typing import Final

import msgspec

from desktop.exchange.outside.mapping import MappingUnreadable, decode, read_shipped
from desktop.exchange.outside.shape import Groups

NAME: Final = "land.json"
FORMAT: Final = "land-mapping/1"
SETTINGS_FORMAT: Final = "land-settings/1"


class LandKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of message: what it reports in Vietnamese, which field says when and which holds free words."""

    title: str
    at: str
    note: str
    fields: tuple[str, ...]

    @property
    def known(self) -> frozenset[str]:
        """Every field of the kind besides the code and the secret."""
        return frozenset({*self.fields, self.at, self.note} - {""})


class LandOutgoing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The messages to the land system."""

    date_format: str
    groups: Groups
    date_note: str = ""


class LandMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole table. Word lists are folded: no accents, lower case."""

    format: str
    sources: tuple[str, ...]
    code_field: str
    kind_fields: tuple[str, ...]
    data_fields: tuple[str, ...]
    secret_fields: tuple[str, ...]
    times_without_zone_are_utc: bool
    date_formats: tuple[str, ...]
    day_formats: tuple[str, ...]
    true_words: tuple[str, ...]
    false_words: tuple[str, ...]
    extension_words: tuple[str, ...]
    supplement_words: tuple[str, ...]
    paper_words: tuple[str, ...]
    paper_list_fields: tuple[str, ...]
    paper_name_fields: tuple[str, ...]
    kinds: dict[str, LandKind]
    new_due_field: str
    pause_field: str
    moved_back_field: str
    moved_state_field: str
    moved_state_actions: dict[str, str]
    end_field: str
    end_with_result: int
    tax_list_field: str
    tax_number_field: str
    outgoing: LandOutgoing
    times_note: str = ""
    moved_state_note: str = ""


class LandSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What only the office can know (cấu hình hệ thống đất đai): its places and the workflow of each procedure."""

    format: str = SETTINGS_FORMAT
    provincial: bool = True
    province_id: int | None = None
    district_id: int | None = None
    commune_id: int | None = None
    workflows: dict[str, str] = {}


MOVES: Final = frozenset({"finish-step", "note"})
"""What a step of the land system may be set to mean here."""


def read_land_mapping(data: bytes, name: str = NAME) -> LandMapping:
    """Read and check the table.

    Raises:
        MappingUnreadable: another format, or a move set to something a move may not be.
    """
    mapping = decode(data, LandMapping, name)
    if mapping.format != FORMAT:
        raise MappingUnreadable(name, f"khuôn dạng “{mapping.format}”, cần {FORMAT}")
    if not set(mapping.moved_state_actions.values()) <= MOVES:
        raise MappingUnreadable(name, f"moved_state_actions chỉ nhận: {', '.join(sorted(MOVES))}")
    return mapping


@cache
def shipped_land() -> LandMapping:
    """Return the table the program came with."""
    return read_shipped(NAME, read_land_mapping)


def read_land_settings(data: bytes) -> LandSettings:
    """Read what the office set for the land system.

    Raises:
        MappingUnreadable: not JSON of the expected shape.
    """
    settings = decode(data, LandSettings, "cấu hình hệ thống đất đai")
    if settings.format != SETTINGS_FORMAT:
        raise MappingUnreadable("cấu hình hệ thống đất đai", f"khuôn dạng “{settings.format}”, cần {SETTINGS_FORMAT}")
    return settings
