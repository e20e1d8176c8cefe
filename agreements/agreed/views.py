"""Pages of facts: what one says and has said, and saying something else before sharing."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements.agreed import presenter, service
from agreements.agreed.fields import fact_form
from agreements.agreed.filling import opened, room_for, said_of
from agreements.agreed.forms import MORE, FactForm
from agreements.agreed.presenter import get_fact_part
from agreements.drafts import drafted
from agreements.permissions import AgreementPermission
from portal import clock
from portal.authz import Actor
from portal.web.drafts import asked_again, sent_fields
from portal.web.guard import requires
from portal.web.posted import as_number
from portal.web.saving import attempt

if TYPE_CHECKING:
    from agreements.subjects import PartOf
    from agreements.tables.fact import AgreementFact

bp = Blueprint("facts", __name__, url_prefix="/agreements/<uuid:agreement_id>/facts")


@bp.get("/<fact_key>")
@requires(AgreementPermission.VIEW, get_fact_part)
def show(actor: Actor, subject: "PartOf[AgreementFact]") -> ResponseReturnValue:
    """What a fact says, what waits for it, and what it has said."""
    page = presenter.fact_page(actor, subject.agreement, subject.part)
    return render_template("agreements/agreed/show.html", page=page)


@bp.route("/<fact_key>/edit", methods=["GET", "POST"])
@requires(AgreementPermission.DRAFT, get_fact_part)
@drafted(by=("version",))
def edit(actor: Actor, subject: "PartOf[AgreementFact]") -> ResponseReturnValue:
    """Say something of a fact before sharing; `version` is an earlier one to begin from."""
    agreement, fact = subject.agreement, subject.part
    declared, said = fact.declaration, fact.value
    if earlier := request.args.get("version"):
        said = presenter.said_at(actor, agreement, fact, as_number(earlier))
    count = room_for(declared, said, sent_fields(), more=asked_again() == MORE)
    form = fact_form(FactForm, declared, count)(**opened(declared, said, fact.version))

    def save() -> bool:
        return service.set_fact(
            actor,
            agreement,
            fact.id,
            said_of(form, declared, count),
            base_version=as_number(form["base_version"].data),
            now=clock.now(),
        )

    outcome = attempt(form, save)
    if outcome.is_saved:
        flash(_("Uppgiften är sparad.") if outcome.result else _("Inget ändrades."))
        return _onward(subject)
    if outcome.stale:
        # the next try starts from what stands now; both are on the page until then
        subject = get_fact_part(actor, agreement.id, fact.key)
        form["base_version"].data = str(subject.part.version)
    page = presenter.edit_page(subject.agreement, subject.part)
    body = render_template(
        "agreements/agreed/edit.html",
        form=form,
        page=page,
        groups=presenter.groups(form, declared, count),
        many=declared.many,
        outcome=outcome,
    )
    return body, outcome.status(form)


def _onward(subject: "PartOf[AgreementFact]") -> ResponseReturnValue:
    """To the next fact of the section that nobody has said anything of, or back to the section."""
    agreement, fact = subject.agreement, subject.part
    if "go_on" in request.form and (key := presenter.next_left(agreement, fact)) is not None:
        return redirect(url_for("facts.edit", agreement_id=agreement.id, fact_key=key))
    section = url_for(
        "agreements.section",
        agreement_id=agreement.id,
        section_id=fact.section_id,
        _anchor=f"fact-{fact.key}",
    )
    return redirect(section)
