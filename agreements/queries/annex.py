"""The annexes and what they have held."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import undefer

from agreements.queries.asked import AGREEMENT
from agreements.tables.agreement import Agreement
from agreements.tables.annex import Annex, AnnexVersion
from agreements.tables.suggestion import Suggestion
from portal.db import db
from portal.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class AnnexText:
    """An annex with what it is called and holds now; `number` is 0 for one that is taken out."""

    annex: Annex
    version: AnnexVersion
    number: int

    @property
    def is_file(self) -> bool:
        """Whether it is a file and no text."""
        return self.version.text is None


_ANNEXES = (
    select(Annex, AnnexVersion)
    .join(
        AnnexVersion,
        and_(AnnexVersion.annex_id == Annex.id, AnnexVersion.version == Annex.version),
    )
    .where(Annex.agreement_id == AGREEMENT)
    .order_by(Annex.position, Annex.id)
    # what stands and what it holds, of one moment
    .execution_options(populate_existing=True)
)


def list_annexes(agreement: Agreement, *, removed: bool = False) -> Sequence[AnnexText]:
    """The annexes in order, numbered; or those that are `removed`."""
    found = db.session.execute(_ANNEXES, {"agreement_id": agreement.id}).all()
    wanted = [row for row in found if (row[0].removed_at is not None) is removed]
    return [
        AnnexText(annex, version, 0 if removed else number)
        for number, (annex, version) in enumerate(wanted, start=1)
    ]


def list_held(agreement: Agreement) -> Sequence[tuple[Annex, AnnexVersion]]:
    """Everything that the annexes have ever held, files without their content."""
    statement = (
        select(Annex, AnnexVersion)
        .join(AnnexVersion, AnnexVersion.annex_id == Annex.id)
        .where(Annex.agreement_id == agreement.id, AnnexVersion.version.is_not(None))
    )
    return [(annex, version) for annex, version in db.session.execute(statement)]


def get_annex(agreement: Agreement, annex_id: UUID) -> AnnexText:
    """One annex, also one that is taken out."""
    for one in (*list_annexes(agreement), *list_annexes(agreement, removed=True)):
        if one.annex.id == annex_id:
            return one
    raise NotFoundError


def list_annex_versions(annex: Annex) -> Sequence[AnnexVersion]:
    """What it has been called and held, the newest first; files without their content."""
    statement = select(AnnexVersion).where(
        AnnexVersion.annex_id == annex.id, AnnexVersion.version.is_not(None)
    )
    return db.session.scalars(statement.order_by(AnnexVersion.version.desc())).all()


def find_suggested_annex(suggestion: Suggestion) -> AnnexVersion | None:
    """What a suggestion would have an annex hold, without a file's content."""
    return db.session.scalar(
        select(AnnexVersion).where(
            AnnexVersion.suggestion_id == suggestion.id, AnnexVersion.version.is_(None)
        )
    )


def get_annex_version(annex: Annex, number: int) -> AnnexVersion:
    """One of them, with a file's content."""
    statement = (
        select(AnnexVersion)
        .where(AnnexVersion.annex_id == annex.id, AnnexVersion.version == number)
        .options(undefer(AnnexVersion.content))
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFoundError
    return found
