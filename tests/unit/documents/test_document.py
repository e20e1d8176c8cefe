"""The document as JSON: one canonical form, and nothing malformed gets in."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from agreements.document import MalformedDocumentError, from_json, sha256, to_json
from tests.unit.documents.example import draft, signed_agreement


def changed(path, value):
    """The example's JSON with one value changed; a missing value removes the key."""
    data = json.loads(to_json(signed_agreement()))
    *way, last = path
    place = data
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return json.dumps(data).encode()


@pytest.mark.parametrize("document", [signed_agreement(), draft()], ids=["signed", "draft"])
def test_a_document_survives_its_json(document):
    assert from_json(to_json(document)) == document
    assert to_json(from_json(to_json(document))) == to_json(document)


def test_the_json_is_canonical():
    source = to_json(signed_agreement())
    assert source == json.dumps(
        json.loads(source), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")


def test_what_came_later_is_left_out_where_it_says_nothing():
    older = signed_agreement()
    assert {"subject", "replaces"}.isdisjoint(json.loads(to_json(older)))
    newer = replace(older, subject="Placerade barn och unga", replaces="Den förra")
    assert from_json(to_json(newer)) == newer
    assert sha256(newer) != sha256(older)
    with pytest.raises(MalformedDocumentError, match=r"document\.replaces: expected a text"):
        from_json(changed(["replaces"], 7))


def test_the_same_instant_in_another_zone_is_the_same_document():
    swedish = datetime(2026, 11, 22, 13, 30, tzinfo=timezone(timedelta(hours=1)))
    utc = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
    document = signed_agreement()
    assert sha256(replace(document, made_at=swedish)) == sha256(replace(document, made_at=utc))


def test_one_changed_letter_changes_the_checksum():
    document = signed_agreement()
    section = replace(document.sections[0], text=document.sections[0].text + ".")
    edited = replace(document, sections=(section, *document.sections[1:]))
    assert sha256(edited) != sha256(document)
    assert len(sha256(document)) == 64


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        to_json(replace(signed_agreement(), made_at=datetime(2026, 11, 22)))  # noqa: DTZ001 - the point


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["title"], ..., "document.title is missing"),
        (["tittle"], "x", "document.tittle is not known"),
        (["title"], 7, "document.title: expected a text"),
        (["title"], "\ud800", "surrogate"),
        (["version"], "7", "document.version: expected a whole number"),
        (["version"], True, "document.version: expected a whole number"),
        (["version"], 0, "document.version: expected a whole number"),
        (["agreement_id"], "7", "document.agreement_id: expected a UUID"),
        (["valid_from"], "1 januari", "document.valid_from: expected a date"),
        (["made_at"], None, "document.made_at: expected a text"),
        (["made_at"], "2026-11-22T12:00:00", "document.made_at: a time needs a time zone"),
        (["made_at"], "i går", "document.made_at: expected a time"),
        (["made_at"], "0001-01-01T00:00:00+14:00", "document.made_at: expected a year"),
        (["parties"], {}, "document.parties: expected a list"),
        (["sections", 0], "text", "document.sections[0]: expected an object"),
        (["sections", 1, "number"], None, "document.sections[1].number: expected a whole"),
        (["rows", 0, "values"], [], "document.rows[0].values: expected an object"),
        (["rows", 0, "values", "school"], "shared", "document.rows[0].values.school: no such"),
        (["rows", 0, "values", "social"], "boss", "document.rows[0].values.social: expected one"),
    ],
)
def test_a_malformed_document_is_refused_with_place_and_reason(path, value, message):
    with pytest.raises(MalformedDocumentError) as refusal:
        from_json(changed(path, value))
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    "source",
    [b"", b"null", b"[]", b"\xff", b"{", b'{"title":"a","title":"b"}', b"[" * 100_000],
    ids=["empty", "null", "list", "not-utf8", "cut", "key-twice", "deep"],
)
def test_what_is_no_json_object_is_refused(source):
    with pytest.raises(MalformedDocumentError):
        from_json(source)
