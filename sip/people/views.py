"""The handlers' pages about the private people in a plan."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.config import IssuerSettings, Settings
from portal.edits import fingerprint
from portal.errors import ForbiddenError, NotFoundError
from portal.ids import new_id
from portal.tenancy.queries import get_own_organisation
from portal.web import qr
from portal.web.forms import Form, filled, filled_date
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import attempt, saved, status_of
from sip.door.drafts import drafted
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_part
from sip.kernel.days import ends_at, midnight
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import ASKING, STILL
from sip.kernel.vocabulary import Capacity, ChangeKind, PersonKind
from sip.ledger.words import scopes
from sip.people import changes, codes, queries, service
from sip.people.changes import Proposal
from sip.people.forms import (
    CodeForm,
    GuardianForm,
    MandateForm,
    PersonForm,
    ProtectionForm,
    RepresentativeForm,
    RevokeCodeForm,
    SubjectForm,
)
from sip.people.presenter import people_page
from sip.people.protection import list_choices, may_change, may_lift, protect, protection_of
from sip.people.words import CAPACITIES, GUARDIAN_ASKED, GUARDIAN_NOT_YET, PROPOSED

bp = Blueprint("people", __name__, url_prefix="/sip/plans/<uuid:plan_id>/people")
opened_people = opening("people")
one_of_people = opening_part("people")


@bp.get("")
@requires(SipPermission.HANDLE, opened_people)
def show(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """The person, those around them, and whose consent is needed."""
    page = people_page(actor, opened, now=clock.now())
    return render_template("sip/people/show.html", page=page, opened=opened, plan=opened.plan)


@bp.route("/guardians/new", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opened_people, even=ASKING)
@drafted()
def add_guardian(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Note a guardian, whose consent is then required until the child turns 18."""
    form = GuardianForm(person_id=str(new_id()))

    def save() -> bool:
        person_id, capacity = as_id(form.person_id.data), _capacity(form)
        return service.add_guardian(
            actor, opened, person_id, capacity, now=clock.now(), **_details(form)
        )

    outcome = attempt(form, save)
    if outcome.is_saved:
        outcome.tell(str(GUARDIAN_ASKED if outcome.result else GUARDIAN_NOT_YET))
        onward = "consent.ask" if "go_on" in request.form and outcome.result else "people.show"
        return redirect(url_for(onward, plan_id=opened.plan_id))
    return _page(
        "sip/people/add.html", opened, form, heading=_("Lägg till vårdnadshavare"), is_guardian=True
    )


