"""A made-up procedure with what shipped ones lack: steps that run at the same time, and a meeting only if needed."""

from typing import Any

import msgspec

from desktop.procedures.procedure import Procedure, read_procedure

PARALLEL = "thu-tuc-tu-dat-cho-kiem-thu"


def _days(value: float) -> dict[str, Any]:
    return {"value": value, "unit": "working_day"}


DOCUMENT: dict[str, Any] = {
    "schema_version": 1,
    "id": PARALLEL,
    "kind": "internal_procedure",
    "name_vi": "Cấp phép hoạt động (thủ tục tự đặt để kiểm thử)",
    "field_vi": "Xây dựng",
    "total": _days(10),
    "documents": [{"name_vi": "Đơn đề nghị", "originals": 1, "must_submit": True}],
    "steps": [
        {"id": "a", "no": "1", "title_vi": "Kiểm tra hồ sơ", "duration": _days(1)},
        {"id": "b1", "no": "2", "title_vi": "Lấy ý kiến công an", "duration": _days(2), "parallel_group": "ý kiến"},
        {"id": "b2", "no": "2", "title_vi": "Lấy ý kiến môi trường", "duration": _days(3), "parallel_group": "ý kiến"},
        {
            "id": "h",
            "no": "3",
            "title_vi": "Họp hội đồng",
            "duration": _days(1),
            "optional": True,
            "condition_vi": "Khi ý kiến các cơ quan khác nhau",
        },
        {"id": "s", "no": "4", "title_vi": "Niêm yết công khai", "duration": _days(5), "stops_clock": True},
        {"id": "c", "no": "5", "title_vi": "Trình ký", "duration": _days(2), "returns_to": "a"},
        {
            "id": "d",
            "no": "6",
            "title_vi": "Trả kết quả",
            "duration": _days(1),
            "counts_toward_total": False,
        },
    ],
}


def parallel() -> Procedure:
    """Read the procedure as if a desk had imported it."""
    return read_procedure(msgspec.json.encode(DOCUMENT), PARALLEL)
