"""The agreement as data: all that a DOCX, a PDF or a checksum is made from, and nothing else."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from hashlib import sha256 as hash_sha256
from typing import TypeVar, get_type_hints
from uuid import UUID

from portal.errors import PortalError

_Record = TypeVar("_Record")

# What a PDF can say about when it was made, and every time zone can show.
_YEARS = range(1970, 3000)
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")

MATRIX_VALUES = ("responsible", "shared", "participates", "none", "unset")


class MalformedDocumentError(PortalError):
    """The bytes are no agreement document; the message names the place and the reason."""


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """One heading of the agreement; `text` is CommonMark."""

    key: str
    number: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """What is agreed as data under a section: a line for each of its values.

    `is_left`: it is the template's suggestion, of which the parties have said nothing.
    """

    section: str
    key: str
    label: str
    said: str
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class DocumentColumn:
    """One actor of the matrix and the party it belongs to."""

    key: str
    label: str
    party: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One measure of the matrix; `values` maps a column's key to one of MATRIX_VALUES."""

    key: str
    phase: str
    title: str
    hint: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DocumentParty:
    """An organisation that takes part; `part` says what it does where that is not everything."""

    name: str
    kind: str
    organisation_number: str
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """What is recorded of a body's formal decision: the form's fields, a row's and the file's."""

    body: str
    paragraph: str
    decided_on: date
    reference: str
    # where the body has let somebody decide for it; this came later, see AgreementDocument
    delegation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDecision(DecisionFacts):
    """A party's formal decision on the agreement."""

    party: str


@dataclass(frozen=True, slots=True)
class DocumentSignature:
    """Who signed for a party, when, and the checksum of what was signed."""

    party: str
    name: str
    title: str
    signed_at: datetime
    document_sha256: str
    # by which right, and whether the party has signed with this one; see AgreementDocument
    authority: str = ""
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class DocumentAct:
    """What a party did with the agreement after it was signed."""

    day: date
    party: str
    what: str
    said: str


@dataclass(frozen=True, slots=True)
class DocumentAnnex:
    """What belongs to the agreement beside its sections, in the order they are numbered.

    `text` is CommonMark. A file is named by its checksum, its size and what it is (`suffix`).
    """

    key: str
    title: str
    size: int
    sha256: str
    text: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class AgreementDocument:
    """One version of one agreement. `made_at` is fixed per version: the only time in the file."""

    agreement_id: UUID
    version: int
    title: str
    municipality: str
    county: str
    template_name: str
    template_adopted: str
    status_label: str
    valid_from: date | None
    valid_until: date | None
    review_on: date | None
    made_at: datetime
    parties: tuple[DocumentParty, ...]
    sections: tuple[DocumentSection, ...]
    columns: tuple[DocumentColumn, ...]
    rows: tuple[DocumentRow, ...]
    decisions: tuple[DocumentDecision, ...]
    signatures: tuple[DocumentSignature, ...]
    # these came later: left out where they say nothing, so that older documents keep their bytes
    subject: str = ""
    replaces: str = ""
    acts: tuple[DocumentAct, ...] = ()
    prolongs: str = ""
    adds_to: str = ""
    changes: str = ""
    area: str = ""
    begun_by: str = ""
    annexes: tuple[DocumentAnnex, ...] = ()
    # a draft's that has not been decided yet: what is locked without one holds until further notice
    lacks_last_day: bool = False
    # how it was signed, where that was on paper
    on_paper: str = ""
    facts: tuple[DocumentFact, ...] = ()


def to_json(document: AgreementDocument) -> bytes:
    """The canonical form: sorted keys, no spaces, UTF-8, times in UTC.

    Equal documents give equal bytes. A time without a time zone is a ValueError.
    """
    return json.dumps(
        _plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")


def from_json(source: bytes) -> AgreementDocument:
    """The document that `to_json` wrote; anything else is a MalformedDocumentError."""
    try:
        value = json.loads(source.decode("utf-8"), object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError) as error:
        raise MalformedDocumentError(f"not JSON in UTF-8: {error}") from error
    document = _record(AgreementDocument, value, "document")
    _check_matrix(document)
    return document


def sha256(document: AgreementDocument) -> str:
    """The checksum of the canonical form, 64 hexadecimal digits."""
    return hash_sha256(to_json(document)).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value):
        defaults = _DEFAULTS[type(value)]
        said = {name: getattr(value, name) for name in defaults}
        return {name: _plain(each) for name, each in said.items() if each != defaults[name]}
    write = _WRITERS.get(type(value))
    return write(value) if write else value


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a time in a document needs a time zone")
    return value.astimezone(UTC).isoformat()


