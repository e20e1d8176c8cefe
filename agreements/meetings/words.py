"""What is said of groups, their meetings and what they take up."""

from datetime import date

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agreements.expected import Task
from agreements.facts import Every
from agreements.groups import GroupKind, MeetingStatus
from agreements.meetings.rules import (
    MeetingRefusal,
    MeetingRuleError,
)
from portal.web.filters import long_date

KINDS: dict[GroupKind, LazyString] = {
    GroupKind.STEERING: _l("Lokal styrgrupp"),
    GroupKind.MANAGERS: _l("Samverkan mellan chefer"),
    GroupKind.CASEWORKERS: _l("Samverkan mellan handläggare"),
    GroupKind.COUNTY: _l("Länsgrupp"),
    GroupKind.CHILDREN: _l("Grupp för barn som riskerar att fara illa"),
    GroupKind.PREVENTION: _l("Grupp för förebyggande arbete"),
    GroupKind.OTHER: _l("Annan grupp"),
}
UNITS: dict[Every, LazyString] = {
    Every.WEEKS: _l("veckor"),
    Every.MONTHS: _l("månader"),
    Every.YEARS: _l("år"),
}
# kinds of portal/web/statuses.py
STATUS = {
    MeetingStatus.PLANNED: "meeting_planned",
    MeetingStatus.HELD: "meeting_held",
    MeetingStatus.CANCELLED: "meeting_cancelled",
}
REFUSALS: dict[MeetingRefusal, LazyString] = {
    MeetingRefusal.LEFT_OUT: _l(
        "Den tiden finns inte: klockan ställs om till sommartid den natten. Välj en annan tid."
    ),
    MeetingRefusal.COMES_TWICE: _l(
        "Den tiden kommer två gånger: klockan ställs om till vintertid den natten. Välj en annan"
        " tid."
    ),
    MeetingRefusal.IN_PAST: _l("Den tiden har redan varit. Välj en tid som kommer."),
    MeetingRefusal.ENDS_FIRST: _l("Mötet slutar innan det börjar. Ändra tiderna."),
    MeetingRefusal.TOO_LONG: _l("Mötet är längre än tio timmar. Ändra tiderna."),
    MeetingRefusal.SAME_HOUR: _l("Gruppen har redan ett möte då. Välj en annan tid."),
    MeetingRefusal.NOBODY_ELSE: _l("Välj minst en organisation till som är med i gruppen."),
    MeetingRefusal.HALF_A_SERIES: _l(
        "Skriv både ett tal och vad det räknas i, till exempel 3 månader. Lämna båda tomma om"
        " gruppen träffas vid behov."
    ),
    MeetingRefusal.ENDED: _l("Gruppen har upphört."),
    MeetingRefusal.NOT_PLANNED: _l("Mötet är redan hållet eller inställt."),
    MeetingRefusal.AHEAD: _l("Mötet har inte börjat än. Det går att anteckna när det har börjat."),
    MeetingRefusal.NOT_HELD: _l("Anteckna först vilka som var med och vad mötet kom fram till."),
    MeetingRefusal.NOBODY_CAME: _l("Välj minst en som var med på mötet."),
    MeetingRefusal.FIXED: _l(
        "Protokollet är justerat och ändras inte mer. Skriv en rättelse i stället."
    ),
    MeetingRefusal.NOT_FIXED: _l("Protokollet är inte justerat än, så det går att ändra direkt."),
    MeetingRefusal.NOT_YOURS_TO_CONFIRM: _l("Er organisation ska inte justera protokollet."),
    MeetingRefusal.FOR_TWO: _l(
        "Du har redan justerat protokollet för en annan organisation. Någon annan hos er behöver"
        " göra det här."
    ),
    MeetingRefusal.CHANGED_MEANWHILE: _l(
        "Protokollet har ändrats sedan du öppnade sidan. Läs det igen innan du går vidare."
    ),
    MeetingRefusal.MOVED_MEANWHILE: _l(
        "Mötet har flyttats sedan du öppnade sidan. Det som gäller nu står här. Skicka igen om det"
        " ändå ska ställas in."
    ),
    MeetingRefusal.DUE_IN_PAST: _l("Den dagen har redan varit. Välj en dag som kommer."),
    MeetingRefusal.DONE: _l("Beslutet är redan markerat som klart."),
    MeetingRefusal.NOT_YOURS_TO_DO: _l(
        "Bara den som ska genomföra beslutet, eller den som sammankallar gruppen, kan säga att det"
        " är klart."
    ),
    MeetingRefusal.IN_IT_ALREADY: _l("Organisationen är redan med i gruppen med den funktionen."),
    MeetingRefusal.LAST_MEMBER: _l(
        "En grupp består av minst två organisationer. Låt gruppen upphöra i stället."
    ),
    MeetingRefusal.NOBODY_INSTEAD: _l("Välj vem som tar över besluten."),
    MeetingRefusal.MEETING_AHEAD: _l("Ställ först in det möte som är planerat."),
}


