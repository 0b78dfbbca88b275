"""Other systems: the national portal, the land system, partners' tables (hệ thống khác)."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from desktop.cli.options import Given, make_folder, read_bytes, read_json
from desktop.errors import UserFacingError
from desktop.exchange.outside.land_in import Reading
from desktop.models.store import write_synced

outside = App(name="outside", help="Hệ thống khác: Cổng Dịch vụ công quốc gia, hệ thống đất đai, bảng của đối tác.")

Output = Annotated[Path, Parameter(name=["--output", "-o"])]


@outside.command(name="portal-export")
def portal_export(*, output: Output, settings: Path | None = None, options: Given) -> int:
    """Lập tệp DongBoHoSoMC và CapNhatTienDoHoSoMC cho Cổng; hồ sơ thiếu thông tin bắt buộc được nêu, không gửi."""
    make_folder(output)
    with options.place() as place:
        done = place.partners.export_portal(output, read_bytes(settings) if settings else None)
    problems = [{"dossier": one.dossier, "field": one.field, "message": one.message} for one in done.problems]
    document = {"files": [str(file) for file in done.files], "sent": list(done.sent), "problems": problems}
    words = [f"Đã lập {len(done.files)} tệp cho {len(done.sent)} hồ sơ.", *(one.message for one in done.problems)]
    options.say(document, words)
    return 1 if done.problems and not done.sent else 0


@outside.command(name="portal-import")
def portal_import(file: Path, /, *, options: Given) -> int:
    """Đọc trạng thái Cổng gửi về: trạng thái lạ được giữ nguyên văn và không làm thay đổi hồ sơ."""
    with options.place() as place:
        news = place.partners.read_portal(read_bytes(file))
    document = [
        {
            "code": one.status.dossier_code,
            "status": one.status.verbatim,
            "known": one.status.code,
            "here": str(one.dossier.status) if one.dossier else None,
            "said": one.said,
        }
        for one in news
    ]
    options.say(document, [f"{one.status.dossier_code}: {one.said or 'khớp'}" for one in news])
    return 0


@outside.command(name="land")
def land(file: Path, /, *, kind: str = "", answers: Path | None = None, record: bool = False, options: Given) -> int:
    """Đọc thông điệp của hệ thống đất đai: nói rõ đó là việc gì; --record để ghi việc mà không cần hỏi thêm.

    Parameters
    ----------
    answers
        Tệp JSON bổ sung những mục thông điệp không nói, ví dụ {"cause": "khách quan"}.
    """
    given = read_json(answers) if answers else {}
    if not isinstance(given, dict):
        raise UserFacingError("Tệp trả lời phải là một đối tượng JSON.")
    with options.place() as place:
        readings = place.partners.read_land(read_bytes(file), kind)
        recorded = []
        for reading in readings if record else []:
            lacking = [name for name in reading.proposal.missing if name not in given] if reading.proposal else []
            if reading.proposal is None or reading.task or lacking:
                place.partners.keep_land(reading)
            else:
                wanted = {name: given[name] for name in reading.proposal.missing}
                recorded.append(place.partners.record_land(reading, wanted).dossier.reference)
    document = {"readings": [_reading_shape(reading) for reading in readings], "recorded": recorded}
    options.say(document, [line for reading in readings for line in _reading_lines(reading)])
    return 0


def _reading_shape(reading: Reading) -> dict[str, Any]:
    proposed = reading.proposal
    return {
        "kind": reading.kind,
        "code": reading.dossier_code,
        "occurred_at": reading.occurred_at.strftime("%Y-%m-%dT%H:%M") if reading.occurred_at else None,
        "action": proposed.action if proposed else None,
        "fields": proposed.fields if proposed else {},
        "missing": list(proposed.missing) if proposed else [],
        "task": reading.task,
        "meaning": reading.meaning,
    }


def _reading_lines(reading: Reading) -> list[str]:
    lines = [f"{reading.dossier_code}: {reading.meaning}"]
    if reading.proposal:
        lacking = f" (cần thêm: {', '.join(reading.proposal.missing)})" if reading.proposal.missing else ""
        lines.append(f"    Việc đề nghị ghi: {reading.proposal.action}{lacking}")
    return [*lines, f"    Cần người xem: {reading.task}"] if reading.task else lines


@outside.command(name="table-export")
def table_export(*, output: Output, start: datetime, end: datetime, mapping: Path | None = None, options: Given) -> int:
    """Xuất bảng hồ sơ cho đối tác (.csv hoặc .xlsx), tiêu đề cột theo tệp ánh xạ của đối tác đó."""
    with options.place() as place:
        data = place.partners.export_table(
            start.date(),
            end.date(),
            read_bytes(mapping) if mapping else None,
            spreadsheet=output.suffix.lower() == ".xlsx",
        )
    try:
        write_synced(output, data)
    except OSError as error:
        raise UserFacingError(f"Không ghi được tệp “{output}” ({error.strerror}). Hãy chọn nơi khác.") from error
    options.say({"file": str(output)}, f"Đã ghi {output}.")
    return 0


@outside.command(name="table-import")
def table_import(file: Path, /, *, mapping: Path | None = None, options: Given) -> int:
    """Đọc bảng của đối tác và so với hồ sơ ở đây; không ghi gì."""
    with options.place() as place:
        table = place.partners.read_table(read_bytes(file), read_bytes(mapping) if mapping else None)
    document = {
        "rows": [
            {"row": row.number, "code": row.code, "status": row.status_text, "known": row.status} for row in table.rows
        ],
        "problems": [{"row": one.number, "message": one.message} for one in table.problems],
    }
    words = [f"Đọc được {len(table.rows)} dòng.", *(f"Dòng {one.number}: {one.message}" for one in table.problems)]
    options.say(document, words)
    return 1 if table.problems else 0
