"""What letters to the applicant share: the greeting above the text and the recipients below it (kính gửi, nơi nhận)."""

from dataclasses import replace

from desktop.printing.blocks import BODY_CENTRED, SMALL, labelled, paragraph, sentence
from desktop.printing.flow import Block
from desktop.printing.forms import LetterForm, ReminderForm
from desktop.printing.markup import bold, italic, plain
from desktop.printing.papers import Applicant

ADDRESSEE = replace(BODY_CENTRED, size=11, leading=14)
UNIT_ADDRESSED = replace(ADDRESSEE, after=4)
_LAST_OF_ADDRESS = replace(BODY_CENTRED, after=6)
_RECIPIENTS_HEAD = replace(SMALL, size=9.5, leading=12)


def addressee(applicant: Applicant, form: LetterForm) -> list[Block]:
    """Return "Kính gửi: Bà Đàm Thị Bưởi" with address and telephone below."""
    return [
        sentence(form.addressee, ADDRESSEE, applicant=bold(f"{applicant.salutation} {applicant.name}".strip())),
        labelled(form.address, applicant.address, style=BODY_CENTRED),
        labelled(form.phone, applicant.phone, style=_LAST_OF_ADDRESS),
    ]


def recipients(form: LetterForm | ReminderForm) -> list[Block]:
    """Return the list "Nơi nhận", which stands left of the signature."""
    label = italic(form.recipients_label.text, bold=True)
    return [paragraph(label, _RECIPIENTS_HEAD), *(paragraph(plain(line.text), SMALL) for line in form.recipients)]
