"""Pages of disputes: the list, one with its ladder, and what its sides do."""

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.deviations import presenter as places_of
from agreements.deviations.queries import read_places
from agreements.disputes import presenter, service
from agreements.disputes.forms import (
    JoinForm,
    LiftForm,
    OpenForm,
    ReferenceForm,
    SettlementAnswerForm,
    SettlementForm,
    StatementForm,
)
from agreements.disputes.queries import (
    Filter,
    find_deviation,
    find_open_settlement,
    get_dispute,
    get_settlement,
)
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement
from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.web.drafts import drafted
from portal.web.edited import edit_of, was_of
from portal.web.forms import Form, filled, filled_date
from portal.web.guard import itself, requires
from portal.web.posted import as_id, as_number, asked_id
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from agreements.deviations.queries import Places
    from agreements.disputes.queries import DisputeOf
    from agreements.tables.agreement import Agreement
    from agreements.tables.deviation import Deviation
    from agreements.tables.dispute import DisputeSettlement

bp = Blueprint("disputes", __name__)
ONE = "/agreements/<uuid:agreement_id>/disputes/<uuid:dispute_id>"


@bp.get("/disputes")
@requires(AgreementPermission.DEVIATIONS, itself)
def index(actor: Actor, _subject: Actor) -> ResponseReturnValue:
    """The own organisation's disputes."""
    chosen = request.args.get("state", "")
    if chosen not in {"", presenter.OPEN, presenter.SETTLED}:
        raise NotFoundError
    wanted = Filter(
        is_settled=chosen == presenter.SETTLED if chosen else None,
        municipality=asked_id("municipality"),
        party=asked_id("party"),
        before=asked_id("before"),
    )
    page = presenter.list_page(actor, wanted, clock.today())
    return render_template("agreements/disputes/index.html", page=page)


