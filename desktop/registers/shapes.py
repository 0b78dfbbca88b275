"""Reports as JSON documents: the sums stand beside what they are made of. Pure."""

from dataclasses import asdict
from typing import Any

from desktop.registers.lateness import LateSum
from desktop.registers.statistics import Figures, Statistics


def figures_shape(figures: Figures) -> dict[str, Any]:
    """Return counts with their sums."""
    sums = {each: getattr(figures, each) for each in ("total", "received", "solved", "running", "timely_share")}
    return {**sums, **asdict(figures)}


def statistics_shape(found: Statistics) -> dict[str, Any]:
    """Return figures by field of work and procedure."""
    return {
        "total": figures_shape(found.total),
        "fields": [
            {
                "name": field.name,
                "figures": figures_shape(field.figures),
                "procedures": [
                    {"name": row.name, "code": row.code, "figures": figures_shape(row.figures)}
                    for row in field.procedures
                ],
            }
            for field in found.fields
        ],
    }


def sum_shape(each: LateSum) -> dict[str, Any]:
    """Return one sum of lateness; times in working minutes."""
    return {**asdict(each), "minutes": each.minutes}
