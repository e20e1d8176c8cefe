"""What the list of the reader's agreements shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from agreements import words
from agreements.queries.agreement import list_agreements, list_subjects
from agreements.reading.standing import standing_of
from agreements.rules import (
    IN_PROGRESS,
    Standing,
)
from agreements.tables.agreement import Agreement
from portal.authz import Actor, OrganisationKind, Role


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """A line of the list: an agreement and how it stands today.

    `subject` is what it is about, where the list has agreements on more than one; else "".
    """

    agreement: Agreement
    standing: Standing
    subject: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The reader's agreements, those last changed first; those given up by themselves."""

    lines: Sequence[AgreementLine]
    abandoned: Sequence[AgreementLine]
    may_create: bool

    @property
    def in_force(self) -> int:
        """How many hold today."""
        return sum(line.standing in {Standing.IN_FORCE, Standing.EXPIRING} for line in self.lines)

    @property
    def upcoming(self) -> Agreement | None:
        """The next that has been signed and waits for its first day, if none holds today."""
        waiting = [one.agreement for one in self.lines if one.standing is Standing.UPCOMING]
        return waiting[0] if waiting and not self.in_force else None

    @property
    def is_creating_next(self) -> bool:
        """Whether to begin another is what the reader most likely came for."""
        lasting = {Standing.IN_FORCE, Standing.UPCOMING}
        return not any(line.standing in lasting for line in self.lines)


def list_page(actor: Actor) -> ListPage:
    """Put the list together."""
    found = list_agreements(actor)
    has_several = len({one.subject_id for one in found}) > 1
    every = [
        AgreementLine(one, standing_of(one), words.subject_name(one.subject) if has_several else "")
        for one in found
    ]
    return ListPage(
        lines=[line for line in every if line.standing is not Standing.ABANDONED],
        abandoned=[line for line in every if line.standing is Standing.ABANDONED],
        may_create=_may_create(actor, found),
    )


def _may_create(actor: Actor, found: Sequence[Agreement]) -> bool:
    """Whether the reader may start one now: a municipality works on one a subject at a time."""
    if Role.COORDINATOR not in actor.roles:
        return False
    if actor.organisation_kind is not OrganisationKind.MUNICIPALITY:
        return True
    own = [one for one in found if one.creator_id == actor.organisation_id and one.is_own]
    working = {one.subject_id for one in own if one.status in IN_PROGRESS}
    return any(one.id not in working for one in list_subjects(actor, with_template=True))
