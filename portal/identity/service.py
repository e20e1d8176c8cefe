"""Signing in and out, invitations, roles. The database checks each (functions/identity)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    select,
)

from portal import personnummer
from portal.audit import service as audit
from portal.authz import Actor, Role
from portal.config import SessionSettings
from portal.db import act_as, ask_anew, db
from portal.errors import NotFoundError, PortalError
from portal.identity import functions, session
from portal.identity.models import Account, Invitation, WorkPhone
from portal.identity.oidc import Identity, LogoutToken, RefusalReason, SignInRefusedError
from portal.ids import new_id
from portal.tenancy.models import Membership, Unit
from portal.vault import vault

INVITATION_LASTS = timedelta(days=14)
BEARER_LASTS = timedelta(days=3)  # a short code that is good for whoever has it
SHORT = 8  # signs of a code that is handed to a private person
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another
FLOW_LASTS = timedelta(minutes=15)


def mail_language(actor: Actor) -> str:
    """What the actor wants mail in (portal.outbox.texts.Language)."""
    chosen = select(Account.mail_language).where(Account.id == actor.account_id)
    return db.session.execute(chosen).scalar_one()


def work_phone(actor: Actor) -> str:
    """Where the actor is reached by telephone at the organisation they act for; "" if unsaid."""
    number = select(WorkPhone.number).where(
        WorkPhone.account_id == actor.account_id,
        WorkPhone.organisation_id == actor.organisation_id,
    )
    return db.session.scalar(number) or ""


def keep_flow(state: str, contents: Mapping[str, Any]) -> None:
    """Remember a sign-in under way, under the hash of its state."""
    seconds = int(FLOW_LASTS.total_seconds())
    functions.keep_flow(session.hash_of(state), contents, seconds)


def take_flow(state: str) -> dict[str, Any] | None:
    """The sign-in that `state` began. It can be taken once."""
    return functions.take_flow(session.hash_of(state))


def open_session(
    identity: Identity,
    *,
    issuer_key: str,
    limits: SessionSettings,
    secret_key: str,
    accepted: "Accepted | None" = None,
) -> str | None:
    """Sign a known person in; answers the token, or None for somebody nobody has invited.

    Whoever has just accepted an invitation begins in the organisation that they were invited to.
    """
    token, session_id = session.new_token(), new_id()
    token_hash = session.hash_of(token)
    new = functions.NewSession(
        id=session_id,
        issuer=identity.issuer,
        subject=identity.subject,
        token_hash=token_hash,
        issuer_key=issuer_key,
        sid=identity.sid,
        level=identity.level,
        organisation_number=identity.organisation_number,
        idle_seconds=limits.idle_minutes * 60,
        absolute_seconds=limits.absolute_hours * 3600,
        proof=session.prove(secret_key, token_hash + _told(identity, str(identity.level))),
    )
    if not functions.open_session(new):
        return None
    act_as(token)
    if accepted is not None:
        functions.act_for(accepted.organisation_id)
        ask_anew()
    if (signed_in := session.load()) is None:
        return None
    subject = _Subject(signed_in.actor.session_id)
    audit.record(signed_in.actor, "session.opened", subject)
    if accepted is not None:
        audit.record(signed_in.actor, "invitation.accepted", subject)
        _note_link(signed_in.actor, accepted.offer)
    return token


def _note_link(actor: Actor, offer: functions.Offer) -> None:
    """Note that somebody in a plan can sign in from now on.

    In the private people's own chain: a relative may have nothing to do with the plan's until
    consent says so.
    """
    if offer.plan_person_id is not None:
        audit.record(actor, "person.linked", _Subject(offer.plan_person_id))


def _told(identity: Identity, *more: str) -> bytes:
    """What a provider says of somebody, as the database puts it together to check a proof."""
    told = (identity.issuer, identity.subject, identity.organisation_number or "", *more)
    return "\n".join(told).encode()


@dataclass(frozen=True, slots=True)
class _Subject:
    """The subject of an audit entry about something that is no row of ours to read."""

    id: UUID


def close_session(actor: Actor, session_id: UUID) -> None:
    """End one of the actor's own sessions."""
    # noted first: with its session gone the actor may no longer write in the log
    audit.record(actor, "session.closed", _Subject(session_id))
    db.session.flush()
    if not functions.end_session(session_id):
        raise NotFoundError


def note_refused_step_up(actor: Actor, reason: str) -> None:
    """Note that a fresh sign-in for an act was not believed, or was somebody else's."""
    subject = _Subject(actor.session_id)
    audit.record(actor, "session.step_up_refused", subject, reason=reason)


def close_other_sessions(actor: Actor) -> int:
    """End all of the actor's own sessions but this one; answers how many."""
    ended = functions.end_other_sessions()
    audit.record(actor, "session.others_closed", _Subject(actor.account_id), ended=ended)
    return ended


