"""Where a message can go: a mobile number or an address, or why it can not (số nhận tin). Pure."""

from dataclasses import dataclass

from desktop.dossiers.bodies import Applicant
from desktop.dossiers.particulars import LANDLINE_FORM, WrongForm, email, phone_number, phone_warnings
from desktop.terms import MessageChannel


@dataclass(frozen=True, slots=True)
class Address:
    """A number (0961234567) or e-mail address; where there is none, `problem` says why and what to do."""

    to: str
    problem: str = ""
    note: str = ""


NO_PHONE = "Người nộp không cho số điện thoại. Hãy báo bằng cách khác, hoặc bổ sung số bằng mục đính chính."
NO_EMAIL = "Người nộp không cho địa chỉ thư điện tử. Hãy báo bằng cách khác, hoặc bổ sung bằng mục đính chính."
LANDLINE = "Số {number} là máy bàn, không nhận được tin nhắn. Hãy gọi điện báo cho người nộp, hoặc xin thêm số di động."


def address_of(person: Applicant, channel: MessageChannel) -> Address:
    """Return where the person gets messages on this channel."""
    return _mobile(person.phone) if channel is MessageChannel.SMS else _mailbox(person.email)


def _mobile(text: str) -> Address:
    try:
        number = phone_number(text)
    except WrongForm as error:
        return Address("", error.message)
    if not number:
        return Address("", NO_PHONE)
    if LANDLINE_FORM.match(number):
        return Address("", LANDLINE.format(number=number))
    return Address(number, note=" ".join(phone_warnings(number)))


def _mailbox(text: str) -> Address:
    try:
        address = email(text)
    except WrongForm as error:
        return Address("", error.message)
    return Address(address) if address else Address("", NO_EMAIL)


def international(number: str) -> str:
    """Return a mobile number as gateways abroad of its trunk zero want it: 84961234567."""
    return f"84{number[1:]}" if number.startswith("0") else number
