"""What somebody is told on their first page: what others did that undid something of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, select

from portal.authz import Actor
from portal.db import at_most, db
from portal.errors import NotFoundError
from portal.outbox import functions
from portal.outbox.models import Notice

MOST = 20

WORDS: dict[str, LazyString] = {
    "account.disabled": _l("Ett konto hos er är avstängt. Välj vem som tar över."),
    "agreement.returned": _l(
        "Har gått tillbaka till parterna. Beslut och underskrifter gäller inte längre."
        " Varför står på sidan."
    ),
    "agreement.notice_given": _l(
        "Är uppsagd. Vilken dag som är den sista, och varför, står på sidan."
    ),
    "agreement.paper_withdrawn": _l(
        "Registreringen som undertecknad på papper är återtagen. Varför står på sidan."
    ),
    "agreement.party_removed": _l("Ni är inte längre med i överenskommelsen. Läs varför."),
    "agreement.withdrawn": _l("Arbetet är avbrutet. Varför står på sidan."),
    "call.withdrawn": _l("En kallelse eller inbjudan till er är återtagen."),
    "consenter.changed": _l(
        "Det är ändrat vem som ska svara om samtycke i en plan som du är med i."
    ),
    "consenter.proposed": _l(
        "En kollegas ändring av vem som samtycker väntar på att du bekräftar."
    ),
    "mandate.ended": _l("En behörighet att skriva under som du hade är återkallad."),
    "meeting.cancelled": _l("Ett möte är inställt, eller så är du inte längre bjuden till det."),
    "person.kept_out": _l("Ett beslut av en kollega i en plan väntar på att du bekräftar."),
    "person.unlinked": _l(
        "Din inloggning öppnar inte längre en plan: ett annat personnummer är antecknat där."
        " Är det fel? Säg till den som gav dig koden."
    ),
    "plan.closed": _l("En plan som du är med i är avslutad."),
    "plan.reopened": _l("En plan som du är med i fortsätter. Att den avslutades var ett misstag."),
    "plan.handed_over": _l("Någon har tagit över efter en kollega i en plan som du är med i."),
    "plan.stood_in": _l("I en plan som du är med i står någon in för en kollega, för en tid."),
    "plan.not_started": _l("Det blir ingen plan där du är med. Varför står på sidan."),
    "role.ended": _l("Administratören har tagit bort en av dina roller."),
    "agreement.succeeded": _l("Ni har tagit en annan organisations plats i överenskommelsen."),
    "organisation.changed": _l(
        "Något är ändrat hos er. Vad, av vem och varför står under ”Vad som har hänt”."
    ),
    "unit.closed": _l("Enheten är stängd. Du har kvar din roll, hos dem som har tagit över."),
    "role.moved": _l("Din organisation eller enhet har gått upp i den här. Du har samma roll."),
    "role.given": _l("Du har fått en roll: du tar över efter en kollega."),
    "role.plans_given": _l("Du har tagit över planer efter en kollega."),
    "role.stands_in": _l("Du står in för en kollega för en tid. Vem och till när står på sidan."),
    "role.stood_in_for": _l(
        "En kollega står in för dig för en tid. Vem och till när står på sidan."
    ),
    "role.stand_in_ended": _l("En kollega står inte längre in för en annan hos er."),
    "session.ended": _l("Administratören har avslutat dina inloggningar."),
    "suggestion.conflict": _l("Ett av era förslag behöver arbetas om: texten har ändrats."),
    "suggestion.rejected": _l("Ett ändringsförslag är avböjt."),
    "suggestion.replaced": _l("Ett av era förslag är ersatt av ett annat."),
    "suggestion.withdrawn": _l("Ett ändringsförslag är återtaget."),
}


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice in words. `about` is Swedish, or "" where the page alone says what it is about."""

    id: UUID
    about: str
    words: str
    path: str
    at: datetime


# put together once: several first pages ask it
_SHOWN = (
    select(Notice.id, Notice.about, Notice.kind, Notice.path, Notice.at)
    .where(
        Notice.account_id == bindparam("account"),
        Notice.organisation_id == bindparam("organisation"),
        Notice.read_at.is_(None),
    )
    .order_by(Notice.at.desc(), Notice.id)
    .limit(at_most(MOST))
)


def list_notices(actor: Actor) -> Sequence[ShownNotice]:
    """What the actor has not put away yet of what concerns whom they act for, the newest first."""
    asked = {"account": actor.account_id, "organisation": actor.organisation_id}
    return [
        ShownNotice(one.id, one.about, str(WORDS[one.kind]), one.path, one.at)
        for one in db.session.execute(_SHOWN, asked)
    ]


def put_away(notice_id: UUID) -> None:
    """The asker has read it."""
    if not functions.put_away_notice(notice_id):
        raise NotFoundError
