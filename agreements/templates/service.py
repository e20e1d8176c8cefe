"""Publishing an edition of the county's template, and reading what it says."""

import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from agreements.county_templates import load_template, parse_template
from agreements.county_templates.model import TemplateFile
from agreements.models import TemplateVersion
from portal.audit import service as audit
from portal.db import db
from portal.ids import new_id
from portal.tenancy.models import County


def publish(county: County, path: Path, *, now: datetime) -> TemplateVersion:
    """Publish the edition of a TOML file; publishing the same file again changes nothing.

    Raises TomlFileError with everything that is wrong with the file. An edition that has been
    published is not replaced: a corrected text is a new edition.
    """
    content = load_template(path)
    source = path.read_text(encoding="utf-8-sig")
    checksum = hashlib.sha256(source.encode("utf-8")).hexdigest()
    published = db.session.scalar(
        select(TemplateVersion).where(
            TemplateVersion.county_id == county.id,
            TemplateVersion.key == content.id,
            TemplateVersion.edition == content.edition,
        )
    )
    if published is not None:
        return published
    version = TemplateVersion(
        id=new_id(),
        county_id=county.id,
        key=content.id,
        edition=content.edition,
        name=content.name,
        source=source,
        adopted=content.adopted_by,
        source_sha256=checksum,
        published_at=now,
    )
    db.session.add(version)
    audit.record_maintenance(county.id, "template.published", version, sha256=checksum)
    return version


def content_of(version: TemplateVersion) -> TemplateFile:
    """What an edition says."""
    return _parsed(version.source, version.key)


@lru_cache(maxsize=8)
def _parsed(source: str, key: str) -> TemplateFile:
    return parse_template(source, Path(f"{key}.toml"))
