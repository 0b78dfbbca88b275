"""A real server that fails, dawdles and answers twice: what is unknown is never taken for unsent, nor for sent."""

import json
import logging
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from desktop.app import Workplace
from desktop.handling.rights import NotYours
from desktop.notices import office_gateway
from desktop.notices.carrier import Outcome, Receipt
from desktop.notices.gateway import GatewayRefused, read_gateway
from desktop.notices.http_carrier import LONGEST_WAIT, HttpGateway
from desktop.notices.states import Outgoing
from desktop.terms import MessageChannel, MessageKind
from tests.notices import gateways
from tests.notices.gateways import GatewayServer, Habit, answering, gateway
from tests.notices.test_workflow import at

SECRET = "khoa-bi-mat-123"
TEXT = Outgoing("e-1:sms", "H1-1", MessageKind.APOLOGY, MessageChannel.SMS, "0961234567", "Xin lỗi {id} Ông “A”", 1)


@pytest.fixture
def place() -> Iterator[GatewayServer]:
    with gateway() as running:
        yield running


def carrier(place: GatewayServer, rests: list[float] | None = None, **changes: Any) -> HttpGateway:
    slept = [] if rests is None else rests
    return HttpGateway(read_gateway(place.document(**changes)), SECRET, rest=slept.append)


def sent(place: GatewayServer, *habits: Habit, **changes: Any) -> Receipt:
    place.habits = list(habits)
    (receipt,) = carrier(place, **changes).send([TEXT])
    return receipt


def test_what_is_sent(place: GatewayServer) -> None:
    receipt = sent(place)
    assert (receipt.outcome, receipt.proof) == (Outcome.HANDED, "SM-e-1:sms")
    ((method, path, headers, body),) = place.requests
    assert (method, path) == ("POST", "/send")
    assert headers["Authorization"] == f"Bearer {SECRET}"
    assert headers["Idempotency-Key"] == "e-1:sms"
    assert body == {"id": "e-1:sms", "phone": "84961234567", "content": "Xin lỗi {id} Ông “A”"}


