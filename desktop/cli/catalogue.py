"""The catalogue of procedures."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from desktop import lines
from desktop.cli.options import Given, Options, json_files, read_bytes
from desktop.errors import UserFacingError
from desktop.models.store import exists
from desktop.procedures.catalogue import Catalogue, shipped
from desktop.procedures.oddities import check
from desktop.procedures.procedure import canonical, read_procedure

procedures = App(name="procedures", help="Danh mục thủ tục hành chính: kiểm tra, nhập, xem.")


@procedures.command(name="list")
def list_procedures(*, options: Given) -> int:
    """Liệt kê các thủ tục có thể tiếp nhận."""
    known = _catalogue(options).all()
    document = [{"id": item.id, "code": item.code, "name": item.name_vi, "field": item.field_vi} for item in known]
    options.say(document, [f"{item.id:55} {item.name_vi}" for item in known])
    return 0


@procedures.command(name="show")
def show_procedure(procedure_id: str, /, *, options: Given) -> int:
    """Xem một thủ tục: thời hạn, trường hợp, giấy tờ, các bước, điểm lạ."""
    found = _catalogue(options).get(procedure_id)
    document = {**canonical(found), "oddities_vi": check(found)}
    options.say(document, list(lines.procedure_lines(found)))
    return 0


@procedures.command(name="check")
def check_procedures(files: Annotated[list[Path], Parameter(allow_leading_hyphen=False)], /, *, options: Given) -> int:
    """Kiểm tra tệp hoặc thư mục thủ tục và nêu từng điểm lạ bằng lời; điểm lạ không phải là lỗi."""
    report, failed = [], False
    for file in json_files(files):
        try:
            found = check(read_procedure(read_bytes(file), file.name))
            report.append({"file": str(file), "ok": True, "oddities": found})
        except UserFacingError as error:
            failed = True
            report.append({"file": str(file), "ok": False, "error": error.message, "oddities": []})
    options.say(report, [line for row in report for line in lines.check_lines(row)])
    return 1 if failed else 0


@procedures.command(name="import")
def import_procedures(files: list[Path], /, *, options: Given) -> int:
    """Nhập tệp hoặc thư mục thủ tục vào danh mục của đơn vị."""
    read = [read_procedure(read_bytes(file), file.name) for file in json_files(files)]
    with options.place() as place:
        place.import_procedures(read)
    options.say({"imported": [item.id for item in read]}, [f"Đã nhập {len(read)} thủ tục."])
    return 0


def _catalogue(options: Options) -> Catalogue:
    """The office's catalogue where its store can be opened, else the shipped one."""
    if exists(options.data_dir) and (options.password_file or os.environ.get("MOTCUA_PASSWORD")):
        with options.place() as place:
            catalogue: Catalogue = place.catalogue
            return catalogue
    return Catalogue(shipped())
