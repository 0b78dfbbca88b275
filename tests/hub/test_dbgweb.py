"""Desks and their hub over a network that breaks, is slow, restarts, is full of strangers: real sockets, real TLS."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from desktop.app import Workplace
from desktop.exchange.batch_file import MAX_FILE
from desktop.exchange.keys import DeskKeys, card_bytes
from desktop.exchange.link import HubUnknown, SyncFault
from desktop.exchange.pending import digest_of
from desktop.exchange.sync import Synced, synchronise
from desktop.exchange.sync_words import ROOT, Challenge, Hello, Proof, desk_text
from desktop.hub import entrance
from desktop.hub.entrance import Entrance, NotAdmitted
from desktop.hub.hub import Hub, create_hub
from desktop.hub.web import Web, tls_context
from tests.support.desks import COMMUNE, MONDAY, NEIGHBOUR, PASSWORD, PROVINCE, accept
from tests.support.lines import BadLine, Cut
from tests.support.postgres import cheap_logins, new_desk
from tests.support.scanned import photo

TLS = Path(__file__).parent / "tls"
QUICK = (0.02,) * 6


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub in a file, and two communes that it knows."""
    folder = tmp_path_factory.mktemp("web")
    with cheap_logins():
        made, _ = create_hub(
            folder / "hub", PROVINCE, {"tinh": PASSWORD}, database=None, practice=True, now=MONDAY, program="test"
        )
    for name, office in (("commune", COMMUNE), ("neighbour", NEIGHBOUR)):
        place = new_desk(folder / name, office)
        place.trust(card_bytes(made.card()))
        made.admit(card_bytes(place.card()))
        place.close()
    made.close()
    return folder


def opened(folder: Path) -> Workplace:
    from desktop.models.store import open_store

    owner = {"hub": "tinh", "commune": "lan", "neighbour": "so"}[folder.name]
    store = open_store(folder, owner, PASSWORD)
    return Workplace(store, store.office.officers[0], MONDAY)


@pytest.fixture
def hub(templates: Path, tmp_path: Path) -> Iterator[Hub]:
    place = opened(Path(shutil.copytree(templates / "hub", tmp_path / "hub")))
    yield Hub(place.store, MONDAY)
    place.close()


@pytest.fixture
def commune(templates: Path, tmp_path: Path) -> Iterator[Workplace]:
    place = opened(Path(shutil.copytree(templates / "commune", tmp_path / "commune")))
    yield place
    place.close()


@pytest.fixture
def neighbour(templates: Path, tmp_path: Path) -> Iterator[Workplace]:
    place = opened(Path(shutil.copytree(templates / "neighbour", tmp_path / "neighbour")))
    yield place
    place.close()


