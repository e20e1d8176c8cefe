"""What everybody can do at a meeting's page: answer, and take something up."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.forms import filled
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from sip.calling.meetings import answering, minutes, words
from sip.calling.meetings.forms import AgendaForm, ReplyForForm, ReplyForm
from sip.calling.meetings.queries import MeetingView, get_meeting_view
from sip.content.parts import PlanContent, PlanParties
from sip.content.sees import Sees, who_sees
from sip.content.unsealing import load_content, load_parties
from sip.content.words import OF_MEETING, signature
from sip.door.opening import PartOfPlan
from sip.kernel.categories import category_label
from sip.kernel.settings import OWN_WORDS


def shown(
    template: str,
    part: PartOfPlan,
    page: MeetingView,
    *,
    replying: ReplyForm | None = None,
) -> ResponseReturnValue:
    """The meeting's page, with the reader's answer as it stands or as it is to be put right."""
    form = replying or _reply_form(part, page)
    content = load_content(part.opened)
    body = render_template(
        template,
        opened=part.opened,
        page=page,
        words=words,
        form=form,
        said=minutes.words_of(content, page.id),
        headings=OF_MEETING,
        signature=signature,
        category_label=category_label,
        sees=_sees(part, content) if page.is_planned else (),
    )
    return body, status_of(form)


def reply(actor: Actor, part: PartOfPlan, endpoint: str, template: str) -> ResponseReturnValue:
    """Keep one's own answer, and go back to the meeting's page."""
    form = _reply_form(part, None)
    if saved(form, lambda: _keep(actor, part, form), told=_("Svaret är sparat.")):
        return _back(part, endpoint)
    page = get_meeting_view(part.opened, part.part_id, clock.now())
    _answer_to_what_is_shown(form, page)
    return shown(template, part, page, replying=form)


def reply_for(actor: Actor, part: PartOfPlan, endpoint: str, template: str) -> ResponseReturnValue:
    """Note what a private person has said: for those who do not sign in themselves."""
    page = get_meeting_view(part.opened, part.part_id, clock.now())
    form = ReplyForForm(time=page.time_asked)
    private = [one for one in page.attendances if one.may_answer and not one.is_mine]
    form.attendance_id.choices = [(str(one.id), one.name) for one in private]
    form.answer.choices = [(key.value, text) for key, text in words.ANSWERS_OF_OTHERS.items()]
    if saved(form, lambda: _keep(actor, part, form), told=_("Svaret är sparat.")):
        return _back(part, endpoint)
    _answer_to_what_is_shown(form, page)
    return render_template(template, form=form, opened=part.opened, page=page), status_of(form)


def _answer_to_what_is_shown(form: ReplyForm | ReplyForForm, page: MeetingView) -> None:
    """Who has been told of a new time answers to that one when they send the form again."""
    if form.form_errors:
        form.time.data = page.time_asked


def add_item(actor: Actor, part: PartOfPlan, endpoint: str) -> ResponseReturnValue:
    """Ask what is to be taken up, keep it, and go back to the meeting's page."""
    page = get_meeting_view(part.opened, part.part_id, clock.now())
    if not page.is_planned:
        raise NotFoundError
    form = _item_form(part)

    def save() -> None:
        answering.add_agenda_item(
            actor,
            part.opened,
            part.part_id,
            item_id=as_id(form.item_id.data),
            title=filled(form.title.data),
            category=filled(form["category"].data) if "category" in form else OWN_WORDS,
            now=clock.now(),
        )

    if saved(form, save):
        flash(_("Punkten är tillagd."))
        return _back(part, endpoint)
    body = render_template(
        "sip/calling/meetings/agenda.html",
        form=form,
        opened=part.opened,
        page=page,
        back=_address(part, endpoint),
        sees=_sees(part, load_parties(part.opened)),
    )
    return body, status_of(form)


def _keep(actor: Actor, part: PartOfPlan, form: ReplyForm | ReplyForForm) -> None:
    answering.reply(
        actor,
        part.opened,
        part.part_id,
        attendance_id=as_id(form.attendance_id.data),
        answer=filled(form.answer.data),
        note=form.note.data or "",
        category=form["about"].data or "" if "about" in form else "",
        answered_to=form.time.data or "",
        now=clock.now(),
    )


def _sees(part: PartOfPlan, parties: PlanContent | PlanParties) -> Sequence[Sees]:
    """Who would read what the reader writes: a private person's is in their own words."""
    opened = part.opened
    only = () if opened.person_id is None else (OWN_WORDS,)
    return who_sees(opened, parties, opened.party, only=only)


def _reply_form(part: PartOfPlan, page: MeetingView | None) -> ReplyForm:
    values: dict[str, str | None] = {}
    if page is not None and (mine := page.mine) is not None:
        answer = mine.reply.value if mine.reply in words.ANSWERS else None
        values = {"attendance_id": str(mine.id), "answer": answer, "note": mine.note}
        values |= {"about": mine.category, "time": page.time_asked}
    form = ReplyForm(data=values)
    if part.opened.person_id is not None:
        del form.about
    form.answer.choices = [(key.value, text) for key, text in words.ANSWERS.items()]
    return form


def _item_form(part: PartOfPlan) -> AgendaForm:
    form = AgendaForm(item_id=str(new_id()))
    if part.opened.person_id is not None:
        del form.category
    return form


def _back(part: PartOfPlan, endpoint: str) -> ResponseReturnValue:
    return redirect(_address(part, endpoint))


def _address(part: PartOfPlan, endpoint: str) -> str:
    return url_for(endpoint, plan_id=part.opened.plan_id, part_id=part.part_id)
