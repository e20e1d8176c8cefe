"""Publishing a template edition, reading one, and starting an agreement from it."""

import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from agreements import queries
from agreements.county_templates import load_template, parse_template
from agreements.county_templates.model import TemplateFile
from agreements.drafting import service as drafting
from agreements.models import Agreement, TemplateVersion
from portal.audit import service as audit
from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.tenancy import queries as tenancy
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


def start_agreement(
    actor: Actor,
    template_id: UUID,
    *,
    agreement_id: UUID,
    title: str,
    with_police: bool,
    now: datetime,
) -> Agreement:
    """Start the actor's municipality's agreement with its region, and with the police if asked."""
    template = queries.get_template_version(actor, template_id)
    kinds = [OrganisationKind.REGION] + [OrganisationKind.POLICE] * with_police
    others = sorted(tenancy.list_organisations(actor, *kinds), key=lambda o: kinds.index(o.kind))
    if len(others) != len(kinds):
        raise NotFoundError
    return drafting.create(
        actor,
        template,
        content_of(template),
        agreement_id=agreement_id,
        title=title,
        municipality=tenancy.get_own_organisation(actor),
        others=others,
        now=now,
    )
