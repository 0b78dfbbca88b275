"""The wording of messages: shipped, checked at load, an office's own in its place (mẫu tin nhắn).

A wording is text with {fields}; a part in [brackets] falls away when a field in it is empty. Which fields a kind knows,
must name, and which words it must or must never use stands in `kinds`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

import msgspec

from desktop.errors import UserFacingError
from desktop.folding import folded
from desktop.notices.kinds import FACT_WORDS, KIND, KindRule
from desktop.paths import resources
from desktop.terms import MessageChannel, MessageKind
from desktop.wording import MESSAGE

FORMAT: Final = "notice-templates/1"
MAX_TEXT: Final = 4000
"""Letters of one wording; far above anything a telephone shows."""

_TOKEN: Final = re.compile(r"\{([^{}\[\]]*)\}|([\[\]{}])")
_GROUP: Final = re.compile(r"\[([^\[\]]*)\]")


class Release(StrEnum):
    """Whether a message goes by itself or waits for a person's word (tự gửi hay chờ duyệt)."""

    AUTO = "auto"
    APPROVE = "approve"


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind is told, on which channels, and who lets it go."""

    release: Release
    channels: tuple[MessageChannel, ...]
    sms: str
    email_subject: str = ""
    email_body: str = ""
    source: str = ""


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    kinds: dict[str, dict[str, Any]] = {}
    accents: bool | None = None
    version: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wording of every kind. `accents`: text messages go with diacritics (có dấu) or without (không dấu)."""

    kinds: Mapping[MessageKind, Wording]
    accents: bool
    version: str = ""

    def of(self, kind: MessageKind) -> Wording:
        """Return the wording of a kind."""
        return self.kinds[kind]


@dataclass(frozen=True, slots=True)
class InForce:
    """What an office uses; `problem` says why its own wording is not, where it can not be."""

    wordings: Wordings
    problem: str = ""


class WordingRefused(UserFacingError):
    """A document of wordings can not be used; kind, field and line are named."""


@cache
def shipped() -> Wordings:
    """Return the wordings the program comes with."""
    text = (resources() / "notices" / "wordings.json").read_text(encoding="utf-8")
    document = _document(text)
    return _checked(text, document, document.kinds, accents=bool(document.accents))


def overridden(text: str) -> Wordings:
    """Return the shipped wordings with an office's own in their place, field by field of a kind.

    Raises:
        WordingRefused: not JSON of this format, an unknown kind, channel or field, a fact left out, or words that
            would tell a citizen something else than what happened. Nothing of it is used then.
    """
    document, base = _document(text), shipped()
    before = {str(kind): msgspec.to_builtins(wording) for kind, wording in base.kinds.items()}
    merged = before | {kind: before.get(kind, {}) | fields for kind, fields in document.kinds.items()}
    return _checked(text, document, merged, accents=base.accents if document.accents is None else document.accents)


def in_force(text: str | None) -> InForce:
    """Return an office's wordings; where its own are broken, the shipped ones and why."""
    if not text:
        return InForce(shipped())
    try:
        return InForce(overridden(text))
    except WordingRefused as error:
        return InForce(shipped(), f"Đang dùng mẫu tin có sẵn vì mẫu riêng của đơn vị bị lỗi: {error.message}")


