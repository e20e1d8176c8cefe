"""Pages of what a meeting came to: minutes, decisions, who confirms, corrections."""

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.meetings import agenda, finding, minuting, presenter
from agreements.meetings.forms import (
    ConfirmForm,
    CorrectionForm,
    DecisionForm,
    DoneForm,
    MinutesForm,
)
from agreements.meetings.minutes_docx import make_docx
from agreements.permissions import GroupPermission
from portal import clock
from portal.authz import Actor
from portal.identity import attempts
from portal.ids import new_id
from portal.web.downloads import day_in_name, file_name, handed_over
from portal.web.drafts import drafted
from portal.web.forms import Form, filled, filled_date
from portal.web.guard import requires
from portal.web.posted import as_id, as_number
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from agreements.meetings.finding import PartOfGroup
    from agreements.tables.groups import GroupDecision, GroupMeeting

bp = Blueprint("group_minutes", __name__, url_prefix="/groups/<uuid:group_id>")

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.route("/meetings/<uuid:meeting_id>/minutes", methods=["GET", "POST"])
@requires(GroupPermission.CONVENE, finding.get_meeting_part)
@drafted()
def write(actor: Actor, subject: "PartOfGroup[GroupMeeting]") -> ResponseReturnValue:
    """Write the minutes: who was there, what was taken up, what it came to."""
    group, meeting = subject.group, subject.part
    points = agenda.offered(actor, group, meeting, clock.today())
    who = presenter.who_may_have_come(subject)
    is_new = not meeting.minutes
    form = MinutesForm(
        revision=str(meeting.minutes_revision),
        present=[value for value, _name in who] if is_new else meeting.present_ids,
        taken_up=[one.key for one in (points if is_new else agenda.kept(meeting))],
        minutes=meeting.minutes,
    )
    form.present.choices = who
    form.taken_up.choices = [(one.key, one.line) for one in points]

    def save() -> None:
        taken_up = form.taken_up.data
        said = minuting.Noted(
            present=[as_id(one) for one in form.present.data],
            agenda=agenda.chosen(points, taken_up),
            settled=[one.own for one in points if one.own and one.key in taken_up],
            minutes=filled(form.minutes.data),
            revision=as_number(form.revision.data),
        )
        minuting.note_meeting(actor, subject, said, now=clock.now())

    told = _("Protokollet är sparat. Lägg till beslut, och lämna det sedan för justering.")
    if saved(form, save, told=told):
        return redirect(_address(subject))
    body = render_template("agreements/meetings/minutes.html", form=form, subject=subject)
    return body, status_of(form)


@bp.get("/meetings/<uuid:meeting_id>/minutes.docx")
@requires(GroupPermission.VIEW, finding.get_meeting_part)
def docx(actor: Actor, subject: "PartOfGroup[GroupMeeting]") -> ResponseReturnValue:
    """The minutes, or the agenda of what is to be held, for Word."""
    attempts.count_file(actor.account_id)
    what = "protokoll" if subject.part.minutes else "dagordning"
    name = file_name(what, subject.group.name, day_in_name(subject.part.starts_at), suffix="docx")
    return handed_over(make_docx(presenter.meeting_page(actor, subject)), DOCX, name)


@bp.route("/meetings/<uuid:meeting_id>/decisions/new", methods=["GET", "POST"])
@requires(GroupPermission.CONVENE, finding.get_meeting_part)
@drafted()
def decide(actor: Actor, subject: "PartOfGroup[GroupMeeting]") -> ResponseReturnValue:
    """Note a decision: what, who does it, by when."""
    form = DecisionForm(decision_id=str(new_id()))
    form.member.choices = [("", _("Välj …")), *presenter.members(subject.group)]

    def save() -> None:
        minuting.decide(
            actor,
            subject,
            as_id(form.decision_id.data),
            text=filled(form.text.data),
            member_id=as_id(form.member.data),
            due_on=filled_date(form.due_on.data),
            now=clock.now(),
            today=clock.today(),
        )

    if saved(form, save, told=_("Beslutet är antecknat. Det kommer tillbaka tills det är klart.")):
        return redirect(_address(subject))
    body = render_template("agreements/meetings/decide.html", form=form, subject=subject)
    return body, status_of(form)


