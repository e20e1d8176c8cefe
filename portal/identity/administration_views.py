"""The administrator's page: members, roles, invitations."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor, Role
from portal.identity import departures, service, stand_in_forms, standing_in, unit_forms, words
from portal.identity.departures import Departure
from portal.identity.forms import (
    ROLE_LABELS,
    ContactForm,
    DepartureForm,
    InvitationForm,
    RenameUnitForm,
    UnitForm,
)
from portal.identity.permissions import OrganisationPermission
from portal.ids import new_id
from portal.outbox.notices import list_notices
from portal.tenancy import queries as tenancy
from portal.tenancy import service as units
from portal.tenancy.history import history_of
from portal.tenancy.models import Contact
from portal.web.forms import Form, filled
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import attempt, saved, status_of

if TYPE_CHECKING:
    from portal.identity.functions import StandingIn
    from portal.identity.models import Invitation
    from portal.tenancy.models import Unit

bp = Blueprint("administration", __name__, url_prefix="/administration")


@bp.get("")
@requires(OrganisationPermission.ADMINISTER, itself)
def show(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Who has which role, and who is invited."""
    organisation = tenancy.get_own_organisation(actor)
    return render_template(
        "portal/identity/administration/show.html",
        members=service.list_members(actor),
        invitations=service.list_invitations(actor.organisation_id, clock.now()),
        role_labels=ROLE_LABELS,
        units=tenancy.list_units(actor),
        organisation=organisation,
        history=history_of(actor, organisation),
        told=list_notices(actor),
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


@bp.route("/units/<uuid:unit_id>/rename", methods=["GET", "POST"])
@requires(OrganisationPermission.ADMINISTER, tenancy.get_unit)
def rename_unit(actor: Actor, unit: "Unit") -> ResponseReturnValue:
    """Give a unit another name; what was written keeps the former one."""
    form = RenameUnitForm(name=unit.name, **unit_forms.as_new())
    if saved(form, lambda: unit_forms.rename(actor, unit, form), told=_("Enheten har bytt namn.")):
        return redirect(url_for("administration.show"))
    return unit_forms.rename_page(unit, form, _trail())


@bp.route("/units/<uuid:unit_id>/close", methods=["GET", "POST"])
@requires(OrganisationPermission.ADMINISTER, tenancy.get_unit)
def close_unit(actor: Actor, unit: "Unit") -> ResponseReturnValue:
    """Close a unit, after saying who takes over what is open there."""
    form = unit_forms.closing_form(unit)
    if saved(form, lambda: unit_forms.close(actor, unit, form), told=_("Enheten är stängd.")):
        return redirect(url_for("administration.show"))
    return unit_forms.close_page(unit, form, _trail())


def _trail() -> list[tuple[str, str]]:
    return [(_("Roller"), url_for("administration.show"))]


@bp.route("/contact", methods=["GET", "POST"])
@requires(OrganisationPermission.ADMINISTER, itself)
def set_contact(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Say whom one calls: it stands in help, in plans and in mail."""
    organisation = tenancy.get_own_organisation(actor)
    form = ContactForm(data=organisation.contact._asdict())
    told = _("Kontakten är sparad.")
    if saved(form, lambda: units.set_contact(actor, organisation, _contact(form)), told=told):
        return redirect(url_for("administration.show"))
    body = render_template("portal/identity/administration/contact.html", form=form)
    return body, status_of(form)


def _contact(form: ContactForm) -> Contact:
    said = (form.name.data, form.phone.data, form.email.data, form.address.data)
    return Contact(*(one or "" for one in said))


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
    invited = service.Invited(
        organisation_id=actor.organisation_id,
        issuer_key=filled(form.issuer.data),
        role=Role(filled(form.role.data)),
        name=filled(form.name.data),
        email=form.email.data or None,
        unit_id=as_id(form.unit.data) if form.unit.data else None,
    )
    return service.invite(
        actor,
        invited,
        invitation_id=as_id(form.invitation_id.data),
        now=clock.now(),
        secret_key=current_app.extensions["settings"].secret_key,
    )


@bp.route("/invitations/<uuid:invitation_id>/revoke", methods=["GET", "POST"])
@requires(OrganisationPermission.ADMINISTER, service.get_invitation)
def revoke(actor: Actor, invitation: "Invitation") -> ResponseReturnValue:
    """Take an invitation back, after asking once."""
    form = Form()
    if saved(form, lambda: service.revoke(actor, invitation, now=clock.now())):
        flash(_("Inbjudan är återtagen. Koden går inte längre att använda."))
        return redirect(url_for("administration.show"))
    body = render_template(
        "portal/identity/administration/revoke.html",
        form=form,
        invitation=invitation,
        role_labels=ROLE_LABELS,
    )
    return body, status_of(form)


@bp.get("/people/<uuid:account_id>")
@requires(OrganisationPermission.ADMINISTER, departures.get_person)
def person(_actor: Actor, departure: Departure) -> ResponseReturnValue:
    """One person's roles, and what can be done with them."""
    return render_template(
        "portal/identity/administration/person.html",
        person=departure,
        role_labels=ROLE_LABELS,
        is_caseworker=any(one.role is Role.CASEWORKER for one in departure.ending),
        stand_ins=standing_in.list_stand_ins(departure.account_id),
    )


@bp.route("/people/<uuid:account_id>/stand-in", methods=["GET", "POST"])
@requires(OrganisationPermission.ADMINISTER, departures.get_person)
def stand_in(actor: Actor, departure: Departure) -> ResponseReturnValue:
    """Let a colleague stand in for somebody who is away; the administrator sees no plan."""
    absent_id, colleagues = departure.account_id, dict(departure.candidates(Role.CASEWORKER))
    form = stand_in_forms.new_form(colleagues)
    if saved(form, lambda: stand_in_forms.let_stand_in(actor, form, absent_id, colleagues)):
        flash(_("Kollegan står in under den tiden. Båda får veta det."))
        return redirect(url_for("administration.person", account_id=absent_id))
    body = render_template(
        "portal/identity/administration/stand_in.html", form=form, person=departure
    )
    return body, status_of(form)


@bp.route("/stand-ins/<uuid:stand_in_id>/end", methods=["GET", "POST"])
@requires(OrganisationPermission.ADMINISTER, standing_in.find)
def end_stand_in(actor: Actor, one: "StandingIn") -> ResponseReturnValue:
    """Let nobody stand in for somebody any longer, after asking once."""
    form = Form()
    if saved(form, lambda: standing_in.end(actor, one)):
        flash(_("Kollegan står inte längre in. Det gäller direkt."))
        return redirect(url_for("administration.person", account_id=one.absent_id))
    body = render_template("portal/identity/administration/end_stand_in.html", form=form, one=one)
    return body, status_of(form)


@bp.route("/members/<uuid:membership_id>/end", methods=["GET", "POST"])
@requires(OrganisationPermission.ADMINISTER, departures.get_role)
def end_membership(actor: Actor, departure: Departure) -> ResponseReturnValue:
    """Take a role away, after saying what that does; what waits is given to a colleague."""
    form = _departure_form(departure)
    if saved(form, lambda: _end(actor, departure, form, departures.end)):
        return _after(actor, departure, _("Rollen är borttagen. Den slutade gälla direkt."))
    return _ask(actor, departure, form)


@bp.route("/people/<uuid:account_id>/end", methods=["GET", "POST"])
@requires(OrganisationPermission.ADMINISTER, departures.get_person)
def end_person(actor: Actor, departure: Departure) -> ResponseReturnValue:
    """Take all of somebody's roles away and sign them out; what waits is given to a colleague."""
    form = _departure_form(departure)
    if saved(form, lambda: _end(actor, departure, form, departures.leave)):
        return _after(actor, departure, _("Alla roller är borttagna. De slutade gälla direkt."))
    return _ask(actor, departure, form)


def _departure_form(departure: Departure) -> DepartureForm:
    """The form with the choices that have to be made, and no others."""
    form = DepartureForm()
    for role in (Role.COORDINATOR, Role.SIGNATORY, Role.CASEWORKER):
        if role not in departure.needed:
            del form[role.value]
            continue
        found = [(str(account), name) for account, name in departure.candidates(role)]
        form[role.value].choices = [("", _("Välj …")), *found]
    return form


def _end(
    actor: Actor,
    departure: Departure,
    form: DepartureForm,
    command: Callable[..., None],
) -> None:
    successors = {role: as_id(form[role.value].data) for role in Role if role.value in form}
    command(actor, departure, successors, now=clock.now())


def _ask(actor: Actor, departure: Departure, form: DepartureForm) -> ResponseReturnValue:
    body = render_template(
        "portal/identity/administration/end.html",
        form=form,
        person=departure,
        told=words.consequences(departure, actor.organisation_name),
        refused=words.why_not(departure),
        role_labels=ROLE_LABELS,
    )
    return body, status_of(form)


def _after(actor: Actor, departure: Departure, told: str) -> ResponseReturnValue:
    flash(told)
    is_own = departure.account_id == actor.account_id
    # without the role the page is no longer one's own to open
    return redirect("/" if is_own else url_for("administration.show"))


@bp.route("/people/<uuid:account_id>/sign-out", methods=["GET", "POST"])
@requires(OrganisationPermission.ADMINISTER, departures.get_colleague)
def sign_out_person(actor: Actor, departure: Departure) -> ResponseReturnValue:
    """End all of somebody's sign-ins at once, after asking once. Their roles stay."""
    form = Form()
    if saved(form, lambda: departures.sign_out(actor, departure)):
        flash(_("%(name)s är utloggad överallt.", name=departure.name))
        return redirect(url_for("administration.person", account_id=departure.account_id))
    body = render_template(
        "portal/identity/administration/sign_out.html", form=form, person=departure
    )
    return body, status_of(form)
