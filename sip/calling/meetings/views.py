"""Pages of meetings for staff: all of one's own, a plan's, plan, move, hold, cancel."""

from datetime import date, datetime, time

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.edits import fingerprint
from portal.ids import new_id
from portal.web.forms import filled, filled_date
from portal.web.guard import itself, requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from portal.zone import STOCKHOLM
from sip.calling.meetings import answer_views, presenter, queries, service, word_views, words
from sip.calling.meetings.finding import opening_meeting
from sip.calling.meetings.forms import AttendanceForm, CallOffForm, MeetingForm, MoveForm
from sip.door.drafts import drafted
from sip.door.opening import OpenedPlan, PartOfPlan, opening, opening_part, opening_shared
from sip.kernel.permissions import SipPermission

bp = Blueprint("meetings", __name__)

MEETINGS = "/sip/plans/<uuid:plan_id>/meetings"
MEETING = f"{MEETINGS}/<uuid:part_id>"


@bp.get("/sip/meetings")
@requires(SipPermission.LIST, itself)
def mine(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """Meetings to come, over all plans. Nothing about whom."""
    found = queries.list_my_meetings(actor, clock.now())
    heading = presenter.planned_heading(sum(one.is_planned for one in found))
    return render_template(
        "sip/calling/meetings/mine.html", heading=heading, found=found, words=words
    )


@bp.get(MEETINGS)
@requires(SipPermission.VIEW, opening("meetings"))
def index(_actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """The plan's meetings."""
    found = queries.list_meetings(opened, clock.now())
    return render_template(
        "sip/calling/meetings/index.html",
        heading=presenter.planned_heading(sum(one.is_planned for one in found)),
        opened=opened,
        found=found,
        words=words,
    )


@bp.route(f"{MEETINGS}/new", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_shared("meetings"))
@drafted()
def plan(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """Ask people to a meeting."""
    askable = queries.askable_names(opened)
    form = MeetingForm(
        meeting_id=str(new_id()),
        chair=opened.participant_id,
        asked=list(askable.everybody),
    )
    _offer(form, askable)
    form.purpose.choices = [(key.value, text) for key, text in words.PURPOSES.items()]

    def save() -> None:
        service.plan_meeting(
            actor,
            opened,
            meeting_id=as_id(form.meeting_id.data),
            purpose=filled(form.purpose.data),
            time=_time(form),
            now=clock.now(),
        )

    if saved(form, save):
        flash(_("Mötet är planerat. De som är bjudna får ett mejl utan namn och innehåll."))
        return redirect(url_for("meetings.index", plan_id=opened.plan_id))
    agreed = queries.agreed_times(opened, clock.now())
    return (
        render_template("sip/calling/meetings/plan.html", form=form, opened=opened, agreed=agreed),
        status_of(form),
    )


@bp.get(MEETING)
@requires(SipPermission.VIEW, opening_part("meeting"))
@drafted(sent_to="meetings.reply")
def show(_actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """One meeting: when, where, who comes, what is taken up."""
    page = queries.get_meeting_view(part.opened, part.part_id, clock.now())
    return answer_views.shown("sip/calling/meetings/show.html", part, page)


@bp.route(f"{MEETING}/move", methods=["GET", "POST"])
@requires(SipPermission.LEAD, opening_meeting("form"))
@drafted()
def move(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Another time, place or list of people."""
    opened = part.opened
    page = queries.get_meeting_view(opened, part.part_id, clock.now())
    seen = fingerprint(service.time_of(opened, part.part_id).as_texts())
    form = MoveForm(data=_values(page) | {"seen": seen})
    _offer(form, queries.askable_names(opened))

    def save() -> None:
        time, now = _time(form), clock.now()
        seen = form.seen.data or ""
        service.move_meeting(actor, opened, part.part_id, time=time, seen=seen, now=now)

    if saved(form, save, told=_("Mötet är ändrat.")):
        return redirect(_address(part))
    return (
        render_template(
            "sip/calling/meetings/move.html",
            form=form,
            opened=opened,
            page=page,
            agreed=queries.agreed_times(opened, clock.now()),
        ),
        status_of(form),
    )


@bp.route(f"{MEETING}/cancel", methods=["GET", "POST"])
@requires(SipPermission.LEAD, opening_meeting("form"))
def cancel(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Call the meeting off, after asking once."""
    page = queries.get_meeting_view(part.opened, part.part_id, clock.now())
    form = CallOffForm(time=page.time_asked)

    def save() -> None:
        read = form.time.data or ""
        service.cancel_meeting(actor, part.opened, part.part_id, read=read, now=clock.now())

    if saved(form, save):
        flash(_("Mötet är inställt och tas bort ur allas kalendrar."))
        return redirect(url_for("meetings.index", plan_id=part.opened.plan_id))
    if form.form_errors:  # told of the new time: sent again, that one is called off
        form.time.data = page.time_asked
    return (
        render_template(
            "sip/calling/meetings/cancel.html", form=form, opened=part.opened, page=page
        ),
        status_of(form),
    )


@bp.route(f"{MEETING}/attendance", methods=["GET", "POST"])
@requires(SipPermission.LEAD, opening_meeting("form"))
def hold(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Note who came, once the meeting has been held."""
    page = queries.get_meeting_view(part.opened, part.part_id, clock.now())
    form = AttendanceForm(present=[one.id for one in page.attendances if one.is_coming])
    form.present.choices = [(str(one.id), one.name_and_organisation) for one in page.attendances]

    def save() -> None:
        service.record_attendance(
            actor,
            part.opened,
            part.part_id,
            present={as_id(one) for one in form.present.data},
            now=clock.now(),
        )

    if saved(form, save):
        flash(_("Antecknat. Mötet är hållet."))
        return redirect(_address(part))
    return (
        render_template("sip/calling/meetings/hold.html", form=form, opened=part.opened, page=page),
        status_of(form),
    )


@bp.post(f"{MEETING}/reply")
@requires(SipPermission.WRITE, opening_part("meeting"))
@drafted(shown_at="meetings.show")
def reply(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Say whether one comes, or what a private person has said."""
    return answer_views.reply(actor, part, "meetings.show", "sip/calling/meetings/show.html")


@bp.route(f"{MEETING}/reply-for", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("form"))
@drafted()
def reply_for(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Note what a private person has answered by telephone or in person."""
    return answer_views.reply_for(
        actor, part, "meetings.show", "sip/calling/meetings/reply_for.html"
    )


@bp.route(f"{MEETING}/agenda", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_part("form"))
@drafted()
def add_item(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """Something that the own organisation wants to take up."""
    return answer_views.add_item(actor, part, "meetings.show")


@bp.route(f"{MEETING}/prepare", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_part("prepared"))
@drafted()
def prepare(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """What the own organisation brings to the meeting."""
    return word_views.prepare(actor, part, "meetings.show")


@bp.route(f"{MEETING}/prepare-for", methods=["GET", "POST"])
@requires(SipPermission.HANDLE, opening_part("prepared_for"))
@drafted()
def prepare_for(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """What the person has answered before the meeting by telephone or in person."""
    return word_views.prepare_for(actor, part, "meetings.show")


@bp.route(f"{MEETING}/notes", methods=["GET", "POST"])
@requires(SipPermission.WRITE, opening_part("form"))
@drafted()
def note(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """What was said or decided at the meeting, in the own organisation's name."""
    return word_views.note(actor, part, "meetings.show")


def _offer(form: MoveForm, askable: queries.AskableNames) -> None:
    form.asked.choices = [(str(key), name) for key, name in askable.everybody.items()]
    form.chair.choices = [(str(key), name) for key, name in askable.chairs.items()]


def _time(form: MoveForm) -> service.MeetingTime:
    day = filled_date(form.day.data)
    return service.MeetingTime(
        starts_at=_at(day, form.starts.data),
        ends_at=_at(day, form.ends.data),
        is_remote=bool(form.is_remote.data),
        place=form.place.data or "",
        chair_id=as_id(form.chair.data),
        asked=frozenset(as_id(one) for one in form.asked.data),
    )


def _at(day: date, hour: time | None) -> datetime:
    if hour is None:
        raise ValueError("read a field that the form did not require")
    return datetime.combine(day, hour, STOCKHOLM)


def _values(page: queries.MeetingView) -> dict[str, object]:
    starts = page.starts_at.astimezone(STOCKHOLM)
    ends = page.ends_at.astimezone(STOCKHOLM)
    return {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "is_remote": page.is_remote,
        "place": page.place,
        "chair": page.chair_id,
        "asked": [one.party_id for one in page.attendances],
    }


def _address(part: PartOfPlan) -> str:
    return url_for("meetings.show", plan_id=part.opened.plan_id, part_id=part.part_id)
