"""What the pages of transfers show."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from agreements import facade
from agreements.said import SaidLine, lines_of
from agreements.tables.transfer import CaseTransfer
from agreements.transferring import (
    AT_IVO,
    MAY_ANSWER,
    MAY_APPLY,
    MAY_WITHDRAW,
    Stage,
    TransferAnswer,
    must_finish_inquiry,
)
from agreements.transfers import queries, words
from agreements.transfers.forms import OUTSIDE
from agreements.transfers.queries import TransferOf
from portal.authz import Actor, OrganisationKind, Role

if TYPE_CHECKING:
    from agreements.facade import Fact

RECEIVED_BY = ("overflytt-mottagare", "overflytt-svar-inom")
"""The facts that say who takes such a request in a municipality, and when the answer comes."""


def said_by_other(subject: TransferOf, today: date) -> list[tuple[str, list[SaidLine]]]:
    """What each agreement in force in the municipality that is asked says of such requests."""
    there = subject.transfer.other_id
    found = facade.said_in_force(there, "overflytt-", today) if there else ()
    by_agreement: dict[UUID | None, list[Fact]] = defaultdict(list)
    for one in found:
        by_agreement[one.source.agreement_id].append(one)
    return [
        (each[0].source.agreement, lines_of(each, RECEIVED_BY)) for each in by_agreement.values()
    ]


@dataclass(frozen=True, slots=True)
class Page:
    """A transfer, and what the reader may do with it."""

    of: TransferOf
    stage: Stage
    may_answer: bool
    may_apply: bool
    may_rule: bool
    may_withdraw: bool
    is_asked: bool

    @property
    def transfer(self) -> CaseTransfer:
        """What it is about."""
        return self.of.transfer

    @property
    def url(self) -> str:
        """Where it is read."""
        return url_for("transfers.show", transfer_id=self.transfer.id)

    @property
    def here(self) -> Mapping[str, UUID]:
        """Its address."""
        return {"transfer_id": self.transfer.id}

    @property
    def look(self) -> str:
        """The kind of its status."""
        return words.STAGES[self.stage][0]

    @property
    def state(self) -> str:
        """How far it has come, in words."""
        return str(words.STAGES[self.stage][1])

    @property
    def has_refused(self) -> bool:
        """Whether the only answer left is a yes after the no."""
        return self.transfer.answer is TransferAnswer.REFUSES

    @property
    def must_finish(self) -> bool:
        """Whether the inquiry that has begun is to be finished by whoever began it."""
        return must_finish_inquiry(self.stage, has_inquiry=self.transfer.has_inquiry)

    @property
    def answer(self) -> str:
        """What the other has said."""
        return str(words.ANSWERS[self.transfer.answer]) if self.transfer.answer else ""

    @property
    def ruling(self) -> str:
        """What IVO has said."""
        return str(words.RULINGS[self.transfer.ruling]) if self.transfer.ruling else ""

    @property
    def may_draw_up(self) -> bool:
        """Whether there is something to apply to IVO for, or has been."""
        return self.stage in MAY_APPLY or self.transfer.applied_on is not None


def transfer_page(actor: Actor, subject: TransferOf, today: date) -> Page:
    """Put it together."""
    one = subject.transfer
    stage = one.stage(today)
    writes = Role.COORDINATOR in actor.roles
    is_requester = actor.organisation_id == one.requester_id
    return Page(
        of=subject,
        stage=stage,
        may_answer=writes and actor.organisation_id == one.concerns_id and stage in MAY_ANSWER,
        may_apply=writes and is_requester and stage in MAY_APPLY,
        may_rule=writes and is_requester and stage in AT_IVO,
        may_withdraw=writes and is_requester and stage in MAY_WITHDRAW,
        is_asked=actor.organisation_id == one.other_id,
    )


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the own municipality's transfers."""

    lines: Sequence[Page]
    may_ask: bool
    older_url: str


def list_page(actor: Actor, page: int, today: date) -> ListPage:
    """Put it together."""
    found = queries.list_transfers(actor, page=page)
    has_more = len(found) > queries.A_PAGE
    return ListPage(
        lines=[transfer_page(actor, one, today) for one in found[: queries.A_PAGE]],
        may_ask=Role.COORDINATOR in actor.roles
        and actor.organisation_kind is OrganisationKind.MUNICIPALITY,
        older_url=url_for("transfers.index", page=page + 1) if has_more else "",
    )


def municipality_choices(actor: Actor) -> list[tuple[str, str]]:
    """Whom a case can be moved to: the county's others, or one outside."""
    own = [(str(one.id), one.name) for one in queries.list_municipalities(actor)]
    return [("", _("Välj …")), *own, (OUTSIDE, _("En kommun utanför länet"))]
