"""Checks of what an applicant gives: identity number, phone, tax code. Wrong form is refused, a mismatch is warned of.

Sources: NĐ 137/2015/NĐ-CP Điều 13 and TT 59/2021/TT-BCA Điều 4 (twelve digits: province or country, century and sex,
birth year, random); check digit of the tax code as published in python-stdnum. Number prefixes change and numbers are
ported, so an unknown prefix only warns.
"""

import re
from datetime import date

from desktop.errors import UserFacingError

IDENTITY_FORM = re.compile(r"^(?:\d{12}|\d{9})$", re.ASCII)
MOBILE_FORM = re.compile(r"^0\d{9}$", re.ASCII)
LANDLINE_FORM = re.compile(r"^02\d{9}$", re.ASCII)
KNOWN_MOBILE = re.compile(r"^0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}$", re.ASCII)
TAX_FORM = re.compile(r"^\d{10}(?:-?\d{3})?$|^\d{12}$", re.ASCII)
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
DATE_FORM = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
CARD_DATE = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
EMAIL_FORM = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class WrongForm(UserFacingError):
    """What was typed cannot be what it claims to be."""


def identity_number(text: str) -> str:
    """Return the digits of a personal number (số định danh, 12 digits) or an old identity card (CMND, 9 digits).

    Raises:
        WrongForm: another form. An empty text is returned as it is: not every applicant has a number at hand.
    """
    digits = re.sub(r"[\s.]", "", text)
    if digits and not IDENTITY_FORM.match(digits):
        raise WrongForm(
            f"Số định danh “{text}” không đúng: cần 12 chữ số (CMND cũ: 9 chữ số). Hãy xem lại trên thẻ.",
            field="applicant.identity_no",
        )
    return digits


def identity_warnings(number: str, birth_date: str, sex: str) -> list[str]:
    """Return what does not agree between the number, the birth date and the sex (Nam/Nữ); cards with errors exist."""
    if len(number) != 12:
        return []
    warnings = []
    century, male = divmod(int(number[3]), 2)
    born = 1900 + 100 * century + int(number[4:6])
    year = re.search(r"\d{4}", birth_date)
    if year and int(year.group()) != born:
        warnings.append(f"Số định danh cho biết sinh năm {born}, khác năm sinh {year.group()} đã nhập.")
    if sex in {"Nam", "Nữ"} and (sex == "Nam") is bool(male):
        warnings.append(f"Số định danh cho biết giới tính {'Nữ' if male else 'Nam'}, khác giới tính {sex} đã nhập.")
    return warnings


def phone_number(text: str) -> str:
    """Return the phone number with its leading 0 (10 digits, landline 11); dots, spaces and +84 are accepted.

    Raises:
        WrongForm: another form.
    """
    digits = re.sub(r"[\s.\-()]", "", text)
    digits = re.sub(r"^(?:\+84|84(?=\d{9,10}$))", "0", digits)
    if digits and not (MOBILE_FORM.match(digits) or LANDLINE_FORM.match(digits)):
        raise WrongForm(
            f"Số điện thoại “{text}” không đúng: cần 10 chữ số bắt đầu bằng 0 (máy bàn 11 chữ số). Hãy hỏi lại số.",
            field="applicant.phone",
        )
    return digits


def phone_warnings(number: str) -> list[str]:
    """Return why the number may not get messages."""
    if not number or KNOWN_MOBILE.match(number):
        return []
    if LANDLINE_FORM.match(number):
        return ["Số máy bàn không nhận được tin nhắn; nên xin thêm số di động."]
    return [f"Đầu số {number[:3]} chưa có trong danh mục; hãy đọc lại số cho công dân nghe."]


def tax_code(text: str) -> str:
    """Return a tax code: 10 digits, 10-3 for a dependent unit, or the 12-digit personal number.

    Raises:
        WrongForm: another form, or a check digit that does not fit.
    """
    code = re.sub(r"[\s.]", "", text)
    if not code:
        return ""
    if not TAX_FORM.match(code) or (len(code) != 12 and not _tax_check(code)):
        raise WrongForm(
            f"Mã số thuế “{text}” không đúng. Hãy xem lại trên giấy đăng ký (10 số, hoặc 13 số dạng 0314409058-002).",
            field="applicant.tax_code",
        )
    return f"{code[:10]}-{code[10:]}" if len(code) == 13 else code


def _tax_check(code: str) -> bool:
    remainder = sum(weight * int(digit) for weight, digit in zip(TAX_WEIGHTS, code, strict=False)) % 11
    suffix = code[10:].removeprefix("-")
    return int(code[9]) == 10 - remainder and suffix != "000"


def birth_date(text: str) -> str:
    """Return a birth date as ISO, or a bare year; dd/mm/yyyy, ISO and ddmmyyyy are read.

    Raises:
        WrongForm: no such date.
    """
    text = text.strip()
    if not text or re.fullmatch(r"\d{4}", text):
        return text
    found = DATE_FORM.fullmatch(text) or CARD_DATE.fullmatch(text)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise WrongForm(
            f"Ngày sinh “{text}” không đúng. Hãy nhập dạng 12/05/1990 hoặc chỉ năm sinh.", field="applicant.birth_date"
        ) from error


def email(text: str) -> str:
    """Return the address without blanks.

    Raises:
        WrongForm: no e-mail address.
    """
    text = text.strip()
    if text and not EMAIL_FORM.match(text):
        raise WrongForm(f"Địa chỉ thư điện tử “{text}” không đúng. Hãy xem lại hoặc để trống.", field="applicant.email")
    return text
