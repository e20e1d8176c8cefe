"""Reading the published editions of the county's template."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, load_only, undefer

from agreements.tables.template import Subject, TemplateVersion
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError


def get_template_version(actor: Actor, template_id: UUID) -> TemplateVersion:
    """One edition of the county's template."""
    statement = select(TemplateVersion).where(
        TemplateVersion.id == template_id, TemplateVersion.county_id == actor.county_id
    )
    version = db.session.scalar(statement)
    if version is None:
        raise NotFoundError
    return version


def list_template_versions(actor: Actor) -> Sequence[TemplateVersion]:
    """The county's template editions by subject, newest first, without their contents."""
    statement = (
        select(TemplateVersion)
        .join(TemplateVersion.subject)
        .where(TemplateVersion.county_id == actor.county_id, ~TemplateVersion.for_paper)
        .options(
            load_only(
                TemplateVersion.subject_id,
                TemplateVersion.name,
                TemplateVersion.edition,
                TemplateVersion.published_at,
                # by which its content is known
                TemplateVersion.source_sha256,
            ),
            contains_eager(TemplateVersion.subject),
        )
        .order_by(Subject.position, Subject.key, TemplateVersion.edition.desc(), TemplateVersion.id)
    )
    return db.session.scalars(statement).all()


def list_published_before(version: TemplateVersion) -> Sequence[TemplateVersion]:
    """The editions on the same subject that were published earlier, in that order."""
    statement = (
        select(TemplateVersion)
        .where(
            TemplateVersion.county_id == version.county_id,
            TemplateVersion.subject_id == version.subject_id,
            TemplateVersion.published_at < version.published_at,
            ~TemplateVersion.for_paper,
        )
        .options(undefer(TemplateVersion.source), undefer(TemplateVersion.legal_references))
        .order_by(TemplateVersion.published_at, TemplateVersion.id)
    )
    return db.session.scalars(statement).all()
