"""How a list shows what waits on somebody."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from agreements.models import Agreement, Suggestion
from agreements.todo.queries import Task, Todo
from portal.authz import Actor
from portal.web.filters import long_date


@dataclass(frozen=True, slots=True)
class TodoLine:
    """One thing that waits, and where it is done.

    `status` is a kind of portal/web/statuses.py, `status_label` replaces its words unless it is "".
    `agreement` is the name of the agreement it is about; "" when there is none yet.
    """

    agreement: str
    url: str
    status: str
    status_label: str
    detail: str


def todo_lines(actor: Actor, items: Sequence[Todo]) -> list[TodoLine]:
    """A line for each, in the same order."""
    return [_line(actor, item) for item in items]


def _line(actor: Actor, item: Todo) -> TodoLine:
    if item.agreement is None:
        detail = _("Ni har ingen gällande överenskommelse. Länets mall hjälper er i gång.")
        return TodoLine("", url_for("drafting.create"), "missing", "", detail)
    if item.suggestion is not None:
        return _about_suggestion(item.task, item.agreement, item.suggestion)
    return _about_agreement(actor, item.task, item.agreement)


def _about_suggestion(task: Task, agreement: Agreement, suggestion: Suggestion) -> TodoLine:
    url = url_for("negotiation.show", agreement_id=agreement.id, suggestion_id=suggestion.id)
    match task:
        case Task.ANSWER:
            party = agreement.party_name(suggestion.organisation_id)
            status, label = "open", _("Svara på förslag")
            detail = _("Förslag av %(name)s, %(party)s", name=suggestion.author_name, party=party)
        case Task.RESOLVE:
            status, label = "conflicting", _("Arbeta om förslaget")
            detail = _("Texten har ändrats sedan ni skrev ert förslag")
        case _:
            status, label = "internal", _("Internt förslag")
            detail = _("Bara ni ser det. Visa det för de andra när ni är klara.")
    return TodoLine(agreement.title, url, status, label, detail)


def _about_agreement(actor: Actor, task: Task, agreement: Agreement) -> TodoLine:
    endpoint = "agreements.show"
    match task:
        case Task.SIGN:
            endpoint, status, label = "signing.sign", "signing", _("Skriv under")
            organisation = actor.organisation_name
            detail = _("Läs och skriv under för %(organisation)s", organisation=organisation)
        case Task.DECIDE:
            endpoint, status, label = "signing.decide", "decision", _("Registrera beslut")
            detail = _("Texten är låst i väntan på parternas beslut")
        case Task.PUT_TO_DECISION:
            status, label = "shared", _("Inga öppna förslag")
            detail = _("Föreslå ändringar, eller gå vidare till beslut när ni är överens")
        case Task.WRITE:
            status, label = "draft", _("Skriv klart utkastet")
            detail = _("Bara ni ser det tills ni delar det")
        case _:
            return _renew(agreement)
    url = url_for(endpoint, agreement_id=agreement.id)
    return TodoLine(agreement.title, url, status, label, detail)


def _renew(agreement: Agreement) -> TodoLine:
    day = long_date(agreement.valid_until)
    detail = _("Löper ut %(day)s. Börja på nästa överenskommelse.", day=day)
    return TodoLine(agreement.title, url_for("drafting.create"), "expiring", "", detail)