_WRITERS: dict[type, Callable[..., str]] = {
    datetime: _instant,
    date: date.isoformat,
    UUID: str,
}


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _record(record: type[_Record], value: object, where: str) -> _Record:
    if not isinstance(value, dict):
        raise MalformedDocumentError(f"{where}: expected an object")
    known = _DEFAULTS[record]
    for key in sorted(value.keys() ^ known.keys()):
        if known.get(key, MISSING) is not MISSING:
            continue
        problem = "is missing" if key in known else "is not known"
        raise MalformedDocumentError(f"{where}.{key} {problem}")
    kinds = _KINDS[record]
    return record(**{key: _READERS[kinds[key]](value[key], f"{where}.{key}") for key in value})


def _records(record: type[_Record]) -> Callable[[object, str], tuple[_Record, ...]]:
    def read(value: object, where: str) -> tuple[_Record, ...]:
        if not isinstance(value, list):
            raise MalformedDocumentError(f"{where}: expected a list")
        return tuple(_record(record, item, f"{where}[{i}]") for i, item in enumerate(value))

    return read


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise MalformedDocumentError(f"{where}: expected a text")
    if _HALF_A_PAIR.search(value):
        raise MalformedDocumentError(f"{where}: half a surrogate pair is no text")
    return value


def _truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise MalformedDocumentError(f"{where}: expected true or false")
    return value


def _number(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise MalformedDocumentError(f"{where}: expected a whole number from 1")
    return value


def _id(value: object, where: str) -> UUID:
    try:
        return UUID(_text(value, where))
    except ValueError as error:
        raise MalformedDocumentError(f"{where}: expected a UUID") from error


def _date(value: object, where: str) -> date:
    try:
        return date.fromisoformat(_text(value, where))
    except ValueError as error:
        raise MalformedDocumentError(f"{where}: expected a date such as 2026-11-22") from error


def _date_or_none(value: object, where: str) -> date | None:
    return None if value is None else _date(value, where)


def _time(value: object, where: str) -> datetime:
    try:
        time = datetime.fromisoformat(_text(value, where))
    except ValueError as error:
        raise MalformedDocumentError(f"{where}: expected a time in ISO 8601") from error
    if time.tzinfo is None:
        raise MalformedDocumentError(f"{where}: a time needs a time zone")
    if time.year not in _YEARS:
        raise MalformedDocumentError(f"{where}: expected a year from {_YEARS[0]} to {_YEARS[-1]}")
    return time.astimezone(UTC)


def _texts(value: object, where: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise MalformedDocumentError(f"{where}: expected an object")
    return {_text(key, where): _text(item, f"{where}.{key}") for key, item in value.items()}


# what each field of each record is
_RECORDS = (
    AgreementDocument,
    DocumentParty,
    DocumentSection,
    DocumentFact,
    DocumentColumn,
    DocumentRow,
    DocumentDecision,
    DocumentSignature,
    DocumentAct,
    DocumentAnnex,
)
# looked up once for each: what a key's value is, and what stands for it where it is left out
_KINDS: Mapping[type, Mapping[str, object]] = {one: get_type_hints(one) for one in _RECORDS}
_DEFAULTS: Mapping[type, Mapping[str, object]] = {
    one: {field.name: field.default for field in fields(one)} for one in _RECORDS
}
_READERS: dict[object, Callable[[object, str], object]] = {
    str: _text,
    bool: _truth,
    int: _number,
    UUID: _id,
    date: _date,
    date | None: _date_or_none,
    datetime: _time,
    Mapping[str, str]: _texts,
    tuple[DocumentParty, ...]: _records(DocumentParty),
    tuple[DocumentSection, ...]: _records(DocumentSection),
    tuple[DocumentFact, ...]: _records(DocumentFact),
    tuple[DocumentColumn, ...]: _records(DocumentColumn),
    tuple[DocumentRow, ...]: _records(DocumentRow),
    tuple[DocumentDecision, ...]: _records(DocumentDecision),
    tuple[DocumentSignature, ...]: _records(DocumentSignature),
    tuple[DocumentAct, ...]: _records(DocumentAct),
    tuple[DocumentAnnex, ...]: _records(DocumentAnnex),
}


def _check_matrix(document: AgreementDocument) -> None:
    columns = {column.key for column in document.columns}
    for i, row in enumerate(document.rows):
        for column, value in row.values.items():
            where = f"document.rows[{i}].values.{column}"
            if column not in columns:
                raise MalformedDocumentError(f"{where}: no such column")
            if value not in MATRIX_VALUES:
                raise MalformedDocumentError(f"{where}: expected one of {', '.join(MATRIX_VALUES)}")
