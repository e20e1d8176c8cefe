"""Signing in and out: the browser's way to the provider and back."""

import secrets
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.authz import Actor
from portal.config import IssuerSettings, Settings
from portal.errors import NotFoundError
from portal.identity import attempts, functions, service, step_up
from portal.identity.forms import CodeForm, SignInForm
from portal.identity.kept_views import act_as_before, is_to_be_given_back
from portal.identity.oidc import (
    Flow,
    Identity,
    Provider,
    ProviderUnreachableError,
    RefusalReason,
    SignInRefusedError,
    StepUp,
)
from portal.identity.session import COOKIE, give_cookie, take_cookie
from portal.transaction import transaction
from portal.web import security_log
from portal.web.guard import public, signed_in
from portal.web.i18n import language
from portal.web.redirects import safe_next
from portal.web.saving import status_of
from portal.web.tokens import exempt, for_whomever

bp = Blueprint("identity", __name__)

# The states of the sign-ins that this browser began, in as many windows: an answer that was begun
# elsewhere is not taken.
STATES = "sign_in_states"
MOST_STATES = 5

# How many short codes are tried within attempts.WITHIN (docs/adr/, 27).
MOST_FROM_ADDRESS = 100
MOST_FROM_ALL = 300


@bp.get("/sign-in")
@public
def choose() -> ResponseReturnValue:
    """The two doors, and the providers behind each."""
    wanted = safe_next(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(wanted)
    return render_template(
        "portal/identity/choose.html",
        issuers=_settings().issuers,
        form=SignInForm(next=wanted),
        is_form_kept=is_to_be_given_back(wanted),
        # who signs out leaves no token behind
        has_ended=COOKIE in request.cookies,
    )


@bp.post("/sign-in/<key>")
@public
def begin(key: str) -> ResponseReturnValue:
    """Send the browser to the provider."""
    issuer = _issuer(key)
    form = SignInForm()
    if current_user.is_authenticated:  # in another window, since this page was opened
        return redirect(safe_next(form.next.data))
    attempts.count_by_browser("sign-in", most=60)
    attempts.count_by_address("sign-in", most=6000)
    return _send(issuer, {"next": safe_next(form.next.data)})


@bp.get("/sign-in/<key>/callback")
@public
def callback(key: str) -> ResponseReturnValue:
    """The provider's answer: to a sign-in, an invitation or a step-up."""
    issuer = _issuer(key)
    kept = _take(issuer)
    try:
        identity = _provider(issuer).finish(
            Flow.from_json(kept["flow"]),
            response_params=request.args.to_dict(),
            redirect_uri=_redirect_uri(issuer),
            now=clock.now(),
        )
    except SignInRefusedError as refusal:
        if "act" in kept and current_user.is_authenticated:
            return _refused_act(kept, refusal)
        raise
    if "act" in kept:
        return _finish_act(identity, kept)
    return _open(identity, issuer, kept.get("next"), kept.get("code_hash"))


@bp.post("/sign-out")
@for_whomever
@signed_in
def sign_out(actor: Actor) -> ResponseReturnValue:
    """End the session here, and at the provider if it can."""
    issuer = _settings().issuer(service.get_identity().issuer_key)
    with transaction():
        service.close_session(actor, actor.session_id)
    session.clear()
    response = make_response(redirect(_signed_out_at_provider(issuer)))
    take_cookie(response)
    # not "cookies": that would also take those of other services below the same domain
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/sign-in/signed-out")
@public
def signed_out() -> ResponseReturnValue:
    """Where the provider sends the browser afterwards."""
    return render_template("portal/identity/signed_out.html")


@bp.post("/sign-in/<key>/back-channel-logout")
@exempt  # the provider's own call has no page of ours behind it; its logout token is signed
@public
def back_channel_logout(key: str) -> ResponseReturnValue:
    """The provider itself says that somebody's session has ended there."""
    issuer = _issuer(key)
    attempts.count_by_address(f"logout at {issuer.key}", most=6000)
    try:
        token = _provider(issuer).check_logout_token(
            request.form.get("logout_token", ""), clock.now()
        )
        with transaction():
            service.close_sessions_at_provider(
                token,
                issuer_key=issuer.key,
                issuer=issuer.issuer,
                secret_key=_settings().secret_key,
            )
    except SignInRefusedError as refusal:
        _note("logout.refused", refusal)
        return {"error": "invalid_request"}, 400
    return "", 200


@bp.route("/invitation", methods=["GET", "POST"])
@public
def invitation() -> ResponseReturnValue:
    """Take up an invitation: type the code, sign in, have the role."""
    form = CodeForm()
    if form.validate_on_submit():
        attempts.count_by_browser("invitation", most=20)
        code = form.code.data or ""
        code_hash = service.hash_code(code, _settings().secret_key)
        offer = functions.find_invitation(code_hash)
        issuer = _settings().issuer(offer.issuer_key) if offer else None
        if service.is_short(code) and not _is_held_to_a_number(offer, issuer):
            # it could be guessed: whether it is right is told only as often as the limits say
            attempts.count_by_address("short code", most=MOST_FROM_ADDRESS)
            attempts.count_by_all("short code", most=MOST_FROM_ALL)
        if offer is not None and issuer is not None:
            return _send(issuer, {"next": "/", "code_hash": code_hash.hex()})
        security_log.note("code.refused", reason="unknown")
        # a code that is right is taken, however many wrong ones came from there
        attempts.count_by_address("invitation", most=1000)
        form.code.errors = [
            _(
                "Koden stämmer inte. Jämför varje tecken med det du har fått. Är koden redan"
                " använd, eller har den gått ut? Be då den som gav dig den om en ny."
            )
        ]
    return render_template("portal/identity/invitation.html", form=form), status_of(form)


def _is_held_to_a_number(offer: functions.Offer | None, issuer: IssuerSettings | None) -> bool:
    """Whether the code is of no use to anybody but the one whose number was noted."""
    is_numbered = offer is not None and offer.is_numbered
    return is_numbered and issuer is not None and issuer.tells_number


def send_to_step_up(*, act: str, nonce: str, data: dict[str, str]) -> ResponseReturnValue:
    """Ask the signed-in person's own provider for a fresh sign-in; `act` goes on afterwards."""
    known = service.get_identity()
    return _send(_issuer(known.issuer_key), {"act": act, "data": data}, StepUp(nonce=nonce))


def _send(
    issuer: IssuerSettings, contents: dict[str, Any], step: StepUp | None = None
) -> ResponseReturnValue:
    asked = _provider(issuer).begin(
        redirect_uri=_redirect_uri(issuer),
        now=clock.now(),
        step_up=step,
        ui_locale=language(),
    )
    with transaction():
        service.keep_flow(asked.flow.state, contents | {"flow": asked.flow.to_json()})
    session[STATES] = [*session.get(STATES, ()), asked.flow.state][-MOST_STATES:]
    return redirect(asked.url)


def _take(issuer: IssuerSettings) -> dict[str, Any]:
    state = request.args.get("state", "")
    begun: list[str] = session.get(STATES, [])
    if not any(secrets.compare_digest(state.encode(), one.encode()) for one in begun):
        raise SignInRefusedError(RefusalReason.STATE)
    session[STATES] = [one for one in begun if one != state]
    with transaction():
        kept = service.take_flow(state)
    if kept is None or kept["flow"]["issuer_key"] != issuer.key:
        raise SignInRefusedError(RefusalReason.FLOW_EXPIRED)
    return kept


def _open(
    identity: Identity, issuer: IssuerSettings, wanted: str | None, code_hash: str | None = None
) -> ResponseReturnValue:
    settings = _settings()
    try:
        with transaction():
            token = service.open_session(
                identity,
                issuer_key=issuer.key,
                limits=settings.session,
                secret_key=settings.secret_key,
                accepted=_accept(identity, issuer, code_hash) if code_hash else None,
            )
            if token is not None and wanted:
                act_as_before(wanted)
    except service.SomebodyElseError:
        security_log.note("code.refused", reason="somebody_else", issuer=issuer.key)
        return render_template("portal/identity/somebody_else.html"), 403
    if token is None:
        security_log.note("sign_in.refused", reason="no_role", issuer=issuer.key)
        number = identity.organisation_number
        return (
            render_template("portal/identity/not_invited.html", door=issuer.door, number=number),
            403,
        )
    # nothing from before the sign-in is kept: a planted session is worth nothing
    session.clear()
    response = make_response(redirect(safe_next(wanted)))
    give_cookie(response, token)
    return response


def _accept(identity: Identity, issuer: IssuerSettings, code_hash: str) -> service.Accepted:
    accepted = service.accept(
        identity,
        code_hash=bytes.fromhex(code_hash),
        issuer_key=issuer.key,
        secret_key=_settings().secret_key,
        tells_number=issuer.tells_number,
    )
    if accepted is None:
        raise SignInRefusedError(RefusalReason.FLOW_EXPIRED)
    return accepted


def _finish_act(identity: Identity, kept: dict[str, Any]) -> ResponseReturnValue:
    if not current_user.is_authenticated:
        raise SignInRefusedError(RefusalReason.STATE)
    actor: Actor = current_user.actor
    known = service.get_identity()
    act = step_up.get_act(kept["act"])
    if (identity.issuer, identity.subject) != (known.issuer, known.subject):
        security_log.note("step_up.refused", reason="somebody_else", issuer=known.issuer_key)
        _note_refused_step_up("somebody_else")
        flash(
            _("Någon annan än du loggade in. Inget är underskrivet. Försök igen som dig själv."),
            "warning",
        )
        return act.refused(actor, kept["data"])
    if not functions.speaks_for_mine(identity.organisation_number):
        return _refused_act(kept, SignInRefusedError(RefusalReason.ANOTHER_ORGANISATION))
    return act.finish(actor, identity, kept["data"])


def _refused_act(kept: dict[str, Any], refusal: SignInRefusedError) -> ResponseReturnValue:
    _note("step_up.refused", refusal)
    _note_refused_step_up(refusal.reason)
    flash(_why(refusal.reason), "warning")
    return step_up.get_act(kept["act"]).refused(current_user.actor, kept["data"])


def _note(event: str, refusal: SignInRefusedError) -> None:
    """In the log: why an answer was not believed, and whose it was said to be."""
    issuer = (request.view_args or {}).get("key")
    security_log.note(event, reason=refusal.reason.value, detail=refusal.detail, issuer=issuer)


def _note_refused_step_up(reason: str) -> None:
    with transaction():
        service.note_refused_step_up(current_user.actor, reason)


def _signed_out_at_provider(issuer: IssuerSettings | None) -> str:
    here = url_for("identity.signed_out")
    if issuer is None:
        return here
    try:
        there = _provider(issuer).end_session_url(
            _settings().base_url + here, secrets.token_urlsafe(16)
        )
    except (SignInRefusedError, ProviderUnreachableError) as error:
        current_app.logger.warning("not signed out at the provider: %s", error)
        # signed out here already; the provider's own session is the provider's
        return here
    return there or here


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _provider(issuer: IssuerSettings) -> Provider:
    providers: dict[str, Provider] = current_app.extensions["providers"]
    return providers[issuer.key]


def _issuer(key: str) -> IssuerSettings:
    issuer = _settings().issuer(key)
    if issuer is None:
        raise NotFoundError
    return issuer


def _redirect_uri(issuer: IssuerSettings) -> str:
    # from the configuration and not from the request: a forged Host header leads nowhere
    return _settings().base_url + url_for("identity.callback", key=issuer.key)


def refused(refusal: SignInRefusedError) -> ResponseReturnValue:
    """The page for an answer that is not believed."""
    _note("sign_in.refused", refusal)
    body = render_template(
        "portal/identity/refused.html",
        why=_why(refusal.reason),
        is_signed_in=current_user.is_authenticated,
    )
    return body, 403


def _why(reason: RefusalReason) -> str:
    too_weak = _(
        "Den här inloggningen är inte tillräckligt säker."
        " Försök igen och välj ett säkrare sätt att logga in."
    )
    told = {
        RefusalReason.CANCELLED: _("Du avbröt inloggningen. Inget har hänt."),
        RefusalReason.FLOW_EXPIRED: _("Inloggningen tog för lång tid. Börja om."),
        RefusalReason.STATE: _("Inloggningen började i ett annat fönster. Börja om här."),
        RefusalReason.AUTHENTICATION_STALE: _(
            "Inloggningstjänsten bad dig inte att logga in på nytt. Försök igen och logga in där."
        ),
        RefusalReason.LEVEL_MISSING: too_weak,
        RefusalReason.LEVEL_TOO_LOW: too_weak,
        RefusalReason.ORGANISATION_MISSING: _(
            "Inloggningstjänsten berättade inte vilken organisation du arbetar för."
        ),
        RefusalReason.ORGANISATION_NOT_LISTED: _(
            "Din inloggning hör till en organisation som inte är ansluten på det här sättet."
            " Fråga administratören hos er."
        ),
        RefusalReason.ANOTHER_ORGANISATION: _(
            "Du loggade in för en annan organisation än den det gäller."
            " Logga in för rätt organisation, eller fråga administratören där."
        ),
    }
    return told.get(
        reason,
        _("Svaret från inloggningstjänsten stämde inte. Inget har hänt. Försök igen."),
    )
