"""docs/batch-format.md says what the code does: fields, limits, refusals; a batch is read by the document alone."""

import hashlib
import json
import re
import zlib
from pathlib import Path

import msgspec
import nacl.signing
import pyrage
import pytest

from desktop.app import Workplace
from desktop.exchange import batch_file, content, exporting, importing, keys, link, scans, sync_words
from desktop.exchange.peers import own_keys
from desktop.handling.scans import MAX_SCAN
from desktop.hub import counter, entrance
from tests.support.desks import accept, acquaint, do
from tests.support.scanned import photo

TEXT = (Path(__file__).parents[2] / "docs" / "batch-format.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [batch_file.Manifest, content.Content, keys.OfficeCard, content.Link, scans.Enclosed])
def test_every_field_is_named(kind: type[msgspec.Struct]) -> None:
    missing = [name for name in kind.__struct_fields__ if not re.search(rf"\b{name}\b", TEXT)]
    assert missing == []


@pytest.mark.parametrize(
    "number",
    [
        batch_file.MAX_MANIFEST,
        exporting.MAX_LINKS,
        exporting.MAX_BYTES,
        scans.MAX_SCANS,
        scans.MAX_LACKS,
    ],
)
def test_every_limit_is_the_codes(number: int) -> None:
    assert f"{number:,}" in TEXT


def test_limits_in_round_figures() -> None:
    assert (batch_file.MAX_CONTENT, batch_file.MAX_FILE) == (64 * 2**20, 68 * 2**20)
    assert batch_file.LONG == 256 * 2**10
    assert MAX_SCAN == 20 * 2**20
    assert (entrance.ANSWER_WITHIN, counter.KEPT_DAYS, counter.MAX_PARTS) == (60, 14, 8)
    assert (sync_words.ROOT, sync_words.OFFSET, sync_words.COMPLETE) == (
        "/motcua/1",
        "Upload-Offset",
        "Upload-Complete",
    )
    assert link.ROOT in TEXT


def test_every_refusal_is_named() -> None:
    kinds = [*batch_file.BatchRefused.__subclasses__(), *importing.ALARMING]
    assert [kind.__name__ for kind in kinds if kind.__name__ not in TEXT] == []


def test_a_batch_is_read_by_the_document_alone(commune: Workplace, district: Workplace, tmp_path: Path) -> None:
    acquaint(commune, district)
    code = accept(commune).code
    assert code
    picture = commune.attach(code, "a.jpg", photo()).dossier.attachments[0].hash
    do(commune, code, "hand-over", to_office=district.office.code)
    (made,) = commune.export(tmp_path)
    data = made.path.read_bytes()
    assert data[:13] == b"MOTCUA-BATCH\n"
    length = int.from_bytes(data[13:17], "big")
    text, signature, sealed = data[17 : 17 + length], data[17 + length : 81 + length], data[81 + length :]
    nacl.signing.VerifyKey(bytes.fromhex(commune.card().verify_key)).verify(data[:13] + text, signature)
    manifest = json.loads(text)
    assert json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == text
    assert manifest["content_hash"] == hashlib.sha256(sealed).hexdigest()
    with district.store.read() as session:
        identity = own_keys(session).age_identity
    whole = zlib.decompress(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)]))
    document, behind = json.loads(whole[: manifest["document_size"]]), whole[manifest["document_size"] :]
    assert hashlib.sha256(behind).hexdigest() == document["enclosed"][0]["hash"] == picture
    assert manifest["scans"] == len(document["enclosed"]) == 1
    entry = document["entries"][0]
    sealed_fields = {name: value for name, value in entry.items() if name != "hash"}
    canonical = json.dumps(sealed_fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(canonical.encode()).hexdigest() == entry["hash"]
    assert commune.office.name.encode() in text
    assert "Đàm Văn Riêm".encode() not in data
