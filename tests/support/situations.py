"""A dossier in every status, and what a person would fill in for each action; shared by the tests of the desk's law."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from desktop.dossiers.bodies import Applicant, Arrived
from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Draft
from desktop.errors import UserFacingError
from desktop.terms import EntryKind, Outcome, Status
from tests.support.bench import COMMUNE, DISTRICT, MONDAY, Bench

FIELDS: dict[str, dict[str, Any]] = {
    "return-step": {"reason": "Thiếu chữ ký"},
    "assign": {"holder": "Lý Văn Bình"},
    "hand-over": {"to_office": DISTRICT.code},
    "ask-supplement": {"papers": ["Trích lục bản đồ"], "reason": "Trích lục đã cũ"},
    "ask-obligation": {"notice_no": "12/TB", "amount_vnd": 1_500_000},
    "pause": {"reason": "Chờ cơ quan thuế"},
    "re-promise": {"reason": "Thông báo 12/TB-BNV về hoán đổi ngày làm việc"},
    "extend": {"new_due": "2027-02-25", "cause": "chủ quan", "reason": "Thiếu cán bộ đo đạc"},
    "return-result": {"to_whom": "Đàm Văn Riêm"},
    "reject": {"reason": "Đất đang tranh chấp"},
    "stop": {"reason": "Đương sự qua đời"},
    "ask-withdrawal": {"reason": "Muốn làm lại sau", "by": "Đàm Văn Riêm"},
    "decline-withdrawal": {"reason": "Quyết định đã ký"},
    "withdraw": {"reason": "Không còn nhu cầu"},
    "merge": {"into": "H14.12.3-261123-0099", "reason": "Tiếp nhận hai lần"},
    "settle": {"keep": "entry-1", "reason": "Xã ghi đúng"},
    "explain": {"cause": "slow-handling", "text": "Thiếu người"},
    "correct": {"entry": "entry-1", "changes": {"sets": 2}, "reason": "Gõ nhầm"},
    "note": {"text": "Đã gọi điện"},
}

PAPER_ONLY = Arrived("H14.12.4-261120-0007", COMMUNE, Applicant("Đàm Văn Riêm"))
REACHED: dict[Status, Callable[[Bench], object]] = {
    Status.GUIDED: lambda bench: bench.take_in(Outcome.SUPPLEMENT),
    Status.REFUSED: lambda bench: bench.take_in(Outcome.REJECTED),
    Status.ACCEPTED: lambda bench: bench.take_in(),
    Status.IN_PROGRESS: lambda bench: (bench.take_in(), bench.do("finish-step")),
    Status.WAITING_SUPPLEMENT: lambda bench: (bench.take_in(), bench.do("ask-supplement", **FIELDS["ask-supplement"])),
    Status.WAITING_OBLIGATION: lambda bench: (bench.take_in(), bench.do("ask-obligation")),
    Status.PAUSED: lambda bench: (bench.take_in(), bench.do("pause", **FIELDS["pause"])),
    Status.REJECTED: lambda bench: (bench.take_in(), bench.do("reject", **FIELDS["reject"])),
    Status.STOPPED: lambda bench: (bench.take_in(), bench.do("stop", **FIELDS["stop"])),
    Status.WITHDRAWN: lambda bench: (bench.take_in(), bench.do("withdraw", **FIELDS["withdraw"])),
    Status.MERGED: lambda bench: (bench.take_in(), bench.do("merge", **FIELDS["merge"])),
    Status.ARRIVED: lambda bench: bench.add(Draft(EntryKind.ARRIVED, PAPER_ONLY, bench.now)),
    Status.RESULT_READY: lambda bench: (bench.take_in(), bench.do("result-ready")),
    Status.RETURNED: lambda bench: (
        bench.take_in(),
        bench.do("result-ready"),
        bench.do("return-result", **FIELDS["return-result"]),
    ),
}


ACCENT = re.compile(r"[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)


def reads_well(message: str) -> bool:
    """A sentence for an officer: Vietnamese, whole, without a name out of the program."""
    return bool(ACCENT.search(message)) and message.endswith(".") and not re.search(r"\bNone\b|<|Status\.", message)


def another() -> Dossier:
    """A running dossier of somebody else's intake, to merge into."""
    bench = Bench(now=MONDAY - timedelta(hours=1))
    return msgspec.structs.replace(bench.take_in(), id="dossier-99", code=FIELDS["merge"]["into"])


def in_status(status: Status) -> Bench:
    bench = Bench(others={FIELDS["merge"]["into"]: another()})
    REACHED[status](bench)
    assert bench.dossier
    assert bench.dossier.status is status
    return bench


def refused(bench: Bench, action: str, words: str, field: str = "", **fields: Any) -> UserFacingError:
    """Do something that must be refused: in Vietnamese, at the right field, and nothing is written."""
    before, entries = bench.dossier, list(bench.entries)
    with pytest.raises(UserFacingError, match=words) as refusal:
        bench.do(action, **fields)
    assert reads_well(refusal.value.message), refusal.value.message
    assert refusal.value.field == field
    assert bench.dossier is before
    assert bench.entries == entries
    return refusal.value
