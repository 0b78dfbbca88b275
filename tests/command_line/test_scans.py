"""Scans, keys and the network on the command line."""

import socket
from pathlib import Path

import pytest

from desktop.dossiers.dossier import Dossier
from desktop.models.journal import ChangedMeanwhile
from tests.command_line.conftest import Desk
from tests.support.desks import accept, open_desk
from tests.support.scanned import photo


def test_a_scan_goes_in_and_comes_out(desk: Desk, tmp_path: Path) -> None:
    code = desk.accept()
    picture = tmp_path / "ảnh chụp.jpg"
    picture.write_bytes(photo())
    made = desk("attach", code, picture, "--note", "Trang 1")
    assert (made["code"], made["name"]) == (code, "ảnh chụp.pdf")
    assert [scan["hash"] for scan in desk("show", code)["attachments"]] == [made["hash"]]
    target = tmp_path / "ra.pdf"
    assert desk("attachment", made["hash"][:12], "-o", target)["size"] == made["size"]
    assert target.read_bytes().startswith(b"%PDF-")
    assert desk("verify")["ok"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("attachment", "abc", "-o", "x.pdf"), "ít nhất 8 ký tự"),
        (("exchange", "sync", "--url", "tinh.gov.vn"), "Địa chỉ đầu mối"),
        (("hub", "serve", "--bind", "8443"), "Địa chỉ lắng nghe"),
        (("hub", "serve", "--certificate", "c.pem"), "đi cùng nhau"),
        (("hub", "serve", "--certificate", "c.pem", "--key", "k.pem"), "Không dùng được chứng thư"),
    ],
)
def test_what_can_not_be_done_is_said_in_words(desk: Desk, arguments: tuple[str, ...], said: str) -> None:
    assert said in desk(*arguments, status=1)["error"]


def test_a_port_that_is_taken(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = desk("hub", "serve", "--bind", f"127.0.0.1:{taken.getsockname()[1]}", status=1)
    assert "Không mở được cổng" in found["error"]


def test_keys_and_name_change(desk: Desk, tmp_path: Path) -> None:
    desk.accept()
    first = desk("exchange", "card", "-o", tmp_path / "1.motcua-the")["fingerprint"]
    second = desk("exchange", "rotate")["fingerprint"]
    third = desk("exchange", "new-identity")
    assert len({first, second, third["fingerprint"]}) == 3
    assert desk("exchange", "take-over")["desk"] == third["desk"]
    assert desk.accept().endswith("-0002"), "the office's numbers go on"
    assert desk("verify")["ok"]


def test_an_act_on_a_dossier_that_changed_meanwhile_is_refused(office_templates: Path, tmp_path: Path) -> None:
    import shutil

    place = open_desk(Path(shutil.copytree(office_templates / "commune", tmp_path / "commune")))
    seen: Dossier = accept(place)
    code = seen.reference
    place.do(code, "note", {"text": "Đã xem"}, seen_head=seen.head)
    place.do(code, "assign", {"holder": "lan"}, seen_head=seen.head)
    with pytest.raises(ChangedMeanwhile, match="máy khác ghi thêm việc"):
        place.do(code, "finish-step", {}, seen_head=seen.head)
    place.do(code, "finish-step", {}, seen_head=place.view(code).dossier.head)
    place.close()
