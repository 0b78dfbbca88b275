"""A gateway on this computer that behaves as badly as a test says, and remembers what reached citizens."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Habit = Callable[["Call"], None]


class Call:
    """One request and what the gateway may do with it."""

    def __init__(self, place: "GatewayServer", handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        self.place, self.handler, self.body = place, handler, body
        self.id = handler.headers.get("Idempotency-Key", "") or str(body.get("id", ""))

    def tell(self) -> None:
        """Send the text on to the citizen, once an id where the gateway knows ids."""
        if self.place.knows_ids and self.place.told[self.id]:
            return
        self.place.told[self.id] += 1

    def answer(self, status: int = 200, code: str = "ok", headers: dict[str, str] | None = None) -> None:
        data = json.dumps({"code": code, "no": f"SM-{self.id[-8:]}"}).encode()
        self.handler.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.handler.send_header(name, value)
        self.handler.end_headers()
        self.handler.wfile.write(data)


class GatewayServer:
    """Habits are used up one a request; then the gateway behaves."""

    def __init__(self, *, knows_ids: bool = True) -> None:
        self.knows_ids = knows_ids
        self.told: Counter[str] = Counter()
        self.habits: list[Habit] = []
        self.requests: list[tuple[str, str, dict[str, str], dict[str, Any]]] = []
        self.reports: dict[str, str] = {}
        place = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                place.requests.append(("POST", self.path, dict(self.headers), body))
                call = Call(place, self, body)
                habit = place.habits.pop(0) if place.habits else well
                try:
                    habit(call)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def do_GET(self) -> None:
                place.requests.append(("GET", self.path, dict(self.headers), {}))
                call = Call(place, self, {"id": self.path.rpartition("/")[2].replace("%3A", ":")})
                seen = place.told[call.id]
                call.answer(200 if seen else 404, place.reports.get(call.id, "sent") if seen else "none")

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def document(self, **changes: Any) -> str:
        """Return the settings for this gateway."""
        usual = {
            "format": "sms-gateway/1",
            "url": f"{self.url}/send",
            "headers": {"Authorization": "Bearer {secret}"},
            "body": {"id": "{id}", "phone": "{to_international}", "content": "{text}"},
            "idempotency_header": "Idempotency-Key",
            "repeatable": self.knows_ids,
            "timeout_seconds": 0.25,
            "tries": 2,
            "answer": {"field": "code", "handed": ["ok"], "failed": ["bad-number"], "busy": ["busy"], "proof": "no"},
            "ask": {
                "url": f"{self.url}/status/{{id}}",
                "answer": {"field": "code", "handed": ["sent"], "confirmed": ["arrived"], "failed": ["lost"],
                           "proof": "no"},
            },
        }  # fmt: skip
        return json.dumps({**usual, **changes})


@contextmanager
def gateway(*, knows_ids: bool = True) -> Iterator[GatewayServer]:
    """Run a gateway while a test lasts."""
    place = GatewayServer(knows_ids=knows_ids)
    thread = threading.Thread(target=place.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield place
    finally:
        place.server.shutdown()
        place.server.server_close()
        thread.join()


def well(call: Call) -> None:
    call.tell()
    call.answer()


def slow_but_told(call: Call) -> None:
    """The text goes; the answer comes when nobody waits any more."""
    call.tell()
    time.sleep(0.4)
    call.answer()


def dripping(call: Call) -> None:
    """The text goes; a good answer comes letter by letter, each in time, all together not."""
    call.tell()
    data = b'{"code": "ok"}'.ljust(30)
    call.handler.send_response(200)
    call.handler.send_header("Content-Length", str(len(data)))
    call.handler.end_headers()
    for letter in data:
        call.handler.wfile.write(bytes([letter]))
        call.handler.wfile.flush()
        time.sleep(0.02)


def hung_up_after_telling(call: Call) -> None:
    call.tell()
    call.handler.connection.shutdown(2)
    call.handler.close_connection = True


def hung_up(call: Call) -> None:
    call.handler.connection.shutdown(2)
    call.handler.close_connection = True


def told_but_500(call: Call) -> None:
    call.tell()
    call.answer(500, "error")


def told_twice_by_409(call: Call) -> None:
    call.tell()
    call.answer(409, "duplicate")


def answering(status: int, code: str = "x", **headers: str) -> Habit:
    return lambda call: call.answer(status, code, {name.replace("_", "-"): value for name, value in headers.items()})
