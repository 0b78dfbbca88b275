"""Who took the result, and on what authority (giấy giao nhận kết quả); the program's own paper."""

from collections.abc import Sequence

from desktop.printing.blocks import in_order, labelled, paper_table, paragraph, side_by_side, signature
from desktop.printing.flow import Block
from desktop.printing.forms import FormSet, Words
from desktop.printing.heading import opening
from desktop.printing.markup import plain
from desktop.printing.papers import ResultReceipt
from desktop.printing.words import moment_words


def story(receipt: ResultReceipt, forms: FormSet, copy: Words | None, room: float) -> list[Block]:
    """Return the paper's blocks for a text width in points."""
    form = forms.result_receipt
    taker, giver = form.signatures
    blocks = _dossier(receipt, forms) | _handing_out(receipt, forms, room)
    ending = [side_by_side(signature(taker, receipt.recipient), signature(giver, receipt.officer), room)]
    return [
        *opening(receipt, forms, form, copy, room, number=receipt.number, day=receipt.issued_on),
        *in_order(form.lines, blocks, ending),
    ]


def _dossier(receipt: ResultReceipt, forms: FormSet) -> dict[str, Sequence[Block]]:
    form, common = forms.result_receipt, forms.common
    return {
        "applicant": [labelled(form.applicant, receipt.applicant.name, strong=True)],
        "address": [labelled(form.address, receipt.applicant.address)],
        "procedure": [labelled(form.procedure, receipt.procedure, strong=True)],
        "received": [labelled(form.received, moment_words(receipt.received_at, common))],
        "due": [labelled(form.due, moment_words(receipt.due_at, common))],
    }


def _handing_out(receipt: ResultReceipt, forms: FormSet, room: float) -> dict[str, Sequence[Block]]:
    form, common = forms.result_receipt, forms.common
    optional = {
        "attorney": (form.attorney, receipt.attorney),
        "method": (form.method, receipt.method),
        "fee": (form.fee, receipt.fee),
        "note": (form.note, receipt.note),
    }
    return {
        "results": [
            paragraph(plain(form.results.text)),
            paper_table(receipt.results, form.results_columns, room),
        ],
        "recipient": [labelled(form.recipient, receipt.recipient, strong=True)],
        "identity": [labelled(form.identity, receipt.identity_no)],
        "returned": [labelled(form.returned, moment_words(receipt.returned_at, common), strong=True)],
        "confirmation": [paragraph(plain(form.confirmation.text))],
        **{name: [labelled(label, value)] if value else [] for name, (label, value) in optional.items()},
    }