def refusal(broken: MeetingRuleError) -> str:
    """Why a rule of groups said no, in the reader's language."""
    return str(REFUSALS[broken.refusal])


def series(every: int, unit: Every) -> str:
    """How often a group meets."""
    match unit:
        case Every.WEEKS:
            return str(ngettext("Varje vecka", "Med %(num)d veckors mellanrum", every))
        case Every.MONTHS:
            return str(ngettext("Varje månad", "Med %(num)d månaders mellanrum", every))
        case Every.YEARS:
            return str(ngettext("Varje år", "Med %(num)d års mellanrum", every))


def own_point(text: str, party: str) -> str:
    """A point that a participant wants taken up."""
    return _("%(point)s (%(party)s)", point=text, party=party)


def undone(text: str, owner: str, due_on: date, today: date) -> str:
    """A decision that is not done."""
    if due_on < today:
        told = _("Försenat beslut: %(text)s (%(owner)s, senast %(day)s)")
    else:
        told = _("Beslut att följa upp: %(text)s (%(owner)s, senast %(day)s)")
    return told % {"text": text, "owner": owner, "day": long_date(due_on)}


def to_do(text: str, owner: str, until: date, today: date) -> str:
    """What a party is to do until a day, and has not."""
    if until < today:
        told = _("Försenat: %(text)s (%(owner)s, senast %(day)s)")
    else:
        told = _("%(text)s (%(owner)s, senast %(day)s)")
    return told % {"text": text, "owner": owner, "day": long_date(until)}


def go_through_lob() -> str:
    """That routines about LOB are to be gone through."""
    return _("Gå igenom rutinerna för LOB")


def suggestion(about: str, party: str) -> str:
    """A suggested change that is not settled."""
    if not about:
        return _("Ändringsförslag om när överenskommelsen gäller (%(party)s)", party=party)
    return _("Ändringsförslag om %(about)s (%(party)s)", about=about, party=party)


_LATE: dict[Task, LazyString] = {
    Task.SIGN: _l("skriva under"),
    Task.DECIDE: _l("registrera sitt beslut"),
    Task.READ: _l("läsa utkastet"),
    Task.READY: _l("säga till när texten är klar"),
    Task.FOLLOW_UP: _l("följa upp överenskommelsen"),
    Task.RENEW: _l("börja på nästa överenskommelse"),
    Task.WRITE: _l("skriva klart utkastet"),
    Task.COMPLETE: _l("göra klart det som saknas"),
    Task.PUT_TO_DECISION: _l("låsa texten för beslut"),
}


def late(task: Task, party: str, until: date) -> str:
    """What a party should have done by now."""
    what = _LATE.get(task, _l("göra det som väntar"))
    return _(
        "Försenat: %(party)s skulle %(what)s senast %(day)s",
        party=party,
        what=what,
        day=long_date(until),
    )


def due(task: Task, party: str, until: date, today: date) -> str:
    """What a party is to do by a day, or should have done."""
    if until < today:
        return late(task, party, until)
    what = _LATE.get(task, _l("göra det som väntar"))
    return _("%(party)s ska %(what)s senast %(day)s", party=party, what=what, day=long_date(until))


def review(title: str, until: date) -> str:
    """An agreement that should have been followed up."""
    return _("%(title)s skulle ha följts upp senast %(day)s", title=title, day=long_date(until))


def deviation(about: str, concerned: str, until: date, today: date, *, is_answered: bool) -> str:
    """A deviation that is not closed; never what is written in it."""
    if is_answered:
        return _("Avvikelse att lära av: %(about)s", about=about)
    if until < today:
        told = _("Avvikelse utan svar i tid: %(about)s (%(party)s, senast %(day)s)")
    else:
        told = _("Avvikelse som väntar på svar: %(about)s (%(party)s, senast %(day)s)")
    return told % {"about": about, "party": concerned, "day": long_date(until)}


def dispute(about: str, forum: str) -> str:
    """A dispute that is not settled, and where it stands; never what is written in it."""
    return _("Tvist om %(about)s, på steget %(forum)s", about=about, forum=forum)


def value_lacking(indicator: str, place: str, year: int, party: str) -> str:
    """A value that should have been entered."""
    return _(
        "Värde saknas: %(indicator)s för %(place)s, %(year)s (%(party)s)",
        indicator=indicator, place=place, year=str(year), party=party,
    )  # fmt: skip


def figures_lacking(place: str, year: int) -> str:
    """The police's yearly figures, that should have been handed in."""
    return _("Siffror om LOB saknas: %(place)s, %(year)s", place=place, year=str(year))
