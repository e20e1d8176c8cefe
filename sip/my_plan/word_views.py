"""The person's pages about words that others have written in their name."""

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.web.fields import HiddenTextField, RadioField
from portal.web.forms import Form, filled
from portal.web.guard import requires
from portal.web.posted import as_number
from portal.web.saving import attempt, saved, status_of
from sip.content.sees import who_sees
from sip.content.unsealing import load_parties
from sip.door.opening import opening_content_part
from sip.kernel.categories import category_choices
from sip.kernel.fields import ABOUT, ABOUT_NEEDED
from sip.kernel.permissions import MyPlanPermission
from sip.kernel.vocabulary import SuggestionAnswer
from sip.my_plan import confirming
from sip.writing import suggesting

if TYPE_CHECKING:
    from sip.door.opening import PartOfPlan

bp = Blueprint("my_words", __name__, url_prefix="/my-plan/<uuid:plan_id>/noted")


class ConfirmForm(Form):
    """That what was noted is right, as it was read."""

    version = HiddenTextField()


class AnswerForm(Form):
    """Yes or no to a suggested change."""

    answer = RadioField(
        _l("Ska dina ord ändras så?"),
        required=_l("Välj ett svar."),
        choices=[
            (SuggestionAnswer.ACCEPTED.value, _l("Ja, ändra så")),
            (SuggestionAnswer.DECLINED.value, _l("Nej, behåll det jag har skrivit")),
        ],
    )


@bp.route("/<uuid:part_id>", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening_content_part("part"))
def confirm(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Say that what staff have noted in the person's name is right."""
    noted = confirming.find_noted(subject)
    if noted is None:
        return _said_already(subject, is_right=True)
    form = ConfirmForm(version=str(noted.version))
    if saved(
        form,
        lambda: confirming.confirm(actor, subject, as_number(form.version.data), now=clock.now()),
    ):
        flash(_("Tack. Nu står det att du har bekräftat det."))
        return redirect(url_for("my_plan.show", plan_id=subject.opened.plan_id))
    page = render_template(
        "sip/my_plan/confirm.html", form=form, opened=subject.opened, noted=noted
    )
    return page, status_of(form)


@bp.route("/<uuid:part_id>/reopen", methods=["GET", "POST"])
@requires(MyPlanPermission.CONSENT, opening_content_part("part"))
def reopen(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Say that what was confirmed in the person's place is right no longer."""
    noted = confirming.find_confirmed(subject)
    if noted is None:
        return _said_already(subject, is_right=False)
    form = ConfirmForm(version=str(noted.version))

    def save() -> None:
        version = as_number(form.version.data)
        confirming.confirm(actor, subject, version, is_right=False, now=clock.now())

    if saved(form, save):
        flash(_("Nu står det att det inte är bekräftat. De som handlägger planen kan ändra det."))
        return redirect(url_for("my_plan.show", plan_id=subject.opened.plan_id))
    page = render_template("sip/my_plan/reopen.html", form=form, opened=subject.opened, noted=noted)
    return page, status_of(form)


def _said_already(subject: "PartOfPlan", *, is_right: bool) -> ResponseReturnValue:
    """Back to the plan, for a form that is sent twice; anything else is not there."""
    if request.method != "POST" or not confirming.is_confirmed(subject, is_right=is_right):
        raise NotFoundError
    flash(_("Inget ändrades."))
    return redirect(url_for("my_plan.show", plan_id=subject.opened.plan_id))


class CategoryForm(Form):
    """What one's own words are about: it decides who sees them."""

    category = RadioField(ABOUT, required=ABOUT_NEEDED)


@bp.route("/<uuid:part_id>/category", methods=["GET", "POST"])
@requires(MyPlanPermission.WRITE, opening_content_part("part"))
def category(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Say who sees one's own words, by what they are about."""
    found = confirming.find_own(subject)
    if found is None:
        raise NotFoundError
    opened, form = subject.opened, CategoryForm(category=found.category)
    form.category.choices = category_choices()
    save = partial(_save_category, actor, subject, form)
    if saved(form, save, told=_("Sparat.")):
        return redirect(url_for("my_plan.show", plan_id=opened.plan_id))
    page = render_template(
        "sip/my_plan/category.html",
        form=form,
        opened=opened,
        lines=confirming.lines_of(found),
        sees=who_sees(opened, load_parties(opened), found.from_party),
    )
    return page, status_of(form)


def _save_category(actor: Actor, subject: "PartOfPlan", form: CategoryForm) -> None:
    confirming.move(actor, subject, filled(form.category.data), now=clock.now())


@bp.route("/suggestions/<uuid:part_id>", methods=["GET", "POST"])
@requires(MyPlanPermission.WRITE, opening_content_part("part"))
def answer(actor: Actor, subject: "PartOfPlan") -> ResponseReturnValue:
    """Say yes or no to a change that staff suggest in one's own words."""
    opened = subject.opened
    made = confirming.find_suggested(subject)
    if made is None and request.method == "POST" and confirming.was_answered(subject):
        flash(_("Du har redan svarat på förslaget."))
        return redirect(url_for("my_plan.show", plan_id=opened.plan_id))
    if made is None:
        raise NotFoundError
    form = AnswerForm()
    when = suggesting.When(clock.now(), clock.today())
    outcome = attempt(
        form,
        lambda: suggesting.answer(
            actor, opened, made, SuggestionAnswer(filled(form.answer.data)), when=when
        ),
    )
    if outcome.is_saved:
        flash(_("Tack. Ditt svar är sparat."))
        return redirect(url_for("my_plan.show", plan_id=opened.plan_id))
    page = render_template(
        "sip/my_plan/suggestion.html",
        form=form,
        opened=opened,
        made=made,
        lines=confirming.suggested_lines(made),
        outcome=outcome,
    )
    return page, outcome.status(form)
