"""Publishing an edition of the county's template, and reading what it says."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agreements.county_templates import (
    TomlFileError,
    load_template,
    parse_legal_references,
    parse_template,
)
from agreements.county_templates.editions import (
    EditionChange,
    compare,
    compare_laws,
    contradictions,
)
from agreements.county_templates.loader import LEGAL_FILE
from agreements.county_templates.model import LegalReferences, TemplateFile
from agreements.facts import declared_as_json
from agreements.tables.agreement import Agreement
from agreements.tables.template import Subject, TemplateVersion
from portal.audit import service as audit
from portal.db import db, hold
from portal.errors import ConfigurationError
from portal.ids import new_id
from portal.tenancy.models import County
from portal.zone import STOCKHOLM


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition in a file, beside what has been published.

    `published` is the same edition, if it has been; `before` the one that it comes after, and
    `changes` what it says otherwise than that. For one that has been published, `changes` are
    legal references that the file says otherwise now: it keeps its own.
    """

    content: TemplateFile
    published: TemplateVersion | None
    before: TemplateVersion | None
    changes: tuple[EditionChange, ...]


def review_every(agreement: Agreement) -> int:
    """How many months between reviews the template of an agreement says."""
    return content_of(
        db.session.get_one(TemplateVersion, agreement.template_version_id)
    ).review_every


def read_edition(county: County, path: Path, *, today: date) -> Edition:
    """Compare a TOML file with what has been published in the county.

    Raises TomlFileError with everything that is wrong with the file or contradicts what is there,
    and ConfigurationError when the county does not have its subject, or another text has been
    published under that id and edition: a corrected text is a new edition.
    """
    content = load_template(path)
    _get_subject(county, content.subject)
    there = _list_published(county)
    if problems := contradictions(content, county.code, [*map(content_of, there)], today):
        raise TomlFileError(path, problems)
    names = (content.id, content.edition)
    published = next((one for one in there if (one.key, one.edition) == names), None)
    if published is not None:
        if published.source_sha256 != _checksum(_source(path)):
            raise ConfigurationError(
                f"edition {content.edition} of {content.id} has been published with another text;"
                " nothing was changed: give the changed file an edition of its own"
            )
        cited = (key for section in content.sections for key in section.legal)
        references = parse_legal_references(_source(path.with_name(LEGAL_FILE)))
        changes = compare_laws(own_references(published.id), references, cited)
        return Edition(content, published, None, changes)
    before = find_earlier(content, [one for one in there if one.subject.key == content.subject])
    changes = compare(content_of(before), content) if before else ()
    return Edition(content, None, before, changes)


def publish(county: County, path: Path, *, now: datetime) -> TemplateVersion:
    """Publish the edition of a TOML file; publishing the same file again changes nothing."""
    hold(county.id)
    edition = read_edition(county, path, today=now.astimezone(STOCKHOLM).date())
    if edition.published is not None:
        return edition.published
    content, source = edition.content, _source(path)
    version = TemplateVersion(
        id=new_id(),
        county_id=county.id,
        subject_id=_get_subject(county, content.subject).id,
        key=content.id,
        edition=content.edition,
        name=content.name,
        source=source,
        legal_references=_source(path.with_name(LEGAL_FILE)),
        adopted=content.adopted_by,
        source_sha256=_checksum(source),
        published_at=now,
        facts=kept_facts(content),
    )
    db.session.add(version)
    audit.record_maintenance(county.id, "template.published", version, sha256=version.source_sha256)
    return version


def kept_facts(content: TemplateFile) -> list[dict[str, Any]]:
    """What a template declares, for the database to answer with where no agreement says it."""
    return [
        {
            "section": section.key,
            "number": section.number,
            "heading": section.heading,
            "key": fact.key,
            "label": fact.label,
            "kind": fact.kind.value,
            "declared": declared_as_json(fact),
        }
        for section in content.sections
        for fact in section.facts
    ]


def find_earlier(content: TemplateFile, there: Sequence[TemplateVersion]) -> TemplateVersion | None:
    """The edition that one comes after: the one it says that it replaces, or else the last one.

    `there` are the editions on its subject that were published before it, in that order.
    """
    named = [one for one in there if one.edition == content.replaces]
    return next(reversed([*there, *named]), None)


def _list_published(county: County) -> list[TemplateVersion]:
    statement = (
        select(TemplateVersion)
        .where(TemplateVersion.county_id == county.id, ~TemplateVersion.for_paper)
        .options(joinedload(TemplateVersion.subject))
        .order_by(TemplateVersion.published_at, TemplateVersion.id)
    )
    return list(db.session.scalars(statement))


def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _checksum(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8")).hexdigest()


def _get_subject(county: County, key: str) -> Subject:
    statement = select(Subject).where(Subject.county_id == county.id).order_by(Subject.position)
    there = {one.key: one for one in db.session.scalars(statement)}
    if key not in there:
        raise ConfigurationError(
            f"the county has no subject with the key {key}, only {', '.join(there)}; nothing was"
            " changed: enter it in the county's file and import that first"
        )
    return there[key]


def content_of(version: TemplateVersion) -> TemplateFile:
    """What an edition says, which never changes: so its text is fetched once."""
    return _content(version.id, version.source_sha256)


@lru_cache(maxsize=64)
def _content(template_id: UUID, _checksum: str) -> TemplateFile:
    version = db.session.get_one(TemplateVersion, template_id)
    return _parsed(version.source, version.legal_references or "", version.key)


# every page of a section asks
@lru_cache(maxsize=64)
def own_references(template_id: UUID) -> LegalReferences | None:
    """The legal references that were published with an edition, which never change."""
    version = db.session.get_one(TemplateVersion, template_id)
    return _references(version.legal_references) if version.legal_references else None


@lru_cache(maxsize=8)
def _parsed(source: str, references: str, key: str) -> TemplateFile:
    own = _references(references) if references else None
    return parse_template(source, Path(f"{key}.toml"), own)


@lru_cache(maxsize=8)
def _references(source: str) -> LegalReferences:
    return parse_legal_references(source)
