"""Help for whoever reads it: by their roles, with whom to call."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from agreements.permissions import AgreementPermission, CountyPermission
from portal.authz import Actor, OrganisationKind, Role
from portal.identity.permissions import OrganisationPermission
from portal.policy import POLICY
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation
from portal.web.guard import public
from sip.kernel.permissions import MyPlanPermission, SipPermission
from sip.my_plan.presenter import organisations_in_sight

bp = Blueprint("help", __name__)

PARTIES = (
    OrganisationKind.REGION,
    OrganisationKind.POLICE,
    OrganisationKind.COORDINATION_GROUP,
)


@bp.get("/help-and-contact")
@public
def show() -> ResponseReturnValue:
    """What people ask who do what the reader does, and whom to turn to."""
    actor: Actor | None = current_user.actor if current_user.is_authenticated else None
    return render_template(
        "portal/help/show.html",
        topics=(list(_topics(actor)) or ["nothing"]) if actor else ["signed_out"],
        contacts=_contacts(actor) if actor else (),
        may_set_contact=actor is not None
        and POLICY.allows(actor, OrganisationPermission.ADMINISTER),
        operator=current_app.extensions["operator"],
    )


def _topics(actor: Actor) -> Iterator[str]:
    """The parts of the page that are about the reader's roles: files in templates/portal/help."""
    is_group = actor.organisation_kind is OrganisationKind.COORDINATION_GROUP
    if POLICY.allows(actor, MyPlanPermission.LIST):
        yield "person"
    if POLICY.allows(actor, SipPermission.LIST):
        yield "caseworker"
    if is_group and POLICY.allows(actor, CountyPermission.BOARD):
        yield "group"
    elif POLICY.allows(actor, CountyPermission.BOARD):
        yield "coordinator"
    if Role.SIGNATORY in actor.roles and POLICY.allows(actor, AgreementPermission.LIST):
        yield "signatory"
    if POLICY.allows(actor, OrganisationPermission.ADMINISTER):
        yield "administrator"
    if POLICY.allows(actor, OrganisationPermission.REVIEW_LOG):
        yield "reviewer"


def _contacts(actor: Actor) -> Sequence[Organisation]:
    """The own organisation first; for a person with a plan those that answer for it."""
    if POLICY.allows(actor, MyPlanPermission.LIST):
        return tenancy.list_organisations(actor, ids=organisations_in_sight())
    own = tenancy.get_own_organisation(actor)
    if not POLICY.allows(actor, AgreementPermission.LIST):
        return [own]
    others = tenancy.list_organisations(actor, *PARTIES)
    return [own, *(one for one in others if one.id != own.id and any(one.contact))]


def init_app(app: Flask) -> None:
    """Serve the page."""
    app.register_blueprint(bp)
