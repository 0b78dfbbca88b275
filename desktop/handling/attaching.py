"""A scan is put to a dossier: its bytes and the entry that names them, in one transaction (đính kèm bản chụp)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.dossiers.bodies import Attached
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Draft
from desktop.errors import UserFacingError
from desktop.handling.context import NotAllowedNow
from desktop.handling.record import Acting, Recorded, current, find_dossier, write
from desktop.handling.scans import Scan
from desktop.models import blobs
from desktop.models.tables import AttachmentRow
from desktop.terms import EntryKind


class NoScan(UserFacingError):
    """No scan of this name is known here, or its bytes have not arrived."""


def attach(session: Session, acting: Acting, reference: str, scan: Scan, *, paper: str, note: str) -> Recorded:
    """Put a scan to a dossier, as any office may whatever state the dossier is in.

    Raises:
        UnknownDossier: no such dossier.
        NotAllowedNow: it is there already, or shows a paper that the dossier does not have.
    """
    dossier = find_dossier(session, reference)
    _check_paper(dossier, paper)
    name = blobs.keep(session, scan.data)
    _check_new(dossier, name, paper)
    body = Attached(name, scan.name, scan.media, len(scan.data), paper, note.strip())
    at = acting.now.replace(second=0, microsecond=0)
    entries = write(session, acting, dossier.id, [Draft(EntryKind.ATTACHED, body, at)])
    return Recorded(current(session, dossier.id), entries)


def _check_paper(dossier: Dossier, paper: str) -> None:
    names = [item.name for item in dossier.papers]
    if paper and paper not in names:
        known = f"Giấy tờ của hồ sơ: {'; '.join(names)}." if names else "Hồ sơ này không có danh mục giấy tờ."
        raise NotAllowedNow(
            f"Hồ sơ {dossier.reference} không có giấy tờ “{paper}”. {known} Hãy chọn đúng tên hoặc để trống.",
            field="paper",
        )


def _check_new(dossier: Dossier, name: str, paper: str) -> None:
    twin = next((scan for scan in dossier.attachments if scan.hash == name and scan.paper == paper), None)
    if twin is not None:
        raise NotAllowedNow(
            f"Bản chụp này đã đính kèm vào hồ sơ {dossier.reference} lúc {twin.at:%H:%M %d/%m/%Y} ({twin.name}). "
            "Hãy xem lại tệp đã chọn.",
            field="file",
        )


def scan_data(session: Session, name: str) -> bytes:
    """Return the bytes of a scan by its hash, or by the beginning of it where no other begins so.

    Raises:
        NoScan: nothing or several begin so, or the bytes are still on their way.
    """
    found = sorted(set(session.scalars(select(AttachmentRow.hash).where(AttachmentRow.hash.startswith(name))).all()))
    if len(name) < 8 or len(found) != 1:
        raise NoScan(
            f"“{name}” ứng với {len(found)} bản chụp. Hãy nêu mã bản chụp trong hồ sơ, ít nhất 8 ký tự đầu.",
            field="hash",
        )
    data = blobs.data_of(session, found[0])
    if data is None:
        raise NoScan(
            "Bản chụp này chưa đến: mới có tên, nội dung còn ở nơi đính kèm. Hãy nhận gói dữ liệu kế tiếp của nơi đó.",
            field="hash",
        )
    return data
