"""The wording of a form as lines, and the office's own document out of lines (mẫu của đơn vị). Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from desktop.printing.forms import FormSet, Words

FORMAT: Final = "form-overrides/1"
COMMON: Final = "common"
LETTERHEAD: Final = "letterhead"
LETTERHEAD_LINES: Final = {
    "superior": "Cơ quan cấp trên",
    "issuer": "Tên đơn vị",
    "desk": "Tên quầy",
    "place": "Địa danh",
    "phone": "Điện thoại",
    "symbol": "Ký hiệu sau số",
}
NUMBER: Final = "number"
"""How papers are numbered is set by the circulars; an office can not write it otherwise."""
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class WordingLine:
    """One piece of wording: where it stands in its form, as shipped, and what the office writes instead."""

    path: Path
    shipped: str
    own: str = ""

    @property
    def key(self) -> str:
        """The key by which faults name it: lists by the key of the list."""
        return ".".join(str(part) for part in self.path if isinstance(part, str))


def wording_lines(form: str, shipped: FormSet, merged: FormSet) -> list[WordingLine]:
    """Return the lines of a form; `merged` is the set with the office's own wording in it."""
    before = dict(_texts(getattr(shipped, form)))
    found = []
    for path, text in _texts(getattr(merged, form)):
        if path[0] == NUMBER:
            continue
        standard = before.get(path, "")
        found.append(WordingLine(path, standard, text if text != standard else ""))
    return found


def _texts(part: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every piece of wording of a form with its place, in the order of the form."""
    if isinstance(part, Words):
        yield path, part.text
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            value = getattr(part, name)
            if name == "title":
                yield from (((*path, name, at), text) for at, text in enumerate(value))
            elif not isinstance(value, str):
                yield from _texts(value, (*path, name))
    elif isinstance(part, tuple):
        for at, item in enumerate(part):
            yield from _texts(item, (*path, at))


def changed_document(
    before: Mapping[str, Any], form_set: str, forms: Mapping[str, Sequence[WordingLine]], letterhead: Mapping[str, str]
) -> dict[str, Any]:
    """Return the office's document with these lines; what it says of other forms and of orders of lines stays.

    A document made anew speaks of the form set it was written for only: another circular's lists have other lengths.
    """
    made = {form: dict(changes) for form, changes in (before.get("forms") or {}).items()}
    for form, lines in forms.items():
        made[form] = _changes(made.get(form, {}), lines)
    named = list(before.get("form_sets") or ([] if before.get("forms") else [form_set]))
    document: dict[str, Any] = {
        **before,
        "format": FORMAT,
        "forms": {name: said for name, said in made.items() if said},
    }
    document["form_sets"] = [*named, form_set] if named and form_set not in named else named
    document["letterhead"] = {key: text for key, text in letterhead.items() if text}
    return {key: value for key, value in document.items() if value or key == "format"}


def _changes(before: Mapping[str, Any], lines: Sequence[WordingLine]) -> dict[str, Any]:
    """Return a form's changes: a field wholly as shipped is not named."""
    fields: dict[str, list[WordingLine]] = {}
    for line in lines:
        fields.setdefault(str(line.path[0]), []).append(line)
    kept = {key: value for key, value in before.items() if key not in fields}
    said = {key: _value(found) for key, found in fields.items() if any(line.own for line in found)}
    return kept | said


def _value(lines: Sequence[WordingLine]) -> Any:
    """Return one field's change; in a list each line stands, those as shipped by an empty change."""
    if lines[0].path[0] == "title":
        return [line.own or line.shipped for line in lines]
    if len(lines[0].path) == 1:
        return lines[0].own
    if isinstance(lines[0].path[1], str):
        return {str(line.path[1]): line.own for line in lines if line.own}
    places: dict[int, Any] = {}
    for line in lines:
        at, rest = line.path[1], line.path[2:]
        assert isinstance(at, int)
        if not rest:
            places[at] = line.own or {}
        else:
            places.setdefault(at, {}).update({str(rest[0]): line.own} if line.own else {})
    return [places[at] for at in sorted(places)]