def close_sessions_at_provider(
    token: LogoutToken, *, issuer_key: str, issuer: str, secret_key: str
) -> int:
    """End what the provider says has ended; answers how many sessions that were.

    Raises SignInRefusedError for a token that has ended some before.
    """
    token_hash = session.hash_of(f"{issuer_key}\n{token.jti}")
    message = "\n".join((issuer_key, issuer, token.subject or "", token.sid or ""))
    ended = functions.end_sessions_at_provider(
        functions.EndAtProvider(
            issuer_key=issuer_key,
            issuer=issuer,
            subject=token.subject,
            sid=token.sid,
            token_hash=token_hash,
            kept_until=token.believed_until,
            proof=session.prove(secret_key, token_hash + message.encode()),
        )
    )
    if ended is None:
        raise SignInRefusedError(RefusalReason.LOGOUT_REPEATED)
    return ended


def switch_organisation(actor: Actor, organisation_id: UUID) -> None:
    """Act for another of the organisations where the actor has a role."""
    if not functions.act_for(organisation_id):
        raise NotFoundError
    # from here on the entry is the new organisation's, as is everything else
    ask_anew()
    if (signed_in := session.load()) is None:
        raise NotFoundError
    audit.record(
        signed_in.actor,
        "session.organisation_switched",
        _Subject(actor.session_id),
        before=str(actor.organisation_id),
    )


def get_identity() -> functions.KnownAs:
    """How the asker's provider knows them, to compare with who answers a step-up."""
    known = functions.my_identity()
    if known is None:
        raise NotFoundError
    return known


class SomebodyElseError(PortalError):
    """The code was handed over to somebody else than the one who signed in; it stays unused."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an invitation gave: a role in an organisation, and for some a part in a plan."""

    organisation_id: UUID
    offer: functions.Offer


def accept(
    identity: Identity,
    *,
    code_hash: bytes,
    issuer_key: str,
    secret_key: str,
    tells_number: bool = True,
) -> Accepted | None:
    """Give the person who signed in what the invitation offers.

    `tells_number` False: the provider is known never to say anybody's personnummer.
    Answers None when the code is used, revoked or too old; raises SomebodyElseError when staff
    noted another personnummer than the one signed in with, and SignInRefusedError when the sign-in
    is for another organisation.
    """
    if (offer := functions.find_invitation(code_hash)) is None:
        return None
    index = _index(identity, offer.indexed_by)
    shown = (index.hex() if index else "", "t" if tells_number else "f")
    answer = functions.accept_invitation(
        functions.Acceptance(
            code_hash=code_hash,
            issuer_key=issuer_key,
            issuer=identity.issuer,
            subject=identity.subject,
            name=identity.name,
            email=identity.email,
            account_id=new_id(),
            membership_id=new_id(),
            organisation_number=identity.organisation_number,
            personnummer_index=index,
            tells_number=tells_number,
            proof=session.prove(secret_key, code_hash + _told(identity, *shown)),
        )
    )
    if answer is None:
        return None
    if answer.refusal == "another_organisation":
        raise SignInRefusedError(RefusalReason.ANOTHER_ORGANISATION)
    if answer.organisation_id is None:
        raise SomebodyElseError
    return Accepted(answer.organisation_id, offer)


def _index(identity: Identity, organisation_id: UUID | None) -> bytes | None:
    """The number signed in with, as that organisation keeps numbers; None for what is no number."""
    if organisation_id is None or identity.personnummer is None:
        return None
    try:
        number = personnummer.parse(identity.personnummer)
    except personnummer.PersonnummerError:
        return None
    return vault().blind_index(organisation_id, number.digits)


def code_of(invitation_id: UUID, secret_key: str, *, length: int = 20) -> str:
    """An invitation's code in groups of four, easy to read aloud: five bits a sign.

    It is made from the invitation's id and the configured secret, so that a form sent twice shows
    the same code and the database never knows it.
    """
    drawn = session.prove(secret_key, b"invitation:" + invitation_id.bytes)[:length]
    code = "".join(LETTERS[byte % len(LETTERS)] for byte in drawn)
    return "-".join(code[start : start + 4] for start in range(0, length, 4))


def is_short(code: str) -> bool:
    """Whether a code is as short as those that private people get."""
    return len(normal_code(code)) == SHORT


def hash_code(code: str, secret_key: str) -> bytes:
    """A code as it is kept, also while its holder is away at the provider: never itself.

    All short codes could be tried on a stolen hash within the hour, so theirs is keyed.
    """
    normal = normal_code(code)
    if is_short(code):
        return session.prove(secret_key, b"short code:" + normal.encode())
    return session.hash_of(normal)


def normal_code(code: str) -> str:
    """A code as it is hashed: capitals, without the blanks and hyphens people add."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Somebody who is invited to a role in an organisation, and how they sign in."""

    organisation_id: UUID
    issuer_key: str
    role: Role
    name: str
    email: str | None
    unit_id: UUID | None = None


