"""The sheet with an office's recovery key, to be put into the safe (khóa khôi phục)."""

from datetime import date
from io import BytesIO

from reportlab.lib.pagesizes import A5, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop.printing import fonts
from desktop.printing.document import _DRAWING
from desktop.printing.pages import draw_practice

PRACTICE = "DIỄN TẬP"
WARNING = (
    "Khóa này mở được toàn bộ dữ liệu hồ sơ của đơn vị khi mọi người quên mật khẩu.",
    "Cất trong két hoặc tủ hồ sơ mật. Không chụp ảnh, không gửi qua mạng, không để cùng máy tính.",
)


def recovery_sheet(office_name: str, key: str, made_on: date, *, practice: bool = False) -> bytes:
    """Return the sheet as a PDF, A5 across; the key stands in groups on one line. A practice office's is marked so."""
    drawn = BytesIO()
    with _DRAWING:
        fonts.register()
        canvas = Canvas(drawn, pagesize=landscape(A5), invariant=1, lang="vi-VN", initialFontName=fonts.SERIF)
        canvas.setTitle("Khóa khôi phục Một Cửa")
        canvas.setAuthor(office_name)
        if practice:
            draw_practice(canvas, PRACTICE, landscape(A5))
        _draw(canvas, office_name, key, made_on)
        canvas.showPage()
        canvas.save()
    return drawn.getvalue()


def _draw(canvas: Canvas, office_name: str, key: str, made_on: date) -> None:
    middle, top = landscape(A5)[0] / 2, landscape(A5)[1]
    canvas.setFont(fonts.SERIF_BOLD, 15)
    canvas.drawCentredString(middle, top - 30 * mm, "KHÓA KHÔI PHỤC DỮ LIỆU")
    canvas.setFont(fonts.SERIF, 12)
    canvas.drawCentredString(middle, top - 39 * mm, office_name)
    canvas.drawCentredString(middle, top - 46 * mm, f"Tạo ngày {made_on:%d/%m/%Y}")
    canvas.setFont(fonts.SERIF_BOLD, 17)
    canvas.drawCentredString(middle, top - 70 * mm, key)
    canvas.rect(15 * mm, top - 78 * mm, landscape(A5)[0] - 30 * mm, 20 * mm)
    canvas.setFont(fonts.SERIF, 11)
    for line, words in enumerate(WARNING):
        canvas.drawCentredString(middle, top - (92 + 7 * line) * mm, words)
