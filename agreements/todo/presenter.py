"""How a list shows what waits on somebody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask import url_for
from flask_babel import ngettext

from agreements import words
from agreements.expected import Task
from agreements.tables.agreement import Agreement
from agreements.tables.suggestion import Suggestion
from agreements.todo.queries import Todo
from portal.authz import Actor
from portal.web.filters import long_date
from portal.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class TodoLine:
    """One thing that waits, and where it is done.

    `label` says what is to be done and with what, so that no two lines read the same; `agreement`
    which agreement it is about, "" when there is none yet; `detail` by whom and since when.
    `status` is a kind of portal/web/statuses.py, `status_label` replaces its words unless it is "".
    """

    label: str
    agreement: str
    url: str
    status: str
    status_label: str
    detail: str


def todo_lines(actor: Actor, items: Sequence[Todo], today: date) -> list[TodoLine]:
    """A line for each, in the same order; what should have been done by now says so."""
    return [
        replace(_line(actor, item), status="late", status_label="")
        if item.until is not None and item.until < today
        else _line(actor, item)
        for item in items
    ]


def _line(actor: Actor, item: Todo) -> TodoLine:
    if item.task is Task.SETTLE_PROPOSALS:
        return _settle_proposals(item)
    if item.task is Task.REPORT:
        label = _("Fyll i siffror om LOB för %(year)s", year=item.page)
        day = long_date(item.until)
        detail = _("Saknas: %(places)s, senast %(day)s", places=item.about, day=day)
        url = url_for("lob.show", year=item.page) + "#h-places"
        return TodoLine(label, "", url, "waiting", _("Saknas"), detail)
    if item.task in _OF_TRANSFERS:
        return _of_transfer(item)
    return _of_group_or_agreement(actor, item)


def _settle_proposals(item: Todo) -> TodoLine:
    """What the county's template is to say."""
    label = ngettext(
        "Avgör ett förslag till länets mall",
        "Avgör %(num)d förslag till länets mall",
        item.count,
    )
    detail = _dated(_("Någon har lärt sig något som mallen borde säga"), item)
    return TodoLine(label, "", url_for("county_deviations.proposals"), "waiting", "", detail)


def _of_group_or_agreement(actor: Actor, item: Todo) -> TodoLine:
    if item.group is not None:
        return _in_group(item, *item.group)
    if item.agreement is not None:
        return _of_agreement(actor, item, item.agreement)
    label = _("Skapa en lokal överenskommelse")
    detail = _("Ni har ingen gällande överenskommelse. Länets mall hjälper er i gång.")
    about = words.subject_name(item.subject) if item.subject else ""
    return TodoLine(label, about, url_for("drafting.create"), "missing", "", detail)


def _of_agreement(actor: Actor, item: Todo, agreement: Agreement) -> TodoLine:
    if item.suggestion is not None:
        return _about_suggestion(item, agreement, item.suggestion)
    return _about_agreement(actor, item, agreement)


_OF_TRANSFERS = (Task.ANSWER_TRANSFER, Task.APPLY_TRANSFER, Task.NOTE_RULING)


def _of_transfer(item: Todo) -> TodoLine:
    """A case that is to be moved; `about` is what it is called, and the other municipality."""
    label, detail = {
        Task.ANSWER_TRANSFER: (
            _("Svara om överflyttning: %(about)s", about=item.about),
            _("Svaret ska ges genast"),
        ),
        Task.APPLY_TRANSFER: (
            _("Ansök hos IVO om överflyttning: %(about)s", about=item.about),
            _("Ni är inte överens, eller har inte fått svar på en månad"),
        ),
        Task.NOTE_RULING: (
            _("Anteckna IVO:s beslut om överflyttning: %(about)s", about=item.about),
            _("Prövas av IVO"),
        ),
    }[item.task]
    url = url_for("transfers.index") + item.page
    return TodoLine(label, "", url, "open", _("Väntar på er"), _dated(detail, item))