CASES: list[tuple[str, list[Habit], dict[str, Any], Outcome, int, int]] = [
    ("5xx, then well: the same id, told once", [gateways.told_but_500], {}, Outcome.HANDED, 1, 2),
    ("5xx twice: open", [gateways.told_but_500] * 2, {}, Outcome.UNSURE, 1, 2),
    ("answer after the time limit, asked again", [gateways.slow_but_told], {}, Outcome.HANDED, 1, 2),
    ("slow twice: open", [gateways.slow_but_told] * 2, {}, Outcome.UNSURE, 1, 2),
    ("drips without end", [gateways.dripping], {"tries": 1}, Outcome.UNSURE, 1, 1),
    ("line cut after the text went", [gateways.hung_up_after_telling], {}, Outcome.HANDED, 1, 2),
    ("line cut, nobody knows when", [gateways.hung_up], {"tries": 1}, Outcome.UNSURE, 0, 1),
    ("told twice over, second answered 409", [gateways.told_but_500, gateways.told_twice_by_409], {},
     Outcome.HANDED, 1, 2),
    ("429, then well", [answering(429, Retry_After="2")], {}, Outcome.HANDED, 1, 2),
    ("429 for good", [answering(429)] * 2, {}, Outcome.NOT_SENT, 0, 2),
    ("open, then refused for the rush: still open", [gateways.told_but_500, answering(429)], {}, Outcome.UNSURE, 1, 2),
    ("busy by code, then well", [answering(200, "busy")], {}, Outcome.HANDED, 1, 2),
    ("wrong number by code", [answering(200, "bad-number")], {}, Outcome.FAILED, 0, 1),
    ("refused by status", [answering(422)], {}, Outcome.FAILED, 0, 1),
    ("a code nobody explained", [answering(200, "E77")], {"tries": 1}, Outcome.UNSURE, 0, 1),
    ("wrong key: our settings, not the text", [answering(401)], {}, Outcome.NOT_SENT, 0, 1),
    ("sent elsewhere: not followed", [answering(302, Location="http://127.0.0.1:1/")], {}, Outcome.NOT_SENT, 0, 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("habits", "changes", "outcome", "told", "requests"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_each_misfortune(
    place: GatewayServer, habits: list[Habit], changes: dict[str, Any], outcome: Outcome, told: int, requests: int
) -> None:
    receipt = sent(place, *habits, **changes)
    assert receipt.outcome is outcome
    assert place.told[TEXT.id] == told
    assert len(place.requests) == requests
    assert receipt.reason or outcome is Outcome.HANDED


def test_a_gateway_that_knows_no_ids_is_not_tried_again_when_it_is_open() -> None:
    with gateway(knows_ids=False) as place:
        assert sent(place, gateways.told_but_500, tries=5).outcome is Outcome.UNSURE
        assert place.told[TEXT.id] == 1


def closed_port() -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}/send"


def test_connection_refused_did_not_send_and_ends_the_round(place: GatewayServer) -> None:
    rests: list[float] = []
    away = carrier(place, rests, url=closed_port(), tries=3)
    receipts = list(away.send([TEXT, TEXT]))
    assert [(receipt.outcome, receipt.stop) for receipt in receipts] == [(Outcome.NOT_SENT, True)]
    assert rests == [0.5, 1.0]


def test_it_waits_as_long_as_the_gateway_asks_within_reason(place: GatewayServer) -> None:
    rests: list[float] = []
    place.habits = [answering(429, Retry_After="7"), answering(429, Retry_After="99999"), answering(429)]
    list(carrier(place, rests, tries=4).send([TEXT]))
    assert rests == [7.0, LONGEST_WAIT, 2.0]


def test_asking_what_became_of_texts(place: GatewayServer) -> None:
    list(carrier(place).send([TEXT]))
    texts = [TEXT, Outgoing(**{**{name: getattr(TEXT, name) for name in TEXT.__struct_fields__}, "id": "e-2:sms"})]
    assert [one.outcome for one in carrier(place).ask(texts)] == [Outcome.HANDED, Outcome.NEVER_SEEN]
    place.reports[TEXT.id] = "arrived"
    assert next(carrier(place).ask(texts)).outcome is Outcome.CONFIRMED
    place.reports[TEXT.id] = "lost"
    assert next(carrier(place).ask(texts)).outcome is Outcome.FAILED
    assert list(carrier(place, ask=None).ask(texts)) == []
    assert place.requests[-1][1] == "/status/e-1%3Asms"


def test_the_secret_is_in_no_log_error_or_picture_of_an_object(
    place: GatewayServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    way = carrier(place)
    place.habits = [answering(401), gateways.hung_up]
    receipts = [*way.send([TEXT]), *way.send([TEXT])]
    shown = caplog.text + repr(way) + repr(receipts)
    assert SECRET not in shown
    assert TEXT.to not in caplog.text
    assert TEXT.text not in caplog.text


def test_a_secret_that_is_no_header_is_our_fault_and_no_crash(place: GatewayServer) -> None:
    way = HttpGateway(read_gateway(place.document()), "khóa\nxấu", rest=lambda _: None)
    (receipt,) = way.send([TEXT])
    assert (receipt.outcome, receipt.stop) == (Outcome.NOT_SENT, True)
    assert place.requests == []


def changed(**changes: Any) -> str:
    usual = {
        "format": "sms-gateway/1",
        "url": "https://sms.example.vn/send",
        "body": {"to": "{to}", "text": "{text}"},
    }
    return json.dumps({**usual, **changes})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "dòng 1"),
        ("[]", "Expected `object`"),
        (changed(format="x"), "sms-gateway/1"),
        (changed(colour="red"), "colour"),
        (changed(url="ftp://x/"), "không phải địa chỉ https"),
        (changed(url="http://sms.example.vn/"), "không mã hóa"),
        (changed(url="https://u:p@sms.example.vn/"), "mã bí mật"),
        (changed(url="https://sms.example.vn/?key={secret}"), "mã bí mật"),
        (changed(url="https://sms.example.vn/{text}"), "chỉ được chứa {id}"),
        (changed(body={"to": "{to}"}), "phải có {text}"),
        (changed(body={"to": "{to}", "text": "{text}", "x": ["{cccd}"]}), "{cccd}"),
        (changed(repeatable=True), "phải nhận {id}"),
        (changed(body_type="form", body={"to": "{to}", "text": ["{text}"]}), "dạng form"),
        (changed(headers={"X\n": "a"}), "không đúng dạng"),
        (changed(headers={"X": "{text}"}), "chỉ được chứa"),
        (changed(timeout_seconds=0), "timeout_seconds"),
        (changed(tries=11), "tries"),
        (changed(ask={"url": "https://sms.example.vn/s", "answer": {}}), "phải có {id}"),
    ],
)
def test_a_gateway_document_is_checked_when_it_is_set(text: str, fault: str) -> None:
    with pytest.raises(GatewayRefused) as refused:
        read_gateway(text)
    assert fault in refused.value.message


def test_inside_the_provinces_network_plain_http_may_be_chosen() -> None:
    assert read_gateway(changed(url="http://10.1.1.1/", plain_http=True)).plain_http
    assert HttpGateway(read_gateway(changed())).real


def test_a_form_body(place: GatewayServer) -> None:
    way = carrier(place, body_type="form", body={"to": "{to}", "text": "{text}"})
    assert (
        way._request(httpx.Client(), TEXT).content
        == b"to=0961234567&text=Xin+l%E1%BB%97i+%7Bid%7D+%C3%94ng+%E2%80%9CA%E2%80%9D"
    )


def test_the_gateway_of_an_office_is_kept_in_its_store(commune: Workplace, place: GatewayServer) -> None:
    with at(commune) as (session, acting):
        assert office_gateway.office_gateway(session) is None
        office_gateway.set_gateway(session, acting, place.document(), SECRET)
        with pytest.raises(GatewayRefused):
            office_gateway.set_gateway(session, acting, changed(url="ftp://x"), "khác")
        office_gateway.set_gateway(session, acting, place.document(tries=4))
    with commune.store.read() as session:
        way = office_gateway.office_gateway(session)
    assert way is not None
    assert (way.secret, way.gateway.tries, way.real) == (SECRET, 4, False)
    with at(commune.as_officer("tra")) as (session, acting), pytest.raises(NotYours):
        office_gateway.forget_gateway(session, acting)
    with at(commune) as (session, acting):
        office_gateway.forget_gateway(session, acting)
        assert office_gateway.office_gateway(session) is None
