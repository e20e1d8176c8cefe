"""What has become of what is kept about the person: who has read it, why, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from portal.authz import Actor
from portal.tenancy.models import Organisation
from portal.tenancy.queries import list_organisations
from sip.access_log.readings import Disclosed, disclosed_to
from sip.archive.rules import rule_of
from sip.door.opening import OpenedPlan
from sip.kernel.settings import sip_settings
from sip.ledger.stored import list_bases


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation, or somebody near, who has read: why they may, and what they keep how long.

    `years` are counted from the last note; None for a private person, whose file it is not.
    """

    seen: Disclosed
    why: str
    years: int | None
    organisation: Organisation | None


def holders(actor: Actor, opened: OpenedPlan) -> Sequence[Holder]:
    """Everybody but the owners who has read something of the plan, the last first."""
    seen = disclosed_to(opened)
    found = {one.id: one for one in list_organisations(actor, ids=[party.party for party in seen])}
    without_consent = {one.to_party for one in list_bases(opened.plan_id)}
    return [
        Holder(
            seen=one,
            why=_why(opened, one.party, is_basis=one.party in without_consent),
            years=_years(found.get(one.party)),
            organisation=found.get(one.party),
        )
        for one in seen
    ]


def _why(opened: OpenedPlan, party: UUID, *, is_basis: bool) -> str:
    if party == opened.plan.initiator_id:
        return _("De såg att du kan behöva en plan. De har hand om den.")
    if is_basis:
        return _("De har fått veta något utan ditt ja. Varför står på sidan ”Vem får se”.")
    return _("Du har sagt ja.")


def _years(organisation: Organisation | None) -> int | None:
    if organisation is None:
        return None
    return sip_settings().retention[rule_of(organisation.kind).value]
