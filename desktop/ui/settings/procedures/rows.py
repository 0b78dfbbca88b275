"""A procedure as rows of tables and back; what its source says beyond the tables is kept as it is. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from desktop.deadlines import Unit
from desktop.procedures.oddities import UNIT_WORDS
from desktop.procedures.procedure import Document, Limit, Procedure, Step
from desktop.ui.settings.columns import TICKED, Column, Row
from desktop.ui.settings.grid_model import Faults

UNITS: Final = (
    ("", "không ghi"),
    *((str(unit), words) for unit, words in UNIT_WORDS.items()),
    ("same_day", "trong ngày"),
)
TIMED: Final = frozenset(str(unit) for unit in UNIT_WORDS)

STEPS: Final = (
    Column("id", "Bước", 64, hint="Mã của bước trong thủ tục này, không trùng nhau."),
    Column("title", "Việc phải làm", 300),
    Column("units", "Bộ phận, cơ quan", 190, hint="Nhiều nơi thì ngăn bằng dấu chấm phẩy."),
    Column("roles", "Người làm", 130),
    Column("value", "Thời gian", 84),
    Column("unit", "Đơn vị tính", 126, UNITS, first=str(Unit.WORKING_DAY)),
    Column("counts", "Tính vào hạn", 100, tick=True, first=TICKED),
    Column("stops", "Dừng tính hạn", 106, tick=True, hint="Chờ công dân hoặc cơ quan khác: đồng hồ dừng."),
    Column("optional", "Có thể bỏ qua", 104, tick=True),
    Column("group", "Làm song song", 110, hint="Các bước liền nhau ghi cùng một chữ ở đây chạy cùng lúc."),
    Column("returns", "Trả về bước", 94, hint="Mã bước nhận lại hồ sơ khi chuyển trả."),
)
PAPERS: Final = (
    Column("name", "Tên giấy tờ", 0),
    Column("originals", "Bản chính", 84),
    Column("copies", "Bản sao", 78),
    Column("must", "Phải nộp", 78, tick=True, first=TICKED),
    Column("conditional", "Tùy trường hợp", 112, tick=True),
    Column("group", "Nhóm, trường hợp", 150),
)


def number_of(text: str) -> float | None:
    """Return a number written with comma or point, None for anything else."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def number_words(value: float | None) -> str:
    """Return a number as it is typed: "2,5"; nothing for none."""
    return "" if value is None else f"{value:g}".replace(".", ",")


def limit_of(value: str, unit: str, before: Limit | None) -> Limit | None:
    """Return a limit as written; one that was not changed keeps what else its source says."""
    if (value, unit) == limit_cells(before):
        return before
    amount = number_of(value)
    return None if amount is None and not unit else Limit(value=amount, unit=unit or None)


def limit_cells(limit: Limit | None) -> tuple[str, str]:
    """Return number and unit as they stand in the fields."""
    return (number_words(limit.value), limit.unit or "") if limit else ("", "")


# Steps


def step_rows(steps: Sequence[Step]) -> list[Row]:
    """Return the rows of steps."""
    return [_step_row(at, step) for at, step in enumerate(steps)]


def _step_row(at: int, step: Step) -> Row:
    value, unit = limit_cells(step.duration)
    return {
        "_at": str(at),
        "id": step.id,
        "title": step.title_vi,
        "units": "; ".join(step.unit_vi),
        "roles": "; ".join(step.role_vi),
        "value": value,
        "unit": unit,
        "counts": TICKED if step.counts_toward_total else "",
        "stops": TICKED if step.stops_clock else "",
        "optional": TICKED if step.optional else "",
        "group": step.parallel_group or "",
        "returns": step.returns_to or "",
    }


