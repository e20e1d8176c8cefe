"""Forms of a plan's texts, goals and actions. They check shape; rules are the services'."""

from portal.web.fields import (
    DateField,
    HiddenTextField,
    LongTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
    TickField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l
from sip.kernel.fields import ABOUT, ABOUT_NEEDED, CategoryField
from sip.plan import words
from sip.plan.forms import LONGEST_TEXT, as_choices

LONGEST_TITLE = 300


class TextForm(Form):
    """One text of the plan, and the version it was written from."""

    text_id = NewIdField()
    base_version = HiddenTextField()
    text = LongTextField(_l("Text"), max_length=LONGEST_TEXT, required=_l("Skriv något först."))
    category = CategoryField(
        ABOUT,
        required=ABOUT_NEEDED,
        hint=_l("Det avgör vem som ser texten. Välj innan du skriver."),
    )


class GoalForm(Form):
    """A sub-goal."""

    goal_id = NewIdField()
    title = TextField(_l("Mål"), max_length=LONGEST_TITLE, required=_l("Skriv ett mål."))
    measure = TextField(
        _l("Så märker vi skillnad"),
        max_length=LONGEST_TITLE,
        required=_l("Skriv hur det märks att målet är nått."),
        hint=_l("Något som går att räkna eller se, och till när"),
    )
    stated_by = RadioField(
        _l("Vems ord är det?"),
        required=_l("Välj vems ord det är."),
        choices=as_choices(words.STATED_BY),
    )
    status = SelectField(_l("Läge"), required=_l("Välj läge."), choices=as_choices(words.GOALS))
    category = CategoryField(
        ABOUT,
        required=ABOUT_NEEDED,
        hint=_l("Bara den som får se målet kan få en åtgärd för det."),
    )


class ActionForm(Form):
    """Who does what until when."""

    action_id = NewIdField()
    deviation_id = NewIdField()
    title = TextField(
        _l("Åtgärd"), max_length=LONGEST_TITLE, required=_l("Skriv vad som ska göras.")
    )
    measure = SelectField(
        _l("Insats i överenskommelsen"),
        hint=_l("Välj en insats för att se vem som ansvarar för den."),
    )
    who = SelectField(_l("Vem gör det?"), required=_l("Välj vem som gör det."))
    reason = LongTextField(
        _l("Varför någon annan än överenskommelsen säger?"),
        max_length=1000,
        hint=_l("Behövs bara när ni gör på ett annat sätt."),
        may_be_needed=True,
    )
    deviates = TickField(
        _l("Rapportera avvikelsen, utan personuppgifter"),
        hint=_l("Den som den gäller svarar, och ni lär av den. Vem planen gäller följer inte med."),
    )
    deviation = TextField(
        _l("Skäl att rapportera"),
        max_length=300,
        hint=_l("Skriv inget som kan peka ut någon: inga namn, nummer eller adresser."),
        may_be_needed=True,
    )
    unit = TextField(
        _l("Enhet"),
        max_length=200,
        hint=_l("Visas för dem som ser åtgärden, men inte om uppgifterna är skyddade."),
    )
    due_on = DateField(_l("Senast"))
    is_decided = TickField(_l("Beslutat"))
    decided_on = DateField(_l("Beslutsdag"))
    decided_by = TextField(_l("Vem beslutade?"), max_length=200, hint=_l("Namn eller funktion"))
    starts_on = DateField(_l("Insatsen börjar"))
    status = SelectField(_l("Läge"), required=_l("Välj läge."), choices=as_choices(words.ACTIONS))
    category = CategoryField(ABOUT, required=ABOUT_NEEDED)


class SuggestionForm(Form):
    """Other words than the person's own, for the person to say yes or no to."""

    suggestion_id = NewIdField()
    text = LongTextField(_l("Text"), max_length=LONGEST_TEXT, required=_l("Skriv något först."))
    title = TextField(_l("Rubrik"), max_length=LONGEST_TITLE, required=_l("Skriv en rubrik."))
    measure = TextField(_l("Så märker vi skillnad"), max_length=LONGEST_TITLE)
    due_on = DateField(_l("Senast"))
    removed = TickField(_l("Föreslå att det tas bort"))


class ReportForm(Form):
    """How an action goes."""

    seen = HiddenTextField()  # how it went when the form was opened
    status = RadioField(
        _l("Hur går det?"), required=_l("Välj hur det går."), choices=as_choices(words.ACTIONS)
    )


class RemovalForm(Form):
    """That something is taken out of the plan, as it was read."""

    version = HiddenTextField()
