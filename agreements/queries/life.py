"""What is done with an agreement that has been signed: amended, reviewed, ended, corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased, selectinload

from agreements.clerical import mark
from agreements.queries.agreement import get_agreement, visible_to
from agreements.queries.asked import AGREEMENT
from agreements.rules import Status
from agreements.tables.agreement import Agreement
from agreements.tables.life import AgreementAct, Correction
from agreements.tables.text import Section, SectionVersion
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError


def find_amended(actor: Actor, agreement: Agreement) -> Agreement | None:
    """The one that it prolongs, if it does."""
    return get_agreement(actor, agreement.amends_id) if agreement.amends_id else None


def list_amending(actor: Actor, agreement: Agreement) -> Sequence[Agreement]:
    """What prolongs it, or is to, of that which the actor may read; the oldest first."""
    statement = (
        select(Agreement)
        .where(
            Agreement.amends_id == agreement.id,
            Agreement.status != Status.WITHDRAWN,
            visible_to(actor),
        )
        .order_by(Agreement.created_at, Agreement.id)
    )
    return db.session.scalars(statement).all()


def list_amended_by(agreement: Agreement) -> Sequence[Agreement]:
    """What has prolonged it or been added to it, the first before."""
    if not agreement.is_own:
        return ()
    statement = select(Agreement).where(
        Agreement.amends_id == agreement.id, Agreement.status == Status.IN_FORCE
    )
    return db.session.scalars(statement.order_by(Agreement.valid_from, Agreement.status_at)).all()


def find_text(agreement: Agreement, day: date = date.max) -> Agreement:
    """Where its text stands on a day: with its latest addendum by then, or itself."""
    added = [one for one in list_amended_by(agreement) if one.amends_text]
    begun = [one for one in added if one.valid_from is not None and one.valid_from <= day]
    return begun[-1] if begun else agreement


_ACTS = (
    select(AgreementAct)
    .where(AgreementAct.agreement_id == AGREEMENT)
    .order_by(AgreementAct.recorded_at, AgreementAct.id)
)


def list_acts(agreement: Agreement) -> Sequence[AgreementAct]:
    """What the parties have done with it since it was signed, the oldest first."""
    if not agreement.has_acts:
        return ()
    return db.session.scalars(_ACTS, {"agreement_id": agreement.id}).all()


_CORRECTIONS = (
    select(Correction)
    .where(Correction.agreement_id == AGREEMENT)
    .options(selectinload(Correction.answers))
    .order_by(Correction.proposed_at, Correction.id)
)


def list_corrections(agreement: Agreement) -> Sequence[Correction]:
    """What has been proposed to be corrected in it and in what amends it, the oldest first."""
    if not agreement.is_signed:
        return ()
    asked = {"agreement_id": agreement.amends_id or agreement.id}
    return db.session.scalars(_CORRECTIONS, asked).all()


def get_correction(agreement: Agreement, correction_id: UUID) -> Correction:
    """One of them."""
    for one in list_corrections(agreement):
        if one.id == correction_id:
            return one
    raise NotFoundError


@dataclass(frozen=True, slots=True)
class CorrectedText:
    """A section that has been corrected: what it said before, and by what; the first before."""

    key: str
    before: str
    corrections: Sequence[Correction]

    @property
    def marked(self) -> str:
        """What it says now, with the number of each correction after its words."""
        return mark(self.before, [(one.before, one.after) for one in self.corrections])


_uncorrected = aliased(SectionVersion)
_CORRECTED = (
    select(Section.id, Section.key, _uncorrected.text, Correction)
    .join(SectionVersion, SectionVersion.section_id == Section.id)
    .join(Correction, Correction.id == SectionVersion.correction_id)
    .join(
        _uncorrected,
        and_(
            _uncorrected.section_id == Section.id,
            _uncorrected.version == SectionVersion.version - 1,
        ),
    )
    .where(SectionVersion.agreement_id == AGREEMENT)
    .options(selectinload(Correction.answers))
    .order_by(Section.number, SectionVersion.version)
)


def list_corrected(agreement: Agreement) -> Mapping[UUID, CorrectedText]:
    """The sections of a signed text that have been corrected since, by their id."""
    if not agreement.is_signed:
        return {}
    found: dict[UUID, tuple[str, str, list[Correction]]] = {}
    for section, key, before, one in db.session.execute(_CORRECTED, {"agreement_id": agreement.id}):
        found.setdefault(section, (key, before, []))[2].append(one)
    return {section: CorrectedText(*said) for section, said in found.items()}
