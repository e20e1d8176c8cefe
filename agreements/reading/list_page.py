"""What the list of the reader's agreements shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _l

from agreements import words
from agreements.queries.agreement import list_subjects, list_terms
from agreements.reading.standing import standing_of
from agreements.rules import IN_PROGRESS
from agreements.tables.agreement import Agreement
from agreements.terms import Standing
from portal.authz import Actor, OrganisationKind, Role
from portal.errors import NotFoundError
from portal.tenancy import queries as tenancy

A_PAGE = 50


class Stage(StrEnum):
    """What the list can be narrowed to."""

    WORK = "work"
    LASTING = "lasting"
    PAST = "past"
    ABANDONED = "abandoned"


STAGES = {
    Stage.WORK: {Standing.DRAFT, Standing.SHARED, Standing.DECISION, Standing.SIGNING},
    Stage.LASTING: {Standing.IN_FORCE, Standing.EXPIRING, Standing.UPCOMING},
    Stage.PAST: {Standing.EXPIRED},
    Stage.ABANDONED: {Standing.ABANDONED},
}
STAGE_NAMES = {
    Stage.WORK: _l("Arbetas med"),
    Stage.LASTING: _l("Gäller eller ska börja gälla"),
    Stage.PAST: _l("Har slutat gälla"),
    Stage.ABANDONED: _l("Avbrutna"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader has narrowed the list to, None for any, and which page of it, from 1."""

    stage: Stage | None = None
    municipality: UUID | None = None
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether it is not all of them."""
        return self.stage is not None or self.municipality is not None


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
    """A page of the reader's agreements, those last changed first; those given up by themselves.

    `total` is how many there are as `wanted`. `municipalities` are what it can be narrowed to,
    none where all fit on a page.
    """

    wanted: Wanted
    lines: Sequence[AgreementLine]
    abandoned: Sequence[AgreementLine]
    total: int
    in_force: int
    upcoming: Agreement | None
    is_creating_next: bool
    may_create: bool
    municipalities: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def may_be_narrowed(self) -> bool:
        """Whether there is more than a page of them."""
        return bool(self.municipalities)

    @property
    def stage_choices(self) -> list[tuple[str, str, bool]]:
        """Each stage: value, words, whether it is chosen."""
        wanted = self.wanted.stage
        return [(one.value, str(name), one is wanted) for one, name in STAGE_NAMES.items()]

    @property
    def municipality_choices(self) -> list[tuple[str, str, bool]]:
        """Each municipality: id, name, whether it is chosen."""
        wanted = self.wanted.municipality
        return [(str(one), name, one == wanted) for one, name in self.municipalities.items()]

    @property
    def first(self) -> int:
        """The number of the first line."""
        return (self.wanted.page - 1) * A_PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self.first + max(len(self.lines), len(self.abandoned)) - 1

    @property
    def previous_url(self) -> str:
        """Where the lines before these are; "" on the first page."""
        return self._url(self.wanted.page - 1) if self.wanted.page > 1 else ""

    @property
    def next_url(self) -> str:
        """Where the lines after these are; "" on the last page."""
        return self._url(self.wanted.page + 1) if self.last < self.total else ""

    def _url(self, page: int) -> str:
        return url_for(
            "agreements.index",
            stage=self.wanted.stage,
            municipality=self.wanted.municipality,
            page=page if page > 1 else None,
        )


def list_page(actor: Actor, wanted: Wanted) -> ListPage:
    """Put a page of the list together; raises NotFoundError for a page after the last."""
    found = list_terms(actor)
    standings = [(one, standing_of(one)) for one in found]
    shown = [(one, standing) for one, standing in standings if _is_wanted(one, standing, wanted)]
    given_up = [one for one in shown if one[1] is Standing.ABANDONED]
    others = [one for one in shown if one[1] is not Standing.ABANDONED]
    is_long = len(found) > A_PAGE
    # among many, those given up are found by asking for them
    if wanted.stage is Stage.ABANDONED:
        others = []
    elif is_long:
        given_up = []
    cut = slice((wanted.page - 1) * A_PAGE, wanted.page * A_PAGE)
    if wanted.page > 1 and not others[cut] and not given_up[cut]:
        raise NotFoundError
    subjects = _subjects(actor, found)
    in_force = [
        one for one, standing in standings if standing in {Standing.IN_FORCE, Standing.EXPIRING}
    ]
    upcoming = [one for one, standing in standings if standing is Standing.UPCOMING]
    return ListPage(
        wanted=wanted,
        lines=_lines(others[cut], subjects),
        abandoned=_lines(given_up[cut], subjects),
        total=max(len(others), len(given_up)),
        in_force=len(in_force),
        upcoming=upcoming[0] if upcoming and not in_force else None,
        is_creating_next=not in_force and not upcoming,
        may_create=_may_create(actor, found),
        municipalities=_municipalities(actor) if is_long else {},
    )


def _is_wanted(agreement: Agreement, standing: Standing, wanted: Wanted) -> bool:
    return (wanted.stage is None or standing in STAGES[wanted.stage]) and (
        wanted.municipality is None or wanted.municipality in agreement.municipality_ids
    )


def _lines(
    some: Sequence[tuple[Agreement, Standing]], subjects: Mapping[UUID, str]
) -> list[AgreementLine]:
    return [
        AgreementLine(one, standing, subjects.get(one.subject_id, "")) for one, standing in some
    ]


def _subjects(actor: Actor, found: Sequence[Agreement]) -> dict[UUID, str]:
    """What the agreements are about, where that is not one thing."""
    if len({one.subject_id for one in found}) <= 1:
        return {}
    return {one.id: words.subject_name(one) for one in list_subjects(actor)}


def _municipalities(actor: Actor) -> dict[UUID, str]:
    every = tenancy.list_organisations(actor, OrganisationKind.MUNICIPALITY)
    return {one.id: one.name for one in every}


def _may_create(actor: Actor, found: Sequence[Agreement]) -> bool:
    """Whether the reader may start one now: a municipality works on one a subject at a time."""
    if Role.COORDINATOR not in actor.roles:
        return False
    if actor.organisation_kind is not OrganisationKind.MUNICIPALITY:
        return True
    own = [one for one in found if one.creator_id == actor.organisation_id and one.is_own]
    working = {one.subject_id for one in own if one.status in IN_PROGRESS}
    return any(one.id not in working for one in list_subjects(actor, with_template=True))
