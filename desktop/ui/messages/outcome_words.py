"""What came of letting messages go, of sending them, of answers: the news first, then what needs an eye."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.notices.carrier import Delivered, Outcome
from desktop.notices.outbox import Answers

SHOWN = 5
"""So many particulars are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Released:
    """How many messages were let go, and why others were not."""

    count: int
    refusals: tuple[str, ...]


def released_words(done: Released) -> list[str]:
    """Return the news, then each refusal."""
    return [f"Đã duyệt {done.count} tin; các tin này đang chờ gửi.", *_named("Chưa duyệt được", done.refusals)]


def delivered_words(done: Delivered, where: str) -> list[str]:
    """Return what a round of sending did; `where` says to whom the texts went."""
    sent, arrived, failed = (done.count(each) for each in (Outcome.HANDED, Outcome.CONFIRMED, Outcome.FAILED))
    told = [
        f"đã ghi {sent} tin {where}" if sent else "",
        f"{arrived} tin đã đến người nhận" if arrived else "",
        f"{failed} tin gửi không được" if failed else "",
    ]
    news = "; ".join(part for part in told if part) or "không có tin nào được gửi"
    reasons = [one.reason for one in done.receipts if one.outcome in {Outcome.NOT_SENT, Outcome.NEVER_SEEN}]
    unsure = [one.reason for one in done.receipts if one.outcome is Outcome.UNSURE]
    return [
        f"{news[:1].upper()}{news[1:]}.",
        *_named("Chưa gửi được", _once(reasons)),
        *_named("Chưa rõ đã gửi hay chưa, hãy hỏi lại cổng", _once(unsure)),
        *_named("Không ghi được kết quả", done.refused),
        *(
            [f"{len(done.doubtful)} tin chưa rõ đã gửi hay chưa. Hãy gọi hỏi cổng rồi ghi lại."]
            if done.doubtful
            else []
        ),
    ]


def answers_words(answers: Answers) -> list[str]:
    """Return what an answers file brought."""
    told = [
        f"{answers.confirmed} tin đã đến" if answers.confirmed else "",
        f"{answers.failed} tin gửi không được" if answers.failed else "",
        f"{answers.known} dòng đã biết từ trước" if answers.known else "",
    ]
    news = ", ".join(part for part in told if part) or "không có gì mới"
    return [
        f"Trả lời của cổng: {news}.",
        *_named("Không có tin nào ở đây mang mã", answers.unknown),
        *_named("Dòng không đọc được", answers.unreadable),
    ]


def _once(reasons: Sequence[str]) -> list[str]:
    return [
        f"{reason} ({reasons.count(reason)} tin)" if reasons.count(reason) > 1 else reason
        for reason in dict.fromkeys(reasons)
        if reason
    ]


def _named(what: str, particulars: Sequence[str]) -> list[str]:
    if not particulars:
        return []
    more = f" … và {len(particulars) - SHOWN} mục nữa" if len(particulars) > SHOWN else ""
    return [f"{what}: {'; '.join(particulars[:SHOWN])}{more}"]
