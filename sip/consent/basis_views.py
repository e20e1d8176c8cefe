"""Decisions to disclose without consent: an organisation's own, and what others disclose to it."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.transaction import transaction
from portal.web.forms import Form, filled, filled_date
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of
from sip.consent.bases import Decision, decide_basis, end_basis, own_decisions, received
from sip.consent.forms import BasisForm
from sip.consent.page_words import shown_words
from sip.consent.parties import knows_who_is_in, may_be_disclosed_to, receivers_of_disclosure
from sip.consent.words import ACTIVITIES as WORDS
from sip.consent.words import CONDITIONS, ground_hint, ground_label
from sip.content.unsealing import load_content
from sip.door.drafts import drafted
from sip.door.opening import OpenedPlan, PartOfPlan, WithinPlan, opening_own, opening_own_part
from sip.kernel.categories import category_choices
from sip.kernel.days import ends_at, last_whole_day
from sip.kernel.legal_grounds import ACTIVITIES, Activity, Condition, LegalGround, Need
from sip.kernel.permissions import SipPermission
from sip.kernel.phases import ASKING, STILL
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import Standing

bp = Blueprint("bases", __name__, url_prefix="/sip/plans/<uuid:plan_id>")


@bp.get("/basis")
@requires(SipPermission.DECIDE_BASIS, opening_own("basis"))
def index(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """What the own organisation has decided in this plan."""
    _refuse_outsiders(opened)
    names = dict(receivers_of_disclosure(actor, opened))
    return render_template(
        "sip/consent/bases/index.html",
        opened=opened,
        plan_url=_plan_url(opened),
        decisions=own_decisions(actor, opened, clock.now()),
        may_decide=opened.standing in {Standing.GOING, *ASKING},
        names=names,
        **shown_words(),
    )


@dataclass(frozen=True, slots=True)
class OnGround(WithinPlan):
    """A plan, and a ground that the actor's organisation may decide on for an activity."""

    ground: LegalGround
    activity: Activity


def _opening_on_ground(actor: Actor, plan_id: UUID, activity: str, ground: str) -> OnGround:
    """As `opening_own`; a ground that is not the organisation's to use does not exist."""
    found = sip_settings().basis(ground)
    for one in ACTIVITIES.get(actor.organisation_kind, ()):
        if found and one == activity and found.is_open_to(actor.organisation_kind, one):
            return OnGround(opening_own("basis")(actor, plan_id), found, one)
    raise NotFoundError