def steps_of(rows: Sequence[Row], before: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps written; one without an id gets the next free number."""
    taken, made = {row["id"] for row in rows}, []
    for row in rows:
        step_id = row["id"] or next(str(number) for number in range(1, len(rows) + 2) if str(number) not in taken)
        taken.add(step_id)
        made.append(_step(row, step_id, before))
    return tuple(made)


def _step(row: Row, step_id: str, before: Sequence[Step]) -> Step:
    origin = before[int(row["_at"])] if row.get("_at") else Step(id=step_id, no=step_id, title_vi="")
    return msgspec.structs.replace(
        origin,
        id=step_id,
        no=origin.no if origin.id == step_id else step_id,
        title_vi=row["title"],
        unit_vi=_several(row["units"]),
        role_vi=_several(row["roles"]),
        duration=limit_of(row["value"], row["unit"], origin.duration),
        counts_toward_total=row["counts"] == TICKED,
        stops_clock=row["stops"] == TICKED,
        optional=row["optional"] == TICKED,
        parallel_group=row["group"] or None,
        returns_to=row["returns"] or None,
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def step_faults(rows: Sequence[Row]) -> Faults:
    """Return what keeps the steps from being stored, by cell."""
    found: dict[tuple[int, str], str] = {}
    ids = [row["id"] for row in rows]
    for at, row in enumerate(rows):
        if row["id"] and row["id"] in ids[:at]:
            found[at, "id"] = f"Mã bước “{row['id']}” đã có ở dòng trên. Hãy ghi mã khác."
        if not row["title"]:
            found[at, "title"] = "Hãy ghi việc phải làm ở bước này."
        if row["value"] and number_of(row["value"]) is None:
            found[at, "value"] = f"“{row['value']}” không phải số. Hãy ghi số, ví dụ 2 hoặc 0,5."
        if row["unit"] not in dict(UNITS):
            found[at, "unit"] = f"Không có đơn vị tính “{row['unit']}”. Hãy chọn trong danh sách."
    return found


def step_notes(rows: Sequence[Row], oddities: Iterable[str]) -> Faults:
    """Return those oddities that name steps, at the rows of these steps."""
    found: dict[tuple[int, str], str] = {}
    for sentence in oddities:
        words, _, named = sentence.rstrip(".").rpartition(": ")
        wanted = set(named.split(", "))
        places = [at for at, row in enumerate(rows) if row["id"] in wanted]
        of_numbers = words.startswith("Số thứ tự")  # of the printed numbers, which are no ids
        if words and not of_numbers and {rows[at]["id"] for at in places} == wanted:
            for at in places:
                found[at, ""] = " ".join(filter(None, (found.get((at, "")), f"{words}.")))
    return found


# Papers


def paper_rows(papers: Sequence[Document]) -> list[Row]:
    """Return the rows of papers."""
    return [
        {
            "_at": str(at),
            "name": paper.name_vi,
            "originals": _count_words(paper.originals),
            "copies": _count_words(paper.copies),
            "must": TICKED if paper.must_submit else "",
            "conditional": TICKED if paper.conditional else "",
            "group": paper.group_vi or "",
        }
        for at, paper in enumerate(papers)
    ]


def papers_of(rows: Sequence[Row], before: Sequence[Document]) -> tuple[Document, ...]:
    """Return the papers written."""
    return tuple(_paper(row, before) for row in rows)


def _paper(row: Row, before: Sequence[Document]) -> Document:
    origin = before[int(row["_at"])] if row.get("_at") else Document(name_vi="")
    must = row["must"] == TICKED
    return msgspec.structs.replace(
        origin,
        name_vi=row["name"],
        originals=_count(row["originals"]),
        copies=_count(row["copies"]),
        must_submit=origin.must_submit if bool(origin.must_submit) == must and row.get("_at") else must,
        conditional=row["conditional"] == TICKED,
        group_vi=row["group"] or None,
    )


def paper_faults(rows: Sequence[Row]) -> Faults:
    """Return what keeps the papers from being stored, by cell."""
    found: dict[tuple[int, str], str] = {}
    for at, row in enumerate(rows):
        if not row["name"]:
            found[at, "name"] = "Hãy ghi tên giấy tờ, hoặc bỏ dòng này."
        for key in ("originals", "copies"):
            if row[key] and not (row[key].isascii() and row[key].isdigit() and len(row[key]) < 4):
                found[at, key] = f"“{row[key]}” không phải số bản. Hãy ghi 0, 1, 2…"
    return found


def _count(text: str) -> int | None:
    return int(text) if text else None


def _count_words(count: int | None) -> str:
    return "" if count is None else str(count)


def like(procedure: Procedure, rows: tuple[Sequence[Row], Sequence[Row]]) -> Procedure:
    """Return the procedure with the steps and papers of two tables; a list nobody gave stays none."""
    steps, papers = steps_of(rows[0], procedure.step_list), papers_of(rows[1], procedure.document_list)
    return msgspec.structs.replace(
        procedure,
        steps=steps if steps or procedure.steps is not None else None,
        documents=papers if papers or procedure.documents is not None else None,
    )
