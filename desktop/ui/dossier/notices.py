"""What must be seen before anything is done to a dossier: two histories, a request to withdraw, a twin. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.app import DossierView
from desktop.dossiers.dossier import Dossier


class NoticeKind(StrEnum):
    """What a notice is about, in the order they stand."""

    DISPUTED = "disputed"
    WITHDRAWAL = "withdrawal"
    MERGED = "merged"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Answer:
    """A button of a notice: it opens the panel of an action, or another dossier."""

    label: str
    action: str = ""
    reference: str = ""
    preset: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noticed:
    """A sentence and what can be done about it. `tone` as for pills."""

    sentence: str
    tone: str
    answers: tuple[Answer, ...] = ()


def notices_of(view: DossierView, twins: Sequence[Dossier]) -> dict[NoticeKind, Noticed]:
    """Return what is to be said of a dossier; buttons only for what is allowed. `twins` are its duplicates."""
    possible = {action.name for action in view.actions}
    said = {
        NoticeKind.DISPUTED: _disputed(possible) if view.disputed else None,
        NoticeKind.WITHDRAWAL: _withdrawal(view.dossier, possible),
        NoticeKind.MERGED: _merged(view.dossier),
        NoticeKind.DUPLICATE: _duplicate(twins, possible),
    }
    return {kind: noticed for kind, noticed in said.items() if noticed is not None}


def _disputed(possible: set[str]) -> Noticed:
    sentence = "Hai nơi đã cùng ghi hồ sơ này khi chưa thấy nhau."
    if "settle" in possible:
        answer = Answer("So sánh và chọn…", action="settle")
        return Noticed(f"{sentence} Hãy đối chiếu giấy tờ rồi chọn nhật ký đúng.", "overdue", (answer,))
    return Noticed(f"{sentence} Hãy đề nghị lãnh đạo chọn nhật ký đúng.", "overdue")


def _withdrawal(dossier: Dossier, possible: set[str]) -> Noticed | None:
    asked = dossier.withdrawal
    if asked is None:
        return None
    by = asked.by or dossier.applicant.named
    sentence = f"{by} đề nghị rút hồ sơ lúc {asked.asked:%H:%M ngày %d/%m/%Y}: {asked.reason}"
    answers = (
        Answer("Xác nhận rút…", action="withdraw"),
        Answer("Không đồng ý…", action="decline-withdrawal"),
    )
    return Noticed(sentence, "today", tuple(answer for answer in answers if answer.action in possible))


def _merged(dossier: Dossier) -> Noticed | None:
    if not dossier.merged_into:
        return None
    sentence = f"Hồ sơ này đã gộp vào hồ sơ {dossier.merged_into}; mọi việc tiếp theo ghi ở đó."
    return Noticed(sentence, "proposal", (Answer("Mở hồ sơ đó", reference=dossier.merged_into),))


def _duplicate(twins: Sequence[Dossier], possible: set[str]) -> Noticed | None:
    if not twins:
        return None
    twin = twins[0]
    others = f" và {len(twins) - 1} hồ sơ khác" if len(twins) > 1 else ""
    sentence = f"Có thể trùng: người này còn hồ sơ {twin.reference}{others} cùng thủ tục đang giải quyết."
    answers = (
        Answer("Mở hồ sơ đó", reference=twin.id),
        *([Answer("Gộp…", action="merge", preset={"into": twin.reference})] if "merge" in possible else []),
    )
    return Noticed(sentence, "soon", answers)
