"""The main menu: at most four items, by what the reader's organisation and role open."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask, request, url_for
from flask_login import current_user

from agreements.permissions import AgreementPermission, CountyPermission
from portal.authz import Actor, OrganisationKind
from portal.identity.permissions import OrganisationPermission
from portal.policy import POLICY
from portal.web.i18n import gettext as _

if TYPE_CHECKING:
    from portal.identity.session import SignedIn

Item = tuple[str, str, bool, int]


def init_app(app: Flask) -> None:
    """Give templates the menu and what the page's head needs."""
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    if not current_user.is_authenticated:
        return {}
    person: SignedIn = current_user
    return {
        "menu": list(_items(person.actor)),
        "county_name": person.county_name,
        "sign_out_url": _address("identity.sign_out"),
        "account_url": _address("account.show"),
        "switch_organisation_url": _address("account.show") if person.organisations > 1 else "",
    }


def _items(actor: Actor) -> Iterator[Item]:
    is_group = actor.organisation_kind is OrganisationKind.COORDINATION_GROUP
    if POLICY.allows(actor, MyPlanPermission.LIST):
        yield from _my_items()
    if POLICY.allows(actor, SipPermission.LIST):
        yield from _sip_items()
        return
    if POLICY.allows(actor, AgreementPermission.LIST) and not is_group:
        yield _item(_("Att göra"), "start.todo", "start")
    if is_group:
        yield _item(_("Länet"), "board.show", "board")
    if POLICY.allows(actor, AgreementPermission.LIST):
        yield _item(
            _("Överenskommelser"),
            "agreements.index",
            *("agreements", "drafting", "matrix", "negotiation", "signing"),
        )
    if not is_group and POLICY.allows(actor, CountyPermission.BOARD):
        yield _item(_("Länet"), "board.show", "board", "templates")
    if is_group and POLICY.allows(actor, CountyPermission.TEMPLATES):
        yield _item(_("Mallar"), "templates.index", "templates")
    if POLICY.allows(actor, OrganisationPermission.ADMINISTER):
        yield _item(_("Roller"), "administration.show", "administration")
    if POLICY.allows(actor, OrganisationPermission.REVIEW_LOG):
        yield _item(_("Logg"), "log.show", "log")


def _sip_items() -> Iterator[Item]:
    yield _item(_("Mina uppgifter"), "tasks.index", "tasks")
    yield _item(_("Planer"), "plans.index", "plans", "consent", "people", "copies")
    yield _item(_("Möten"), "meetings.index", "meetings")
    yield _item(_("Kallelser"), "calls.index", "calls")


def _item(label: str, endpoint: str, *blueprints: str) -> Item:
    return label, _address(endpoint), request.blueprint in blueprints, 0


def _address(endpoint: str) -> str:
    return _address_under(request.script_root, endpoint)


@lru_cache(maxsize=256)
def _address_under(_root: str, endpoint: str) -> str:
    # put together once: every page has the same ones
    return url_for(endpoint)
