"""Forms of what is written for a meeting and at it: from staff, the person and those near."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.edits import fingerprint
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.forms import filled
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from sip.calling.meetings import minutes
from sip.calling.meetings.forms import MinutesForm, PrepareForm, QuestionsForm
from sip.calling.meetings.queries import get_meeting_view
from sip.content import changes
from sip.content.sees import Sees, who_sees
from sip.content.unsealing import load_parties
from sip.content.words import OF_MEETING
from sip.door.opening import PartOfPlan
from sip.kernel.settings import OWN_WORDS
from sip.kernel.vocabulary import PREPARATION, TextKind


def prepare(actor: Actor, part: PartOfPlan, endpoint: str) -> ResponseReturnValue:
    """What the reader brings to the meeting; the person answers three questions."""
    return _prepare(actor, part, endpoint, minutes.kinds_to_prepare(part.opened))


def prepare_for(actor: Actor, part: PartOfPlan, endpoint: str) -> ResponseReturnValue:
    """What the person answers before the meeting, noted by a handler in the person's name."""
    return _prepare(actor, part, endpoint, PREPARATION)


def note(actor: Actor, part: PartOfPlan, endpoint: str) -> ResponseReturnValue:
    """What was said or decided at the meeting."""
    page = get_meeting_view(part.opened, part.part_id, clock.now())
    if not page.takes_notes:
        raise NotFoundError
    form = MinutesForm(text_id=str(new_id()))
    form.kind.choices = [
        (kind.value, OF_MEETING[kind]) for kind in (TextKind.MEETING_NOTE, TextKind.DECISION)
    ]

    def save() -> None:
        minutes.note(
            actor,
            part.opened,
            part.part_id,
            text_id=as_id(form.text_id.data),
            kind=TextKind(filled(form.kind.data)),
            text=filled(form.text.data),
            category=filled(form.category.data),
            now=clock.now(),
        )

    if saved(form, save):
        flash(_("Antecknat."))
        return redirect(_address(part, endpoint))
    body = render_template(
        "sip/calling/meetings/note.html",
        form=form,
        opened=part.opened,
        page=page,
        back=_address(part, endpoint),
        sees=who_sees(part.opened, load_parties(part.opened), part.opened.party),
    )
    return body, status_of(form)


def _prepare(
    actor: Actor, part: PartOfPlan, endpoint: str, kinds: Sequence[TextKind]
) -> ResponseReturnValue:
    page = get_meeting_view(part.opened, part.part_id, clock.now())
    there = minutes.prepared(part.opened, part.part_id, kinds)
    # what a private person has written is theirs to take out also when the meeting is over
    is_theirs = part.opened.person_id is not None and any(there.said.values())
    if not page.takes_words and not (page.takes_more and is_theirs):
        raise NotFoundError
    values = there.as_texts()
    kept = {"seen": fingerprint(values), "form_id": str(new_id())}
    is_asked = kinds == PREPARATION
    form = (QuestionsForm if is_asked else PrepareForm)(data=values | kept)
    if there.category is None:
        del form.category

    def save() -> None:
        category = filled(form["category"].data) if "category" in form else None
        wanted = minutes.Prepared({kind: form[kind.value].data or "" for kind in kinds}, category)
        minutes.prepare(
            actor,
            part.opened,
            part.part_id,
            wanted,
            form_id=as_id(form.form_id.data),
            seen=form.seen.data or "",
            now=clock.now(),
        )

    if saved(form, save, told=_("Sparat.")):
        return redirect(_address(part, endpoint))
    body = render_template(
        "sip/calling/meetings/prepare.html",
        form=form,
        opened=part.opened,
        page=page,
        kinds=[kind.value for kind in kinds],
        is_for_person=is_asked and part.opened.person_id is None,
        back=_address(part, endpoint),
        sees=_sees(part, is_asked=is_asked),
    )
    return body, status_of(form)


def _sees(part: PartOfPlan, *, is_asked: bool) -> Sequence[Sees]:
    """Who would read it: what a private person writes is in their own words."""
    opened = part.opened
    source = changes.party_to_write_for(opened, for_person=is_asked)
    only = () if opened.person_id is None else (OWN_WORDS,)
    return who_sees(opened, load_parties(opened), source, only=only)


def _address(part: PartOfPlan, endpoint: str) -> str:
    return url_for(endpoint, plan_id=part.opened.plan_id, part_id=part.part_id)
