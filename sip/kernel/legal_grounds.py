"""A ground in law for disclosing without consent, as the settings list them. Pure.

Who may decide is told by activity: a municipality's home health care is health care, whatever else
the municipality does. To whom is told by what the receiver is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from portal.authz import OrganisationKind


class Activity(StrEnum):
    """For what part of an organisation's work a decision is made."""

    SOCIAL_SERVICES = "social_services"
    HEALTH_CARE = "health_care"
    OTHER = "other"


class Receiver(StrEnum):
    """What somebody who is disclosed to can be."""

    AUTHORITY = "authority"
    HEALTH_CARE = "health_care"
    SOCIAL_SERVICES = "social_services"
    INDIVIDUAL = "individual"


class Condition(StrEnum):
    """What has to be true of the person; a ground that names some requires one of them."""

    UNDER_18 = "under_18"
    DEPENDENCE = "dependence"
    COMPULSORY_CARE = "compulsory_care"
    UNBORN_CHILD = "unborn_child"


class Need(StrEnum):
    """What has to be written down beside the reason."""

    PROVISION = "provision"  # which section imposes the duty
    ASSESSMENT = "assessment"  # what the weighing, or the harm test, came to


# What each kind of organisation does that can decide; any other kind decides nothing.
ACTIVITIES: Mapping[OrganisationKind, tuple[Activity, ...]] = {
    OrganisationKind.MUNICIPALITY: (Activity.SOCIAL_SERVICES, Activity.HEALTH_CARE),
    OrganisationKind.REGION: (Activity.HEALTH_CARE,),
    # the medical part of pupil health is health care
    OrganisationKind.SCHOOL: (Activity.OTHER, Activity.HEALTH_CARE),
    OrganisationKind.POLICE: (Activity.OTHER,),
    OrganisationKind.PROBATION: (Activity.OTHER,),
    # its institutions care for people within the social services
    OrganisationKind.STATE_CARE: (Activity.SOCIAL_SERVICES,),
    OrganisationKind.SOCIAL_INSURANCE: (Activity.OTHER,),
    OrganisationKind.EMPLOYMENT: (Activity.OTHER,),
    OrganisationKind.OTHER_AUTHORITY: (Activity.OTHER,),
}
# What each kind of organisation is to whoever discloses; to any other kind nothing is disclosed.
RECEIVERS: Mapping[OrganisationKind, frozenset[Receiver]] = {
    OrganisationKind.MUNICIPALITY: frozenset(
        {Receiver.AUTHORITY, Receiver.HEALTH_CARE, Receiver.SOCIAL_SERVICES}
    ),
    OrganisationKind.REGION: frozenset({Receiver.AUTHORITY, Receiver.HEALTH_CARE}),
    OrganisationKind.SCHOOL: frozenset({Receiver.AUTHORITY}),
    OrganisationKind.POLICE: frozenset({Receiver.AUTHORITY}),
    OrganisationKind.PROBATION: frozenset({Receiver.AUTHORITY}),
    OrganisationKind.STATE_CARE: frozenset({Receiver.AUTHORITY}),
    OrganisationKind.SOCIAL_INSURANCE: frozenset({Receiver.AUTHORITY}),
    OrganisationKind.EMPLOYMENT: frozenset({Receiver.AUTHORITY}),
    OrganisationKind.OTHER_AUTHORITY: frozenset({Receiver.AUTHORITY}),
    OrganisationKind.INDIVIDUALS: frozenset({Receiver.INDIVIDUAL}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalGround:
    """A ground in law: whose it is, toward whom, what it requires, how long one may last at most.

    `is_verified`: a lawyer has found that it says what the law says.
    """

    code: str
    label: str
    law: str
    longest: timedelta
    hint: str
    may_decide: frozenset[Activity]
    may_receive: frozenset[Receiver]
    conditions: frozenset[Condition]
    needs: frozenset[Need]
    is_verified: bool
    english: str
    hint_english: str

    @property
    def deciders(self) -> frozenset[str]:
        """Who may decide, as the database keeps it: kind of organisation and activity."""
        return frozenset(
            f"{kind.value}:{one.value}"
            for kind, does in ACTIVITIES.items()
            for one in does
            if one in self.may_decide
        )

    @property
    def receivers(self) -> frozenset[OrganisationKind]:
        """The kinds of organisation, private people among them, that may be disclosed to."""
        return frozenset(kind for kind, is_any in RECEIVERS.items() if is_any & self.may_receive)

    def is_open_to(self, kind: OrganisationKind, activity: Activity) -> bool:
        """Whether an organisation of that kind may decide on it for that activity."""
        return activity in ACTIVITIES.get(kind, ()) and activity in self.may_decide
