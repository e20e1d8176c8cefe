"""Where anybody asks for a plan, for themselves or for somebody near: on the page or on paper."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.identity import attempts
from portal.ids import new_id
from portal.web.forms import filled
from portal.web.guard import public
from portal.web.posted import as_id, asked_id
from portal.web.saving import saved, status_of
from sip.my_plan.forms import AskForPlanForm
from sip.plan import requests

bp = Blueprint("ask_for_plan", __name__, url_prefix="/ask-for-a-plan")

# within attempts.WITHIN
MOST_FROM_BROWSER, MOST_FROM_ADDRESS, MOST_FROM_ALL = 5, 50, 300


@bp.route("", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    """Ask a municipality or a region."""
    form = AskForPlanForm(request_id=str(new_id()))
    organisations = requests.whom_to_ask()
    form.organisation.choices = [
        ("", _("Välj")),
        *((str(one.id), f"{one.name} ({one.county})") for one in organisations),
    ]
    if saved(form, lambda: _ask(form)):
        return redirect(url_for("ask_for_plan.asked"))
    return render_template("sip/my_plan/ask/form.html", form=form), status_of(form)


@bp.get("/asked")
@public
def asked() -> ResponseReturnValue:
    """What happens now."""
    return render_template("sip/my_plan/ask/asked.html")


@bp.get("/paper")
@public
def paper() -> ResponseReturnValue:
    """The same to print, fill in and send, with where to."""
    chosen, organisations = asked_id("to"), requests.whom_to_ask()
    to = next((one for one in organisations if one.id == chosen), None)
    return render_template("sip/my_plan/ask/paper.html", organisations=organisations, to=to)


def _ask(form: AskForPlanForm) -> None:
    attempts.count_by_browser("plan request", most=MOST_FROM_BROWSER)
    attempts.count_by_address("plan request", most=MOST_FROM_ADDRESS)
    attempts.count_by_all("plan request", most=MOST_FROM_ALL)
    wish = requests.Wish(
        name=filled(form.name.data),
        reached_at=filled(form.reached_at.data),
        for_whom=form.for_whom.data or "",
        relation=form.relation.data or "",
        needs=form.needs.data or "",
    )
    requests.ask(as_id(form.organisation.data), wish, request_id=as_id(form.request_id.data))