@bp.route("/agreements/<uuid:agreement_id>/disputes/new", methods=["GET", "POST"])
@requires(AgreementPermission.NEGOTIATE, get_agreement)
@drafted(by=("deviation",))
def begin(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Open a dispute, from a deviation or on its own."""
    if not agreement.is_own:
        raise NotFoundError
    wanted = asked_id("deviation")
    deviation = find_deviation(agreement, wanted) if wanted else None
    places = read_places(agreement, clock.today())
    form = _form(actor, agreement, places, deviation)
    told = _("Tvisten är väckt. De andra har fått veta det.")
    if saved(form, lambda: _begin(actor, agreement, places, deviation, form), told=told):
        there = as_id(form.dispute_id.data)
        return redirect(url_for("disputes.show", agreement_id=agreement.id, dispute_id=there))
    page = render_template(
        "agreements/disputes/begin.html", form=form, agreement=agreement, deviation=deviation
    )
    return page, status_of(form)


def _form(
    actor: Actor, agreement: "Agreement", places: "Places", deviation: "Deviation | None"
) -> OpenForm:
    offered = places_of.offered_of(actor, agreement, places)
    others = presenter.other_choices(actor, agreement)
    form = OpenForm(
        dispute_id=str(new_id()),
        place=request.args.get("place", ""),
        municipality=offered.only_municipality,
        others=[others[0][0]] if len(others) == 1 else [],
    )
    form.offer(offered)
    form.others.choices = others
    third = presenter.third_choices(actor, agreement, deviation) if deviation is not None else []
    form.third.choices = third
    if not third:
        del form["third"]
    if deviation is not None:
        # what the deviation says already
        for name in ("place", "column", "municipality", "others"):
            del form[name]
    return form


def _begin(
    actor: Actor,
    agreement: "Agreement",
    places: "Places",
    deviation: "Deviation | None",
    form: OpenForm,
) -> None:
    if deviation is not None:
        about = presenter.about_of(deviation)
        others, municipality = [presenter.other_side(actor, deviation)], deviation.municipality_id
        others += [as_id(one) for one in form.third.data or ()] if "third" in form else []
    else:
        about = places_of.about(places, filled(form.place.data), form.column.data)
        others = [as_id(one) for one in form.others.data or ()]
        municipality = as_id(form.municipality.data)
    said = service.Opening(
        id=as_id(form.dispute_id.data),
        about=about,
        others=others,
        municipality=municipality,
        question=filled(form.question.data),
        reference=form.reference.data or "",
        deviation_id=deviation.id if deviation is not None else None,
    )
    service.open_dispute(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.get(ONE)
@requires(AgreementPermission.DEVIATIONS, get_dispute)
def show(actor: Actor, subject: "DisputeOf") -> ResponseReturnValue:
    """A dispute: its levels, what each side says, what is proposed."""
    page = presenter.dispute_page(actor, subject, clock.today())
    return render_template("agreements/disputes/show.html", page=page)


@bp.route(f"{ONE}/state", methods=["GET", "POST"])
@requires(AgreementPermission.WRITE_DISPUTE, get_dispute)
@drafted()
def state(actor: Actor, subject: "DisputeOf") -> ResponseReturnValue:
    """Say the own side's view."""
    form = StatementForm(statement_id=str(new_id()))
    if saved(form, lambda: _state(actor, subject, form), told=_("Er ståndpunkt är sparad.")):
        return _to(subject)
    return _page(actor, subject, "state", form)


def _state(actor: Actor, subject: "DisputeOf", form: StatementForm) -> None:
    said, id_ = filled(form.statement.data), as_id(form.statement_id.data)
    service.state(actor, subject.dispute, id_, said, now=clock.now())


@bp.route(f"{ONE}/lift", methods=["GET", "POST"])
@requires(AgreementPermission.WRITE_DISPUTE, get_dispute)
def lift(actor: Actor, subject: "DisputeOf") -> ResponseReturnValue:
    """Lift it to the next level, after asking once."""
    form = LiftForm(level=str(subject.dispute.level))
    told = _("Tvisten är lyft till nästa steg.")
    if saved(form, lambda: _lift(actor, subject, form), told=told):
        return _to(subject)
    return _page(actor, subject, "lift", form)


def _lift(actor: Actor, subject: "DisputeOf", form: LiftForm) -> None:
    service.lift(actor, subject.dispute, as_number(form.level.data), today=clock.today())


@bp.route(f"{ONE}/party", methods=["GET", "POST"])
@requires(AgreementPermission.WRITE_DISPUTE, get_dispute)
def bring_in(actor: Actor, subject: "DisputeOf") -> ResponseReturnValue:
    """Let another party be a side, after asking once."""
    form = JoinForm()
    form.party.choices = presenter.joining_choices(subject)
    told = _("Parten är med i tvisten. Alla har fått veta det.")
    if saved(form, lambda: _bring_in(actor, subject, form), told=told):
        return _to(subject)
    return _page(actor, subject, "bring_in", form)


def _bring_in(actor: Actor, subject: "DisputeOf", form: JoinForm) -> None:
    party = as_id(form.party.data)
    service.bring_in(actor, subject.agreement, subject.dispute, party)


@bp.route(f"{ONE}/reference", methods=["GET", "POST"])
@requires(AgreementPermission.WRITE_DISPUTE, get_dispute)
def reference(actor: Actor, subject: "DisputeOf") -> ResponseReturnValue:
    """Say what the own side calls the case."""
    page = presenter.dispute_page(actor, subject, clock.today())
    form = ReferenceForm(reference=page.reference)
    was = was_of({"reference": page.reference})
    if saved(form, lambda: _set_reference(actor, subject, form), told=_("Sparat.")):
        return _to(subject)
    body = render_template("agreements/disputes/reference.html", page=page, form=form, was=was)
    return body, status_of(form)


def _set_reference(actor: Actor, subject: "DisputeOf", form: ReferenceForm) -> None:
    service.set_reference(actor, subject.dispute, edit_of(form, ("reference",)))


@bp.route(f"{ONE}/settle", methods=["GET", "POST"])
@requires(AgreementPermission.WRITE_DISPUTE, get_dispute)
@drafted()
def propose(actor: Actor, subject: "DisputeOf") -> ResponseReturnValue:
    """Propose how it ends."""
    form = SettlementForm(settlement_id=str(new_id()))
    form.answers.choices = presenter.side_choices(actor, subject.dispute)
    told = _("Förslaget är skickat. Tvisten är löst när de andra har sagt ja.")
    if saved(form, lambda: _propose(actor, subject, form), told=told):
        return _to(subject)
    return _page(actor, subject, "propose", form)


def _propose(actor: Actor, subject: "DisputeOf", form: SettlementForm) -> None:
    said = service.Settlement(
        id=as_id(form.settlement_id.data),
        answers=as_id(form.answers.data),
        pays=filled(form.pays.data),
        from_day=filled_date(form.from_day.data),
        outcome=filled(form.outcome.data),
    )
    service.propose(actor, subject.dispute, said, now=clock.now())


@bp.route(f"{ONE}/answer", methods=["GET", "POST"])
@requires(AgreementPermission.WRITE_DISPUTE, get_dispute)
@drafted()
def answer(actor: Actor, subject: "DisputeOf") -> ResponseReturnValue:
    """Say whether the own side agrees with what another proposes."""
    waiting = find_open_settlement(subject.dispute)
    form = SettlementAnswerForm(settlement=str(waiting.id) if waiting else "")
    read = get_settlement(subject.dispute, as_id(form.settlement.data))
    command = partial(_answer, actor, subject, read, form)
    # what has got this very answer is not asked about once more
    agrees, reason = _said(form)
    is_answered = service.is_answered_so(actor, read, agrees=agrees, reason=reason)
    is_told = waiting is None or is_answered
    is_about = is_told or (waiting is not None and form.is_about(waiting.id))
    if is_about and saved(form, command, told=_("Ert svar är sparat.")):
        return _to(subject)
    return _page(actor, subject, "answer", form)


def _answer(
    actor: Actor,
    subject: "DisputeOf",
    settlement: "DisputeSettlement",
    form: SettlementAnswerForm,
) -> None:
    agrees, reason = _said(form)
    service.answer_settlement(actor, subject.dispute, settlement, agrees=agrees, reason=reason)


def _said(form: SettlementAnswerForm) -> tuple[bool, str]:
    return form.answer.data == "yes", form.reason.data or ""


def _page(actor: Actor, subject: "DisputeOf", name: str, form: Form) -> ResponseReturnValue:
    page = presenter.dispute_page(actor, subject, clock.today())
    if request.method == "GET" and not page.asks(name):  # what was sent is answered in the form
        return _to(subject)
    body = render_template(f"agreements/disputes/{name}.html", page=page, form=form)
    return body, status_of(form)


def _to(subject: "DisputeOf") -> ResponseReturnValue:
    one = subject.dispute
    there = url_for("disputes.show", agreement_id=subject.agreement.id, dispute_id=one.id)
    return redirect(there)
