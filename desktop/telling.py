"""Messages at an officer's place: each method is one read, one transaction, or one round of sending (tin nhắn)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from desktop.dossiers.dossier import Dossier
from desktop.dossiers.entry import Entry
from desktop.errors import UserFacingError
from desktop.handling.record import Acting
from desktop.models import journal
from desktop.models.facts import find_fact
from desktop.models.store import Store
from desktop.notices import office_gateway, office_wordings, workflow
from desktop.notices.carrier import Delivered, ask, deliver
from desktop.notices.outbox import Answers, FileForm, OutboxFolder, take_answers
from desktop.notices.prepare import Prepared, prepare, right_entry
from desktop.notices.wordings import InForce
from desktop.notices.workflow import Listed
from desktop.terms import MessageChannel, MessageState

Result = TypeVar("Result")


class NoGateway(UserFacingError):
    """No gateway is set up here."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What citizens are told, seen from one officer's place. `acting` says who acts, where and when."""

    store: Store
    acting: Callable[[], Acting]

    def listed(
        self, states: Sequence[MessageState], limit: int = workflow.LIMIT, *, newest: bool = False
    ) -> list[Listed]:
        """Return this office's messages in these states, oldest or newest first, each with how it would be told now."""
        with self.store.read() as session:
            return workflow.listed(session, self.store.office, states, limit, newest=newest)

    def counts(self) -> Mapping[MessageState, int]:
        """Return how many of this office's messages are in each state."""
        with self.store.read() as session:
            return workflow.counts(session, self.store.office.code)

    def preview(self, dossier: Dossier, entry_id: str) -> Prepared:
        """Return how one message of a dossier reads.

        Raises:
            StopIteration: the dossier has no such message.
        """
        message = next(message for message in dossier.messages if message.entry == entry_id)
        with self.store.read() as session:
            entry = right_entry(journal.entries_of(session, dossier.id), entry_id)
            wordings = office_wordings.office_wordings(session).wordings
        return prepare(dossier, message, entry, wordings, self.store.office)

    def release(self, reference: str, entry_id: str, channel: MessageChannel | None = None) -> tuple[Entry, ...]:
        """Let a message go (duyệt gửi)."""
        return self._write(lambda session, acting: workflow.release(session, acting, reference, entry_id, channel))

    def withhold(
        self, reference: str, entry_id: str, reason: str, channel: MessageChannel | None = None
    ) -> tuple[Entry, ...]:
        """Decide not to tell it (không gửi)."""
        return self._write(
            lambda session, acting: workflow.withhold(session, acting, reference, entry_id, channel, reason=reason)
        )

    def retry(self, reference: str, entry_id: str, channel: MessageChannel) -> tuple[Entry, ...]:
        """Let a message go again that failed (gửi lại)."""
        return self._write(lambda session, acting: workflow.retry(session, acting, reference, entry_id, channel))

    def send_to_folder(self, folder: Path, form: FileForm = FileForm.JSON) -> Delivered:
        """Write what was let go into a file for the province's gateway."""
        acting = self.acting()
        carrier = OutboxFolder(folder, self.store.office.code, acting.now, form, practice=self.store.practice)
        return deliver(self.store, acting, carrier)

    def send_to_gateway(self) -> Delivered:
        """Send what was let go to the office's gateway, and ask what became of what was sent before.

        Raises:
            NoGateway: none is set up.
        """
        with self.store.read() as session:
            gateway = office_gateway.office_gateway(session)
        if gateway is None:
            raise NoGateway("Chưa đặt cổng nhắn tin. Hãy đặt ở trang Thiết lập, hoặc ghi tệp để gửi lên tỉnh.")
        acting = self.acting()
        sent = deliver(self.store, acting, gateway)
        asked = ask(self.store, acting, gateway)
        return Delivered(sent.receipts + asked.receipts, sent.refused + asked.refused, sent.doubtful + asked.doubtful)

    def take_answers(self, data: bytes, name: str) -> Answers:
        """Read what the province's gateway says became of messages."""
        return self._write(lambda session, acting: take_answers(session, acting, data, name))

    def wordings(self) -> InForce:
        """Return the wordings in force here, and what is wrong with the office's own, if anything."""
        with self.store.read() as session:
            return office_wordings.office_wordings(session)

    def own_wordings(self) -> str:
        """Return the office's own wordings as their document, empty where it has none."""
        with self.store.read() as session:
            return find_fact(session, office_wordings.NAME) or ""

    def set_wordings(self, text: str) -> None:
        """Put wordings of the office's own in place; a broken set is refused and nothing is stored."""
        self._write(lambda session, acting: office_wordings.set_wordings(session, acting, text))

    def set_accents(self, *, accents: bool) -> None:
        """Say whether texts go out with diacritics, which fit fewer letters in a message, or without."""
        self._write(lambda session, acting: office_wordings.set_accents(session, acting, accents))

    def use_shipped_wordings(self) -> None:
        """Go back to the wordings the program came with."""
        self._write(office_wordings.use_shipped)

    def set_gateway(self, text: str, secret: str | None = None) -> None:
        """Set the gateway up from its JSON description; the secret is kept apart and shown nowhere."""
        self._write(lambda session, acting: office_gateway.set_gateway(session, acting, text, secret))

    def gateway(self) -> tuple[str, bool]:
        """Return the gateway's description, empty without one, and whether its secret is known; never the secret."""
        with self.store.read() as session:
            described = find_fact(session, office_gateway.DOCUMENT) or ""
            return described, bool(find_fact(session, office_gateway.SECRET))

    def forget_gateway(self) -> None:
        """Send through no gateway any more; its secret is thrown away."""
        self._write(office_gateway.forget_gateway)

    def _write(self, act: Callable[[Session, Acting], Result]) -> Result:
        acting = self.acting()
        with self.store.write() as session:
            return act(session, acting)
