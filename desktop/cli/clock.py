"""Due times and calendars."""

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import App, Parameter

from desktop import lines, shapes
from desktop.app import check_calendar, national_calendar
from desktop.cli.options import Given, read_json
from desktop.deadlines import solve_cases

calendar_app = App(name="calendar", help="Lịch làm việc: kiểm tra, ban hành, xem lịch đang áp dụng.")


def due(
    *,
    cases: Path,
    calendar: Path | None = None,
    explain: Annotated[bool, Parameter(negative=())] = False,
    options: Given,
) -> int:
    """Tính hạn cho các trường hợp trong tệp deadline-cases/1; mỗi dòng ra là một kết quả JSON.

    Parameters
    ----------
    calendar
        Tệp lịch vn-days-off/1: các năm trong tệp thay cho, hoặc thêm vào, lịch có sẵn.
    explain
        Kèm cách tính: các ngày được tính, ngày bỏ qua và vì sao.
    """
    used = national_calendar().with_years(read_json(calendar)) if calendar else national_calendar()
    for answer in solve_cases(read_json(cases), used, explain=explain):
        print(msgspec.json.encode(answer).decode())
    return 0


@calendar_app.command(name="check")
def check_calendar_file(file: Path, /, *, options: Given) -> int:
    """Kiểm tra một tệp lịch (vn-days-off/1 hoặc office-calendar/1) mà không ghi gì."""
    kind = check_calendar(read_json(file))
    options.say({"file": str(file), "ok": True, "kind": kind}, f"{file}: đọc được, là {lines.CALENDAR_KINDS[kind]}.")
    return 0


@calendar_app.command(name="set")
def set_calendar(file: Path, /, *, options: Given) -> int:
    """Ban hành lịch riêng của đơn vị, hoặc (cấp tỉnh) lịch nghỉ năm mới; thay cho lịch cùng loại ban hành trước.

    Hạn đã hẹn với công dân giữ nguyên; lịch được gửi xuống các đơn vị cấp dưới theo gói dữ liệu.
    """
    document = read_json(file)
    with options.place() as place:
        issued = place.set_calendar(document)
    options.say(
        {"kind": issued.kind, "office": issued.source_office, "issued_at": issued.issued_at, "hash": issued.hash},
        f"Đã ban hành {lines.CALENDAR_KINDS[issued.kind]}. Hạn đã hẹn giữ nguyên; lịch sẽ đi theo gói dữ liệu kế tiếp.",
    )
    return 0


@calendar_app.command(name="show")
def show_calendar(*, year: int | None = None, options: Given) -> int:
    """Xem lịch đang áp dụng: ngày nghỉ, ngày làm bù, giờ theo mùa, và mỗi phần do đơn vị nào ban hành.

    Parameters
    ----------
    year
        Năm cần xem; nếu không nêu thì là năm nay.
    """
    with options.place() as place:
        document = shapes.calendar_shape(place, year or place.now().year)
    options.say(document, list(lines.calendar_lines(document)))
    return 0


@calendar_app.command(name="differing")
def differing_promises(*, options: Given) -> int:
    """Liệt kê hồ sơ đang giải quyết có hạn tính theo lịch hiện hành khác ngày đã hẹn."""
    with options.place() as place:
        found = place.differing_promises()
    document = [shapes.differing_shape(dossier, counted) for dossier, counted in found]
    words = [
        f"{row['code']:26} hẹn {row['promised']}, theo lịch hiện hành {row['computed']}"
        + (" – có thể báo công dân (re-promise)" if row["later"] else "")
        for row in document
    ]
    options.say(document, words or "Không hồ sơ nào có hạn khác ngày đã hẹn.")
    return 0
