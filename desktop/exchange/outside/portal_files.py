"""Messages for the portal as files, one file a call, for whoever carries them there (tệp gửi Cổng)."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.exchange.carrier import write_verified
from desktop.exchange.outside.portal_mapping import DOSSIERS, PROGRESS, PortalSettings, shipped_portal
from desktop.exchange.outside.portal_out import check, check_progress, portal_dossier, portal_progress
from desktop.exchange.outside.shape import Problem
from desktop.office import Officer


@dataclass(frozen=True, slots=True)
class PortalFiles:
    """What was written: the files, the dossiers in them, and why others stayed behind."""

    files: tuple[Path, ...]
    sent: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One dossier ready to leave, or the problems that keep it."""

    code: str
    message: dict[str, Any]
    progress: list[dict[str, Any]]
    problems: tuple[Problem, ...]


def outgoing(
    dossier: Dossier,
    entries: Sequence[Entry],
    settings: PortalSettings | None = None,
    officers: Sequence[Officer] = (),
    after: str | None = None,
) -> Outgoing:
    """Return a dossier's messages, checked; what holds entries we cannot read stays behind too."""
    message = portal_dossier(dossier, entries, settings, officers)
    progress = portal_progress(dossier, entries, officers, after)
    problems = [*check(message), *(problem for step in progress for problem in check_progress(step))]
    if dossier.unknown_entries:
        problems.append(
            Problem(
                "",
                f"Hồ sơ {dossier.reference} có {dossier.unknown_entries} mục do chương trình mới hơn ghi, nên trạng "
                "thái ở đây có thể chưa đúng. Hãy cập nhật chương trình rồi gửi.",
                dossier.reference,
            )
        )
    return Outgoing(dossier.reference, message, progress, tuple(problems))


def write_portal_files(
    folder: Path,
    office_code: str,
    now: datetime,
    dossiers: Iterable[tuple[Dossier, Sequence[Entry]]],
    settings: PortalSettings | None = None,
    officers: Sequence[Officer] = (),
    known: Collection[str] = (),
    told: Mapping[str, str] | None = None,
) -> PortalFiles:
    """Write the dossiers and their progress; a dossier with a problem is left out and named, the others go.

    Args:
        folder: where the files are put; it must exist.
        now: local time, part of the names.
        known: codes the portal already has; they go in a file of their own, as updates.
        told: id of the last entry the portal was told of, by dossier code.

    Raises:
        CarrierFault, NameTaken: the folder failed, or another file has the name.
    """
    settings, told = settings or PortalSettings(), told or {}
    made = [outgoing(one, entries, settings, officers, told.get(one.reference)) for one, entries in dossiers]
    ready = [one for one in made if not one.problems]
    stamp = f"{_safe(office_code)}-{now:%Y%m%d%H%M%S}"
    new = [one.message for one in ready if one.code not in known]
    changed = [one.message for one in ready if one.code in known]
    calls = {f"{DOSSIERS}-{stamp}.json": _wrapped(DOSSIERS, new, settings, updating=False)} if new else {}
    if changed:
        calls[f"{DOSSIERS}-{stamp}-cap-nhat.json"] = _wrapped(DOSSIERS, changed, settings, updating=True)
    for number, part in enumerate(_parts([step for one in ready for step in one.progress]), 1):
        calls[f"{PROGRESS}-{stamp}-{number:03}.json"] = _wrapped(PROGRESS, part, settings, updating=True)
    for name, call in calls.items():
        write_verified(folder / name, msgspec.json.format(msgspec.json.encode(call), indent=2))
    return PortalFiles(
        tuple(folder / name for name in calls),
        tuple(one.code for one in ready),
        tuple(problem for one in made for problem in one.problems),
    )


def _parts(progress: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    size = shipped_portal().progress_per_call
    return [progress[start : start + size] for start in range(0, len(progress), size)]


def _safe(code: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", code)


def _wrapped(service: str, data: list[dict[str, Any]], settings: PortalSettings, *, updating: bool) -> Any:
    """Return the call: the envelope with "$data", "$sender", "$service" and "$updating" filled in."""
    template = settings.envelopes.get(service, shipped_portal().envelopes[service])
    words = {"$data": data, "$sender": settings.sender, "$service": service, "$updating": str(updating)}
    return _filled(template, words)


def _filled(template: Any, words: Mapping[str, Any]) -> Any:
    if isinstance(template, dict):
        return {name: _filled(value, words) for name, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, words) for value in template]
    return words.get(template, template) if isinstance(template, str) else template
