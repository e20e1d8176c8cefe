"""Pages of a group's meetings: plan one, its agenda, move it, call it off."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.meetings import agenda, calendar, finding, planning, presenter
from agreements.meetings.forms import CancelForm, PlanForm, PointForm, TimeForm
from agreements.permissions import GroupPermission
from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.web.downloads import day_in_name, file_name, handed_over
from portal.web.drafts import drafted
from portal.web.edited import edit_of, was_of
from portal.web.forms import Form, filled, filled_date
from portal.web.guard import requires
from portal.web.posted import as_id, as_number
from portal.web.saving import saved, status_of
from portal.zone import STOCKHOLM

if TYPE_CHECKING:
    from agreements.meetings.finding import PartOfGroup
    from agreements.tables.groups import GroupMeeting, GroupPoint, WorkingGroup

bp = Blueprint("group_meetings", __name__, url_prefix="/groups/<uuid:group_id>")


@bp.route("/meetings/new", methods=["GET", "POST"])
@requires(GroupPermission.CONVENE, finding.get_group)
def plan(actor: Actor, group: "WorkingGroup") -> ResponseReturnValue:
    """Call the group to a meeting."""
    form = PlanForm(meeting_id=str(new_id()), **presenter.proposed_time(group))
    points = agenda.as_sent(actor, group, clock.today())

    def save() -> None:
        meeting_id = as_id(form.meeting_id.data)
        planning.plan_meeting(actor, group, meeting_id, _time(form), points, now=clock.now())

    if saved(form, save):
        flash(_("Mötet är planerat. Kallelsen går ut med dagordning och en post till kalendern."))
        return redirect(_url(group, form))
    body = render_template("agreements/meetings/plan.html", form=form, group=group, points=points)
    return body, status_of(form)


def _url(group: "WorkingGroup", form: PlanForm) -> str:
    meeting_id = as_id(form.meeting_id.data)
    return url_for("group_meetings.show", group_id=group.id, meeting_id=meeting_id)


@bp.get("/meetings/<uuid:meeting_id>")
@requires(GroupPermission.VIEW, finding.get_meeting_part)
def show(actor: Actor, subject: "PartOfGroup[GroupMeeting]") -> ResponseReturnValue:
    """One meeting: its agenda, or its minutes."""
    page = presenter.meeting_page(actor, subject)
    return render_template("agreements/meetings/meeting.html", page=page)


@bp.get("/meetings/<uuid:meeting_id>/calendar.ics")
@requires(GroupPermission.VIEW, finding.get_meeting_part)
def calendar_entry(_actor: Actor, subject: "PartOfGroup[GroupMeeting]") -> ResponseReturnValue:
    """The meeting for a calendar."""
    meeting = subject.part
    link = url_for(
        "group_meetings.show", group_id=subject.group.id, meeting_id=meeting.id, _external=True
    )
    name = file_name(subject.group.name, day_in_name(meeting.starts_at), suffix="ics")
    return handed_over(calendar.entry(subject.group, meeting, link), "text/calendar", name)


@bp.route("/meetings/<uuid:meeting_id>/move", methods=["GET", "POST"])
@requires(GroupPermission.CONVENE, finding.get_meeting_part)
def move(actor: Actor, subject: "PartOfGroup[GroupMeeting]") -> ResponseReturnValue:
    """Choose another time or place."""
    form = TimeForm(**presenter.time_of(subject.part))
    was = was_of(planning.time_as_texts(subject.part))

    def save() -> None:
        points = agenda.as_sent(actor, subject.group, clock.today())
        edit = edit_of(form, (*was,))
        planning.move_meeting(actor, subject, edit, points, now=clock.now())

    if saved(form, save, told=_("Mötet är flyttat, och alla får den nya tiden.")):
        return redirect(_address(subject))
    body = render_template("agreements/meetings/move.html", form=form, subject=subject, was=was)
    return body, status_of(form)


@bp.route("/meetings/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
@requires(GroupPermission.CONVENE, finding.get_meeting_part)
def cancel(actor: Actor, subject: "PartOfGroup[GroupMeeting]") -> ResponseReturnValue:
    """Call the meeting off, after asking once."""
    form = CancelForm(revision=str(subject.part.revision))

    def save() -> None:
        reason, revision = filled(form.reason.data), as_number(form.revision.data)
        planning.cancel_meeting(actor, subject, reason=reason, revision=revision, now=clock.now())

    if saved(form, save, told=_("Mötet är inställt och tas bort ur allas kalendrar.")):
        return redirect(_address(subject))
    if form.form_errors:  # told that it was moved: sent again, that one is called off
        form.revision.data = str(subject.part.revision)
    body = render_template("agreements/meetings/cancel.html", form=form, subject=subject)
    return body, status_of(form)


@bp.route("/points/new", methods=["GET", "POST"])
@requires(GroupPermission.TAKE_PART, finding.get_group)
@drafted()
def add_point(actor: Actor, group: "WorkingGroup") -> ResponseReturnValue:
    """Put something on the agenda."""
    form = PointForm(point_id=str(new_id()))

    def save() -> None:
        text = filled(form.text.data)
        planning.add_point(actor, group, as_id(form.point_id.data), text, now=clock.now())

    if saved(form, save, told=_("Punkten står på dagordningen.")):
        return redirect(url_for("groups.show", group_id=group.id))
    body = render_template("agreements/meetings/point.html", form=form, group=group)
    return body, status_of(form)


@bp.route("/points/<uuid:point_id>/remove", methods=["GET", "POST"])
@requires(GroupPermission.TAKE_PART, finding.get_point_part)
def remove_point(actor: Actor, subject: "PartOfGroup[GroupPoint]") -> ResponseReturnValue:
    """Take one's own point off the agenda, after asking once."""
    form = Form()
    told = _("Punkten är borttagen från dagordningen.")
    if saved(form, lambda: planning.remove_point(actor, subject, now=clock.now()), told=told):
        return redirect(url_for("groups.show", group_id=subject.group.id))
    body = render_template("agreements/meetings/remove_point.html", form=form, subject=subject)
    return body, status_of(form)


def _time(form: TimeForm) -> planning.MeetingTime:
    day = filled_date(form.day.data)
    return planning.MeetingTime(
        starts_at=_at(day, form.starts.data),
        ends_at=_at(day, form.ends.data),
        place=form.place.data or "",
    )


def _at(day: date, hour: time | None) -> datetime:
    if hour is None:
        raise ValueError("read a field that the form did not require")
    return datetime.combine(day, hour, STOCKHOLM)


def _address(subject: "PartOfGroup[GroupMeeting]") -> str:
    return url_for("group_meetings.show", group_id=subject.group.id, meeting_id=subject.part.id)
