"""What letters to the applicant share: the greeting above the text and the recipients below it (kính gửi, nơi nhận)."""

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from desktop.printing.blocks import BODY_CENTRED, SMALL, labelled, paragraph, sentence
from desktop.printing.forms import LetterForm, ReminderForm
from desktop.printing.markup import Markup, bold, italic, plain
from desktop.printing.papers import Applicant

ADDRESSEE = ParagraphStyle("addressee", BODY_CENTRED, fontSize=11, leading=14)
UNIT_ADDRESSED = ParagraphStyle("unit-addressed", ADDRESSEE, spaceAfter=4)
_LAST_OF_ADDRESS = ParagraphStyle("last-of-address", BODY_CENTRED, spaceAfter=6)
_RECIPIENTS_HEAD = ParagraphStyle("recipients-head", SMALL, fontSize=9.5, leading=12)


def addressee(applicant: Applicant, form: LetterForm) -> list[Flowable]:
    """Return "Kính gửi: Bà Đàm Thị Bưởi" with address and telephone below."""
    return [
        sentence(form.addressee, ADDRESSEE, applicant=bold(f"{applicant.salutation} {applicant.name}".strip())),
        labelled(form.address, applicant.address, style=BODY_CENTRED),
        labelled(form.phone, applicant.phone, style=_LAST_OF_ADDRESS),
    ]


def recipients(form: LetterForm | ReminderForm) -> list[Flowable]:
    """Return the list "Nơi nhận", which stands left of the signature."""
    label = Markup(f"<b>{italic(form.recipients_label.text)}</b>")
    return [paragraph(label, _RECIPIENTS_HEAD), *(paragraph(plain(line.text), SMALL) for line in form.recipients)]
