"""What can be allowed in this domain, and the questions the policy may ask about a subject."""

from typing import Protocol
from uuid import UUID

from portal.authz import Actor, Permission


class AgreementPermission(Permission):
    """What somebody may do with local agreements."""

    LIST = "agreement:list"
    SEARCH = "agreement:search"
    CREATE = "agreement:create"
    VIEW = "agreement:view"
    DRAFT = "agreement:draft"
    LEAD = "agreement:lead"
    NEGOTIATE = "agreement:negotiate"
    ANSWER = "agreement:answer"
    DECIDE = "agreement:decide"
    SIGN = "agreement:sign"
    RETURN = "agreement:return"
    FOLLOW_UP = "agreement:follow-up"
    WORK_WITH_LOB = "agreement:work-with-lob"
    GIVE_NOTICE = "agreement:give-notice"
    MANDATES = "agreement:mandates"
    DEVIATIONS = "agreement:deviations"
    REPORT = "agreement:report"
    ANSWER_DEVIATION = "agreement:answer-deviation"
    CLOSE_DEVIATION = "agreement:close-deviation"
    END_ACTIVITY = "agreement:end-activity"
    WRITE_DISPUTE = "agreement:write-dispute"


class TransferPermission(Permission):
    """What somebody may do with cases that one municipality asks another to take over."""

    LIST = "transfer:list"
    VIEW = "transfer:view"
    ASK = "transfer:ask"
    ANSWER = "transfer:answer"
    WITHDRAW = "transfer:withdraw"
    APPLY = "transfer:apply"


class CountyPermission(Permission):
    """What somebody may see of the county as a whole."""

    BOARD = "county:board"
    TEMPLATES = "county:templates"
    PATTERNS = "county:patterns"
    SETTLE_PROPOSALS = "county:settle-proposals"
    LOB = "county:lob"
    REPORT_LOB = "county:report-lob"
    FOLLOW_UP = "county:follow-up"
    COMPARE = "county:compare"


class GroupPermission(Permission):
    """What somebody may do in groups and at their meetings."""

    LIST = "group:list"
    FORM = "group:form"
    VIEW = "group:view"
    TAKE_PART = "group:take-part"
    CONVENE = "group:convene"


class HasMembers(Protocol):
    """A group, or something that belongs to one."""

    @property
    def member_ids(self) -> frozenset[UUID]:
        """The organisations that take part in it."""

    @property
    def convener_id(self) -> UUID:
        """The organisation that calls it together."""


class HasParties(Protocol):
    """An agreement, or something that belongs to one."""

    @property
    def party_ids(self) -> frozenset[UUID]:
        """The organisations that take part in it."""

    @property
    def creator_id(self) -> UUID:
        """The organisation that began it."""

    @property
    def drafter_ids(self) -> frozenset[UUID]:
        """Those that write it while it is a draft."""

    @property
    def decider_ids(self) -> frozenset[UUID]:
        """Those that decide on it."""

    @property
    def signer_ids(self) -> frozenset[UUID]:
        """Those that sign it."""

    @property
    def bound_ids(self) -> frozenset[UUID]:
        """Those that decide on it or sign it."""

    @property
    def is_signed(self) -> bool:
        """Whether all of them have signed it, so that it is public."""


class IsAsked(Protocol):
    """What one organisation has asked of another."""

    @property
    def opener_id(self) -> UUID:
        """The organisation that asked."""


class HasSides(Protocol):
    """What two organisations have between them."""

    @property
    def concerns_id(self) -> UUID:
        """The organisation that answers."""

    @property
    def side_ids(self) -> frozenset[UUID]:
        """Both."""


def is_concerned(actor: Actor, subject: HasSides) -> bool:
    """The actor acts for the one that answers."""
    return actor.organisation_id == subject.concerns_id


def has_asked(actor: Actor, subject: IsAsked) -> bool:
    """The actor acts for the one that asked."""
    return actor.organisation_id == subject.opener_id


def is_side(actor: Actor, subject: HasSides) -> bool:
    """The actor acts for one of the two."""
    return actor.organisation_id in subject.side_ids


def is_party(actor: Actor, subject: HasParties) -> bool:
    """The actor acts for one of the organisations that take part."""
    return actor.organisation_id in subject.party_ids


def is_creator(actor: Actor, subject: HasParties) -> bool:
    """The actor acts for the organisation that began the agreement."""
    return actor.organisation_id == subject.creator_id


def drafts(actor: Actor, subject: HasParties) -> bool:
    """The actor acts for one that writes the draft."""
    return actor.organisation_id in subject.drafter_ids


def decides(actor: Actor, subject: HasParties) -> bool:
    """The actor acts for one that decides on it."""
    return actor.organisation_id in subject.decider_ids


def signs(actor: Actor, subject: HasParties) -> bool:
    """The actor acts for one that signs it."""
    return actor.organisation_id in subject.signer_ids


def is_bound(actor: Actor, subject: HasParties) -> bool:
    """The actor acts for one that is not only asked for its view."""
    return actor.organisation_id in subject.bound_ids


def is_signed(_actor: Actor, subject: HasParties) -> bool:
    """It is public: all of its parties have signed it."""
    return subject.is_signed


def takes_part(actor: Actor, subject: HasMembers) -> bool:
    """The actor acts for one that takes part in the group, or calls it together."""
    return actor.organisation_id in subject.member_ids | {subject.convener_id}


def convenes(actor: Actor, subject: HasMembers) -> bool:
    """The actor acts for the one that calls the group together."""
    return actor.organisation_id == subject.convener_id
