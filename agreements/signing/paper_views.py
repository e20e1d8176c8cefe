"""Pages of what is signed on paper: register it, say whether it is so, take it back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.drafts import drafted
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement
from agreements.queries.paper import find_paper, get_scan
from agreements.reading.presenter import agreement_page
from agreements.signing import paper
from agreements.signing.paper_forms import (
    DECISION,
    SIGNATURE,
    PaperAnswerForm,
    PaperForm,
    WithdrawPaperForm,
    line_of,
    paper_form,
)
from portal import clock
from portal.authz import Actor
from portal.ids import new_id
from portal.web.downloads import as_it_came, day_in_name
from portal.web.drafts import asked_again
from portal.web.forms import filled
from portal.web.guard import requires
from portal.web.posted import as_id
from portal.web.saving import saved, status_of

if TYPE_CHECKING:
    from agreements.tables.agreement import Agreement

bp = Blueprint("paper", __name__, url_prefix="/agreements/<uuid:agreement_id>/paper")


@bp.route("", methods=["GET", "POST"])
@requires(AgreementPermission.DECIDE, get_agreement)
def register(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Register that every party has signed on paper, with the scan."""
    page = agreement_page(actor, agreement)
    # what was filled in for a draft stays in the form, whatever has become of the draft
    asks_all = page.is_draft or any(one.startswith(DECISION[0]) for one in request.form)
    lines = [
        (
            _count_lines(DECISION, number) if asks_all and party.decides else 0,
            _count_lines(SIGNATURE, number) if party.signs else 0,
        )
        for number, party in enumerate(agreement.parties)
    ]
    made = paper_form(lines, with_matrix=asks_all)
    form = made(paper_id=str(new_id()), basis=paper.basis_of(agreement))
    told = _("Registrerad som undertecknad på papper. De andra parterna får säga om det stämmer.")
    if saved(form, lambda: _register(actor, agreement, form), told=told):
        return _to(agreement)
    if not page.may_register and not form.problems():
        return _to(agreement)
    if form.form_errors:
        # told that the text is another by now, they may go on from that
        form.basis.data = paper.basis_of(agreement)
    body = render_template(
        "agreements/signing/register_paper.html",
        form=form,
        page=page,
        kinds=(DECISION, SIGNATURE),
    )
    return body, status_of(form)


def _count_lines(kind: Sequence[str], party: int) -> int:
    """How many lines of that kind the party has on the form: those sent, one more if asked for."""
    sent = 0
    while line_of(kind, party, sent)[0] in request.form:
        sent += 1
    return max(sent, 1) + (asked_again() == f"{kind[0]}_{party}")


def _register(actor: Actor, agreement: "Agreement", form: PaperForm) -> None:
    numbered = list(enumerate(agreement.parties))
    decisions = [
        paper.PaperDecision(party.organisation_id, facts, field)
        for number, party in numbered
        for field, facts in form.decisions(number)
    ]
    signatures = [
        paper.PaperSignature(party.organisation_id, name, title, day, field)
        for number, party in numbered
        for field, name, title, day in form.signers(number)
    ]
    said = paper.Registered(
        id=as_id(form.paper_id.data),
        content=form.file.data.read(),
        decisions=decisions,
        signatures=signatures,
        basis=form.basis.data or "",
        are_days_sure=form.are_days_sure.data,
        with_matrix="with_matrix" in form and bool(form["with_matrix"].data),
    )
    paper.register(actor, agreement, said, now=clock.now(), today=clock.today())


@bp.get("/scan")
@requires(AgreementPermission.VIEW, get_agreement)
def scan(_actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """The scan as it came, to save: no browser shows it here."""
    found = get_scan(agreement)
    day = day_in_name(found.registered_at)
    parts = "undertecknad-på-papper", agreement.title, day
    return as_it_came(found.content, found.suffix, *parts)


@bp.route("/answer", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_agreement)
@drafted()
def answer(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Say for the own party whether what another registered is so."""
    shown = find_paper(agreement)
    form = PaperAnswerForm(paper_id=str(shown.id) if shown else "")
    told = _("Ert svar är sparat. Det står på överenskommelsens sida.")
    if saved(form, lambda: _answer(actor, agreement, form), told=told):
        return _to(agreement)
    page = agreement_page(actor, agreement)
    if page.paper is None and not form.problems():
        return _to(agreement)
    if form.form_errors and page.paper is not None:
        # told that it is another paper by now, they may read that and answer
        form.paper_id.data = str(page.paper.id)
    body = render_template("agreements/signing/answer_paper.html", form=form, page=page)
    return body, status_of(form)


def _answer(actor: Actor, agreement: "Agreement", form: PaperAnswerForm) -> None:
    paper.answer(
        actor,
        agreement,
        paper_id=as_id(form.paper_id.data),
        confirms=form.answer.data == "yes",
        reason=form.reason.data or "",
        now=clock.now(),
    )


@bp.route("/withdraw", methods=["GET", "POST"])
@requires(AgreementPermission.FOLLOW_UP, get_agreement)
@drafted()
def withdraw(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Take back what the own party registered wrongly, after asking once."""
    shown = find_paper(agreement)
    form = WithdrawPaperForm(paper_id=str(shown.id) if shown else "")
    told = _("Registreringen är återtagen. De andra parterna får veta det.")
    if saved(form, lambda: _withdraw(actor, agreement, form), told=told):
        return _to(agreement)
    page = agreement_page(actor, agreement)
    if page.paper is None and not form.problems():
        return _to(agreement)
    if form.form_errors and page.paper is not None:
        form.paper_id.data = str(page.paper.id)
    body = render_template("agreements/signing/withdraw_paper.html", form=form, page=page)
    return body, status_of(form)


def _withdraw(actor: Actor, agreement: "Agreement", form: WithdrawPaperForm) -> None:
    paper_id = as_id(form.paper_id.data)
    paper.withdraw(actor, agreement, paper_id=paper_id, reason=filled(form.reason.data))


def _to(agreement: "Agreement") -> ResponseReturnValue:
    return redirect(url_for("agreements.show", agreement_id=agreement.id))