def _in_group(item: Todo, group_id: UUID, name: str) -> TodoLine:
    """What is to be done in a group; the decision itself is what `about` says."""
    url = url_for("groups.show", group_id=group_id) + item.page
    until = _("Senast %(day)s", day=long_date(item.until)) if item.until else ""
    match item.task:
        case Task.CARRY_OUT:
            label, chip = _("Genomför beslutet: %(decision)s", decision=item.about), _("Inte klart")
            detail = until
        case Task.CONFIRM_MINUTES:
            label, chip = _("Justera protokollet"), _("Väntar på er")
            detail = _dated(_("Protokollet är lämnat för justering"), item)
        case Task.HAND_OVER_MINUTES:
            label, chip = _("Lämna protokollet för justering"), _("Inte justerat")
            detail = _dated(_("Lägg till beslut först, om något saknas"), item)
        case Task.WRITE_MINUTES:
            label, chip = _("Skriv protokoll"), _("Protokoll saknas")
            detail = _dated(_("Mötet har varit"), item)
        case _:
            label, chip, detail = _("Kalla till nästa möte"), _("Inget möte planerat"), until
    return TodoLine(label, name, url, "waiting", chip, detail)


def _about_suggestion(item: Todo, agreement: Agreement, suggestion: Suggestion) -> TodoLine:
    url = _url(item, agreement)
    about = item.about or _("när överenskommelsen gäller")
    party = agreement.party_name(suggestion.organisation_id, suggestion.created_at)
    by = _("Förslag av %(name)s, %(party)s", name=suggestion.author_name, party=party)
    match item.task:
        case Task.ANSWER:
            status, chip = "open", ""
            label, detail = _("Svara på förslag om %(about)s", about=about), by
        case Task.RESOLVE:
            status, chip = "conflicting", ""
            label = _("Arbeta om förslaget om %(about)s", about=about)
            detail = _("Texten har ändrats sedan ni skrev ert förslag")
        case _:
            status, chip = "internal", _("Internt förslag")
            label = _("Visa eller ta tillbaka förslaget om %(about)s", about=about)
            detail = _("Bara ni ser det. Visa det för de andra när ni är klara.")
    return TodoLine(label, _named(item, agreement), url, status, chip, _dated(detail, item))


def _about_agreement(actor: Actor, item: Todo, agreement: Agreement) -> TodoLine:
    of_its_own = {
        Task.RENEW: _renew,
        Task.FINISH: _finish,
        Task.FOLLOW_UP: _follow_up,
        Task.ENTER_VALUES: _enter_values,
        Task.CONTACT: _contact,
        Task.ACT: _act,
        Task.REVIEW_LOB: _review_lob,
        Task.AGREE: _agree,
    } | dict.fromkeys(_OF_CASES, _about_case)
    if item.task in of_its_own:
        return of_its_own[item.task](item, agreement)
    label, status, chip, detail = _said(actor, item.task, agreement)
    url = _url(item, agreement)
    return TodoLine(label, _named(item, agreement), url, status, chip, _dated(detail, item))


_OF_CASES = (Task.EXPLAIN, Task.LEARN, Task.CONCILIATE, Task.STATE)


def _url(item: Todo, agreement: Agreement) -> str:
    return url_for("agreements.show", agreement_id=agreement.id) + item.page


def _said(actor: Actor, task: Task, agreement: Agreement) -> tuple[str, str, str, str]:
    """What is to be done, the kind of its status and words for that, and more about it."""
    creator = agreement.party_name(agreement.creator_id)
    return {
        Task.SIGN: (
            _("Läs och skriv under"),
            "signing",
            "",
            _("För %(organisation)s", organisation=actor.organisation_name),
        ),
        Task.DECIDE: (
            _("Registrera ert beslut"),
            "decision",
            "",
            _("Texten är låst i väntan på parternas beslut"),
        ),
        Task.CONFIRM: (
            _("Säg om det som är undertecknat på papper stämmer"),
            "waiting",
            _("Väntar på er"),
            _("Registrerat av en annan part"),
        ),
        Task.READ: (
            _("Läs utkastet"),
            "waiting",
            _("Väntar på er"),
            _("Delat av %(party)s", party=creator),
        ),
        Task.READY: (
            _("Säg till när ni är klara med texten"),
            "waiting",
            _("Väntar på er"),
            _("Texten kan låsas när alla parter är klara med den"),
        ),
        Task.PUT_TO_DECISION: (
            _("Lås texten för beslut"),
            "shared",
            _("Alla är klara"),
            _("Alla parter är klara med texten"),
        ),
        Task.COMPLETE: (
            _("Gör klart det som saknas"),
            "started",
            "",
            _("Texten kan inte låsas för beslut än"),
        ),
        Task.WRITE: (
            _("Skriv klart utkastet"),
            "draft",
            "",
            _("Bara ni ser det tills ni delar det"),
        ),
    }[task]


