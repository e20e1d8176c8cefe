"""Pages of groups: all of one's own, one, forming it, who takes part, ending it."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.meetings import finding, presenter, service, words
from agreements.meetings.forms import (
    ChangeGroupForm,
    EndForm,
    GroupForm,
    MemberForm,
    NewGroupForm,
    NewMemberForm,
    RemoveForm,
)
from agreements.permissions import GroupPermission
from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.edited import edit_of, was_of
from portal.web.forms import filled
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from agreements.meetings.finding import PartOfGroup
    from agreements.tables.groups import GroupMember, WorkingGroup

bp = Blueprint("groups", __name__, url_prefix="/groups")


@bp.get("")
@requires(GroupPermission.LIST, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The groups that the reader sees; of one agreement if the address names it."""
    wanted = request.args.get("agreement")
    page = presenter.groups_page(actor, as_id(wanted) if wanted else None)
    return render_template("agreements/meetings/index.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@requires(GroupPermission.FORM, itself)
def form_group(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Form a group."""
    form = NewGroupForm(group_id=str(new_id()), agreement=request.args.get("agreement", ""))
    _offer(form)
    form.agreement.choices = presenter.agreements(actor)
    form.taking_part.choices = presenter.organisations(actor, but=actor.organisation_id)
    told = _("Gruppen är skapad. Lägg till funktioner och kalla till det första mötet.")
    if saved(form, lambda: _form(actor, form), told=told):
        return redirect(url_for("groups.show", group_id=as_id(form.group_id.data)))
    return render_template("agreements/meetings/form.html", form=form), status_of(form)


def _form(actor: Actor, form: NewGroupForm) -> None:
    taking_part = [as_id(one) for one in form.taking_part.data]
    said = _said(form, actor.organisation_id)
    service.form_group(actor, as_id(form.group_id.data), said, taking_part, now=clock.now())


@bp.get("/<uuid:group_id>")
@requires(GroupPermission.VIEW, finding.get_group)
def show(actor: Actor, group: "WorkingGroup") -> ResponseReturnValue:
    """One group: its next meeting, what it has decided, who takes part."""
    page = presenter.group_page(actor, group)
    return render_template("agreements/meetings/show.html", page=page, words=words)


@bp.route("/<uuid:group_id>/change", methods=["GET", "POST"])
@requires(GroupPermission.CONVENE, finding.get_group)
def change(actor: Actor, group: "WorkingGroup") -> ResponseReturnValue:
    """Change what is said of a group."""
    form = ChangeGroupForm(
        kind=group.kind.value,
        name=group.name,
        agreement=group.agreement_id,
        covers_county=group.covers_county,
        convener=group.convener_id,
        every=group.every,
        unit=group.unit.value if group.unit else "",
    )
    _offer(form)
    form.agreement.choices = presenter.agreements(actor, group)
    form.convener.choices = presenter.conveners(group)
    was = was_of(service.as_texts(group))
    told = _("Gruppen är ändrad.")
    if saved(form, lambda: service.change_group(actor, group, edit_of(form, (*was,))), told=told):
        return redirect(url_for("groups.show", group_id=group.id))
    body = render_template("agreements/meetings/change.html", form=form, group=group, was=was)
    return body, status_of(form)


@bp.route("/<uuid:group_id>/members/new", methods=["GET", "POST"])
@requires(GroupPermission.CONVENE, finding.get_group)
def add_member(actor: Actor, group: "WorkingGroup") -> ResponseReturnValue:
    """Let another organisation, or another function of one, take part."""
    form = NewMemberForm()
    form.organisation.choices = [("", _("Välj …")), *presenter.organisations(actor)]

    def save() -> None:
        service.add_member(
            actor,
            group,
            as_id(form.organisation.data),
            form.function.data or "",
            confirms=form.confirms.data,
            now=clock.now(),
        )

    if saved(form, save, told=_("Deltagaren är tillagd.")):
        return redirect(url_for("groups.show", group_id=group.id))
    body = render_template(
        "agreements/meetings/member.html",
        form=form,
        group=group,
        member=None,
        was={},
        said=presenter.said_of(group, clock.today()),
    )
    return body, status_of(form)


@bp.route("/<uuid:group_id>/members/<uuid:member_id>", methods=["GET", "POST"])
@requires(GroupPermission.CONVENE, finding.get_member_part)
def change_member(actor: Actor, subject: "PartOfGroup[GroupMember]") -> ResponseReturnValue:
    """Change by which function somebody takes part."""
    group, member = subject.group, subject.part
    form = MemberForm(function=member.function, confirms=member.confirms)
    was = was_of(service.member_as_texts(member))
    told = _("Deltagaren är ändrad.")
    if saved(
        form, lambda: service.change_member(actor, subject, edit_of(form, (*was,))), told=told
    ):
        return redirect(url_for("groups.show", group_id=group.id))
    body = render_template(
        "agreements/meetings/member.html",
        form=form,
        group=group,
        member=member,
        was=was,
        said=presenter.said_of(group, clock.today()),
    )
    return body, status_of(form)


@bp.route("/<uuid:group_id>/members/<uuid:member_id>/remove", methods=["GET", "POST"])
@requires(GroupPermission.CONVENE, finding.get_member_or_left)
def remove_member(actor: Actor, subject: "PartOfGroup[GroupMember]") -> ResponseReturnValue:
    """Let somebody take part no more, after asking once."""
    if subject.part.left_at is not None and request.method == "GET":
        raise NotFoundError
    page = presenter.removal(subject)
    form = RemoveForm()
    form.instead.choices = page.others

    def save() -> None:
        instead = as_id(form.instead.data) if form.instead.data else None
        service.remove_member(actor, subject, instead, now=clock.now())

    if saved(form, save, told=_("Deltagaren är borttagen.")):
        return redirect(url_for("groups.show", group_id=subject.group.id))
    body = render_template(
        "agreements/meetings/remove_member.html", form=form, subject=subject, page=page
    )
    return body, status_of(form)


@bp.route("/<uuid:group_id>/end", methods=["GET", "POST"])
@requires(GroupPermission.CONVENE, finding.get_group)
def end(actor: Actor, group: "WorkingGroup") -> ResponseReturnValue:
    """End a group, after asking once."""
    form = EndForm()
    told = _("Gruppen har upphört. Det den har beslutat står kvar.")
    if saved(form, lambda: _end(actor, group, form), told=told):
        return redirect(url_for("groups.show", group_id=group.id))
    body = render_template("agreements/meetings/end.html", form=form, group=group)
    return body, status_of(form)


def _end(actor: Actor, group: "WorkingGroup", form: EndForm) -> None:
    service.end_group(actor, group, reason=filled(form.reason.data), now=clock.now())


def _offer(form: GroupForm) -> None:
    form.kind.choices = presenter.kinds()
    form.unit.choices = presenter.units()


def _said(form: GroupForm, convener: UUID) -> service.GroupSaid:
    return service.group_said(
        kind=filled(form.kind.data),
        name=filled(form.name.data),
        agreement_id=as_id(form.agreement.data) if form.agreement.data else None,
        covers_county=form.covers_county.data,
        convener_id=convener,
        every=form.every.data,
        unit=form.unit.data,
    )
