"""Pages of decision and signature. Signing asks the provider for a fresh sign-in."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agreements import refusal_words, subjects, words
from agreements.deadlines import to_decide
from agreements.documents.pdf import make_pdf
from agreements.drafts import drafted
from agreements.forms import all_chosen_in
from agreements.permissions import AgreementPermission
from agreements.queries.agreement import get_agreement
from agreements.reading.agreement_page import AgreementPage
from agreements.reading.findings import ShownFinding
from agreements.reading.presenter import agreement_page
from agreements.signing import commitment, deciding, presenter, service
from agreements.signing.forms import (
    BodiesForm,
    DecisionForm,
    ExtractForm,
    NamedBodyForm,
    OneBodyForm,
    ReturnForm,
    SignForm,
    lock_form,
)
from portal import clock
from portal.authz import Actor
from portal.documents.written import check_written
from portal.edits import fingerprint
from portal.identity import step_up
from portal.identity.oidc import Identity
from portal.identity.step_up import Data
from portal.identity.views import send_to_step_up
from portal.ids import new_id
from portal.web.downloads import as_it_came, day_in_name
from portal.web.forms import Form, filled
from portal.web.guard import check_allowed, requires
from portal.web.posted import as_id
from portal.web.saving import holds, refusal, saved, status_of
from portal.web.sent import sent_form

if TYPE_CHECKING:
    from agreements.subjects import PartOf
    from agreements.tables.agreement import Agreement
    from agreements.tables.decision import Decision, DecisionExtract

LOOKED_OVER = "yes"

bp = Blueprint("signing", __name__, url_prefix="/agreements/<uuid:agreement_id>")


@bp.route("/put-to-decision", methods=["GET", "POST"])
@requires(AgreementPermission.DECIDE, get_agreement)
@drafted()
def put_to_decision(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Freeze the text and ask every party's body for its decision."""
    page = agreement_page(actor, agreement, to_lock=True)
    asks = () if page.stops else page.asks
    replaceable = words.replaceable(page.replaceable)
    open_things = [(one.key, one.told) for one in asks]
    form = lock_form(open_things, replaceable, may_lock=not page.stops)(
        replaces=agreement.replaces_ids,
        due_on=to_decide(agreement.valid_from, clock.today()),
    )
    if saved(form, lambda: _put_to_decision(actor, agreement, form, asks)):
        flash(_("Texten är låst. Varje part registrerar nu sitt beslut."))
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    return render_template(
        "agreements/signing/put_to_decision.html", form=form, page=page
    ), status_of(form)


def _put_to_decision(
    actor: Actor, agreement: "Agreement", form: Form, asks: Sequence[ShownFinding]
) -> None:
    service.ask_for_decisions(
        actor,
        agreement,
        reasons={one.key: form[one.key].data or "" for one in asks},
        replaces=all_chosen_in(form, "replaces"),
        due_on=form["due_on"].data if "due_on" in form else None,
        now=clock.now(),
        today=clock.today(),
    )


