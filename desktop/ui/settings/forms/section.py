"""The forms' section: forms on the left, their lines in two columns, the paper beside them."""

from functools import partial
from typing import Any

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.errors import UserFacingError
from desktop.printing import NO_OVERRIDES, load_overrides, pdf
from desktop.printing.forms import form_set, form_set_on
from desktop.printing.overrides import Overrides
from desktop.terms import Form
from desktop.ui.controls.buttons import Button
from desktop.ui.controls.layouts import GAP, RoundedFrame, label
from desktop.ui.refusals import spoken
from desktop.ui.settings.columns import Column, Row
from desktop.ui.settings.forms.lines import (
    COMMON,
    FORMAT,
    LETTERHEAD,
    LETTERHEAD_LINES,
    WordingLine,
    changed_document,
    wording_lines,
)
from desktop.ui.settings.grid import Grid
from desktop.ui.settings.names import NameList
from desktop.ui.settings.preview import PaperPreview
from desktop.ui.settings.samples import letterhead_of, sample
from desktop.ui.settings.section import Section
from desktop.wording import FORM

LIST_WIDTH, PREVIEW_WIDTH = 196, 350
NARROW_LIST, NARROW_PREVIEW = 150, 230
NAMES = {
    LETTERHEAD: "Đầu giấy tờ",
    COMMON: "Chữ chung mọi giấy",
    **{form.value.replace("-", "_"): FORM[form] for form in Form},
}
COLUMNS = (
    Column("shipped", "Mẫu có sẵn", fixed=True),
    Column("own", "Cách viết của đơn vị", hint="Để trống: in theo mẫu có sẵn."),
)
HINT = "Để trống là theo mẫu có sẵn. Giữ nguyên chữ trong ngoặc nhọn như {day}: chương trình điền dữ liệu vào đó."


