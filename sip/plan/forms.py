"""Forms of the plan. They check shape; rules are the services'."""

from flask_babel import lazy_gettext as _l

from portal.web.fields import (
    Choices,
    DateField,
    HiddenTextField,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    TickField,
)
from portal.web.forms import Form

LONGEST_TEXT = 10_000
LONGEST_TITLE = 300
SCORES: Choices = (
    ("", _l("Inte svarat")),
    *((str(score), str(score)) for score in range(1, 6)),
)


class StartForm(Form):
    """A need that somebody has found."""

    plan_id = HiddenTextField()
    name = TextField(_l("Personens namn"), max_length=200, required=_l("Skriv personens namn."))
    personnummer = TextField(
        _l("Personnummer"),
        max_length=20,
        hint=_l("Behövs när personen ska logga in själv. Tolv siffror, till exempel 19900102-1234"),
    )
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
    category = SelectField(_l("Slag av uppgifter"), required=_l("Välj slag av uppgifter."))
    title = TextField(
        _l("Din titel"), max_length=100, hint=_l("Syns i planen, till exempel socialsekreterare")
    )


class WordsForm(Form):
    """One text of the plan, and the version it was written from."""

    text_id = HiddenTextField()
    base_version = HiddenTextField()
    text = LongTextField(_l("Text"), max_length=LONGEST_TEXT, required=_l("Skriv något först."))
    category = SelectField(
        _l("Slag av uppgifter"),
        required=_l("Välj slag av uppgifter."),
        hint=_l("Personens samtycke gäller ett slag av uppgifter i taget. Det avgör vem som ser."),
    )


class GoalForm(Form):
    """A sub-goal."""

    goal_id = HiddenTextField()
    title = TextField(_l("Mål"), max_length=LONGEST_TITLE, required=_l("Skriv ett mål."))
    measure = TextField(
        _l("Så märker vi skillnad"),
        max_length=LONGEST_TITLE,
        required=_l("Skriv hur det märks att målet är nått."),
        hint=_l("Något som går att räkna eller se, och till när"),
    )
    stated_by = RadioField(_l("Vems ord är det?"), required=_l("Välj vems ord det är."))
    status = SelectField(_l("Läge"), required=_l("Välj läge."))
    category = SelectField(
        _l("Slag av uppgifter"),
        required=_l("Välj slag av uppgifter."),
        hint=_l("Bara den som får se målet kan få en åtgärd för det."),
    )


class ActionForm(Form):
    """Who does what until when."""

    action_id = HiddenTextField()
    deviation_id = HiddenTextField()
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
    )
    deviates = TickField(
        _l("Rapportera avvikelsen, utan personuppgifter"),
        hint=_l("Kommunen och regionen kan lära av den. Vem planen gäller följer inte med."),
    )
    deviation = TextField(
        _l("Skäl att rapportera"),
        max_length=300,
        hint=_l("Skriv inget som kan peka ut personen."),
    )
    unit = TextField(_l("Enhet"), max_length=200, hint=_l("Visas inte om uppgifterna är skyddade."))
    due_on = DateField(_l("Senast"))
    is_decided = TickField(_l("Beslutat"))
    status = SelectField(_l("Läge"), required=_l("Välj läge."))
    category = SelectField(_l("Slag av uppgifter"), required=_l("Välj slag av uppgifter."))


class ReportForm(Form):
    """How an action goes."""

    status = RadioField(_l("Hur går det?"), required=_l("Välj hur det går."))


class BasicsForm(Form):
    """Who leads, who holds the plan together, and when it ends."""

    lead_principal = SelectField(_l("Huvudman med övergripande ansvar"))
    coordinator = SelectField(
        _l("Samordnare"), hint=_l("Den som håller ihop planen och som personen kan vända sig till")
    )
    ends_on = DateField(_l("Planen gäller till och med"))


class FollowUpForm(Form):
    """The next follow-up."""

    due_on = DateField(_l("Dag"), required=_l("Skriv vilken dag."))
    holder = SelectField(_l("Vem håller i den?"), required=_l("Välj vem som håller i den."))


class HeldForm(Form):
    """That a follow-up was held."""

    held_on = DateField(_l("Vilken dag hölls den?"), required=_l("Skriv vilken dag."))


class AnswerForm(Form):
    """What the person, told to staff, or one's own organisation says of a version."""

    number = HiddenTextField()
    party = RadioField(_l("Vem svarar?"), required=_l("Välj vem som svarar."))
    answer = RadioField(_l("Svar"), required=_l("Välj ett svar."))
    how = SelectField(
        _l("Hur lämnades svaret?"), required=_l("Välj hur."), hint=_l("Hur personen svarade dig")
    )
    comment = LongTextField(
        _l("Med egna ord"),
        max_length=2000,
        hint=_l("Läses av personen, av dem som handlägger och av er som skriver."),
    )


class NotStartedForm(Form):
    """Why no plan is made."""

    reason = RadioField(_l("Skäl"), required=_l("Välj ett skäl."))
    explanation = LongTextField(
        _l("Beskriv skälet"), max_length=LONGEST_TEXT, required=_l("Beskriv skälet.")
    )
    category = SelectField(_l("Slag av uppgifter"), required=_l("Välj slag av uppgifter."))


class CloseForm(Form):
    """Closing, with what the person thought."""

    information = SelectField(choices=SCORES)
    participation = SelectField(choices=SCORES)
    cooperation = SelectField(choices=SCORES)
    meaning = SelectField(choices=SCORES)
    how = SelectField(_l("Hur lämnades svaren?"))


class ParticipantForm(Form):
    """A colleague who is to take part."""

    colleague = SelectField(_l("Kollega"), required=_l("Välj en kollega."))
    title = TextField(
        _l("Titel"), max_length=100, hint=_l("Syns i planen, till exempel sjuksköterska")
    )


class EmptyForm(Form):
    """A button: nothing but the token."""
