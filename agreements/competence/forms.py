"""Forms of competence: every text in them is public, and points nobody out."""

from portal.web.fields import (
    DateField,
    FileField,
    HiddenTextField,
    Impersonal,
    IntegerField,
    LongTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
    TickField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l

FUNCTION_HINT = _l("En funktion, inget namn. Till exempel Enhetschef, vuxenenheten.")


class NeedForm(Form):
    """What somebody needs to be able to do better."""

    need_id = NewIdField()
    need = LongTextField(
        _l("Vad behöver de kunna?"),
        [Impersonal()],
        max_length=1000,
        required=_l("Skriv vad som behövs."),
        hint=_l("Till exempel motiverande samtal med unga, eller bedömning med ASI."),
    )
    whom = TextField(
        _l("Vilka?"),
        [Impersonal()],
        max_length=160,
        required=_l("Skriv vilka som behöver det."),
        hint=_l("Till exempel Handläggare på vuxenenheten och sjuksköterskor på hälsocentralen."),
    )
    found_on = DateField(
        _l("När gick ni igenom behovet?"), required=_l("Skriv vilken dag ni gick igenom behovet.")
    )
    found_by = TextField(
        _l("Hur tog ni reda på det?"),
        [Impersonal()],
        max_length=160,
        required=_l("Skriv hur ni tog reda på det."),
        hint=_l("Till exempel Enkät till personalen, medarbetarsamtal, avvikelser."),
    )


class CourseForm(Form):
    """A course that is planned. The view sets the choices."""

    course_id = NewIdField()
    title = TextField(
        _l("Vilken utbildning?"),
        [Impersonal()],
        max_length=160,
        required=_l("Skriv vilken utbildning det är."),
    )
    whom = TextField(
        _l("För vilka?"),
        [Impersonal()],
        max_length=160,
        required=_l("Skriv vilka utbildningen är för."),
    )
    planned_on = DateField(_l("Vilken dag?"), required=_l("Skriv vilken dag utbildningen hålls."))
    need = SelectField(_l("Vilket behov möter den?"))


class HeldForm(Form):
    """What came of a course."""

    came = IntegerField(
        _l("Hur många kom?"),
        between=(0, 100_000),
        hint=_l("Antal personer, från alla organisationer tillsammans."),
        may_be_needed=True,
    )
    is_cancelled = TickField(_l("Utbildningen blev inte av"))
    outcome = LongTextField(
        _l("Vad gav den?"),
        [Impersonal()],
        max_length=1000,
        required=_l("Skriv vad den gav, eller varför den inte blev av."),
    )


class MethodForm(Form):
    """A method that is to be introduced. The view sets the choices."""

    method_id = NewIdField()
    chosen = SelectField(
        _l("Vilken insats?"), hint=_l("Metoder och insatser som överenskommelsen nämner.")
    )
    other = TextField(
        _l("Annan insats"),
        [Impersonal()],
        max_length=160,
        hint=_l("Bara om insatsen inte finns i listan."),
        may_be_needed=True,
    )
    municipality = RadioField(_l("I vilken kommun?"), required=_l("Välj kommun."))
    manager = TextField(
        _l("Vilken chef ansvarar för de första fem stegen?"),
        [Impersonal()],
        max_length=160,
        required=_l("Skriv vilken chef som ansvarar för de första fem stegen."),
        hint=FUNCTION_HINT,
    )


class StepForm(Form):
    """A step that is done."""

    done_on = DateField(_l("När var det klart?"), required=_l("Skriv vilken dag det var klart."))
    whom = TextField(
        _l("Vem har ansvarat för det?"),
        [Impersonal()],
        max_length=160,
        required=_l("Skriv vem som har ansvarat för det."),
        hint=FUNCTION_HINT,
    )
    note = LongTextField(
        _l("Hur gick det till, och vad kom ni fram till?"),
        [Impersonal()],
        max_length=2000,
        required=_l("Skriv hur det gick till."),
    )
    file = FileField(
        _l("Underlag"),
        suffixes=(".pdf", ".png", ".jpg", ".jpeg"),
        hint=_l(
            "Om något visar det, till exempel en plan eller en sammanställning. PDF, eller en bild"
            " (PNG eller JPEG). Högst 1,9 MB. Alla i länet kan hämta filen, så den får inte ha med"
            " personuppgifter."
        ),
    )


class UndoForm(Form):
    """Why a step was not done after all, and which time that it was done."""

    step_id = HiddenTextField(max_length=36)
    reason = TextField(
        _l("Varför?"),
        [Impersonal()],
        max_length=250,
        required=_l("Skriv varför. Det står kvar på sidan."),
    )