@bp.get("/basis/new")
@requires(SipPermission.DECIDE_BASIS, opening_own("basis"), even=ASKING)
def choose(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """The grounds that the organisation may decide on, by the activity that decides."""
    opened.check_writable(ASKING)  # each of them leads to a form
    _refuse_outsiders(opened)
    kind = actor.organisation_kind
    usable = {
        activity: [one for one in sip_settings().bases if one.is_open_to(kind, activity)]
        for activity in ACTIVITIES.get(kind, ())
    }
    return render_template(
        "sip/consent/bases/choose.html",
        opened=opened,
        usable=usable,
        activities=WORDS,
        ground_label=ground_label,
        ground_hint=ground_hint,
    )


@bp.route("/basis/new/<activity>/<ground>", methods=["GET", "POST"])
@requires(SipPermission.DECIDE_BASIS, _opening_on_ground, even=ASKING)
@drafted()
def decide(actor: Actor, chosen: OnGround) -> ResponseReturnValue:
    """Decide: to whom, what, why, until when, followed up when, and what the ground requires."""
    opened = chosen.opened
    _refuse_outsiders(opened)
    form = _form(actor, chosen)
    if saved(form, lambda: _decide(actor, chosen, form)):
        flash(_("Beslutet är antecknat och gäller från nu."))
        return redirect(url_for("bases.index", plan_id=opened.plan_id))
    body = render_template(
        "sip/consent/bases/decide.html",
        form=form,
        opened=opened,
        ground=chosen.ground,
        activity=WORDS[chosen.activity],
        ground_label=ground_label,
        ground_hint=ground_hint,
    )
    return body, status_of(form)


@bp.route("/basis/<uuid:part_id>/end", methods=["GET", "POST"])
@requires(SipPermission.DECIDE_BASIS, opening_own_part("basis"), even=STILL)
def end(actor: Actor, part: PartOfPlan) -> ResponseReturnValue:
    """End a decision before its time."""
    opened = part.opened
    _refuse_outsiders(opened)
    lines = own_decisions(actor, opened, clock.now())
    line = next((one for one in lines if one.decision.id == part.part_id), None)
    if line is None:
        raise NotFoundError
    form = Form()
    if form.validate_on_submit():
        with transaction():
            end_basis(actor, opened, part.part_id, now=clock.now())
        flash(_("Beslutet är avslutat. Mottagaren ser inte uppgifterna längre."))
        return redirect(url_for("bases.index", plan_id=opened.plan_id))
    names = dict(receivers_of_disclosure(actor, opened))
    return render_template(
        "sip/consent/bases/end.html",
        form=form,
        opened=opened,
        line=line,
        names=names,
        **shown_words(),
    )


@bp.get("/disclosed")
@requires(SipPermission.OWN_RECORDS, opening_own("disclosed"))
def disclosed(actor: Actor, opened: OpenedPlan) -> ResponseReturnValue:
    """What others disclose to my organisation without consent, when the plan itself is shut."""
    _refuse_outsiders(opened)
    decisions, content = received(opened, clock.now()), load_content(opened)
    return render_template(
        "sip/consent/bases/disclosed.html",
        opened=opened,
        plan_url=_plan_url(opened),
        decisions=decisions,
        names=dict(receivers_of_disclosure(actor, opened)),
        texts=content.texts,
        goals=content.goals,
        actions=content.actions,
        **shown_words(),
    )


def _form(actor: Actor, chosen: OnGround) -> BasisForm:
    form = BasisForm(decision_id=str(new_id()))
    form.keep_to(chosen.ground, last_whole_day(clock.now() + chosen.ground.longest))
    if chosen.ground.conditions:
        conditions = [one for one in Condition if one in chosen.ground.conditions]
        form.condition.choices = [(one.value, CONDITIONS[one]) for one in conditions]
    form.to.choices = [("", _("Välj")), *_receivers(actor, chosen, form.to.data)]
    form.to.description = _who_is_shown(chosen.opened)
    form.categories.choices = category_choices()
    return form


def _receivers(actor: Actor, chosen: OnGround, sent: str | None) -> list[tuple[str, str]]:
    """Whom the form offers, and the one it sent: the rule says why that one will not do."""
    offered = may_be_disclosed_to(actor, chosen.opened, chosen.ground)
    if not sent or sent in dict(offered):
        return offered
    left = dict(receivers_of_disclosure(actor, chosen.opened)).get(sent)
    return [*offered, (sent, left)] if left else offered


def _who_is_shown(opened: OpenedPlan) -> str:
    if knows_who_is_in(opened):
        return _(
            "Bara de som är med i planen, eller kallade till den, kan få se uppgifter här."
            " Den som är kallad ser dem när kallelsen är besvarad."
        )
    return _(
        "Ni ser inte vilka som är med nu. Den som inte är med får inte se något genom beslutet."
    )


def _decide(actor: Actor, chosen: OnGround, form: BasisForm) -> None:
    ground = chosen.ground
    decided = Decision(
        activity=chosen.activity,
        code=ground.code,
        condition=Condition(filled(form.condition.data)) if ground.conditions else None,
        provision=filled(form.provision.data) if Need.PROVISION in ground.needs else "",
        assessment=filled(form.assessment.data) if Need.ASSESSMENT in ground.needs else "",
        to=UUID(filled(form.to.data)),
        categories=form.categories.data,
        reason=filled(form.reason.data),
        valid_to=ends_at(filled_date(form.valid_to.data)),
        follow_up_on=filled_date(form.follow_up_on.data),
    )
    decision_id = as_id(form.decision_id.data)
    decide_basis(actor, chosen.opened, decided, decision_id=decision_id, now=clock.now())


def _plan_url(opened: OpenedPlan) -> str:
    """The plan's page, or that of the own organisation's part of it where the plan is shut."""
    page = "plans.show" if opened.is_open or opened.is_handler else "plans.own"
    return url_for(page, plan_id=opened.plan_id)


def _refuse_outsiders(opened: OpenedPlan) -> None:
    """Whoever is only called has no part in the plan yet."""
    if opened.participant_id is None:
        raise NotFoundError
