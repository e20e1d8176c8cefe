"""The main menu: at most four items, by what the reader's organisation and role open."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Flask, request, url_for
from flask_login import current_user
from werkzeug.local import LocalProxy

from agreements.permissions import AgreementPermission, CountyPermission
from portal.authz import Actor, OrganisationKind
from portal.identity.permissions import OrganisationPermission
from portal.policy import POLICY
from portal.tenancy.permissions import TenancyPermission
from portal.web.i18n import gettext as _
from sip.kernel.permissions import MyPlanPermission, SipPermission
from sip.my_plan.presenter import plan_of_menu

if TYPE_CHECKING:
    from portal.identity.session import SignedIn

Item = tuple[str, str, bool, int]
MOST = 4
"""How many items a menu has at most: more do not fit a small screen."""

AGREEMENTS = (
    *("agreements", "annexes", "columns", "drafting", "facts", "life", "matrix", "negotiation"),
    *("outline", "paper", "parties", "searching", "signing"),
    *(
        "groups",
        "group_meetings",
        "group_minutes",
        "follow_up",
        "competence",
        "lob_work",
        "activities",
    ),
)


def init_app(app: Flask) -> None:
    """Give templates the menu and what the page's head needs."""
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    if not current_user.is_authenticated:
        return {}
    person: SignedIn = current_user
    # put together when a page shows it: an error page has none, and asks the database nothing
    items = cache(lambda: _items(person.actor))
    return {
        "menu": LocalProxy(items),
        "county_name": person.county_name,
        "sign_out_url": _address("identity.sign_out"),
        "account_url": _address("account.show"),
        "session_url": _address("account.session_time"),
        "county_url": _county_address(person.actor),
        "switch_organisation_url": _address("account.show") if person.organisations > 1 else "",
    }


def _county_address(actor: Actor) -> str:
    """Where the county's organisations are administered; "" for everybody else."""
    if not POLICY.allows(actor, TenancyPermission.ADMINISTER):
        return ""
    return _address("county_organisations.index")


def further(actor: Actor) -> Sequence[Item]:
    """What the roles open beyond the menu's first: on a page of its own."""
    found = _all_items(actor)
    return found[MOST - 1 :] if len(found) > MOST else ()


def _items(actor: Actor) -> Sequence[Item]:
    """At most four: where the roles open more, the last leads to the rest."""
    found = _all_items(actor)
    if len(found) <= MOST:
        return found
    is_there = any(is_current for _label, _url, is_current, _count in found[MOST - 1 :])
    more = _of_start(_("Mer"), "start.more", is_there=is_there)
    return [*found[: MOST - 1], more]


def _all_items(actor: Actor) -> Sequence[Item]:
    """Everything that a menu leads to for somebody with these roles, what they need most first."""
    if POLICY.allows(actor, MyPlanPermission.LIST):
        return [*_my_items()]
    return [
        *_sip_items(actor),
        *_agreement_items(actor),
        *_deviation_items(actor),
        *_own_organisation_items(actor),
    ]


def _my_items() -> Iterator[Item]:
    plan_id, is_owner = plan_of_menu((request.view_args or {}).get("plan_id"))
    is_somebody_elses = plan_id is not None and not is_owner
    yield _item(_("Planen") if is_somebody_elses else _("Min plan"), "my_plan.index", "my_plan")
    if plan_id is not None:
        yield _of_plan(_("Möten"), "my_meetings.index", plan_id)
    if plan_id is not None and is_owner:
        yield _of_plan(_("Vem får se"), "who_may_see.show", plan_id)
    yield _item(_("Frågor"), "my_questions.show", "my_questions")


def _sip_items(actor: Actor) -> Iterator[Item]:
    if not POLICY.allows(actor, SipPermission.LIST):
        return
    yield _item(_("Mina uppgifter"), "tasks.show", "tasks")
    own = (
        "plans",
        "writing",
        "history",
        "people",
        "consenters",
        "messages",
        "plan_requests",
        "participants",
        "consent",
        "bases",
        "copies",
    )
    yield _item(_("Planer"), "plans.index", *own)
    if POLICY.allows(actor, AgreementPermission.LIST):
        yield _item(_("Överenskommelser"), "agreements.index", *AGREEMENTS)
    yield _item(_("Möten"), "meetings.mine", "meetings")
    yield _item(_("Kallelser"), "calls.inbox", "calls")


def _agreement_items(actor: Actor) -> Iterator[Item]:
    is_group = actor.organisation_kind is OrganisationKind.COORDINATION_GROUP
    is_listed = POLICY.allows(actor, AgreementPermission.LIST)
    if is_group and POLICY.allows(actor, CountyPermission.BOARD):
        yield _item(_("Länet"), "board.show", "board", "lob", "county_follow_up", "county_methods")
    if is_listed:
        yield _of_start(_("Att göra"), "start.todo")
    if is_listed and not POLICY.allows(actor, SipPermission.LIST):
        yield _item(_("Överenskommelser"), "agreements.index", *AGREEMENTS)
    if not is_group and POLICY.allows(actor, CountyPermission.BOARD):
        yield _item(
            _("Länet"),
            "board.show",
            "board",
            "templates",
            "lob",
            "county_follow_up",
            "county_methods",
        )
    if POLICY.allows(actor, SipPermission.FIGURES):
        yield _item(_("SIP i siffror"), "figures.show", "figures")
    if is_group and POLICY.allows(actor, CountyPermission.TEMPLATES):
        yield _item(_("Mallar"), "templates.index", "templates")


def _deviation_items(actor: Actor) -> Iterator[Item]:
    """The county's numbers for its group; for everybody else what they have part in."""
    is_group = actor.organisation_kind is OrganisationKind.COORDINATION_GROUP
    if is_group and POLICY.allows(actor, CountyPermission.PATTERNS):
        yield _item(_("Avvikelser"), "county_deviations.patterns", "county_deviations")
    elif POLICY.allows(actor, AgreementPermission.DEVIATIONS):
        where = ("deviations", "county_deviations", "disputes", "transfers")
        yield _item(_("Avvikelser"), "deviations.index", *where)


def _own_organisation_items(actor: Actor) -> Iterator[Item]:
    if POLICY.allows(actor, TenancyPermission.ADMINISTER):
        where = "county_organisations"
        yield _item(_("Länets organisationer"), f"{where}.index", where)
    if POLICY.allows(actor, OrganisationPermission.ADMINISTER):
        yield _item(_("Roller"), "administration.show", "administration")
    if POLICY.allows(actor, OrganisationPermission.REVIEW_LOG):
        yield _item(_("Logg"), "log.show", "log")


def _item(label: str, endpoint: str, *blueprints: str) -> Item:
    return label, _address(endpoint), request.blueprint in blueprints, 0


def _of_start(label: str, endpoint: str, *, is_there: bool = False) -> Item:
    """One of the pages of portal.start, which have a blueprint in common."""
    return label, _address(endpoint), is_there or request.endpoint == endpoint, 0


def _of_plan(label: str, endpoint: str, plan_id: UUID) -> Item:
    blueprint = endpoint.partition(".")[0]
    return label, url_for(endpoint, plan_id=plan_id), request.blueprint == blueprint, 0


def _address(endpoint: str) -> str:
    return _address_under(request.script_root, endpoint)


@lru_cache(maxsize=256)
def _address_under(_root: str, endpoint: str) -> str:
    # put together once: every page has the same ones
    return url_for(endpoint)
