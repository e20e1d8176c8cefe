"""The county's organisations, for whoever administers the county."""

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor, OrganisationKind, Role
from portal.county import presenter, words
from portal.county.forms import (
    ALL,
    FEWEST,
    MOST,
    AddForm,
    AdministratorForm,
    DivideForm,
    MergeForm,
    MoveUnitForm,
    RenameForm,
    dividing,
)
from portal.county.words import KINDS
from portal.errors import NotFoundError
from portal.identity import service as identity
from portal.identity import unit_forms
from portal.identity.forms import ChangeForm, RenameUnitForm
from portal.ids import new_id
from portal.tenancy import endings, queries, service
from portal.tenancy.permissions import TenancyPermission
from portal.tenancy.rules import ONE_IN_A_COUNTY
from portal.web.forms import Form, filled
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import attempt, saved, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from portal.tenancy.endings import Ending
    from portal.tenancy.models import Organisation, Unit
    from portal.tenancy.queries import NewName

bp = Blueprint("county_organisations", __name__, url_prefix="/county/organisations")


@bp.get("")
@requires(TenancyPermission.ADMINISTER, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Every organisation of the county, those that are closed last."""
    page = presenter.list_page(actor)
    return render_template("portal/county/index.html", page=page)


@bp.get("/<uuid:organisation_id>")
@requires(TenancyPermission.ADMINISTER, queries.get_organisation)
def show(actor: Actor, organisation: "Organisation") -> ResponseReturnValue:
    """One organisation: its names, its units, and what has become of it."""
    page = presenter.organisation_page(actor, organisation)
    return render_template("portal/county/show.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@requires(TenancyPermission.ADMINISTER, itself)
def add(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Add an organisation; who administers it is asked next."""
    form = AddForm(organisation_id=str(new_id()))
    form.kind.choices = [
        ("", _("Välj …")),
        *((kind.value, str(label)) for kind, label in KINDS.items() if kind not in ONE_IN_A_COUNTY),
    ]
    if saved(form, lambda: _add(actor, form)):
        flash(_("%(name)s är tillagd. Bjud in den som ska administrera där.", name=form.name.data))
        organisation_id = as_id(form.organisation_id.data)
        return redirect(
            url_for("county_organisations.invite_administrator", organisation_id=organisation_id)
        )
    return render_template("portal/county/add.html", form=form), status_of(form)


def _add(actor: Actor, form: AddForm) -> None:
    service.add_organisation(
        actor,
        service.NewOrganisation(
            id=as_id(form.organisation_id.data),
            kind=OrganisationKind(filled(form.kind.data)),
            name=filled(form.name.data),
            number=form.number.data or "",
            why_none=form.why_none.data or "",
        ),
    )


@bp.route("/<uuid:organisation_id>/administrator", methods=["GET", "POST"])
@requires(TenancyPermission.ADMINISTER, queries.get_open_organisation)
def invite_administrator(actor: Actor, organisation: "Organisation") -> ResponseReturnValue:
    """Invite who administers an organisation; the code is shown once."""
    form = AdministratorForm(invitation_id=str(new_id()))
    form.issuer.choices = [
        (issuer.key, issuer.name)
        for issuer in current_app.extensions["settings"].issuers
        if issuer.door == "staff" and issuer.speaks_for(organisation.organisation_number)
    ]
    outcome = attempt(form, lambda: _invite(actor, organisation, form))
    if not outcome.is_saved:
        body = render_template("portal/county/invite.html", form=form, organisation=organisation)
        return body, outcome.status(form)
    return render_template(
        "portal/county/invited.html",
        code=outcome.result,
        name=form.name.data,
        organisation=organisation,
    )


def _invite(actor: Actor, organisation: "Organisation", form: AdministratorForm) -> str:
    invited = identity.Invited(
        organisation_id=organisation.id,
        issuer_key=filled(form.issuer.data),
        role=Role.ADMINISTRATOR,
        name=filled(form.name.data),
        email=form.email.data or None,
    )
    return identity.invite(
        actor,
        invited,
        invitation_id=as_id(form.invitation_id.data),
        now=clock.now(),
        secret_key=current_app.extensions["settings"].secret_key,
    )


@bp.route("/<uuid:organisation_id>/rename", methods=["GET", "POST"])
@requires(TenancyPermission.ADMINISTER, queries.get_offered_organisation)
def rename(actor: Actor, organisation: "Organisation") -> ResponseReturnValue:
    """Give an organisation another name, from a day on."""
    form = RenameForm(
        name=organisation.name, short_name=organisation.short_name, **unit_forms.as_new()
    )
    former = organisation.name
    told = _("Det nya namnet är sparat.")
    if saved(form, lambda: _rename(actor, organisation, form), told=told):
        return redirect(_address(organisation))
    body = render_template(
        "portal/county/rename.html", form=form, organisation=organisation, former=former
    )
    return body, status_of(form)


def _rename(actor: Actor, organisation: "Organisation", form: RenameForm) -> None:
    name = filled(form.name.data)
    service.rename(
        actor,
        organisation,
        unit_forms.change_of(form),
        name=name,
        short_name=form.short_name.data or name,
        today=clock.today(),
    )


@bp.route("/<uuid:organisation_id>/names/<uuid:change_id>/withdraw", methods=["GET", "POST"])
@requires(TenancyPermission.ADMINISTER, queries.get_new_name)
def withdraw_name(actor: Actor, new_name: "NewName") -> ResponseReturnValue:
    """Take back a new name whose day has not come, after asking once."""
    form = Form()
    told = _("Det nya namnet är återtaget.")
    if saved(form, lambda: service.withdraw_name(actor, new_name), told=told):
        return redirect(_address(new_name.organisation))
    # taken back already, in another window or by somebody else
    if new_name.change is None:
        raise NotFoundError
    body = render_template(
        "portal/county/withdraw_name.html",
        form=form,
        organisation=new_name.organisation,
        change=new_name.change,
    )
    return body, status_of(form)


@bp.route("/units/<uuid:unit_id>/rename", methods=["GET", "POST"])
@requires(TenancyPermission.ADMINISTER, queries.get_county_unit)
def rename_unit(actor: Actor, unit: "Unit") -> ResponseReturnValue:
    """Give a unit of any organisation another name."""
    form = RenameUnitForm(name=unit.name, **unit_forms.as_new())
    organisation = queries.get_organisation(actor, unit.organisation_id)
    if saved(form, lambda: unit_forms.rename(actor, unit, form), told=_("Enheten har bytt namn.")):
        return redirect(_address(organisation))
    return unit_forms.rename_page(unit, form, _trail(organisation))


@bp.route("/units/<uuid:unit_id>/close", methods=["GET", "POST"])
@requires(TenancyPermission.ADMINISTER, queries.get_county_unit)
def close_unit(actor: Actor, unit: "Unit") -> ResponseReturnValue:
    """Close a unit of any organisation, after saying who takes over what is open there."""
    form = unit_forms.closing_form(unit)
    organisation = queries.get_organisation(actor, unit.organisation_id)
    if saved(form, lambda: unit_forms.close(actor, unit, form), told=_("Enheten är stängd.")):
        return redirect(_address(organisation))
    return unit_forms.close_page(unit, form, _trail(organisation))


@bp.route("/units/<uuid:unit_id>/move", methods=["GET", "POST"])
@requires(TenancyPermission.ADMINISTER, queries.get_county_unit)
def move_unit(actor: Actor, unit: "Unit") -> ResponseReturnValue:
    """Let another organisation have a unit, with the roles in it."""
    form = MoveUnitForm(**unit_forms.as_new())
    organisation = queries.get_organisation(actor, unit.organisation_id)
    others = [one for one in queries.list_all_organisations(actor) if one.is_offered]
    form.receiver.choices = _choices(one for one in others if one.id != organisation.id)
    if saved(form, lambda: _move_unit(actor, unit, form), told=_("Enheten är flyttad.")):
        return redirect(_address(organisation))
    body = render_template(
        "portal/county/move_unit.html", form=form, unit=unit, organisation=organisation
    )
    return body, status_of(form)


def _move_unit(actor: Actor, unit: "Unit", form: MoveUnitForm) -> None:
    receiver = as_id(form.receiver.data)
    change = unit_forms.change_of(form)
    endings.move_unit(actor, unit, change, receiver_id=receiver, today=clock.today())


@bp.route("/<uuid:organisation_id>/merge", methods=["GET", "POST"])
@requires(TenancyPermission.ADMINISTER, queries.get_organisation)
def merge(actor: Actor, organisation: "Organisation") -> ResponseReturnValue:
    """Merge an organisation into another of its kind, after saying what goes along."""
    ending = endings.get_ending(organisation)
    form = MergeForm(**unit_forms.as_new())
    found = [one for one in queries.list_all_organisations(actor) if one.is_offered]
    form.receiver.choices = _choices(found)
    back = _address(organisation)
    if saved(form, lambda: _merge(actor, ending, form), told=_("Sammanslagningen är gjord.")):
        return redirect(back)
    return _ask("merge", ending, form)


def _merge(actor: Actor, ending: "Ending", form: MergeForm) -> None:
    receiver = as_id(form.receiver.data)
    change = unit_forms.change_of(form)
    endings.merge(actor, ending, change, receiver_id=receiver, today=clock.today())


@bp.route("/<uuid:organisation_id>/close", methods=["GET", "POST"])
@requires(TenancyPermission.ADMINISTER, queries.get_organisation)
def close(actor: Actor, organisation: "Organisation") -> ResponseReturnValue:
    """Close an organisation in which nothing is open."""
    ending = endings.get_ending(organisation)
    form = ChangeForm(**unit_forms.as_new())
    told = _("Organisationen har upphört.")
    back = _address(organisation)
    if saved(form, lambda: _close(actor, ending, form), told=told):
        return redirect(back)
    return _ask("close", ending, form)


def _close(actor: Actor, ending: "Ending", form: ChangeForm) -> None:
    endings.close(actor, ending, unit_forms.change_of(form), today=clock.today())


def find_divided(actor: Actor, organisation_id: "UUID", parts: int) -> "tuple[Organisation, int]":
    """An organisation, and into how many it is divided."""
    return queries.get_organisation(actor, organisation_id), parts


@bp.route(
    f"/<uuid:organisation_id>/divide/<int(min={FEWEST}, max={MOST}):parts>",
    methods=["GET", "POST"],
)
@requires(TenancyPermission.ADMINISTER, find_divided)
def divide(actor: Actor, found: "tuple[Organisation, int]") -> ResponseReturnValue:
    """Divide an organisation into new ones; each thing that is open gets a receiver."""
    organisation, parts = found
    ending = endings.get_ending(organisation)
    form_of = dividing(
        parts,
        [(one.id, one.title) for one in ending.agreements],
        [(one.id, one.name) for one in ending.units],
    )
    numbers = range(1, parts + 1)
    form = form_of(**{f"id_{one}": str(new_id()) for one in numbers}, **unit_forms.as_new())
    told = _("Organisationen är delad. Bjud in den som ska administrera där det behövs.")
    back = _address(organisation)
    if saved(form, lambda: _divide(actor, ending, form, numbers), told=told):
        return redirect(back)
    return _ask("divide", ending, form, numbers=numbers)


def _divide(actor: Actor, ending: "Ending", form: DivideForm, numbers: "Iterable[int]") -> None:
    new = {str(one): as_id(form[f"id_{one}"].data) for one in numbers}
    division = endings.Division(
        successors=[_successor(ending, form, which, key) for which, key in new.items()],
        agreements={one.id: new[form[f"agreement_{one.id}"].data] for one in ending.agreements},
        units={one.id: new[form[f"unit_{one.id}"].data] for one in ending.units},
        roles=list(new.values()) if form.roles.data == ALL else [new[form.roles.data]],
    )
    endings.divide(actor, ending, unit_forms.change_of(form), division, today=clock.today())


def _successor(
    ending: "Ending", form: DivideForm, which: str, key: "UUID"
) -> service.NewOrganisation:
    fields = f"name_{which}", f"number_{which}", f"why_{which}"
    name, number, why_none = (form[one].data or "" for one in fields)
    return service.NewOrganisation(
        id=key,
        kind=ending.organisation.kind,
        name=name,
        number=number,
        why_none=why_none,
        fields=fields,
    )


def _ask(
    what: str, ending: "Ending", form: ChangeForm, numbers: "Iterable[int]" = ()
) -> ResponseReturnValue:
    if not endings.may_end(ending.organisation, even_ended=what == "close"):
        raise NotFoundError
    body = render_template(
        f"portal/county/{what}.html",
        form=form,
        ending=ending,
        organisation=ending.organisation,
        waits=words.waits(ending),
        numbers=list(numbers),
        counts=range(FEWEST, MOST + 1),
    )
    return body, status_of(form)


def _choices(found: "Iterable[Organisation]") -> list[tuple[str, str]]:
    return [("", _("Välj …")), *((str(one.id), one.name) for one in found)]


def _trail(organisation: "Organisation") -> list[tuple[str, str]]:
    return [
        (_("Länets organisationer"), url_for("county_organisations.index")),
        (organisation.name, _address(organisation)),
    ]


def _address(organisation: "Organisation") -> str:
    return url_for("county_organisations.show", organisation_id=organisation.id)
