"""Messages to citizens: what is to be told, let go, sent, answered (tin nhắn)."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from desktop.cli.options import Given, read_bytes
from desktop.errors import UserFacingError
from desktop.notices.carrier import Delivered, Outcome
from desktop.notices.outbox import FileForm
from desktop.notices.workflow import Listed
from desktop.terms import MessageChannel, MessageState
from desktop.wording import MESSAGE, MESSAGE_STATE

messages = App(name="messages", help="Tin nhắn cho công dân: xem, duyệt, gửi, nhận trả lời.")


@messages.command(name="list")
def list_messages(state: MessageState | None = None, /, *, options: Given) -> int:
    """Liệt kê tin nhắn của đơn vị, mặc định là tin chờ duyệt, với nội dung sẽ gửi.

    Parameters
    ----------
    state
        prepared, withheld, released, handed, confirmed hoặc failed.
    """
    with options.place() as place:
        found = place.telling.listed([state or MessageState.PREPARED])
        counts = place.telling.counts()
    words = [line for row in found for line in _lines(row)]
    totals = " · ".join(f"{MESSAGE_STATE[one]}: {count}" for one, count in counts.items() if count)
    document = {
        "messages": [_shape(row) for row in found],
        "counts": {str(one): count for one, count in counts.items()},
    }
    options.say(document, [*words, totals or "Chưa có tin nhắn nào."])
    return 0


def _shape(row: Listed) -> dict[str, Any]:
    return {
        "code": row.dossier.reference,
        "entry": row.message.entry,
        "kind": str(row.message.kind),
        "state": str(row.message.state),
        "name": row.prepared.name,
        "to": row.prepared.to,
        "text": row.prepared.sms,
        "parts": row.prepared.parts,
        "problems": {str(channel): said for channel, said in row.prepared.problems.items()},
    }


def _lines(row: Listed) -> list[str]:
    told = row.prepared
    problems = [f"    Chưa gửi được: {said}" for said in told.problems.values()]
    head = f"{row.dossier.reference}  {MESSAGE[row.message.kind]}  đến {told.to or 'chưa có số'} ({told.parts} tin)"
    return [head, f"    {told.sms}", *problems]


@messages.command(name="release")
def release(code: str, entry: str | None = None, /, *, options: Given) -> int:
    """Duyệt gửi một tin của hồ sơ (theo mã mục nhật ký), hoặc mọi tin đang chờ của hồ sơ đó."""
    with options.place() as place:
        dossier = place.view(code).dossier
        waiting = [one.entry for one in dossier.messages if one.state is MessageState.PREPARED]
        chosen = [entry] if entry else waiting
        for one in chosen:
            place.telling.release(code, one)
    options.say({"released": chosen}, f"Đã duyệt {len(chosen)} tin." if chosen else "Hồ sơ này không có tin chờ duyệt.")
    return 0


@messages.command(name="withhold")
def withhold(code: str, entry: str, /, *, reason: str, options: Given) -> int:
    """Không gửi một tin, kèm lý do."""
    with options.place() as place:
        place.telling.withhold(code, entry, reason)
    options.say({"withheld": entry}, "Đã ghi không gửi tin này.")
    return 0


@messages.command(name="retry")
def retry(code: str, entry: str, channel: MessageChannel = MessageChannel.SMS, /, *, options: Given) -> int:
    """Gửi lại một tin đã báo gửi không được."""
    with options.place() as place:
        place.telling.retry(code, entry, channel)
    options.say({"released": [entry]}, "Tin sẽ được gửi lại.")
    return 0


@messages.command(name="send")
def send(
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    form: FileForm = FileForm.JSON,
    options: Given,
) -> int:
    """Gửi các tin đã duyệt: ghi tệp cho cổng nhắn tin của tỉnh (-o THƯ_MỤC), hoặc gửi qua cổng HTTP đã đặt."""
    with options.place() as place:
        done = place.telling.send_to_folder(output, form) if output else place.telling.send_to_gateway()
    options.say(_delivered_shape(done), _delivered_words(done))
    return 0


def _delivered_shape(done: Delivered) -> dict[str, Any]:
    return {
        "receipts": [
            {"id": one.id, "outcome": str(one.outcome), "proof": one.proof, "reason": one.reason}
            for one in done.receipts
        ],
        "refused": list(done.refused),
        "doubtful": list(done.doubtful),
    }


def _delivered_words(done: Delivered) -> list[str]:
    told = done.count(Outcome.HANDED) + done.count(Outcome.CONFIRMED)
    reasons = dict.fromkeys(one.reason for one in done.receipts if one.reason)
    doubtful = [f"Chưa rõ đã gửi hay chưa: {one}. Hãy hỏi cổng nhắn tin." for one in done.doubtful]
    return [f"Đã giao {told} tin, {len(done.receipts) - told} tin chưa giao được.", *reasons, *done.refused, *doubtful]


@messages.command(name="answers")
def answers(file: Path, /, *, options: Given) -> int:
    """Nhận tệp trả lời của cổng nhắn tin: tin nào đã đến, tin nào không."""
    with options.place() as place:
        taken = place.telling.take_answers(read_bytes(file), file.name)
    document = {
        "confirmed": taken.confirmed,
        "failed": taken.failed,
        "unknown": list(taken.unknown),
        "unreadable": list(taken.unreadable),
    }
    unknown = [f"Không có tin mang mã {one} ở đây." for one in taken.unknown]
    options.say(document, [f"{taken.confirmed} tin đã đến, {taken.failed} tin không đến.", *unknown])
    return 0


@messages.command(name="wordings")
def wordings(file: Path | None = None, /, *, shipped: bool = False, options: Given) -> int:
    """Xem lời tin nhắn đang dùng; nêu tệp để đặt lời riêng của đơn vị, --shipped để dùng lại lời có sẵn."""
    with options.place() as place:
        if shipped:
            place.telling.use_shipped_wordings()
        elif file is not None:
            place.telling.set_wordings(_text(file))
        used = place.telling.wordings()
    document = {"own": bool(file), "problem": used.problem or None}
    options.say(document, used.problem or "Lời tin nhắn đọc được và đang được dùng.")
    return 0


@messages.command(name="gateway")
def gateway(file: Path, /, *, secret_file: Path | None = None, options: Given) -> int:
    """Đặt cổng nhắn tin HTTP từ tệp JSON; khóa bí mật để ở tệp riêng (--secret-file)."""
    secret = _text(secret_file).strip() if secret_file else None
    with options.place() as place:
        place.telling.set_gateway(_text(file), secret)
    options.say({"set": True}, "Đã đặt cổng nhắn tin.")
    return 0


def _text(file: Path) -> str:
    try:
        return read_bytes(file).decode()
    except UnicodeDecodeError as error:
        raise UserFacingError(f"Tệp “{file}” không phải văn bản UTF-8. Hãy lưu lại tệp dạng UTF-8.") from error