@bp.route("/relatives/new", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opened_people)
@drafted()
def add_relative(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Note a relative; what they may see is for the person to say."""
    form = PersonForm(person_id=str(new_id()))

    def save() -> None:
        person_id = as_id(form.person_id.data)
        service.add_relative(actor, opened, person_id, now=clock.now(), **_details(form))

    return _saved(opened, form, save, _("Den närstående är tillagd.")) or _page(
        "sip/people/add.html", opened, form, heading=_("Lägg till närstående"), is_guardian=False
    )


@bp.route("/representatives/new", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opened_people, even=ASKING)
@drafted()
def add_representative(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Note somebody who stands in for the person, with their mandate."""
    form = _with_choices(RepresentativeForm(person_id=str(new_id()), change_id=str(new_id())))

    def save() -> None:
        changes.appoint(
            actor,
            opened,
            as_id(form.person_id.data),
            _proposal(form),
            change_id=as_id(form.change_id.data),
            now=clock.now(),
            **_details(form),
        )

    told = _("Företrädaren är tillagd.") if form.stands.data == "beside" else str(PROPOSED)
    return _saved(opened, form, save, told) or _page(
        "sip/people/representative.html", opened, form, heading=_("Lägg till företrädare")
    )


@bp.route("/<uuid:part_id>/edit", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, one_of_people, even=ASKING)
@drafted()
def edit(actor: Actor, subject: PartOfPlan) -> ResponseReturnValue:
    """Correct what is kept about somebody."""
    opened = subject.opened
    row = queries.get_person(opened, subject.part_id)
    kept = queries.details_of(opened, row, queries.contact_of(opened, row.id))
    form = _edit_form(kept)
    form.seen.data = form.seen.data or fingerprint(kept.as_texts())
    may_see_contact = opened.sees_whereabouts

    def save() -> None:
        contact = form.contact.data or "" if may_see_contact else None
        is_unlinked = service.change_person(
            actor,
            opened,
            row.id,
            words=service.Words(
                filled(form.name.data), form.relation.data or "", form.understood.data or ""
            ),
            personnummer=form.personnummer.data or None,
            contact=contact,
            place=_place(form),
            seen=form.seen.data or "",
            now=clock.now(),
        )
        if is_unlinked:
            flash(
                _(
                    "Den som var kopplad till planen loggade in med ett annat personnummer och"
                    " kommer inte åt planen längre. Lämna ut en ny kod."
                ),
                "warning",
            )

    return _saved(opened, form, save, _("Uppgifterna är sparade.")) or _page(
        "sip/people/edit.html", opened, form, kept=kept, may_see_contact=may_see_contact
    )


@bp.route("/<uuid:part_id>/mandate", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, one_of_people, even=ASKING)
@drafted()
def mandate(actor: Actor, subject: PartOfPlan) -> ResponseReturnValue:
    """Give a representative a new mandate; the earlier one ends."""
    opened = subject.opened
    person = queries.view_of(opened, queries.get_person(opened, subject.part_id))
    if not person.is_representative or person.is_ended:
        raise NotFoundError
    form = _with_choices(MandateForm(change_id=str(new_id())))
    outcome = attempt(form, lambda: _renew(actor, opened, person.id, form))
    if outcome.is_saved:
        outcome.tell(_("Uppdraget är sparat.") if outcome.result else str(PROPOSED))
        return redirect(url_for("people.show", plan_id=opened.plan_id))
    return _page("sip/people/mandate.html", opened, form, person=person)


def _renew(actor: Actor, opened: OpenedPlan, person_id: UUID, form: MandateForm) -> bool:
    change_id, now = as_id(form.change_id.data), clock.now()
    return changes.renew(actor, opened, person_id, _proposal(form), change_id=change_id, now=now)


@bp.route("/<uuid:part_id>/code", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, one_of_people, even=STILL)
def hand_over(actor: Actor, subject: PartOfPlan) -> ResponseReturnValue:
    """Make a one-time code to hand over. The page that shows it can be printed."""
    opened = subject.opened
    row = queries.get_person(opened, subject.part_id)
    person = queries.view_of(opened, row)
    there = codes.open_code(opened, row.id, clock.now())
    form = CodeForm(invitation_id=str(new_id()), code_id=there)
    form.issuer.choices = [(issuer.key, issuer.name) for issuer in _individual_issuers()]
    outcome = attempt(form, lambda: _make_code(actor, subject, form))
    if outcome.result is not None:
        return _show_code(actor, opened, person, outcome.result)
    if form.form_errors:  # told of a new one: sent again, it takes the place of that
        form.code_id.data = there
    has_number = row.personnummer_index is not None
    told = {
        "has_number": has_number,
        "is_theirs_alone": has_number and all(one.tells_number for one in _individual_issuers()),
    }
    return _page("sip/people/hand_over.html", opened, form, person=person, **told)


def _make_code(actor: Actor, subject: PartOfPlan, form: CodeForm) -> codes.HandedOver:
    return codes.hand_over_code(
        actor,
        subject.opened,
        subject.part_id,
        invitation_id=as_id(form.invitation_id.data),
        issuer_key=filled(form.issuer.data),
        tells_number=_tells_number(filled(form.issuer.data)),
        read=form.code_id.data or "",
        now=clock.now(),
        secret_key=_settings().secret_key,
    )


def _show_code(
    actor: Actor, opened: OpenedPlan, person: queries.PersonView, made: codes.HandedOver
) -> str:
    address = _settings().base_url + url_for("identity.invitation")
    return render_template(
        "sip/people/code.html",
        code=made.code,
        person=person,
        opened=opened,
        plan=opened.plan,
        ends=made.ends_at,
        address=address,
        picture=qr.drawn(f"{address}#{made.code}"),
        contact=get_own_organisation(actor).contact,
        today=clock.today(),
    )


def _tells_number(issuer_key: str) -> bool:
    return any(one.key == issuer_key and one.tells_number for one in _individual_issuers())


@bp.route("/<uuid:part_id>/code/revoke", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, one_of_people, even=STILL)
def revoke_code(actor: Actor, subject: PartOfPlan) -> ResponseReturnValue:
    """Take back a code that is not used, after asking once."""
    opened, now = subject.opened, clock.now()
    person = queries.view_of(opened, queries.get_person(opened, subject.part_id))
    there = codes.open_code(opened, subject.part_id, now)
    form = RevokeCodeForm(code_id=there)

    def save() -> None:
        read = form.code_id.data or ""
        codes.revoke_code(actor, opened, subject.part_id, read=read, now=now)

    told = _("Koden är återtagen. Den går inte längre att använda.")
    if (done := _saved(opened, form, save, told)) is not None:
        return done
    if form.form_errors:  # told of a new one: sent again, that is taken back
        form.code_id.data = there
    return _page("sip/people/revoke_code.html", opened, form, person=person)


@bp.route("/protection", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opened_people, even=STILL)
def protection(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Protected identity: on or off, and who sees the protected details."""
    if not may_change(opened):
        raise ForbiddenError
    participants = list_choices(opened)
    form = ProtectionForm(
        is_protected=opened.plan.is_protected,
        who_sees=[str(one.participant_id) for one in participants if one.sees_protected],
        seen=fingerprint(protection_of(opened)),
    )
    form.who_sees.choices = [
        (str(one.participant_id), ", ".join(filter(None, (one.name, one.title, one.organisation))))
        for one in participants
    ]

    def save() -> None:
        protect(
            actor,
            opened,
            is_protected=bool(form.is_protected.data),
            who_sees=[as_id(one) for one in form.who_sees.data],
            seen=form.seen.data or "",
        )

    return _saved(opened, form, save, _("Skyddet är sparat. Det gäller direkt.")) or _page(
        "sip/people/protection.html", opened, form, may_lift=may_lift(opened)
    )


def _saved(
    opened: OpenedPlan, form: Form, save: Callable[[], None], told: str
) -> ResponseReturnValue | None:
    """Save what was sent and go back to the people; None when the form is to be shown."""
    if not saved(form, save, told=told):
        return None
    return redirect(url_for("people.show", plan_id=opened.plan_id))


def _page(template: str, opened: OpenedPlan, form: Form, **values: object) -> ResponseReturnValue:
    values |= {"opened": opened, "plan": opened.plan}
    return render_template(template, form=form, **values), status_of(form)


def _details(form: PersonForm) -> service.Details:
    return {
        "name": filled(form.name.data),
        "relation": form.relation.data or "",
        "understood": form.understood.data or "",
        "personnummer": form.personnummer.data or "",
        "contact": form.contact.data or "",
    }


def _age(form: SubjectForm) -> service.Age:
    return service.Age(form.born.data, form.age.data or "")


def _capacity(form: GuardianForm) -> Capacity:
    return Capacity(filled(form.capacity.data))


def _place(form: PersonForm) -> service.Place:
    if isinstance(form, GuardianForm):
        return service.Place(capacity=_capacity(form))
    return service.Place(_age(form)) if isinstance(form, SubjectForm) else service.AS_IT_IS


def _edit_form(kept: queries.PersonDetails) -> PersonForm:
    view = kept.view
    said = {"name": view.name, "relation": view.relation, "contact": kept.contact}
    said["understood"] = view.understood
    if view.kind is PersonKind.GUARDIAN:
        return GuardianForm(**said, capacity=view.capacity or Capacity.GUARDIAN)
    return SubjectForm(**said) if view.is_subject else PersonForm(**said)


def _proposal(form: MandateForm) -> Proposal:
    return Proposal(
        kind=ChangeKind(filled(form.stands.data)),
        reason=form.reason.data or "",
        document=filled(form.document.data),
        document_on=filled_date(form.document_on.data),
        capacity=Capacity(filled(form.capacity.data)),
        scope=form.scope.data,
        valid_from=midnight(filled_date(form.valid_from.data)),
        valid_to=ends_at(filled_date(form.valid_to.data)),
    )


def _with_choices(form: MandateForm) -> MandateForm:
    form.capacity.choices = [
        ("", _("Välj")),
        *((capacity.value, str(label)) for capacity, label in CAPACITIES.items()),
    ]
    form.scope.choices = scopes()
    return form


def _individual_issuers() -> list[IssuerSettings]:
    return [issuer for issuer in _settings().issuers if issuer.door == "individual"]


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
