"""Forms about the plan as a whole. They check shape; rules are the services'."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from flask_babel import LazyString

from portal.web.fields import (
    Choices,
    DateField,
    HiddenTextField,
    LongTextField,
    NewIdField,
    PersonnummerField,
    RadioField,
    SelectField,
    TextField,
    TickField,
    TicksField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l
from sip.consent.words import HOWS
from sip.content.parts import GoalContent
from sip.kernel.fields import ABOUT, ABOUT_NEEDED, CategoryField
from sip.kernel.vocabulary import How
from sip.people.forms import AGE_CHOICES, AGE_HINT, UNDERSTOOD, UNDERSTOOD_HINT
from sip.plan import words
from sip.plan.closing import OpenPart

Value = TypeVar("Value", bound=StrEnum)

LONGEST_TEXT = 10_000
UNTOLD = "untold"
"""That a goal was not talked about at a follow-up."""
SCORES: Choices = (
    ("", _l("Inte svarat")),
    *((str(score), str(score)) for score in range(1, 6)),
)


def as_choices(labels: Mapping[Value, LazyString]) -> Choices:
    """What a field offers: the values of an enumeration by what they are called."""
    return tuple((value.value, label) for value, label in labels.items())


# what staff choose between: electronic is what the person does themself
TOLD = as_choices({how: HOWS[how] for how in (How.ORAL, How.WRITTEN)})


class RequestOutcomeForm(Form):
    """What came of it that somebody asked for a plan."""

    outcome = RadioField(
        _l("Vad blev det?"),
        required=_l("Välj vad det blev."),
        choices=as_choices(words.REQUEST_OUTCOMES),
    )


class StartForm(Form):
    """A need that somebody has found."""

    plan_id = NewIdField()
    name = TextField(_l("Personens namn"), max_length=200, required=_l("Skriv personens namn."))
    personnummer = PersonnummerField(
        _l("Personnummer"),
        hint=_l("Behövs när personen ska logga in själv. Tolv siffror, till exempel 19900102-1234"),
        may_be_needed=True,
    )
    born = DateField(_l("Födelsedag"), hint=AGE_HINT, may_be_needed=True)
    age = SelectField(_l("Eller ungefär hur gammal"), choices=AGE_CHOICES, may_be_needed=True)
    found_on = DateField(_l("När upptäcktes behovet?"), required=_l("Skriv vilken dag."))
    municipality = SelectField(
        _l("Personens kommun"),
        required=_l("Välj kommun."),
        hint=_l("Kommunens överenskommelse med regionen visar vem som ansvarar för vad."),
    )
    need = LongTextField(
        _l("Vad behöver personen hjälp med?"),
        max_length=LONGEST_TEXT,
        required=_l("Skriv vad personen behöver hjälp med."),
    )
    category = CategoryField(ABOUT, required=ABOUT_NEEDED)
    understood = TextField(UNDERSTOOD, max_length=200, hint=UNDERSTOOD_HINT)
    title = TextField(
        _l("Din titel"), max_length=100, hint=_l("Syns i planen, till exempel socialsekreterare")
    )


class GivePlansForm(Form):
    """Which of one's plans a colleague takes over for good."""

    plans = TicksField(_l("Vilka planer?"), required=_l("Välj minst en plan."))
    colleague = SelectField(_l("Vem tar över?"), required=_l("Välj en kollega."))


class BasicsForm(Form):
    """Who leads, who holds the plan together, and when it ends."""

    lead_principal = SelectField(_l("Huvudman med övergripande ansvar"))
    coordinator = SelectField(
        _l("Samordnare"), hint=_l("Den som håller ihop planen och som personen kan vända sig till")
    )
    ends_on = DateField(_l("Planen gäller till och med"))
    nobody_else = TickField(
        _l("Ingen annan än kommunen och regionen gör något"),
        hint=_l("Planen ska säga vad andra gör. Kryssa när svaret är ingen."),
    )


class FollowUpForm(Form):
    """The next follow-up."""

    due_on = DateField(_l("Dag"), required=_l("Skriv vilken dag."))
    holder = SelectField(_l("Vem håller i den?"), required=_l("Välj vem som håller i den."))


class HeldForm(Form):
    """That a follow-up was held, and which."""

    follow_up = HiddenTextField()
    held_on = DateField(_l("Vilken dag hölls den?"), required=_l("Skriv vilken dag."))


class AskedForm(Form):
    """What was asked about, and what came of it."""

    asked_id = NewIdField()
    kind = RadioField(
        _l("Vad gäller det?"), required=_l("Välj vad det gäller."), choices=as_choices(words.ASKED)
    )
    tool = SelectField(
        _l("Vilket instrument, eller vilken plan?"),
        choices=(("", _l("Inget")), *((key.value, name) for key, name in words.TOOLS.items())),
    )
    asked_on = DateField(_l("Vilken dag?"), required=_l("Skriv vilken dag."))
    asked_by = TextField(_l("Vem frågade?"), max_length=200, required=_l("Skriv vem som frågade."))
    said = LongTextField(
        _l("Vad kom fram, och vad gjorde ni?"),
        max_length=2000,
        hint=_l("Skriv inget om ett barn som andra inte behöver veta."),
    )


