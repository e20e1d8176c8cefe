"""Publishing an edition of the county's template, and reading what it says."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from agreements.county_templates import (
    load_template,
    parse_legal_references,
    parse_template,
)
from agreements.county_templates.loader import LEGAL_FILE
from agreements.county_templates.model import LegalReferences, TemplateFile
from agreements.models import Subject, TemplateVersion
from portal.audit import service as audit
from portal.db import db
from portal.errors import ConfigurationError
from portal.ids import new_id
from portal.tenancy.models import County


@dataclass(frozen=True, slots=True)
class Published:
    """An edition, and whether it was published just now or had been before."""

    version: TemplateVersion
    is_new: bool


def publish(county: County, path: Path, *, now: datetime) -> Published:
    """Publish the edition of a TOML file; publishing the same file again changes nothing.

    Raises TomlFileError with everything that is wrong with the file, and ConfigurationError when
    the county does not have its subject, or another text has been published under that id and
    edition: a corrected text is a new edition.
    """
    content = load_template(path)
    source = path.read_text(encoding="utf-8-sig")
    references = path.with_name(LEGAL_FILE).read_text(encoding="utf-8-sig")
    checksum = hashlib.sha256(source.encode("utf-8")).hexdigest()
    subject = _get_subject(county, content.subject)
    published = db.session.scalar(
        select(TemplateVersion).where(
            TemplateVersion.county_id == county.id,
            TemplateVersion.key == content.id,
            TemplateVersion.edition == content.edition,
        )
    )
    if published is not None:
        if published.source_sha256 != checksum:
            raise ConfigurationError(
                f"edition {content.edition} of {content.id} has been published with another text;"
                " nothing was changed: give the changed file an edition of its own"
            )
        return Published(published, is_new=False)
    version = TemplateVersion(
        id=new_id(),
        county_id=county.id,
        subject_id=subject.id,
        key=content.id,
        edition=content.edition,
        name=content.name,
        source=source,
        legal_references=references,
        adopted=content.adopted_by,
        source_sha256=checksum,
        published_at=now,
    )
    db.session.add(version)
    audit.record_maintenance(county.id, "template.published", version, sha256=checksum)
    return Published(version, is_new=True)


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
    """What an edition says."""
    return _parsed(version.source, version.legal_references or "", version.key)


def own_references(template_id: UUID) -> LegalReferences | None:
    """The legal references that were published with an edition."""
    version = db.session.get_one(TemplateVersion, template_id)
    return _references(version.legal_references) if version.legal_references else None


@lru_cache(maxsize=8)
def _parsed(source: str, references: str, key: str) -> TemplateFile:
    own = _references(references) if references else None
    return parse_template(source, Path(f"{key}.toml"), own)


@lru_cache(maxsize=8)
def _references(source: str) -> LegalReferences:
    return parse_legal_references(source)
