"""The shape of a message as data: which fields, how long, from where; filled and checked by walking it.

A field without `value` is one this program does not keep: it is left out of the message instead of being made up.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import msgspec

ELLIPSIS: Final = "…"

Kind = Literal["text", "moment", "code", "number", "flag", "list", "record"]
Values = Mapping[str, Mapping[str, Callable[[Any], Any]]]
"""For each group of fields: how each named value is taken from what the group is about."""


class FieldRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field as the other system wants it.

    `what` and `fix` are Vietnamese: what is missing and what to do about it. `codes` lists allowed codes, `group` names
    the fields of what is inside a list or record, `empty_for` the status codes at which a required field has nothing to
    say. `note` is for whoever edits the table.
    """

    name: str
    need: Literal["required", "optional", "new"]
    what: str
    value: str | None = None
    kind: Kind = "text"
    max_length: int | None = None
    too_long: Literal["cut", "report"] = "report"
    codes: tuple[str, ...] = ()
    group: str | None = None
    empty_for: tuple[str, ...] = ()
    fix: str = ""
    note: str = ""


Groups = dict[str, tuple[FieldRule, ...]]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a message may not leave yet: the field ("DanhSachHoSoBoSung[1].NoiDungBoSung") and what to do."""

    field: str
    message: str
    dossier: str = ""


@dataclass(frozen=True, slots=True)
class Writer:
    """Fills and checks messages of one system; `date_format` is how it writes moments (strftime)."""

    groups: Groups
    values: Values
    date_format: str
    status_field: str = ""

    def build(self, group: str, subject: Any) -> dict[str, Any]:
        """Return the message of this group about the subject, with the fields we keep, in the order of the table."""
        makers = self.values[group]
        return {
            rule.name: self._written(rule, makers[rule.value](subject))
            for rule in self.groups[group]
            if rule.value is not None
        }

    def _written(self, rule: FieldRule, value: Any) -> Any:
        if rule.group is not None:
            if rule.kind == "record":
                return self.build(rule.group, value)
            return [self.build(rule.group, each) for each in value]
        if rule.kind == "moment":
            return value.strftime(self.date_format) if value else ""
        if rule.kind in {"number", "flag"}:
            return value
        return _fitted(rule, unicodedata.normalize("NFC", str(value or "")).strip())

    def problems(self, group: str, message: Any, path: str = "") -> Iterator[Problem]:
        """Yield what keeps the message from leaving, in the order of the table; any value at all may be given."""
        if not isinstance(message, dict):
            yield Problem(path, "Nội dung không đúng khuôn dạng: cần một bảng các trường. Hãy lập lại từ hồ sơ.")
            return
        status = str(message.get(self.status_field, "")) if self.status_field else ""
        for rule in self.groups[group]:
            yield from self._field_problems(rule, message.get(rule.name), path + rule.name, status)
        known = {rule.name for rule in self.groups[group]}
        for name in message:
            if name not in known:
                yield Problem(f"{path}{name}", f"Trường “{name}” không có trong bảng khuôn dạng. Hãy bỏ trường này.")

    def _field_problems(self, rule: FieldRule, value: Any, path: str, status: str) -> Iterator[Problem]:
        if value is None or value == "" or value == []:
            if rule.need == "required" and not (status and status in rule.empty_for):
                yield Problem(path, _missing(rule))
        elif rule.kind == "list":
            yield from self._list_problems(rule, value, path)
        elif rule.kind == "record":
            yield from self.problems(rule.group or "", value, f"{path}.")
        else:
            wrong = self._wrong(rule, value)
            if wrong:
                yield Problem(path, wrong)

    def _list_problems(self, rule: FieldRule, value: Any, path: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(path, f"{rule.what[:1].upper()}{rule.what[1:]} phải là một danh sách. Hãy lập lại từ hồ sơ.")
            return
        for index, each in enumerate(value):
            yield from self.problems(rule.group or "", each, f"{path}[{index}].")

    def _wrong(self, rule: FieldRule, value: Any) -> str:
        """Return why a filled simple field is not what the system takes, or nothing."""
        what = f"{rule.what[:1].upper()}{rule.what[1:]}"
        if rule.kind in {"number", "flag"}:
            right = type(value) is (int if rule.kind == "number" else bool)
            return "" if right else f"{what} phải là {'số nguyên' if rule.kind == 'number' else 'đúng hoặc sai'}."
        if not isinstance(value, str):
            return f"{what} phải là chữ, kể cả khi là số. Hãy lập lại từ hồ sơ."
        if rule.kind == "moment" and not _reads_as(value, self.date_format):
            return f"{what} “{value}” không đúng dạng ngày giờ của hệ thống nhận. Hãy lập lại từ hồ sơ."
        if rule.codes and value not in rule.codes:
            return f"{what} “{value}” không có trong danh mục ({', '.join(rule.codes)}). Hãy chọn mã đúng."
        if rule.max_length is not None and len(value) > rule.max_length:
            return f"{what} dài {len(value)} ký tự, tối đa {rule.max_length}. Hãy viết gọn lại."
        return ""


def _fitted(rule: FieldRule, text: str) -> str:
    """Return the text, cut with "…" where the table says so."""
    if rule.too_long != "cut" or rule.max_length is None or len(text) <= rule.max_length:
        return text
    return text[: rule.max_length - 1].rstrip() + ELLIPSIS


def _missing(rule: FieldRule) -> str:
    return f"Thiếu {rule.what}. {rule.fix or 'Hãy bổ sung trong hồ sơ rồi gửi lại.'}"


def _reads_as(text: str, date_format: str) -> bool:
    try:
        return datetime.strptime(text, date_format).strftime(date_format) == text
    except ValueError:
        return False


def table_faults(groups: Groups, values: Values, roots: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with a table of fields itself, in English for the log: checked once, when it is read."""
    for root in roots:
        if root not in groups:
            yield f"group {root} is missing"
    for group, rules in groups.items():
        names = [rule.name for rule in rules]
        yield from (f"{group}.{name} stands twice" for name in set(names) if names.count(name) > 1)
        for rule in rules:
            yield from _rule_faults(f"{group}.{rule.name}", rule, groups, values.get(group, {}))


def _rule_faults(
    where: str, rule: FieldRule, groups: Groups, makers: Mapping[str, Callable[[Any], Any]]
) -> Iterator[str]:
    if rule.value is not None and rule.value not in makers:
        yield f"{where}: no value {rule.value}"
    if (rule.kind in {"list", "record"}) != (rule.group is not None):
        yield f"{where}: a list or record needs a group, nothing else has one"
    if rule.group is not None and rule.group not in groups:
        yield f"{where}: no group {rule.group}"
    if rule.max_length is not None and rule.max_length < 2:
        yield f"{where}: max_length below 2"