@bp.route("/decisions/<uuid:decision_id>/remove", methods=["GET", "POST"])
@requires(GroupPermission.CONVENE, finding.get_decision_part)
def undo_decision(actor: Actor, subject: "PartOfGroup[GroupDecision]") -> ResponseReturnValue:
    """Take away a decision that was noted by mistake, after asking once."""
    meeting = finding.get_meeting_part(actor, subject.group.id, subject.part.meeting_id)
    form = Form()

    def save() -> None:
        minuting.undo_decision(actor, subject, meeting.part)

    if saved(form, save, told=_("Beslutet är borttaget.")):
        return redirect(_address(meeting))
    body = render_template(
        "agreements/meetings/undo_decision.html", form=form, subject=subject, meeting=meeting.part
    )
    return body, status_of(form)


@bp.route("/decisions/<uuid:decision_id>/done", methods=["GET", "POST"])
@requires(GroupPermission.TAKE_PART, finding.get_decision_part)
@drafted()
def carry_out(actor: Actor, subject: "PartOfGroup[GroupDecision]") -> ResponseReturnValue:
    """Say that a decision is done, and how it went."""
    form = DoneForm()

    def save() -> None:
        minuting.carry_out(actor, subject, note=filled(form.note.data), now=clock.now())

    if saved(form, save, told=_("Beslutet är klart.")):
        return redirect(url_for("groups.show", group_id=subject.group.id))
    body = render_template("agreements/meetings/done.html", form=form, subject=subject)
    return body, status_of(form)


@bp.route("/meetings/<uuid:meeting_id>/hand-over", methods=["GET", "POST"])
@requires(GroupPermission.CONVENE, finding.get_meeting_part)
def hand_over(actor: Actor, subject: "PartOfGroup[GroupMeeting]") -> ResponseReturnValue:
    """Let those whom the group has named confirm the minutes."""
    form = ConfirmForm(revision=str(subject.part.minutes_revision))
    told = _("Protokollet är lämnat för justering.")
    command = partial(_hand_over, actor, subject, form)
    if saved(form, command, told=told):
        return redirect(_address(subject))
    if form.form_errors:  # told that it reads otherwise: sent again, that is handed over
        form.revision.data = str(subject.part.minutes_revision)
    names = [presenter.name_of(subject.group, one) for one in subject.group.confirmer_ids]
    body = render_template(
        "agreements/meetings/hand_over.html", form=form, subject=subject, names=names
    )
    return body, status_of(form)


def _hand_over(actor: Actor, subject: "PartOfGroup[GroupMeeting]", form: ConfirmForm) -> None:
    minuting.hand_over(actor, subject, revision=as_number(form.revision.data))


@bp.route("/meetings/<uuid:meeting_id>/confirm", methods=["GET", "POST"])
@requires(GroupPermission.TAKE_PART, finding.get_meeting_part)
def confirm(actor: Actor, subject: "PartOfGroup[GroupMeeting]") -> ResponseReturnValue:
    """Confirm the minutes for the own organisation, after asking once."""
    form = ConfirmForm(revision=str(subject.part.minutes_revision))

    def save() -> None:
        revision = as_number(form.revision.data)
        minuting.confirm(actor, subject, revision=revision, now=clock.now())

    if saved(form, save, told=_("Ni har justerat protokollet.")):
        return redirect(_address(subject))
    page = presenter.meeting_page(actor, subject)
    if request.method == "GET" and not page.may_confirm:
        return redirect(_address(subject))  # which says how far it has come
    body = render_template("agreements/meetings/confirm.html", form=form, page=page)
    return body, status_of(form)


@bp.route("/meetings/<uuid:meeting_id>/correct", methods=["GET", "POST"])
@requires(GroupPermission.TAKE_PART, finding.get_meeting_part)
@drafted()
def correct(actor: Actor, subject: "PartOfGroup[GroupMeeting]") -> ResponseReturnValue:
    """Put something right beside minutes that are fixed."""
    form = CorrectionForm(correction_id=str(new_id()))

    def save() -> None:
        text, id_ = filled(form.text.data), as_id(form.correction_id.data)
        minuting.correct(actor, subject, id_, text, now=clock.now())

    if saved(form, save, told=_("Rättelsen står under protokollet.")):
        return redirect(_address(subject))
    body = render_template("agreements/meetings/correct.html", form=form, subject=subject)
    return body, status_of(form)


def _address(subject: "PartOfGroup[GroupMeeting]") -> str:
    return url_for("group_meetings.show", group_id=subject.group.id, meeting_id=subject.part.id)