def _document(text: str) -> _Document:
    try:
        value = json.loads(text, object_pairs_hook=_no_twins)
        document = msgspec.convert(value, _Document)
    except json.JSONDecodeError as error:
        raise _refused(f"dòng {error.lineno}: không đúng dạng JSON ({error.msg})") from error
    except (msgspec.ValidationError, RecursionError) as error:
        raise _refused(str(error)) from error
    if document.format != FORMAT:
        raise _refused(f"cần “format”: “{FORMAT}”")
    return document


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name written twice: one of the two texts would silently be lost."""
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _refused(f"mục “{twice}” được viết hai lần")
    return dict(pairs)


def _refused(fault: str, field: str = "") -> WordingRefused:
    return WordingRefused(f"Mẫu tin nhắn không dùng được: {fault}. Hãy sửa tệp rồi làm lại.", field=field)


def _checked(text: str, document: _Document, kinds: Mapping[str, Mapping[str, Any]], *, accents: bool) -> Wordings:
    unknown = next((kind for kind in kinds if kind not in set(MessageKind)), None)
    if unknown is not None:
        raise _refused(f"{_line(text, unknown)}không có loại tin “{unknown}”", unknown)
    missing = next((kind for kind in MessageKind if kind not in kinds), None)
    if missing is not None:
        raise _refused(f"thiếu mẫu cho loại tin “{missing}” ({MESSAGE[missing]})", missing)
    read = {kind: _wording(text, kind, kinds[kind]) for kind in MessageKind}
    return Wordings(read, accents, document.version)


def _wording(text: str, kind: MessageKind, fields: Mapping[str, Any]) -> Wording:
    try:
        wording = msgspec.convert(fields, Wording)
    except msgspec.ValidationError as error:
        raise _refused(f"{_line(text, kind)}loại tin “{kind}”: {error}", kind) from error
    if not wording.channels or len(set(wording.channels)) < len(wording.channels):
        raise _refused(f"{_line(text, kind, 'channels')}loại tin “{kind}” cần ít nhất một kênh, mỗi kênh một lần", kind)
    if MessageChannel.EMAIL in wording.channels and not (wording.email_subject and wording.email_body):
        raise _refused(
            f"{_line(text, kind)}loại tin “{kind}” gửi thư điện tử nhưng chưa có tiêu đề hoặc nội dung", kind
        )
    for name in ("sms", "email_subject", "email_body"):
        fault = fault_of(getattr(wording, name), KIND[kind], name)
        if fault:
            raise _refused(f"{_line(text, kind, name)}loại tin “{kind}”, mục “{name}”: {fault}", f"{kind}.{name}")
    return wording


def _line(text: str, kind: str, name: str = "") -> str:
    """Return "dòng 12: " for a kind, or for a field inside it; nothing where the shipped text stands."""
    place = re.search(rf'"{re.escape(kind)}"\s*:', text)
    inside = re.compile(rf'"{re.escape(name)}"\s*:').search(text, place.end()) if place and name else None
    found = inside or place
    return f"dòng {text.count(chr(10), 0, found.start()) + 1}: " if found else ""


def fault_of(text: str, rule: KindRule, name: str = "sms") -> str:
    """Return what is wrong with a wording of a kind, or nothing. A subject need not name facts or say everything."""
    if not text:
        return "chưa có nội dung" if name == "sms" else ""
    if len(text) > MAX_TEXT:
        return f"dài quá {MAX_TEXT} ký tự"
    whole = name != "email_subject"
    return (
        _misbuilt(text)
        or _unknown_fields(text, rule)
        or _bare_optional(text, rule)
        or (_left_out(text, rule) if whole else "")
        or _misleading(text, rule, whole=whole)
    )


def fields_of(text: str) -> list[str]:
    """Return the fields a wording names, in order."""
    return [found[1] for found in _TOKEN.finditer(text) if found[1] is not None]


def _misbuilt(text: str) -> str:
    open_bracket = False
    for token in _TOKEN.finditer(text):
        if token[2] is None:
            continue
        if token[2] in "{}" or (token[2] == "[") is open_bracket:
            return f"dấu “{token[2]}” ở ký tự thứ {token.start() + 1} đặt sai chỗ"
        open_bracket = not open_bracket
    if open_bracket:
        return "có dấu “[” mà không có dấu “]”"
    empty = next((group[0] for group in _GROUP.finditer(text) if not fields_of(group[1])), None)
    return f"phần “{empty}” trong ngoặc không có thông tin nào" if empty else ""


def _unknown_fields(text: str, rule: KindRule) -> str:
    unknown = next((name for name in fields_of(text) if name not in rule.known), None)
    if unknown is None:
        return ""
    known = ", ".join(f"{{{name}}}" for name in sorted(rule.known))
    return f"không có thông tin “{{{unknown}}}”; loại tin này dùng được: {known}"


def _bare_optional(text: str, rule: KindRule) -> str:
    bare = next((name for name in fields_of(_GROUP.sub("", text)) if name in rule.may_be_empty), None)
    if bare is None:
        return ""
    return f"thông tin “{{{bare}}}” ({FACT_WORDS[bare]}) có thể trống; hãy đặt cả cụm trong ngoặc vuông [ ]"


def _left_out(text: str, rule: KindRule) -> str:
    named = set(fields_of(_GROUP.sub("", text)))
    missing = next((name for name in sorted(rule.told) if name not in named), None)
    return f"thiếu thông tin “{{{missing}}}” ({FACT_WORDS[missing]})" if missing else ""


def _misleading(text: str, rule: KindRule, *, whole: bool) -> str:
    """Words are compared without diacritics, so that a wording typed without them is checked as well."""
    said = plain_words(_TOKEN.sub(" ", text))
    wrong = next((phrase for phrase in rule.must_not_say if plain_words(phrase) in said), None)
    if wrong:
        return f"có cụm từ “{wrong}”, khiến công dân hiểu sai việc đã xảy ra"
    if whole and rule.must_say and not any(plain_words(phrase) in said for phrase in rule.must_say):
        return "phải nói rõ việc đã xảy ra, dùng cụm từ " + " hoặc ".join(f"“{phrase}”" for phrase in rule.must_say)
    return ""


def plain_words(text: str) -> str:
    """Return a text for comparing phrases: folded, one blank between words."""
    return " ".join(folded(text).split())


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Return a wording with its facts; bracketed parts without theirs fall away.

    Raises:
        MissingFact: a field outside brackets has no value.
    """
    kept = _GROUP.sub(lambda group: group[1] if all(facts.get(name) for name in fields_of(group[1])) else "", text)
    empty = next((name for name in fields_of(kept) if not facts.get(name)), None)
    if empty is not None:
        raise MissingFact(empty)
    return _TOKEN.sub(lambda token: facts[token[1]], kept)


class MissingFact(LookupError):
    """The entry does not say what the wording tells; `name` is the field."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