class FormsSection(Section):
    """The section; unsaved wording of all forms is kept while one turns from form to form."""

    key, title, icon = "forms", "Biểu mẫu", "document_pdf_20_regular"
    summary = ""

    def build(self) -> None:
        self._form = Form.RECEIPT.value
        self._lines: dict[str, list[WordingLine]] = {}
        self.names = NameList("Các biểu mẫu", LIST_WIDTH)
        self.names.offer(NAMES.items())
        self.grid = Grid("Câu chữ của biểu mẫu", COLUMNS, grows=False, wraps=True, hint=HINT)
        self.preview = PaperPreview("Xem trước biểu mẫu")
        self.back = Button("Về mẫu có sẵn", icon_name="history_20_regular")
        self.add_action(self.back)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(RoundedFrame(self.names))
        row.addLayout(self._build_lines(), 1)
        row.addWidget(self.preview)
        self.body.addLayout(row, 1)
        self.names.chosen.connect(self._chosen)
        self.grid.edited.connect(self._edited)
        self.back.clicked.connect(self.use_shipped)
        self.setFocusProxy(self.names)

    def _build_lines(self) -> QVBoxLayout:
        self.law = label("", "small")
        self.law.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self.law)
        column.addWidget(self.grid, 1)
        return column

    # Reading

    def show_stored(self) -> None:
        self._set = self.place.office.form_set or form_set_on(self.place.now().date())
        self._before = self.place.own_form_overrides()
        merged, shipped = self._stored().form_set(self._set), form_set(self._set)
        self._lines = {key: wording_lines(key, shipped, merged) for key in NAMES if key != LETTERHEAD}
        self._lines[LETTERHEAD] = self._letterhead_lines()
        self._summary.setText(f"Bộ mẫu {self._set}, dùng từ {shipped.applies_from:%d/%m/%Y}")
        self._summary.setToolTip(shipped.legal_source)
        self.names.choose(self._form, tell=False)
        self._show_form()
        self._count()

    def _stored(self) -> Overrides:
        try:
            return load_overrides(msgspec.json.encode(self._before).decode()) if self._before else NO_OVERRIDES
        except UserFacingError as error:  # written by another version: the shipped wording is printed meanwhile
            self.notice.say(spoken(error), "overdue")
            return NO_OVERRIDES

    def _letterhead_lines(self) -> list[WordingLine]:
        own, head = self._before.get(LETTERHEAD) or {}, letterhead_of(self.place.office, self._set)
        return [WordingLine((key,), getattr(head, key), own.get(key) or "") for key in LETTERHEAD_LINES]

    def fit(self, width: int) -> None:
        self.preview.setFixedWidth(PREVIEW_WIDTH if width > 900 else NARROW_PREVIEW)
        self.names.setFixedWidth(LIST_WIDTH if width > 900 else NARROW_LIST)

    def _chosen(self, form: str) -> None:
        self._form = form
        self._show_form()

    def _show_form(self) -> None:
        lines = self._lines.get(self._form, [])
        titled = self._form == LETTERHEAD
        self.grid.show_rows([self._row(at, line, titled=titled) for at, line in enumerate(lines)])
        shipped = form_set(self._set)
        part: Any = getattr(shipped, self._form, None)
        status = getattr(part, "status", "")
        law = getattr(part, "legal_source", "")
        self.law.setText(" · ".join(filter(None, (law, status))))
        self.law.setVisible(bool(law))
        self._check()
        self._draw()

    @staticmethod
    def _row(at: int, line: WordingLine, *, titled: bool) -> Row:
        shown = f"{LETTERHEAD_LINES[str(line.path[0])]}: {line.shipped or 'chưa ghi'}" if titled else line.shipped
        return {"_at": str(at), "shipped": shown, "own": line.own}

    # Writing

    def _edited(self) -> None:
        lines = self._lines[self._form]
        written = [row["own"] for row in self.grid.model.rows()]
        self._lines[self._form] = [
            WordingLine(line.path, line.shipped, own if own != line.shipped else "")
            for line, own in zip(lines, written, strict=True)
        ]
        self._count()
        self._check()
        self._draw()
        self.mark()

    def _count(self) -> None:
        """Say beside each form how many lines the office writes its own way."""
        for key in NAMES:
            own = sum(bool(line.own) for line in self._lines[key])
            self.names.say(key, f"{own} chỗ theo đơn vị" if own else "")

    def document(self) -> dict[str, Any]:
        """Return the office's document as it is written."""
        forms = {key: lines for key, lines in self._lines.items() if key != LETTERHEAD}
        head = {str(line.path[0]): line.own for line in self._lines[LETTERHEAD]}
        return changed_document(self._before, self._set, forms, head)

    def _overrides(self) -> Overrides:
        return load_overrides(msgspec.json.encode(self.document()).decode())

    def _check(self) -> None:
        """Mark the line at fault while it is written."""
        try:
            self._overrides()
        except UserFacingError as error:
            self._mark_line(error)
        else:
            self.grid.show_faults({})

    def _mark_line(self, error: UserFacingError) -> bool:
        """Mark the line an error speaks of, where it belongs to the form shown."""
        form, _, key = error.field.partition(".")
        keys = [line.key for line in self._lines[self._form]]
        at = next((place for place, own in enumerate(keys) if own == key), -1) if form == self._form else -1
        changed = [place for place, line in enumerate(self._lines[self._form]) if line.own and line.key == key]
        at = changed[0] if changed and form == self._form else at
        self.grid.show_faults({(at, "own"): _reason(error)} if at >= 0 else {})
        return at >= 0

    def written(self) -> Any:
        return {key: [line.own for line in lines] for key, lines in self._lines.items()}

    def store(self) -> str:
        self.place.set_form_overrides(self.document())
        return "Đã lưu cách viết của đơn vị. Giấy in từ nay theo mẫu này."

    def refuse(self, error: UserFacingError) -> None:
        form = error.field.partition(".")[0]
        if form in NAMES and form != self._form:
            self.names.choose(form)
        if not self._mark_line(error):
            super().refuse(error)
        else:
            self.notice.say("Chưa lưu: có dòng chưa đúng, đánh dấu đỏ trong bảng.", "overdue")

    def use_shipped(self) -> None:
        """Empty the office's own wording of the form shown; it holds once it is saved."""
        self._lines[self._form] = [WordingLine(line.path, line.shipped) for line in self._lines[self._form]]
        self._show_form()
        self._count()
        self.mark()

    def _draw(self) -> None:
        shown = self._form if self._form in _FORMS else Form.RECEIPT.value
        head = letterhead_of(self.place.office, self._set)
        paper = sample(_FORMS[shown], head, self.place.office.head_title)
        self.preview.show_paper(partial(_drawn, paper, self.document()))


_FORMS = {form.value.replace("-", "_"): form for form in Form}


def _drawn(paper: Any, document: dict[str, Any]) -> bytes:
    wanted = document if len(document) > 1 else {"format": FORMAT}
    return pdf(paper, overrides=load_overrides(msgspec.json.encode(wanted).decode()))


def _reason(error: UserFacingError) -> str:
    """Return what is wrong with a line, without the names of form and file around it."""
    _, found, rest = error.message.partition("”: ")
    why = rest.split(". Hãy sửa")[0] if found else error.message
    return f"{why[:1].upper()}{why[1:]}. Hãy sửa dòng này."