@bp.route("/bodies", methods=["GET", "POST"])
@requires(AgreementPermission.DECIDE, get_agreement)
@drafted()
def name_bodies(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Say which bodies decide for the own party, when they are several."""
    there = deciding.bodies_as_texts(agreement.bodies_of(actor.organisation_id))
    form = BodiesForm(data=there | {"seen": fingerprint(there)})
    if saved(form, lambda: _name_bodies(actor, agreement, form), told=_("Sparat.")):
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    body = render_template("agreements/signing/bodies.html", form=form, agreement=agreement)
    return body, status_of(form)


def _name_bodies(actor: Actor, agreement: "Agreement", form: BodiesForm) -> None:
    deciding.name_bodies(
        actor,
        agreement,
        bodies=form.named(),
        seen=form.seen.data or "",
        make_pdf=make_pdf,
        now=clock.now(),
    )


@bp.route("/decision", methods=["GET", "POST"])
@requires(AgreementPermission.DECIDE, get_agreement)
@drafted()
def decide(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Record a decision of the own party."""
    page = agreement_page(actor, agreement)
    form = _decision_form(page, page.mine.undecided if page.mine else ())
    told = _("Beslutet är registrerat.")
    command = partial(deciding.record_decision, actor, agreement)
    return _decision(page, form, command, told)


@bp.route("/decisions/<uuid:decision_id>/correct", methods=["GET", "POST"])
@requires(AgreementPermission.DECIDE, subjects.get_own_decision)
@drafted()
def correct_decision(actor: Actor, subject: "PartOf[Decision]") -> ResponseReturnValue:
    """Put right what was recorded of a decision of the own party, until somebody has signed."""
    page = agreement_page(actor, subject.agreement)
    others = page.mine.undecided if page.mine else ()
    is_named = page.mine is not None and page.mine.bodies
    bodies = [subject.part.body, *others] if is_named else ()
    form = _decision_form(page, bodies, subject.part)
    told = _("Beslutet är rättat.")
    command = partial(deciding.correct_decision, actor, subject.agreement, subject.part)
    return _decision(page, form, command, told, is_correction=True)


def _decision_form(
    page: AgreementPage, bodies: Sequence[str], decision: "Decision | None" = None
) -> DecisionForm:
    version = str(page.version.id) if page.version else ""
    was = fingerprint(deciding.decision_as_texts(decision.facts)) if decision else ""
    if not bodies:
        return OneBodyForm(obj=decision, version=version, was=was)
    form = NamedBodyForm(obj=decision, version=version, was=was)
    form.body.choices = [("", _("Välj …")), *((body, body) for body in bodies)]
    return form


def _decision(
    page: AgreementPage,
    form: DecisionForm,
    command: Callable[..., None],
    told: str,
    *,
    is_correction: bool = False,
) -> ResponseReturnValue:
    """The form, then what it says to be looked over, then the command."""
    agreement = page.agreement
    if not form.is_about(page.version.id if page.version else None):
        body = render_template(
            "agreements/signing/decide.html", form=form, page=page, is_correction=is_correction
        )
        return body, status_of(form)
    is_looked_over = form.looked_over.data == LOOKED_OVER
    version = as_id(form.version.data) if is_looked_over else None
    seen = deciding.Shown(version, form.was.data or "") if version and is_correction else version
    if is_looked_over and saved(form, lambda: _decide(form, command, seen), told=told):
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    doubts: list[str] = []
    is_first = not is_looked_over and "change" not in request.form
    is_whole = is_first and holds(form, lambda: doubts.append(_doubt(agreement, form)))
    if form.is_day_sure.errors:
        doubts.append(_doubt(agreement, form))
    is_shown = is_whole or bool(form.is_day_sure.errors)
    kind = "look_over" if is_shown else "decide"
    body = render_template(
        f"agreements/signing/{kind}.html",
        form=form,
        page=page,
        is_correction=is_correction,
        doubt=doubts[0] if doubts else "",
    )
    return body, status_of(form)


def _doubt(agreement: "Agreement", form: DecisionForm) -> str:
    return refusal_words.day_doubt(deciding.doubt(agreement, form.facts(), clock.today()))


def _decide(
    form: DecisionForm, command: Callable[..., None], seen: "deciding.Shown | UUID | None"
) -> None:
    command(
        seen=seen,
        facts=form.facts(),
        make_pdf=make_pdf,
        now=clock.now(),
        today=clock.today(),
        is_day_sure=form.is_day_sure.data,
    )


@bp.route("/decisions/<uuid:decision_id>/extracts/new", methods=["GET", "POST"])
@requires(AgreementPermission.DECIDE, subjects.get_own_decision)
def add_extract(actor: Actor, subject: "PartOf[Decision]") -> ResponseReturnValue:
    """Keep an extract of the minutes beside a decision of the own party."""
    agreement, decision = subject.agreement, subject.part
    form = ExtractForm(extract_id=str(new_id()))
    told = _("Filen är sparad.")
    if saved(form, lambda: _add_extract(actor, agreement, decision, form), told=told):
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    body = render_template(
        "agreements/signing/add_extract.html", form=form, agreement=agreement, decision=decision
    )
    return body, status_of(form)


def _add_extract(
    actor: Actor, agreement: "Agreement", decision: "Decision", form: ExtractForm
) -> None:
    deciding.add_extract(
        actor,
        agreement,
        decision,
        extract_id=as_id(form.extract_id.data),
        content=form.file.data.read(),
        now=clock.now(),
    )


@bp.get("/extracts/<uuid:extract_id>")
@requires(AgreementPermission.VIEW, subjects.get_extract_part)
def extract(_actor: Actor, subject: "PartOf[DecisionExtract]") -> ResponseReturnValue:
    """The file as it came, to save: no browser shows it here."""
    found = subject.part
    parts = "protokollsutdrag", subject.agreement.title, day_in_name(found.added_at)
    return as_it_came(found.content, found.suffix, *parts)


@bp.route("/extracts/<uuid:extract_id>/remove", methods=["GET", "POST"])
@requires(AgreementPermission.DECIDE, subjects.get_extract_part)
def remove_extract(actor: Actor, subject: "PartOf[DecisionExtract]") -> ResponseReturnValue:
    """Take a file away, after asking once."""
    form = Form()
    told = _("Filen är borttagen.")
    if saved(form, lambda: _remove_extract(actor, subject), told=told):
        return redirect(url_for("agreements.show", agreement_id=subject.agreement.id))
    body = render_template("agreements/signing/remove_extract.html", form=form, subject=subject)
    return body, status_of(form)


def _remove_extract(actor: Actor, subject: "PartOf[DecisionExtract]") -> None:
    deciding.remove_extract(actor, subject.agreement, subject.part, now=clock.now())


@bp.route("/sign", methods=["GET", "POST"])
@requires(AgreementPermission.SIGN, get_agreement)
def sign(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """One page: what it is, the text, the PDF, sign or return."""
    page = agreement_page(actor, agreement)
    if not page.waits_for_signature:
        sent = sent_form()
        body = render_template("agreements/signing/not_now.html", page=page, sent=sent)
        return body, 409 if sent else 200
    shown = presenter.sign_page(actor, agreement, page, clock.today())
    right = shown.right
    form = SignForm(
        document_sha256=page.signing_checksum,
        title=service.last_title(actor, agreement),
        mandate=right.choices[0][0] if len(right.choices) == 1 else None,
    )
    form.mandate.choices = right.choices
    if form.validate_on_submit():
        if (broken := refusal(lambda: _check_may_sign(actor, agreement, form))) is not None:
            form.show(broken)
        elif form.document_sha256.data == page.signing_checksum:
            return _ask_for_fresh_sign_in(actor, agreement, form)
        else:
            form.form_errors.append(refusal_words.stale_document())
            form.document_sha256.data = page.signing_checksum
    body = render_template(
        "agreements/signing/sign.html",
        form=form,
        page=page,
        shown=shown,
    )
    return body, status_of(form)


def _check_may_sign(actor: Actor, agreement: "Agreement", form: SignForm) -> None:
    check_written("title", filled(form.title.data))
    service.check_may_sign(actor, agreement, as_id(form.mandate.data), clock.today())


def _ask_for_fresh_sign_in(
    actor: Actor, agreement: "Agreement", form: SignForm
) -> ResponseReturnValue:
    committed = commitment.make_commitment(
        agreement_id=agreement.id,
        document_sha256=filled(form.document_sha256.data),
        account_id=actor.account_id,
        organisation_id=actor.organisation_id,
        mandate_id=as_id(form.mandate.data),
    )
    data = {
        "agreement_id": str(agreement.id),
        "mandate_id": filled(form.mandate.data),
        "organisation_id": str(actor.organisation_id),
        "signature_id": str(new_id()),
        "document_sha256": filled(form.document_sha256.data),
        "title": filled(form.title.data),
        "commitment": committed,
    }
    return send_to_step_up(act="sign", nonce=commitment.nonce_of(committed), data=data)


def finish_signing(actor: Actor, identity: Identity, data: Data) -> ResponseReturnValue:
    """The provider has vouched for the commitment: sign."""
    if str(actor.organisation_id) != data["organisation_id"]:
        # another window has switched organisation meanwhile: this is not whom they committed to
        flash(_("Du har bytt organisation. Inget är underskrivet."), "warning")
        return redirect(url_for("account.show"))
    agreement = get_agreement(actor, UUID(data["agreement_id"]))
    check_allowed(actor, AgreementPermission.SIGN, agreement)
    if (broken := refusal(lambda: _sign(actor, agreement, identity, data))) is not None:
        flash(broken.message, "warning")
        return signing_refused(actor, data)
    flash(_("Du har skrivit under."))
    return redirect(url_for("agreements.show", agreement_id=agreement.id))


def _sign(actor: Actor, agreement: "Agreement", identity: Identity, data: Data) -> None:
    signature_id, commitment = UUID(data["signature_id"]), data["commitment"]
    proof = step_up.prove(str(signature_id), commitment, identity.id_token)
    service.sign(
        actor,
        agreement,
        signature_id=signature_id,
        mandate_id=UUID(data["mandate_id"]),
        title=data["title"],
        evidence=service.Evidence(
            commitment=commitment,
            document_sha256=data["document_sha256"],
            id_token=identity.id_token,
            provider_keys=identity.jwks,
            proof=proof,
        ),
        now=clock.now(),
        today=clock.today(),
    )


def signing_refused(_actor: Actor, data: Data) -> ResponseReturnValue:
    """Nothing was signed: back to the page it began on."""
    return redirect(url_for("signing.sign", agreement_id=data["agreement_id"]))


@bp.route("/return", methods=["GET", "POST"])
@requires(AgreementPermission.RETURN, get_agreement)
@drafted()
def return_to_table(actor: Actor, agreement: "Agreement") -> ResponseReturnValue:
    """Back to negotiation, with the reason."""
    page = agreement_page(actor, agreement)
    version = page.version.id if page.version else None
    form = ReturnForm(version=str(version or ""))
    if form.is_about(version) and saved(form, lambda: _return_to_table(actor, agreement, form)):
        flash(
            _(
                "Överenskommelsen är tillbaka till förhandling."
                " Beslut och underskrifter gäller inte längre."
            )
        )
        return redirect(url_for("agreements.show", agreement_id=agreement.id))
    body = render_template("agreements/signing/return_to_table.html", form=form, page=page)
    return body, status_of(form)


def _return_to_table(actor: Actor, agreement: "Agreement", form: ReturnForm) -> None:
    service.return_to_table(
        actor,
        agreement,
        seen=as_id(form.version.data),
        reason=filled(form.reason.data),
        now=clock.now(),
    )