class Running:
    """A hub's server in a thread, which can be stopped and started anew at the same port."""

    def __init__(self, hub: Hub, folder: Path, *, tls: bool = False) -> None:
        self.hub, self.folder, self.tls, self.port = hub, folder, tls, 0
        self.start()

    def start(self) -> None:
        context = tls_context(TLS / "certificate.pem", TLS / "key.pem") if self.tls else None
        self.web = Web(self.hub.store, self.folder, ("127.0.0.1", self.port), lambda: self.hub.now, context)
        self.port = self.web.server_address[1]
        self.thread = threading.Thread(target=self.web.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.web.shutdown()
        self.web.server_close()
        self.thread.join()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port


@pytest.fixture
def running(hub: Hub, tmp_path: Path) -> Iterator[Running]:
    made = Running(hub, tmp_path / "web")
    yield made
    made.stop()


def sync(place: Workplace, url: str, **more: object) -> Synced:
    given = {"patience": QUICK, **more}
    return synchronise(place.store, url, place.now, place.import_data, **given)  # type: ignore[arg-type]


def seen_by(hub: Hub, place: Workplace) -> int:
    return next(row.seq for row in hub.status() if row.desk_id == place.store.desk_id)


def with_work(place: Workplace, kilobytes: int = 0, scans: int = 1) -> str:
    """Take a dossier in, with scans of this size."""
    code = accept(place).code
    assert code
    for seed in range(scans):
        place.attach(code, "a.jpg", photo(seed, kilobytes))
    return code


def at_hub(hub: Hub, code: str) -> int:
    """Return how many scans of a dossier the hub has."""
    place = Workplace(hub.store, hub.store.office.officers[0], MONDAY)
    return len([place.attachment(scan.hash) for scan in place.view(code).dossier.attachments])


class TestExchange:
    def test_over_tls_from_a_dossier_to_its_acknowledgement(self, hub: Hub, commune: Workplace, tmp_path: Path) -> None:
        running = Running(hub, tmp_path / "web", tls=True)
        code = with_work(commune)
        done = commune.sync(running.url, authority=TLS / "certificate.pem")
        assert done.hub == PROVINCE.name
        assert done.sent[0].arrival == "imported"
        assert "1 bản chụp mới" in done.sent[0].message
        assert commune.not_yet_above() == 0
        assert [row.scans_unconfirmed for row in commune.peer_statuses()] == [0]
        assert at_hub(hub, code) == 1
        assert commune.known_offices()[NEIGHBOUR.code] == NEIGHBOUR.name, "the directory came along"
        again = commune.sync(running.url, authority=TLS / "certificate.pem")
        assert again.received == ()
        running.stop()

    def test_when_all_is_said_nothing_goes_over_the_line(self, running: Running, commune: Workplace) -> None:
        with_work(commune)
        sync(commune, running.url)
        sync(commune, running.url)
        assert sync(commune, running.url) == Synced(PROVINCE.name)

    def test_two_desks_at_once(self, running: Running, hub: Hub, commune: Workplace, neighbour: Workplace) -> None:
        codes = [with_work(commune, 30, 3), with_work(neighbour, 30, 3)]
        faults: list[BaseException] = []

        def work(place: Workplace) -> None:
            try:
                sync(place, running.url)
            except BaseException as error:
                faults.append(error)

        threads = [threading.Thread(target=work, args=(place,)) for place in (commune, neighbour)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert [at_hub(hub, code) for code in codes] == [3, 3]

    def test_a_stick_and_the_line_may_carry_the_same(
        self, running: Running, hub: Hub, commune: Workplace, tmp_path: Path
    ) -> None:
        with_work(commune)
        (batch,) = commune.export(tmp_path)
        hub.import_files([batch.path])
        done = sync(commune, running.url)
        assert commune.not_yet_above() == 0
        assert done.received


def arrived_at(running: Running, size: int) -> int:
    """Wait until so much of an upload has arrived."""
    for _ in range(500):
        found = [part.stat().st_size for part in (running.folder / "in").rglob("*.part")]
        if found and found[0] >= size:
            return found[0]
        time.sleep(0.01)
    raise AssertionError(f"only {found} arrived")


class TestBadLine:
    def test_an_upload_that_breaks_goes_on_where_it_was(self, running: Running, hub: Hub, commune: Workplace) -> None:
        code = with_work(commune, 300)
        cuts = [Cut(up=60_000), Cut(up=2_000), Cut(up=50_000), Cut(down=10)]
        with BadLine(running.address, [Cut(up=80_000), *cuts]) as line:
            sync(commune, f"http://127.0.0.1:{line.port}")
            assert line.connections > 4
            assert line.up < 320_000, "what had arrived did not go again"
        assert at_hub(hub, code) == 1
        assert commune.not_yet_above() == 0
        assert list((running.folder / "in").rglob("*.part")) == []

    def test_a_download_that_breaks_goes_on_where_it_was(
        self, running: Running, hub: Hub, commune: Workplace, neighbour: Workplace
    ) -> None:
        code = with_work(commune, 200, 2)
        sync(commune, running.url)
        place = Workplace(hub.store, hub.store.office.officers[0], MONDAY)
        place.do(code, "take-over", {"reason": "Công dân tự mang đến"})
        place.do(code, "hand-over", {"to_office": NEIGHBOUR.code})
        cuts = [Cut(down=60_000), Cut(down=90_000), Cut(down=3_000), Cut(down=90_000)]
        with BadLine(running.address, cuts) as line:
            sync(neighbour, f"http://127.0.0.1:{line.port}")
            assert line.connections > 3
            assert line.down < 450_000
        assert len(neighbour.view(code).dossier.attachments) == 2
        assert neighbour.peer_statuses()[0].scans_missing == 0
        assert neighbour.verify().faults == ()

    def test_a_line_that_stays_down_is_told_and_the_next_time_goes_on(
        self, running: Running, hub: Hub, commune: Workplace
    ) -> None:
        code = with_work(commune, 300)
        dead = [Cut(up=0, down=0)] * 40
        with BadLine(running.address, [Cut(up=150_000), *dead]) as line:
            with pytest.raises(SyncFault, match="chỗ đứt"):
                sync(commune, f"http://127.0.0.1:{line.port}")
            print("DBG", line.up, line.down, line.connections, [ (str(p), p.stat().st_size) for p in running.folder.rglob("*")], [ (str(p), p.stat().st_size) for p in (commune.store.folder.parent/"sync").rglob("*")])
            arrived = arrived_at(running, 140_000)
        with BadLine(running.address) as line:
            sync(commune, f"http://127.0.0.1:{line.port}")
            assert line.up < 260_000 - arrived
        assert at_hub(hub, code) == 1

    def test_a_slow_line(self, running: Running, hub: Hub, commune: Workplace) -> None:
        code = with_work(commune, 30)
        with BadLine(running.address, per_second=100_000) as line:
            sync(commune, f"http://127.0.0.1:{line.port}")
        assert at_hub(hub, code) == 1

    def test_a_server_that_is_started_anew(self, running: Running, hub: Hub, commune: Workplace) -> None:
        code = with_work(commune, 300)
        restarted: list[bool] = []

        def restart(_: str, done: int, whole: int) -> None:
            if done > whole // 2 and not restarted:
                restarted.append(True)
                running.stop()
                running.start()

        with BadLine(running.address, [Cut(up=200_000)]) as line:
            sync(commune, f"http://127.0.0.1:{line.port}", progress=restart)
        assert restarted
        assert at_hub(hub, code) == 1
        assert commune.not_yet_above() == 0

    def test_the_answer_that_is_lost_after_all_has_arrived(
        self, running: Running, hub: Hub, commune: Workplace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with_work(commune)
        before = seen_by(hub, commune)
        take_in = running.web.counter._take_in
        broken: list[Path] = []

        def and_break(batch: Path) -> object:
            done = take_in(batch)
            if not broken:
                broken.append(batch)
                raise ConnectionError
            return done

        monkeypatch.setattr(running.web.counter, "_take_in", and_break)
        done = sync(commune, running.url)
        assert broken
        assert done.sent[0].arrival == "known"
        assert seen_by(hub, commune) > before
        assert commune.not_yet_above() == 0

    def test_a_line_that_fell_silent_keeps_the_next_one_from_nothing(
        self, running: Running, hub: Hub, commune: Workplace
    ) -> None:
        code = with_work(commune, 300)
        dead = [Cut(up=0, down=0)] * 40
        with BadLine(running.address, [Cut(up=100_000), *dead]) as line, pytest.raises(SyncFault):
            sync(commune, f"http://127.0.0.1:{line.port}")
        (batch,) = (commune.store.folder.parent / "sync").rglob("*.motcua")
        size, digest = batch.stat().st_size, digest_of(batch)
        with entered(running, commune) as client:
            at = client.head(f"/in/{digest}").headers["Upload-Offset"]
            head = f"PUT {ROOT}/in/{digest} HTTP/1.1\r\nAuthorization: {client.headers['Authorization']}\r\n"
            span = f"Content-Range: bytes {at}-{size - 1}/{size}\r\nContent-Length: {size - int(at)}\r\n\r\n"
            with socket.create_connection(running.address) as silent:
                silent.sendall((head + span).encode() + batch.read_bytes()[int(at) : int(at) + 100])
                sync(commune, running.url)
        assert at_hub(hub, code) == 1


class TestStrangers:
    def test_a_desk_the_hub_has_no_card_of(self, running: Running, tmp_path: Path, hub: Hub) -> None:
        stranger = new_desk(tmp_path / "stranger", replace(COMMUNE, code="H14.12.9"))
        stranger.trust(card_bytes(hub.card()))
        accept(stranger)
        with pytest.raises(HubUnknown, match="chưa có thẻ của máy"):
            sync(stranger, running.url)
        assert list(running.folder.rglob("*.*")) == []
        stranger.close()

    def test_a_desk_whose_card_was_taken_back(self, running: Running, hub: Hub, commune: Workplace) -> None:
        hub.revoke(commune.store.desk_id, "mất máy")
        with pytest.raises(HubUnknown, match="thu hồi"):
            sync(commune, running.url)

    def test_a_hub_the_desk_has_no_card_of(self, commune: Workplace, tmp_path: Path) -> None:
        with cheap_logins():
            other, _ = create_hub(
                tmp_path / "other", PROVINCE, {"tinh": PASSWORD}, database=None, practice=True, now=MONDAY, program="t"
            )
        other.admit(card_bytes(commune.card()))
        running = Running(other, tmp_path / "web")
        accept(commune)
        with BadLine(running.address) as line:
            with pytest.raises(HubUnknown, match="chưa gửi gì"):
                sync(commune, f"http://127.0.0.1:{line.port}")
            assert line.up < 1000
        running.stop()
        other.close()

    def test_one_that_uses_the_hubs_name_with_a_key_of_its_own(self, running: Running, commune: Workplace) -> None:
        own = DeskKeys.generate()
        running.web.entrance.keys = lambda _: own
        with pytest.raises(HubUnknown, match="chưa gửi gì"):
            sync(commune, running.url)

    def test_a_server_that_is_no_hub(self, commune: Workplace) -> None:
        class Page(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"<html>router</html>")

            def log_message(self, *_: object) -> None:
                pass

        with HTTPServer(("127.0.0.1", 0), Page) as server:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
            with pytest.raises(SyncFault, match="không trả lời như đầu mối"):
                sync(commune, f"http://127.0.0.1:{server.server_address[1]}")
            server.shutdown()

    def test_a_certificate_nobody_vouches_for(self, hub: Hub, commune: Workplace, tmp_path: Path) -> None:
        running = Running(hub, tmp_path / "web", tls=True)
        with pytest.raises(HubUnknown, match="Chứng thư"):
            sync(commune, running.url)
        running.stop()

    @pytest.mark.parametrize("url", ["tinh.gov.vn", "ftp://x", "https://", ""])
    def test_an_address_that_is_none(self, commune: Workplace, url: str) -> None:
        with pytest.raises(SyncFault, match="Địa chỉ đầu mối"):
            sync(commune, url)

    def test_nobody_there(self, commune: Workplace) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with pytest.raises(SyncFault, match="Đường truyền"):
            sync(commune, f"http://127.0.0.1:{port}")


@contextmanager
def entered(running: Running, place: Workplace, keys: DeskKeys | None = None) -> Iterator[httpx.Client]:
    """Give a client that proved itself as a desk, with its token."""
    from desktop.exchange.peers import own_keys

    with place.store.read() as session:
        keys = keys or own_keys(session)
    with httpx.Client(base_url=running.url + ROOT) as client:
        hello = Hello(place.store.desk_id, "ab" * 32)
        answer = client.post("/hello", content=msgspec.json.encode(hello)).content
        asked = msgspec.json.decode(answer, type=Challenge)
        signed = keys.sign(desk_text(asked.hub, hello.desk, hello.nonce, asked.nonce)).hex()
        proof = msgspec.json.encode(Proof(hello.desk, hello.nonce, asked.nonce, signed))
        given = client.post("/session", content=proof)
        client.headers["Authorization"] = f"Bearer {given.json().get('token', 'none')}"
        yield client


class TestDoor:
    @pytest.mark.parametrize(
        ("method", "path"), [("GET", "/out"), ("GET", f"/out/{'0' * 64}"), ("PUT", f"/in/{'0' * 64}")]
    )
    def test_without_a_proof_nothing_is_done(self, running: Running, method: str, path: str) -> None:
        for token in ("", "Bearer", "Bearer " + "0" * 64, "Basic x"):
            answer = httpx.request(method, running.url + ROOT + path, headers={"Authorization": token})
            assert answer.status_code == 401

    def test_another_key_opens_nothing(self, running: Running, commune: Workplace) -> None:
        with entered(running, commune, DeskKeys.generate()) as client:
            assert client.get("/out").status_code == 401

    def test_a_batch_for_another_desk_is_not_given_out(
        self, running: Running, commune: Workplace, neighbour: Workplace
    ) -> None:
        with entered(running, neighbour) as client:
            ready = client.get("/out").json()
            assert ready
            assert client.get(f"/out/{ready[0]['hash']}").status_code == 200
        with entered(running, commune) as client:
            assert client.get(f"/out/{ready[0]['hash']}").status_code == 404

    @pytest.mark.parametrize(
        ("digest", "headers", "body", "status"),
        [
            ("0" * 64, {"Content-Range": f"bytes 0-2/{MAX_FILE + 1}"}, b"abc", 413),
            ("0" * 64, {"Content-Range": "bytes 0-9/5"}, b"abcdefghij", 413),
            ("0" * 64, {"Content-Range": "bytes 5-7/9"}, b"abc", 409),
            ("0" * 64, {"Content-Range": "bytes 0-3/9"}, b"abc", 400),
            ("0" * 64, {"Content-Range": "bytes=0-2/9"}, b"abc", 400),
            ("0" * 64, {}, b"abc", 400),
            ("0" * 64, {"Content-Range": "bytes 0-2/3"}, b"abc", 409),
            ("../" * 10 + "etc", {"Content-Range": "bytes 0-2/3"}, b"abc", 404),
            ("A" * 64, {"Content-Range": "bytes 0-2/3"}, b"abc", 404),
        ],
    )
    def test_pieces_that_do_not_fit(
        self, running: Running, commune: Workplace, digest: str, headers: dict[str, str], body: bytes, status: int
    ) -> None:
        with entered(running, commune) as client:
            assert client.put(f"/in/{digest}", content=body, headers=headers).status_code == status
        assert list(running.folder.rglob("*.part")) == []

    def test_a_file_that_is_no_batch_is_refused_in_words(self, running: Running, commune: Workplace) -> None:
        import hashlib

        digest = hashlib.sha256(b"abc").hexdigest()
        with entered(running, commune) as client:
            answer = client.put(f"/in/{digest}", content=b"abc", headers={"Content-Range": "bytes 0-2/3"})
            assert answer.status_code == 422
            assert "không phải gói dữ liệu" in answer.json()["error"]
        assert list(running.folder.rglob("in/*/*")) == []

    @pytest.mark.parametrize("path", ["/hello", "/session", "/nothing"])
    @pytest.mark.parametrize("body", [b"", b"{}", b"[" * 5000, b'{"desk":"a\\u0000","nonce":"ab"}', b"\xff" * 70_000])
    def test_nonsense_at_the_door(self, running: Running, path: str, body: bytes) -> None:
        assert httpx.post(running.url + ROOT + path, content=body).status_code in {400, 404}

    def test_uploads_that_nobody_finishes_are_few(self, running: Running, commune: Workplace) -> None:
        with entered(running, commune) as client:
            for number in range(12):
                answer = client.put(f"/in/{number:064x}", content=b"a", headers={"Content-Range": "bytes 0-0/9"})
                assert answer.status_code == 202
        assert len(list(running.folder.rglob("*.part"))) <= 9


class TestProof:
    """The questions at the door, without a network."""

    @pytest.fixture
    def door(self) -> Callable[..., object]:
        self.now = 1000.0
        self.hub_keys, self.desk_keys = DeskKeys.generate(), DeskKeys.generate()
        card = self.desk_keys.card("H14.1", "UBND xã", "desk", "commune", True)
        self.door = Entrance(
            "hub", lambda _: self.hub_keys, lambda desk: [card] if desk == "desk" else [], lambda: self.now
        )
        return self.prove

    def prove(self, **changes: str) -> Proof:
        asked = self.door.challenge(Hello("desk", "ab" * 32))
        signed = self.desk_keys.sign(desk_text("hub", "desk", "ab" * 32, asked.nonce)).hex()
        return msgspec.structs.replace(Proof("desk", "ab" * 32, asked.nonce, signed), **changes)

    def test_a_proof_lets_in_for_a_while(self, door: Callable[..., Proof]) -> None:
        token = self.door.admit(door()).token
        assert self.door.desk_of(token) == "desk"
        self.now += entrance.SESSION + 1
        assert self.door.desk_of(token) is None

    def test_a_proof_serves_once(self, door: Callable[..., Proof]) -> None:
        proof = door()
        self.door.admit(proof)
        with pytest.raises(NotAdmitted):
            self.door.admit(proof)

    def test_a_late_answer(self, door: Callable[..., Proof]) -> None:
        proof = door()
        self.now += entrance.ANSWER_WITHIN + 1
        with pytest.raises(NotAdmitted):
            self.door.admit(proof)

    @pytest.mark.parametrize(
        "changes",
        [{"desk": "other"}, {"asked": "cd" * 32}, {"nonce": "ab" * 56}, {"signature": "00" * 64}],
        ids=lambda changes: next(iter(changes)),
    )
    def test_nothing_of_it_may_be_changed(self, door: Callable[..., Proof], changes: dict[str, str]) -> None:
        with pytest.raises(NotAdmitted):
            self.door.admit(door(**changes))

    def test_what_the_hub_signs_is_no_proof_of_a_desk(self, door: Callable[..., Proof]) -> None:
        self.hub_keys = self.desk_keys
        asked = self.door.challenge(Hello("desk", "ab" * 32))
        with pytest.raises(NotAdmitted):
            self.door.admit(Proof("desk", "ab" * 32, asked.nonce, asked.signature))


def test_batches_that_lie_ready_are_put_away_once_fetched(running: Running, hub: Hub, commune: Workplace) -> None:
    for day in range(3):
        with_work(commune, scans=0)
        hub.now = MONDAY + timedelta(days=day)
        sync(commune, running.url)
    assert len(list((running.folder / "out" / commune.store.desk_id).glob("*.motcua"))) <= 2
    assert list((commune.store.folder.parent / "sync").rglob("*.motcua*")) == []