class OfAgeForm(Form):
    """That what changes at 18 was gone through with the young person."""

    asked_id = NewIdField()
    asked_on = DateField(_l("Vilken dag?"), required=_l("Skriv vilken dag."))
    asked_by = TextField(
        _l("Vem gick igenom det?"), max_length=200, required=_l("Skriv vem som gick igenom det.")
    )
    said = LongTextField(
        _l("Vad vill personen, och vad bestämde ni?"),
        max_length=2000,
        required=_l("Skriv vad personen vill och vad ni bestämde."),
        hint=_l("Personen läser det du skriver. Vårdnadshavarna gör det inte."),
    )


class ReadyForm(Form):
    """When the region was told that somebody is ready to leave hospital."""

    ready_on = DateField(
        _l("Dag då underrättelsen lämnades"),
        hint=_l("Den dag som den slutna vården underrättade om att personen är utskrivningsklar."),
    )
    seen = HiddenTextField()  # the day that stood when the form was opened


class ReadmittedForm(Form):
    """That somebody who was ready to leave hospital, as `ready` says, has been admitted again."""

    ready = HiddenTextField()
    admitted_on = DateField(_l("Dag då personen skrevs in igen"), required=_l("Skriv vilken dag."))


class NotStartedForm(Form):
    """Why no plan is made."""

    reason = RadioField(
        _l("Skäl"), required=_l("Välj ett skäl."), choices=as_choices(words.REASONS)
    )
    explanation = LongTextField(
        _l("Beskriv skälet"), max_length=LONGEST_TEXT, required=_l("Beskriv skälet.")
    )
    category = CategoryField(ABOUT, required=ABOUT_NEEDED)


class CloseForm(Form):
    """Closing: why, and what the person thought. with_parts() adds what was still open."""

    read = HiddenTextField()  # the last closing when the form was opened
    reason = RadioField(
        _l("Varför avslutas planen?"),
        required=_l("Välj varför planen avslutas."),
        choices=as_choices(words.CLOSING_REASONS),
    )
    information = SelectField(words.THOUGHT["information"], choices=SCORES)
    participation = SelectField(words.THOUGHT["participation"], choices=SCORES)
    cooperation = SelectField(words.THOUGHT["cooperation"], choices=SCORES)
    meaning = SelectField(words.THOUGHT["meaning"], choices=SCORES)
    how = SelectField(_l("Hur lämnades svaren?"), choices=TOLD)


class UnitForm(Form):
    """At which unit a member of staff works, and with what information that is shown."""

    category = SelectField(
        _l("Enheten visas tillsammans med"),
        hint=_l(
            "Enhetens namn kan berätta vad någon får hjälp med. Andra ser bara er organisation."
        ),
    )
    unit = TextField(_l("Enhet"), max_length=200)
    seen = HiddenTextField()  # the unit as the form was opened with it


def with_goals(goals: Sequence[GoalContent]) -> type[HeldForm]:
    """The form with how far each goal has come, and a word on it."""
    fields: dict[str, object] = {}
    for goal in goals:
        fields[f"went_{goal.id.hex}"] = RadioField(
            goal.title,
            required=_l("Välj hur det har gått: %(title)s", title=goal.title),
            choices=(*as_choices(words.PROGRESS), (UNTOLD, _l("Vi talade inte om det"))),
        )
        fields[f"word_{goal.id.hex}"] = TextField(
            _l("Några ord om målet: %(title)s", title=goal.title), max_length=500
        )
        # what the goal was about when the form was opened: it decides who reads the words
        fields[f"about_{goal.id.hex}"] = HiddenTextField(default=goal.category)
    return type("HeldForm", (HeldForm,), fields)


def with_parts(parts: Sequence[OpenPart]) -> type[CloseForm]:
    """The form with a field for each goal and measure that is still open."""
    fields: dict[str, object] = {
        part.field: RadioField(
            part.title,
            required=_l("Välj hur det gick: %(title)s", title=part.title),
            choices=as_choices(words.GOALS_WENT if part.is_goal else words.ACTIONS_WENT),
        )
        for part in parts
    }
    return type("CloseForm", (CloseForm,), fields)


class ReopenForm(Form):
    """Why a closing is undone, and which."""

    read = HiddenTextField()  # the last closing when the form was opened
    reason = RadioField(
        _l("Varför ångras avslutet?"),
        required=_l("Välj varför avslutet ångras."),
        choices=as_choices(words.REOPEN_REASONS),
    )


class LeaveForm(Form):
    """Who takes over from somebody who leaves the plan."""

    successor = SelectField(
        _l("Vem tar över?"), hint=_l("Alla som är med får veta att någon har tagit över.")
    )


class ParticipantForm(Form):
    """A colleague who is to take part."""

    colleague = SelectField(_l("Kollega"), required=_l("Välj en kollega."))
    title = TextField(
        _l("Titel"), max_length=100, hint=_l("Syns i planen, till exempel sjuksköterska")
    )
