"""Rules of the desk that an office may set."""

from pathlib import Path

import msgspec
from cyclopts import App

from desktop.cli.options import Given, read_json

rules_app = App(name="rules", help="Quy định của quầy: thời gian ghi, hạn yêu cầu bổ sung, nguyên nhân chậm.")


@rules_app.command(name="show")
def show_rules(*, options: Given) -> int:
    """Quy định của quầy đang áp dụng: thời gian được ghi muộn, hạn yêu cầu bổ sung, nguyên nhân chậm."""
    with options.place() as place:
        rules = place.rules
    causes = [f"  {cause.id}: {cause.words}" for cause in rules.late_causes]
    limits = [f"  {limit.field_contains}: {limit.within_days:g} ngày làm việc" for limit in rules.supplement_limits]
    options.say(
        msgspec.to_builtins(rules),
        [
            f"Ghi muộn không cần lý do: đến {rules.record_tolerance_minutes} phút làm việc",
            "Hạn yêu cầu bổ sung:",
            *limits,
            "Nguyên nhân chậm:",
            *causes,
        ],
    )
    return 0


@rules_app.command(name="set")
def set_rules(file: Path, /, *, options: Given) -> int:
    """Đặt quy định của quầy từ tệp JSON (desk-rules/1), áp dụng cho đơn vị này và cấp dưới."""
    with options.place() as place:
        place.set_rules(read_json(file))
    options.say({"set": True}, "Đã đặt quy định của quầy.")
    return 0
