"""One dossier's way through the offices, planned and actual (phiếu quá trình giải quyết hồ sơ); our own paper."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.printing.blocks import (
    CELL,
    CELL_CENTRED,
    in_order,
    labelled,
    paragraph,
    ruled_table,
    side_by_side,
    signature,
)
from desktop.printing.flow import Block
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import opening
from desktop.printing.markup import Run, italic, plain
from desktop.printing.papers import ProcessPause, ProcessSheet, ProcessStep
from desktop.printing.words import due_words, moment_words, short_moment

_STEP_SHARES = (11, 28, 29, 17, 17, 17, 17)
_PAUSE_SHARES = (60, 19, 19, 38)
_SMALL = replace(CELL, size=8.5, leading=9.9)
_SMALL_CENTRED = replace(CELL_CENTRED, size=8.5, leading=9.9)


def story(sheet: ProcessSheet, forms: FormSet, copy: Words | None, room: float) -> list[Block]:
    """Return the sheet's blocks for a text width in points."""
    form = forms.process_sheet
    (maker,) = form.signatures
    blocks = _dossier(sheet, forms) | _course(sheet, forms, room)
    return [
        *opening(sheet, forms, form, copy, room, number=None, day=sheet.issued_on),
        *in_order(form.lines, blocks, [side_by_side([], signature(maker, sheet.officer), room)], 1),
    ]


def _dossier(sheet: ProcessSheet, forms: FormSet) -> dict[str, Sequence[Block]]:
    form, common = forms.process_sheet, forms.common
    return {
        "applicant": [labelled(form.applicant, sheet.applicant.name, strong=True)],
        "procedure": [labelled(form.procedure, sheet.procedure, strong=True)],
        "time_limit": [labelled(form.time_limit, sheet.time_limit)],
        "received": [labelled(form.received, moment_words(sheet.received_at, common))],
        "due": [labelled(form.due, due_words(sheet.due_at, sheet.due_provisional, common), strong=True)],
        "standing": [labelled(form.standing, sheet.status)],
        "lateness": [labelled(form.lateness, sheet.lateness, strong=True)],
    }


def _course(sheet: ProcessSheet, forms: FormSet, room: float) -> dict[str, Sequence[Block]]:
    form = forms.process_sheet
    steps = ruled_table(form.steps_columns, [_step(row, forms) for row in sheet.steps], _widths(_STEP_SHARES, room))
    pauses: Block = paragraph(plain(form.no_pauses.text))
    if sheet.pauses:
        rows = [_pause(row, forms) for row in sheet.pauses]
        pauses = ruled_table(form.pauses_columns, rows, _widths(_PAUSE_SHARES, room))
    return {
        "steps": [paragraph(plain(form.steps.text)), steps],
        "pauses": [paragraph(plain(form.pauses.text)), pauses],
    }


def _widths(shares: Sequence[int], room: float) -> list[float]:
    return [share * room / sum(shares) for share in shares]


def _step(step: ProcessStep, forms: FormSet) -> list[Block]:
    times = (step.started_at, step.due_at, step.finished_at)
    person = (Run("\n"), *italic(step.person)) if step.person else ()
    return [
        paragraph(plain(step.number), _SMALL_CENTRED),
        paragraph(plain(step.title), _SMALL),
        paragraph((*plain(step.unit), *person), _SMALL),
        *(paragraph(plain(short_moment(moment, forms.common)), _SMALL_CENTRED) for moment in times),
        paragraph(plain(step.outcome), _SMALL_CENTRED),
    ]


def _pause(pause: ProcessPause, forms: FormSet) -> list[Block]:
    return [
        paragraph(plain(pause.reason), _SMALL),
        *(paragraph(plain(short_moment(at, forms.common)), _SMALL_CENTRED) for at in (pause.since, pause.until)),
        paragraph(plain(pause.length), _SMALL_CENTRED),
    ]
