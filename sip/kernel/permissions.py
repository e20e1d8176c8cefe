"""What can be allowed in SIP, and the questions the policy may ask about a plan."""

from typing import Protocol

from portal.authz import Actor, Permission


class SipPermission(Permission):
    """What somebody may do with coordinated individual plans."""

    LIST = "sip:list"  # own tasks, plans and meetings
    START = "sip:start"  # note a need
    HANDLE = "sip:handle"  # the case: people, consent, calls, closing
    VIEW = "sip:view"
    WRITE = "sip:write"
    LEAD = "sip:lead"  # what all are bound by: versions, follow-ups, a meeting's time
    OWN_RECORDS = "sip:own_records"  # what one's organisation wrote itself, and its copies
    ANSWER_CALL = "sip:answer_call"
    DECIDE_BASIS = "sip:decide_basis"
    REVIEW_READINGS = "sip:review_readings"
    FIGURES = "sip:figures"


class MyPlanPermission(Permission):
    """What the person, and those who stand in for them or stand near, may do."""

    LIST = "my_plan:list"
    VIEW = "my_plan:view"
    WRITE = "my_plan:write"
    CONSENT = "my_plan:consent"  # the plan's owner, or who stands in for them


class OpenedToActor(Protocol):
    """A plan, or something within it, as it stands open to the actor now (sip.door.opening).

    It is all that the policy asks of a plan.
    """

    @property
    def is_open(self) -> bool:
        """Consent opens the plan to the actor's party now."""

    @property
    def is_owner(self) -> bool:
        """The whole plan is the actor's: its person, or who now stands in for them."""

    @property
    def is_handler(self) -> bool:
        """The actor is a named handler of the organisation that found the need."""

    @property
    def leads(self) -> bool:
        """The actor holds the plan, or what the address names of it, together."""


def is_open(_actor: Actor, opened: OpenedToActor) -> bool:
    """Consent opens the plan to the actor now."""
    return opened.is_open


def is_owner(_actor: Actor, opened: OpenedToActor) -> bool:
    """The plan is the actor's own."""
    return opened.is_owner


def is_handler(_actor: Actor, opened: OpenedToActor) -> bool:
    """The actor is a named handler of the initiating organisation."""
    return opened.is_handler


def leads(_actor: Actor, opened: OpenedToActor) -> bool:
    """The actor holds the plan, or what the address names of it, together."""
    return opened.leads
