"""Who may fetch and bring at the hub: a desk that signs a fresh question with the key of its card (xác thực máy)."""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from desktop.errors import UserFacingError
from desktop.exchange.keys import DeskKeys, OfficeCard
from desktop.exchange.sync_words import Challenge, Hello, Proof, Session, desk_text, hub_text

ANSWER_WITHIN: Final = 60
"""Seconds a question stays good."""

SESSION: Final = 900
"""Seconds the proof lasts; then the desk proves itself again."""


class NotAdmitted(UserFacingError):
    """The hub holds no card of this desk, took it back, or the signature is another's."""

    def __init__(self) -> None:
        super().__init__(
            "Đầu mối không nhận máy này: chưa có thẻ của máy, thẻ đã bị thu hồi hoặc chữ ký không khớp. Hãy gửi thẻ "
            "đơn vị cho tỉnh và đối chiếu dấu vân tay rồi làm lại."
        )


@dataclass
class Entrance:
    """Asks, checks, and remembers who came in. `cards` gives a desk's cards that are believed now.

    Nothing is kept of those who only ask: the question itself bears a mark by which the hub knows it again.
    """

    hub: str
    keys: Callable[[str], DeskKeys]
    cards: Callable[[str], list[OfficeCard]]
    seconds: Callable[[], float] = time.monotonic
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _used: dict[str, float] = field(default_factory=dict, repr=False)
    _inside: dict[str, tuple[str, float]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def challenge(self, hello: Hello) -> Challenge:
        """Return a fresh question, with the hub's own proof to this desk."""
        fresh = f"{int(self.seconds()):016x}{secrets.token_hex(16)}"
        nonce = fresh + self._mark(hello.desk, hello.nonce, fresh)
        signed = self.keys(hello.desk).sign(hub_text(self.hub, hello.desk, hello.nonce, nonce))
        return Challenge(self.hub, nonce, signed.hex())

    def _mark(self, desk: str, asked: str, fresh: str) -> str:
        return hmac.digest(self._secret, f"{desk}\n{asked}\n{fresh}".encode(), hashlib.sha256).hex()

    def admit(self, proof: Proof) -> Session:
        """Let a desk in that signed a question of ours, once.

        Raises:
            NotAdmitted: for whatever reason; a stranger is not told which.
        """
        text = desk_text(self.hub, proof.desk, proof.asked, proof.nonce)
        signature = bytes.fromhex(proof.signature)
        good = self._is_ours(proof) and any(card.verifies(text, signature) for card in self.cards(proof.desk))
        now = self.seconds()
        with self._lock:
            self._forget(now)
            if not good or proof.nonce in self._used:
                raise NotAdmitted
            self._used[proof.nonce] = now + ANSWER_WITHIN
            token = secrets.token_hex(32)
            self._inside[token] = (proof.desk, now + SESSION)
        return Session(token, SESSION)

    def _is_ours(self, proof: Proof) -> bool:
        fresh, mark = proof.nonce[:48], proof.nonce[48:]
        if not hmac.compare_digest(mark, self._mark(proof.desk, proof.asked, fresh)):
            return False
        return 0 <= self.seconds() - int(fresh[:16], 16) <= ANSWER_WITHIN

    def _forget(self, now: float) -> None:
        self._used = {nonce: until for nonce, until in self._used.items() if until > now}
        self._inside = {token: desk for token, desk in self._inside.items() if desk[1] > now}

    def desk_of(self, token: str) -> str | None:
        """Return the desk that a token was given to, None for any other text or one that ran out."""
        with self._lock:
            desk, until = self._inside.get(token, ("", 0.0))
        return desk if until > self.seconds() else None
