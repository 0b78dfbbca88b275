"""The office that runs this program: letterhead, hours, units, officers (cơ quan, đơn vị)."""

import re

import msgspec

from desktop.deadlines import OfficeHours
from desktop.errors import UserFacingError
from desktop.terms import Area, Level, Role

CODE = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3})*)", re.ASCII)
"""Unit codes of both standards in use: 000.00.53.H48 (QCVN 102:2016) and H14.12.3 (QĐ 20/2020/QĐ-TTg)."""


RESERVED_NAME = "recovery"
"""The log-in name of the recovery key; no officer may bear it."""


class Unit(msgspec.Struct, frozen=True):
    """A part of the office that handles dossiers (phòng, chi nhánh)."""

    id: str
    name: str


class Officer(msgspec.Struct, frozen=True):
    """Somebody who works with the program; `name` is what they log in with."""

    name: str
    full_name: str
    role: Role = Role.DESK
    unit: str = ""
    closed: bool = False
    """Logs in no more; kept, because the journal names whoever recorded."""

    @property
    def initials(self) -> str:
        """First letters of the first and the last word: "Nông Thị Lan" gives "NL"."""
        words = self.full_name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class Office(msgspec.Struct, frozen=True):
    """An office as `motcua init --office FILE` describes it.

    `hours` are the four borders of the working day, `form_set` the wording of its papers ("2018": forms of
    TT 01/2018/TT-VPCP; "2025": forms of TT 03/2025/TT-VPCP, in force for dossiers received from 15/9/2025).
    """

    code: str
    name: str
    desk: str = "Bộ phận Tiếp nhận và Trả kết quả"
    superior: str = ""
    level: Level = Level.COMMUNE
    place: str = ""
    phone: str = ""
    area: Area = Area.ORDINARY
    hours: tuple[str, ...] = ("07:30", "11:30", "13:30", "17:00")
    units: tuple[Unit, ...] = ()
    officers: tuple[Officer, ...] = ()
    symbol: str = "BPTNTKQ"
    form_set: str = ""
    """Empty: by the date of receipt."""
    head_title: str = ""
    """Title of who signs apology letters, such as "CHỦ TỊCH"; empty: the form's own words."""

    def office_hours(self) -> OfficeHours:
        """Return the hours for the clock."""
        return OfficeHours.parse(list(self.hours))

    @property
    def working(self) -> tuple[Officer, ...]:
        """The officers who work here now, without closed accounts."""
        return tuple(officer for officer in self.officers if not officer.closed)

    @property
    def roles(self) -> list[Role]:
        """The roles of those who work here now."""
        return [officer.role for officer in self.working]

    def unit_name(self, unit_id: str) -> str:
        """Return a unit's name, or the id where it is unknown."""
        return next((unit.name for unit in self.units if unit.id == unit_id), unit_id)


class OfficeUnreadable(UserFacingError):
    """The office description cannot be used."""


def read_office(data: bytes) -> Office:
    """Read and check an office description.

    Raises:
        OfficeUnreadable: not JSON of the expected shape, a wrong unit code, no officer, or an officer named twice.
        UserFacingError: hours that are no working day.
    """
    try:
        office = msgspec.json.decode(data, type=Office)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise OfficeUnreadable(f"Tệp mô tả đơn vị không đọc được ({error}). Hãy sửa tệp rồi chạy lại.") from error
    return checked_office(office)


def checked_office(office: Office) -> Office:
    """Return the office if it can be used; see `read_office` for errors."""
    if not CODE.fullmatch(office.code):
        raise OfficeUnreadable(
            f"Mã đơn vị “{office.code}” không đúng dạng. Hãy nhập mã định danh như H14.12.3 hoặc 000.00.53.H48.",
            field="code",
        )
    if not office.name.strip():
        raise OfficeUnreadable("Chưa có tên đơn vị. Hãy nhập tên như “UBND xã Quang Hán”.", field="name")
    names = [officer.name for officer in office.officers]
    if not names:
        raise OfficeUnreadable("Đơn vị chưa có cán bộ nào. Hãy thêm ít nhất một cán bộ để đăng nhập.", field="officers")
    if len(set(names)) < len(names) or not all(name.strip() for name in names):
        raise OfficeUnreadable(
            "Tên đăng nhập bị trùng hoặc để trống. Hãy đặt cho mỗi cán bộ một tên.", field="officers"
        )
    if RESERVED_NAME in names:
        raise OfficeUnreadable(
            f"Tên đăng nhập “{RESERVED_NAME}” dành cho khóa khôi phục. Hãy đặt tên khác.", field="officers"
        )
    office.office_hours()
    return office
