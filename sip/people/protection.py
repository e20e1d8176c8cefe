"""Protected identity: who sees where the person can be found is named one by one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.edits import check_as_seen
from portal.tenancy.models import Organisation
from sip.door.locking import hold
from sip.door.opening import OpenedPlan, Unlocked
from sip.kernel.refusals import SipRuleError
from sip.people.rules import PeopleRefusal
from sip.tables import functions
from sip.tables.plan import Participant


@dataclass(frozen=True, slots=True)
class ParticipantChoice:
    """A participant, and whether they are named to see the protected details."""

    participant_id: UUID
    name: str
    title: str
    organisation: str
    sees_protected: bool
    is_handler: bool


def list_participants(unlocked: Unlocked) -> Sequence[ParticipantChoice]:
    """Everybody who takes part for an organisation, in its order."""
    statement = (
        select(
            Participant.id,
            Participant.name,
            Participant.title,
            Organisation.name,
            Participant.sees_protected,
            Participant.organisation_id == unlocked.plan.initiator_id,
        )
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Participant.plan_id == unlocked.plan.id, Participant.ended_at.is_(None))
        .order_by(Organisation.sort_key, Participant.name, Participant.id)
    )
    return [ParticipantChoice(*row) for row in db.session.execute(statement)]


def may_change(unlocked: Unlocked) -> bool:
    """Whether a handler may say who sees: once it is on, only one who is named.

    When none of the handlers is named any longer, any of them may: somebody has to. The database
    holds it.
    """
    return functions.may_protect(unlocked.plan.id)


def may_lift(opened: OpenedPlan) -> bool:
    """Whether more may come to see where the person is: in a plan that stands still nobody does.

    There it can be turned on, and other handlers be named: somebody has to reach the person.
    """
    return opened.takes_more or not opened.plan.is_protected


def list_choices(opened: OpenedPlan) -> Sequence[ParticipantChoice]:
    """Those who can be named."""
    found = list_participants(opened)
    return [one for one in found if may_lift(opened) or one.sees_protected or one.is_handler]


def as_texts(*, is_protected: bool, who_sees: Collection[UUID]) -> dict[str, str]:
    """Whether it is on, and who sees nonetheless, by the names of the form's fields."""
    return {
        "is_protected": "yes" if is_protected else "",
        "who_sees": " ".join(sorted(map(str, who_sees))),
    }


def protection_of(unlocked: Unlocked) -> dict[str, str]:
    """The protection as it stands, as texts."""
    named = [one.participant_id for one in list_participants(unlocked) if one.sees_protected]
    return as_texts(is_protected=unlocked.plan.is_protected, who_sees=named)


def protect(
    actor: Actor, opened: OpenedPlan, *, is_protected: bool, who_sees: Collection[UUID], seen: str
) -> None:
    """Turn the protection on or off, and name the participants who see nonetheless.

    Raises StaleError when it was changed since the form was opened (`seen`: portal.edits).
    """
    if is_protected and not who_sees:
        raise SipRuleError(PeopleRefusal.NOBODY_SEES_PROTECTED, field="who_sees")
    plan = opened.plan
    hold(plan.id)
    db.session.refresh(plan, ["is_protected"])
    wanted = as_texts(is_protected=is_protected, who_sees=who_sees)
    check_as_seen(seen, protection_of(opened), wanted)
    if not may_lift(opened):
        nameable = {one.participant_id for one in list_choices(opened)}
        if not (is_protected and nameable.issuperset(who_sees)):
            raise SipRuleError(PeopleRefusal.PROTECTION_STAYS, field="is_protected")
    if functions.protect(plan.id, is_protected=is_protected, who_sees=who_sees):
        db.session.refresh(plan, ["is_protected", "changed_at"])
        audit.record(
            actor, "person.protected", plan, stream=plan.id, on=is_protected, few=len(who_sees)
        )
        db.session.flush()