def invite(
    actor: Actor, invited: Invited, *, invitation_id: UUID, now: datetime, secret_key: str
) -> str:
    """Invite somebody to an organisation; answers the code, which is kept nowhere.

    To their own for its administrators; whoever administers the county invites administrators of
    any in it.
    """
    code = code_of(invitation_id, secret_key)
    sent_twice = select(Invitation.id).where(
        Invitation.id == invitation_id, Invitation.organisation_id == invited.organisation_id
    )
    if db.session.scalar(sent_twice) is not None:
        return code
    invitation = Invitation(
        id=invitation_id,
        county_id=actor.county_id,
        token_hash=hash_code(code, secret_key),
        issuer_key=invited.issuer_key,
        organisation_id=invited.organisation_id,
        unit_id=invited.unit_id,
        role=invited.role,
        name=invited.name,
        email=invited.email,
        invited_by=actor.name,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    db.session.add(invitation)
    audit.record(actor, "invitation.made", invitation, role=invited.role.value)
    return code


def invite_individual(
    actor: Actor,
    *,
    invitation_id: UUID,
    issuer_key: str,
    plan_id: UUID,
    plan_person_id: UUID,
    personnummer_index: bytes | None,
    tells_number: bool,
    now: datetime,
    secret_key: str,
) -> str:
    """Make a short code for a private person in a plan; answers it, and it is kept nowhere.

    Where the sign-in shows whether it is theirs, it can be sent by post. A code that was made for
    them before and is not used can be used no longer. Of the person no name is kept here: the plan
    has it, sealed.
    """
    code = code_of(invitation_id, secret_key, length=SHORT)
    is_theirs_alone = tells_number and personnummer_index is not None
    same = Invitation.plan_id == plan_id, Invitation.plan_person_id == plan_person_id
    if db.session.scalar(select(Invitation.id).where(Invitation.id == invitation_id, *same)):
        return code
    for earlier in list_individual_invitations(plan_id, now):
        if earlier.plan_person_id == plan_person_id:
            earlier.revoked_at = now
    invitation = Invitation(
        id=invitation_id,
        county_id=actor.county_id,
        token_hash=hash_code(code, secret_key),
        issuer_key=issuer_key,
        organisation_id=functions.individuals(),
        role=Role.INDIVIDUAL,
        name="",
        plan_id=plan_id,
        plan_person_id=plan_person_id,
        personnummer_index=personnummer_index,
        invited_by=actor.name,
        created_at=now,
        expires_at=now + (INVITATION_LASTS if is_theirs_alone else BEARER_LASTS),
    )
    db.session.add(invitation)
    audit.record(actor, "invitation.made", invitation, stream=plan_id, role=Role.INDIVIDUAL.value)
    return code


def list_individual_invitations(plan_id: UUID, now: datetime) -> Sequence[Invitation]:
    """The codes handed over for a plan that can still be used."""
    statement = (
        select(Invitation)
        .where(
            Invitation.plan_id == plan_id,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.created_at, Invitation.id)
    )
    return db.session.scalars(statement).all()


def revoke_individual(actor: Actor, plan_id: UUID, plan_person_id: UUID, *, now: datetime) -> None:
    """Take back the codes that were handed over to somebody in a plan."""
    for invitation in list_individual_invitations(plan_id, now):
        if invitation.plan_person_id == plan_person_id:
            invitation.revoked_at = now
            audit.record(actor, "invitation.revoked", invitation, stream=plan_id)


def list_invitations(organisation_id: UUID, now: datetime) -> Sequence[Invitation]:
    """The invitations to an organisation that can still be used, newest first."""
    statement = (
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.created_at.desc(), Invitation.id)
    )
    return db.session.scalars(statement).all()


def get_invitation(actor: Actor, invitation_id: UUID) -> Invitation:
    """An invitation to the actor's organisation."""
    statement = select(Invitation).where(
        Invitation.id == invitation_id, Invitation.organisation_id == actor.organisation_id
    )
    invitation = db.session.scalar(statement)
    if invitation is None:
        raise NotFoundError
    return invitation


def revoke(actor: Actor, invitation: Invitation, *, now: datetime) -> None:
    """Take an invitation back."""
    if invitation.revoked_at is None and invitation.used_at is None:
        invitation.revoked_at = now
        audit.record(actor, "invitation.revoked", invitation)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role in the organisation."""

    membership_id: UUID
    account_id: UUID
    name: str
    role: Role
    since: datetime
    unit: str | None
    is_disabled: bool


def list_members(actor: Actor) -> Sequence[Member]:
    """Everybody with a role in the actor's organisation."""
    statement = (
        select(
            Membership.id,
            Account.id,
            Account.name,
            Membership.role,
            Membership.granted_at,
            Unit.name,
            Account.disabled_at.is_not(None),
        )
        .join(Account, Account.id == Membership.account_id)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(Membership.organisation_id == actor.organisation_id, Membership.ended_at.is_(None))
        .order_by(Account.name, Membership.role, Membership.id)
    )
    return [Member(*row) for row in db.session.execute(statement)]
