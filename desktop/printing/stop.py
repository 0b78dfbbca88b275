"""The notice that a dossier is no longer handled (thông báo dừng giải quyết hồ sơ; 2025: Mẫu số 05)."""

from desktop.printing.blocks import (
    PROSE,
    in_order,
    labelled,
    paper_items,
    paragraph,
    sentence,
    side_by_side,
    signature,
)
from desktop.printing.flow import Block
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import issuing_names, opening
from desktop.printing.letter import addressee, recipients
from desktop.printing.markup import bold, dated, plain
from desktop.printing.papers import StopNotice
from desktop.printing.words import BLANK, desk_of


def story(notice: StopNotice, forms: FormSet, copy: Words | None, room: float) -> list[Block]:
    """Return the notice's blocks for a text width in points; what does not apply to this dossier is left out."""
    form = forms.stop
    (head,) = form.signatures
    signed = signature(head, notice.signer, notice.signer_title.upper())
    return [
        *opening(notice, forms, form, copy, room, number=notice.number, day=notice.issued_on),
        *addressee(notice.applicant, form),
        *in_order(form.lines, _blocks(notice, forms), [side_by_side(recipients(form), signed, room)]),
    ]


def _blocks(notice: StopNotice, forms: FormSet) -> dict[str, list[Block]]:
    form, common = forms.stop, forms.common
    agency = plain(issuing_names(notice.letterhead, form)[1])
    desk, phone = desk_of(notice.letterhead, common), notice.letterhead.phone or BLANK
    received = {
        "procedure": plain(notice.procedure),
        "applicant": plain(notice.applicant.name),
        "code": bold(notice.code),
        **dated(notice.received_at),
    }
    papers: list[Block] = [paragraph(plain(form.papers.text), PROSE), *paper_items(notice.papers, common)]
    return {
        "received": [sentence(form.received, PROSE, agency=agency, **received)],
        "requested": [sentence(form.requested, PROSE, **dated(notice.requested_on))] if notice.requested_on else [],
        "stopped": [sentence(form.stopped, PROSE, agency=agency, **dated(notice.stopped_on))],
        "reason": [labelled(form.reason, notice.reason, style=PROSE)],
        "stage": [labelled(form.stage, notice.stage, style=PROSE)] if notice.stage else [],
        "decision": [labelled(form.decision, notice.decision, style=PROSE)] if notice.decision else [],
        "settlement": [labelled(form.settlement, notice.settlement, style=PROSE)] if notice.settlement else [],
        "papers": papers if notice.papers else [],
        "help": [sentence(form.help, PROSE, desk=plain(desk), phone=plain(phone))],
        "closing": [paragraph(plain(form.closing.text), PROSE)],
    }
