"""Finding agreements and their parties, and what they can be about."""

from collections.abc import Mapping, Sequence
from functools import cache
from operator import attrgetter
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, literal, or_, select
from sqlalchemy.orm import aliased, joinedload, load_only

from agreements.rules import SIGNED, Status
from agreements.tables import functions
from agreements.tables.agreement import Agreement
from agreements.tables.party import AgreementParty
from agreements.tables.template import Subject, TemplateVersion
from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.errors import NotFoundError
from portal.tenancy.models import Organisation

_mine = aliased(AgreementParty)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Whose agreements a list shows: the parties' own, once they have been let in.

    For the county's coordination group, all that has been signed.
    """
    return _visible(
        literal(actor.county_id), literal(actor.organisation_id), is_group=_is_group(actor)
    )


def _is_group(actor: Actor) -> bool:
    return actor.organisation_kind is OrganisationKind.COORDINATION_GROUP


def _visible(
    county: ColumnElement[UUID], organisation: ColumnElement[UUID], *, is_group: bool
) -> ColumnElement[bool]:
    let_in: ColumnElement[bool] = (
        select(_mine.id)
        .where(
            _mine.agreement_id == Agreement.id,
            _mine.organisation_id == organisation,
            _mine.joined_at.is_not(None),
        )
        .exists()
    )
    if is_group:
        let_in = or_(let_in, Agreement.status.in_(SIGNED))
    return and_(Agreement.county_id == county, let_in)


def get_agreement(actor: Actor, agreement_id: UUID) -> Agreement:
    """One agreement with its parties and their organisations."""
    agreement = functions.agreement_with_parties(agreement_id)
    if agreement is None or not _is_visible_to(actor, agreement):
        raise NotFoundError
    return agreement


def _is_visible_to(actor: Actor, agreement: Agreement) -> bool:
    """Who reads an agreement: its parties, and when it has been signed everybody in the county.

    The database's policies say the same (migrations/access/agreement.sql).
    """
    return agreement.county_id == actor.county_id and (
        agreement.let_in_at(actor.organisation_id) is not None or agreement.status in SIGNED
    )


def list_agreements(actor: Actor, *statuses: Status) -> Sequence[Agreement]:
    """The agreements the actor sees, those last changed first, with their parties and subjects."""
    statement = _with_parties(frozenset(statuses or Status), is_group=_is_group(actor))
    return db.session.scalars(statement, _asked_by(actor)).unique().all()


def list_terms(actor: Actor) -> Sequence[Agreement]:
    """The same agreements with what a line of a list says of each, and without their parties."""
    return db.session.scalars(_terms(is_group=_is_group(actor)), _asked_by(actor)).all()


def _asked_by(actor: Actor) -> Mapping[str, UUID]:
    return {"county_id": actor.county_id, "organisation_id": actor.organisation_id}


@cache
def _with_parties(statuses: frozenset[Status], *, is_group: bool) -> Select[Agreement]:
    return _listed(statuses, is_group=is_group).options(
        joinedload(Agreement.every_party).joinedload(AgreementParty.organisation),
        joinedload(Agreement.subject, innerjoin=True),
    )


@cache
def _terms(*, is_group: bool) -> Select[Agreement]:
    said = load_only(
        *(Agreement.title, Agreement.status, Agreement.changed_at, Agreement.on_paper),
        *(Agreement.subject_id, Agreement.creator_id, Agreement.municipality_ids),
        *(Agreement.amends_id, Agreement.valid_from, Agreement.last_day, Agreement.open_ended),
        *(Agreement.review_on, Agreement.next_review_on),
    )
    return _listed(frozenset(Status), is_group=is_group).options(said)


def _listed(statuses: frozenset[Status], *, is_group: bool) -> Select[Agreement]:
    county = bindparam("county_id", type_=Uuid)
    organisation = bindparam("organisation_id", type_=Uuid)
    return (
        select(Agreement)
        .where(
            _visible(county, organisation, is_group=is_group),
            Agreement.status.in_(sorted(statuses)),
            # what has prolonged another is a part of that
            or_(Agreement.amends_id.is_(None), Agreement.status != Status.IN_FORCE),
        )
        .order_by(Agreement.changed_at.desc(), Agreement.id)
    )


def list_subjects(actor: Actor, *, with_template: bool = False) -> Sequence[Subject]:
    """What agreements of the county can be about; or only that which has a template."""
    statement = _subjects(with_template=with_template)
    return db.session.scalars(statement, {"county_id": actor.county_id}).all()


@cache
def _subjects(*, with_template: bool) -> Select[Subject]:
    statement = select(Subject).where(Subject.county_id == bindparam("county_id"))
    if with_template:
        statement = statement.where(
            select(TemplateVersion.id)
            .where(TemplateVersion.subject_id == Subject.id, ~TemplateVersion.for_paper)
            .exists()
        )
    return statement.order_by(Subject.position, Subject.key)


def list_area(agreement: Agreement) -> Sequence[Organisation]:
    """The municipalities that it holds in, by name."""
    here = {party.organisation_id: party.organisation for party in agreement.every_party}
    missing = set(agreement.municipality_ids) - set(here)
    if missing:
        found = db.session.scalars(select(Organisation).where(Organisation.id.in_(missing)))
        here |= {one.id: one for one in found}
    return sorted((here[one] for one in agreement.municipality_ids), key=attrgetter("sort_key"))
