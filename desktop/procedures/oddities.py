"""What is odd in a published procedure, in words. Odd data is taken as it is; the officer is told."""

from collections import Counter
from collections.abc import Iterator

from desktop.deadlines import Unit
from desktop.procedures.plan import Plan, add_up, in_turn, plan
from desktop.procedures.procedure import Limit, Procedure
from desktop.terms import Level

UNIT_WORDS = {
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.CALENDAR_DAY: "ngày lịch",
    Unit.DAY: "ngày",
    Unit.WORKING_HOUR: "giờ làm việc",
    Unit.HOUR: "giờ",
}


def oddities(procedure: Procedure) -> list[str]:
    """Return every oddity, one Vietnamese sentence each; none for an ordinary procedure."""
    return [*_total_oddities(procedure), *_step_oddities(procedure), *_paper_oddities(procedure)]


def _total_oddities(procedure: Procedure) -> Iterator[str]:
    total = procedure.total
    if total is None or (total.value is None and not total.parts):
        note = f" (nguồn ghi: “{total.text_vi}”)" if total and total.text_vi else ""
        yield f"Không ghi tổng thời hạn giải quyết{note}."
    elif total.unit is None:
        yield f"Tổng thời hạn ghi “{_number(total.value)}” nhưng không có đơn vị tính."
    elif total.value is not None and total.value < 0:
        yield f"Tổng thời hạn là số âm ({_number(total.value)}): nguồn không hẹn ngày trả."
    elif total.unit == Unit.DAY:
        yield f"Tổng thời hạn ghi “{_number(total.value)} ngày”, không nói là ngày làm việc hay ngày lịch."
    yield from _sum_oddity(procedure)


def _sum_oddity(procedure: Procedure) -> Iterator[str]:
    counted = [step for step in procedure.step_list if step.counts_toward_total and not step.optional]
    added = add_up(in_turn((step.parallel_group, step.duration) for step in counted)) if counted else None
    total = procedure.total
    if added is None or added.parts or total is None or total.value is None or total.unit != added.unit:
        return
    if added.value != total.value:
        yield f"Tổng các bước là {in_words(added)}, khác tổng thời hạn đã ghi ({in_words(total)})."


def _step_oddities(procedure: Procedure) -> Iterator[str]:
    steps = procedure.step_list
    if not steps:
        yield "Nguồn không nêu các bước giải quyết."
        return
    repeated = sorted(number for number, times in Counter(step.no for step in steps).items() if times > 1)
    if repeated:
        yield f"Số thứ tự bước lặp lại: {', '.join(repeated)}."
    untimed = [step.id for step in steps if step.counts_toward_total and _untimed(step.duration)]
    if untimed:
        yield f"Bước tính vào thời hạn nhưng không ghi thời gian: {', '.join(untimed)}."
    unitless = [
        step.id for step in steps if step.duration and step.duration.value is not None and not step.duration.unit
    ]
    if unitless:
        yield f"Bước ghi số mà không có đơn vị tính: {', '.join(unitless)}."
    known = {step.id for step in steps}
    lost = [step.id for step in steps if step.returns_to and step.returns_to not in known]
    if lost:
        yield f"Bước chuyển trả về một bước không có trong quy trình: {', '.join(lost)}."
    if any(step.stops_clock for step in steps):
        stopping = ", ".join(step.id for step in steps if step.stops_clock)
        yield f"Có bước không tính vào thời hạn vì phải chờ (dừng tính hạn): {stopping}."


def _untimed(limit: Limit | None) -> bool:
    return limit is None or (limit.value is None and not limit.parts and limit.unit != Unit.SAME_DAY)


def _paper_oddities(procedure: Procedure) -> Iterator[str]:
    if not procedure.document_list:
        yield "Nguồn không nêu thành phần hồ sơ; cán bộ tự ghi giấy tờ đã nhận."
    elif not any(document.required for document in procedure.document_list):
        yield "Danh mục giấy tờ chỉ gồm giấy tờ theo trường hợp; cán bộ tự xác định giấy tờ bắt buộc."
    elif len({document.group_vi for document in procedure.document_list if document.required}) > 1:
        yield "Danh mục giấy tờ chia theo trường hợp; chỉ giấy tờ của trường hợp đang nộp là bắt buộc."
    unread = [variant.label_vi for variant in procedure.variants if variant.status == "inferred"]
    if unread:
        yield f"Trường hợp suy ra từ cổng dịch vụ công, nên đối chiếu quyết định công bố: {', '.join(unread)}."


def plan_oddities(chosen: Plan) -> list[str]:
    """Return what the officer should know about the limit of one chosen case."""
    found = []
    if chosen.total_from_steps:
        found.append(f"Nguồn không ghi tổng thời hạn; hạn trả tính từ tổng các bước ({chosen.total_text}).")
    if chosen.total is not None and any(part.unit == Unit.DAY for part in chosen.total.parts):
        found.append("Thời hạn gồm “ngày làm việc” và “ngày”; phần “ngày” tính theo quy ước của đơn vị.")
    return found


def in_words(limit: Limit) -> str:
    """Return a limit as text: "2,5 ngày làm việc"."""
    if limit.unit == Unit.SAME_DAY:
        return "trong ngày"
    unit = UNIT_WORDS[Unit(limit.unit)] if limit.unit in UNIT_WORDS else "(không ghi đơn vị)"
    return f"{_number(limit.value)} {unit}"


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:g}".replace(".", ",")


def check(procedure: Procedure) -> list[str]:
    """Return the oddities of the procedure and of each of its cases, without repeats."""
    plans = [plan(procedure, [variant.id], level) for variant in procedure.variants for level in _levels(procedure)]
    found = oddities(procedure) + [odd for chosen in plans for odd in plan_oddities(chosen)]
    return list(dict.fromkeys(found))


def _levels(procedure: Procedure) -> tuple[Level, ...]:
    return procedure.level or (Level.COMMUNE,)
