"""An office's own wording and letterhead, laid over the forms the program ships (mẫu của đơn vị).

A document names only what differs:

    {"format": "form-overrides/1", "letterhead": {"phone": "0206 3860 123"},
     "forms": {"receipt": {"title": ["…"], "notes": ["- …"], "lines": ["applicant", …]}, "common": {"desk": "…"}}}

A piece of wording is given as its text, a list as the whole new list. What is not named stays as shipped.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, NoReturn

import msgspec

from desktop.errors import UserFacingError
from desktop.printing.form_faults import FormFault, decoded, fault_of
from desktop.printing.forms import FormSet, form_set, form_set_names
from desktop.printing.papers import Letterhead

_PLAIN_LISTS = {"title", "lines"}
_FIXED = {"number", "legal_source", "title_evidence", "symbol_evidence"}
"""What a form is in law is not an office's to change."""

_Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class LetterheadChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the office wants to be called on its papers; a line not given stays as the office is set up."""

    superior: _Line | None = None
    issuer: _Line | None = None
    desk: _Line | None = None
    place: _Line | None = None
    phone: _Line | None = None
    symbol: _Line | None = None


_UNCHANGED = LetterheadChange()


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["form-overrides/1"]
    form_sets: tuple[str, ...] = ()
    letterhead: LetterheadChange = _UNCHANGED
    forms: dict[str, dict[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Overrides:
    """Checked wording of an office, ready for every form set it applies to; `NO_OVERRIDES` changes nothing."""

    merged: tuple[FormSet, ...] = ()
    heading: LetterheadChange = _UNCHANGED

    def form_set(self, name: str) -> FormSet:
        """Return a form set with the office's wording in it.

        Raises:
            UserFacingError: there is no such set, or its file is broken.
        """
        return next((forms for forms in self.merged if forms.form_set == name), None) or form_set(name)

    def letterhead(self, shipped: Letterhead) -> Letterhead:
        """Return the letterhead with the office's lines in it."""
        given = {name: value for name, value in msgspec.structs.asdict(self.heading).items() if value is not None}
        return replace(shipped, **given)


NO_OVERRIDES = Overrides()


def load_overrides(text: str) -> Overrides:
    """Return an office's overrides out of their JSON, checked against every form set they apply to.

    `form_sets` in the document limits them to some sets; without it they apply to all.

    Raises:
        UserFacingError: the document breaks the format; the sentence names form and line, `field` the key
            ("receipt.due"). The caller keeps `NO_OVERRIDES`, and the shipped wording is printed.
    """
    try:
        document = msgspec.json.decode(text.encode(), type=_Document)
    except msgspec.ValidationError as error:
        _refuse(fault_of(error))
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        _refuse(FormFault("", f"không phải JSON hợp lệ ({error})"))
    names = document.form_sets or tuple(form_set_names())
    return Overrides(tuple(_laid_over(name, document) for name in names), document.letterhead)


def _laid_over(name: str, document: _Document) -> FormSet:
    shipped = form_set(name)
    base = msgspec.to_builtins(shipped)
    try:
        for form, changes in document.forms.items():
            if not isinstance(base.get(form), dict):
                raise FormFault(form, "không có biểu mẫu này")
            base[form] = _form(base[form], changes, form)
        return decoded(msgspec.json.encode(base), FormSet)
    except FormFault as fault:
        _refuse(fault, shipped)


def _form(base: dict[str, Any], changes: dict[str, Any], form: str) -> dict[str, Any]:
    fixed = sorted(_FIXED & set(changes))
    if fixed:
        raise FormFault(f"{form}.{fixed[0]}", "mục này do văn bản quy định, đơn vị không sửa được")
    marked = {"title_evidence": "office"} if "title" in changes else {}
    return {**base, **{key: _merged(key, base.get(key), value) for key, value in changes.items()}, **marked}


def _merged(key: str, base: Any, change: Any) -> Any:
    """Return a part of a form with a change in it; what the change may be, the format says afterwards."""
    if key in _PLAIN_LISTS:
        return [change] if isinstance(change, str) else change
    if isinstance(base, list | tuple) and isinstance(change, list):
        samples = [*base, *[base[-1] if base else {"text": ""}] * len(change)]
        return [_merged(key, sample, item) for sample, item in zip(samples, change, strict=False)]
    if isinstance(base, dict) and isinstance(change, dict):
        return {**base, **{name: _merged(name, base.get(name), value) for name, value in change.items()}}
    if isinstance(base, dict) and "text" in base:
        return {**base, "text": change, "evidence": "office"}
    return change


def _refuse(fault: FormFault, shipped: FormSet | None = None) -> NoReturn:
    form, _, line = fault.key.partition(".")
    named = getattr(shipped, form, None)
    title = " ".join(getattr(named, "title", ())) or {"common": "phần chung", "letterhead": "phần đầu văn bản"}.get(
        form
    )
    where = f" ở biểu mẫu “{title}” ({form})" if title else f" ở mục “{form}”" if form else ""
    raise UserFacingError(
        f"Mẫu giấy tờ của đơn vị bị lỗi{where}{f', dòng “{line}”' if line and title else ''}: {fault.why}. "
        "Hãy sửa chỗ này rồi nạp lại; trong lúc chờ, giấy in theo mẫu kèm theo chương trình.",
        field=fault.key,
    ) from fault
