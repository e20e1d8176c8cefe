"""The administrator's page: members, roles, invitations."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor, Role
from portal.identity import service
from portal.identity.forms import ROLE_LABELS, InvitationForm, UnitForm
from portal.identity.permissions import OrganisationPermission
from portal.ids import new_id
from portal.tenancy import queries as tenancy
from portal.tenancy import service as units
from portal.transaction import transaction
from portal.web.forms import filled
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import attempt, saved, status_of

# the service looks both up within the actor's own organisation


def _invitation(_actor: Actor, invitation_id: UUID) -> UUID:
    return invitation_id


def _membership(_actor: Actor, membership_id: UUID) -> UUID:
    return membership_id


bp = Blueprint("administration", __name__, url_prefix="/administration")


@bp.get("")
@requires(OrganisationPermission.ADMINISTER, itself)
def show(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Who has which role, and who is invited."""
    return render_template(
        "portal/identity/administration/show.html",
        members=service.list_members(actor),
        invitations=service.list_invitations(actor, clock.now()),
        role_labels=ROLE_LABELS,
        units=tenancy.list_units(actor),
    )


@bp.route("/units/new", methods=["GET", "POST"])
@requires(OrganisationPermission.ADMINISTER, itself)
def add_unit(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Add a unit, so that roles can be given in it."""
    form = UnitForm(unit_id=str(new_id()))
    if saved(form, lambda: _add_unit(actor, form)):
        flash(_("Enheten är tillagd."))
        return redirect(url_for("administration.show"))
    return render_template("portal/identity/administration/add_unit.html", form=form), status_of(
        form
    )


def _add_unit(actor: Actor, form: UnitForm) -> None:
    units.add(actor, unit_id=as_id(form.unit_id.data), name=filled(form.name.data))


@bp.route("/invite", methods=["GET", "POST"])
@requires(OrganisationPermission.ADMINISTER, itself)
def invite(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Invite somebody; the code is shown once and handed over in person."""
    form = InvitationForm(invitation_id=str(new_id()))
    form.role.choices = [(role.value, label) for role, label in ROLE_LABELS.items()]
    number = tenancy.get_own_organisation(actor).organisation_number
    issuers = [
        issuer
        for issuer in current_app.extensions["settings"].issuers
        if issuer.door == "staff" and issuer.speaks_for(number)
    ]
    parts = [(str(unit.id), unit.name) for unit in tenancy.list_units(actor)]
    form.unit.choices = [("", _("Hela organisationen")), *parts]
    form.issuer.choices = [(issuer.key, issuer.name) for issuer in issuers]
    outcome = attempt(form, lambda: _invite(actor, form))
    if not outcome.is_saved:
        return render_template(
            "portal/identity/administration/invite.html", form=form
        ), outcome.status(form)
    code, name = outcome.result, form.name.data
    return render_template("portal/identity/administration/invited.html", code=code, name=name)


def _invite(actor: Actor, form: InvitationForm) -> str:
    return service.invite(
        actor,
        invitation_id=as_id(form.invitation_id.data),
        issuer_key=filled(form.issuer.data),
        role=Role(filled(form.role.data)),
        unit_id=as_id(form.unit.data) if form.unit.data else None,
        name=filled(form.name.data),
        email=form.email.data or None,
        now=clock.now(),
        secret_key=current_app.extensions["settings"].secret_key,
    )


@bp.post("/invitations/<uuid:invitation_id>/revoke")
@requires(OrganisationPermission.ADMINISTER, _invitation)
def revoke(actor: Actor, invitation_id: UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    with transaction():
        service.revoke(actor, invitation_id, now=clock.now())
    flash(_("Inbjudan är återtagen. Koden går inte längre att använda."))
    return redirect(url_for("administration.show"))


@bp.post("/members/<uuid:membership_id>/end")
@requires(OrganisationPermission.ADMINISTER, _membership)
def end_membership(actor: Actor, membership_id: UUID) -> ResponseReturnValue:
    """Take a role away."""
    with transaction():
        service.end_membership(actor, membership_id, now=clock.now())
    flash(_("Rollen är borttagen. Den slutar gälla direkt."))
    return redirect(url_for("administration.show"))
