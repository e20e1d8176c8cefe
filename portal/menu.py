"""The main menu: at most four items, by what the reader's organisation and role open."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flask import Flask, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from agreements.permissions import AgreementPermission, CountyPermission
from portal.authz import Actor, OrganisationKind
from portal.identity.permissions import OrganisationPermission
from portal.policy import POLICY

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
        "sign_out_url": url_for("identity.sign_out"),
        "account_url": url_for("account.show"),
        "switch_organisation_url": url_for("account.show") if person.organisations > 1 else "",
    }


def _items(actor: Actor) -> Iterator[Item]:
    is_group = actor.organisation_kind is OrganisationKind.COORDINATION_GROUP
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


def _item(label: str, endpoint: str, *blueprints: str) -> Item:
    return label, url_for(endpoint), request.blueprint in blueprints, 0