def _follow_up(item: Todo, agreement: Agreement) -> TodoLine:
    detail = _("Följs upp senast %(day)s", day=long_date(item.until))
    label, url = _("Följ upp överenskommelsen"), _url(item, agreement)
    return TodoLine(label, _named(item, agreement), url, "waiting", "", detail)


def _enter_values(item: Todo, agreement: Agreement) -> TodoLine:
    label = _("Fyll i värden till uppföljningen")
    detail = _("Saknas: %(what)s, senast %(day)s", what=item.about, day=long_date(item.until))
    url = _url(item, agreement)
    return TodoLine(label, _named(item, agreement), url, "waiting", _("Saknas"), detail)


def _review_lob(item: Todo, agreement: Agreement) -> TodoLine:
    label = _("Gå igenom rutinerna för LOB")
    detail = _("Senast %(day)s", day=long_date(item.until))
    url = _url(item, agreement)
    return TodoLine(label, _named(item, agreement), url, "waiting", _("Väntar på er"), detail)


def _act(item: Todo, agreement: Agreement) -> TodoLine:
    label = _("Avsluta aktiviteten: %(what)s", what=item.about)
    detail = _("Senast %(day)s", day=long_date(item.until))
    url = _url(item, agreement)
    return TodoLine(label, _named(item, agreement), url, "waiting", _("Inte klart"), detail)


def _contact(item: Todo, agreement: Agreement) -> TodoLine:
    label = ngettext(
        "Ta kontakt efter LOB: en väntar", "Ta kontakt efter LOB: %(num)d väntar", item.count
    )
    detail = _("Den första senast %(day)s", day=long_date(item.until))
    url = _url(item, agreement)
    return TodoLine(label, _named(item, agreement), url, "waiting", _("Väntar på er"), detail)


def _agree(item: Todo, agreement: Agreement) -> TodoLine:
    url = _url(item, agreement)
    detail = _dated(_("Ett skrivfel är funnet i det som är undertecknat"), item)
    return TodoLine(_("Svara på en rättelse"), _named(item, agreement), url, "open", "", detail)


def _about_case(item: Todo, agreement: Agreement) -> TodoLine:
    label, detail = {
        Task.EXPLAIN: (
            _("Svara på en avvikelse: %(about)s", about=item.about),
            _("Rapporterad av en annan part"),
        ),
        Task.LEARN: (
            _("Avsluta en avvikelse: %(about)s", about=item.about),
            _("Den har fått svar. Skriv vad ni har lärt er."),
        ),
        Task.CONCILIATE: (
            _("Svara på en lösning av en tvist: %(about)s", about=item.about),
            _("Den andra parten har föreslagit den"),
        ),
        Task.STATE: (
            _("Skriv er ståndpunkt i en tvist: %(about)s", about=item.about),
            _("Ni har inte sagt något på det steg där den står"),
        ),
    }[item.task]
    url = _url(item, agreement)
    return TodoLine(label, _named(item, agreement), url, "open", "", _dated(detail, item))


def _named(item: Todo, agreement: Agreement) -> str:
    """Which agreement, and what it is about unless its name says so."""
    subject = words.subject_name(item.subject) if item.subject else ""
    return agreement.title if subject in agreement.title else f"{agreement.title} ({subject})"


def _dated(detail: str, item: Todo) -> str:
    if item.since is not None:
        detail = _("%(detail)s, sedan %(day)s", detail=detail, day=long_date(item.since))
    if item.until is not None:
        detail = _("%(detail)s, senast %(day)s", detail=detail, day=long_date(item.until))
    return detail


def _finish(item: Todo, agreement: Agreement) -> TodoLine:
    label = _("Se till att nästa överenskommelse hinner bli klar")
    day = long_date(item.until)
    detail = _("Sista dag %(day)s, och nästa är inte undertecknad", day=day)
    url = url_for("agreements.show", agreement_id=agreement.id)
    return TodoLine(label, _named(item, agreement), url, "expiring", "", detail)


def _renew(item: Todo, agreement: Agreement) -> TodoLine:
    label = _("Börja på nästa överenskommelse")
    detail = _("Sista dag %(day)s", day=long_date(item.until))
    return TodoLine(
        label, _named(item, agreement), url_for("drafting.create"), "expiring", "", detail
    )
