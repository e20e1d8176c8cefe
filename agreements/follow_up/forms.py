"""Forms of following up: every text in them is public, and points nobody out."""

from agreements.follow_up import words
from agreements.indicators import ELEMENTS, FIRST_YEAR
from portal.web.fields import (
    DateField,
    HiddenTextField,
    Impersonal,
    IntegerField,
    LongTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l
from portal.web.posted import as_number

NOBODY_IN_IT = _l(
    "Skriv inget som kan peka ut en person: inga namn, nummer, telefonnummer eller adresser."
)


class ValueForm(Form):
    """What an indicator was in a year. The view sets the choices."""

    version = HiddenTextField()
    indicator = SelectField(_l("Vad gäller det?"), required=_l("Välj vad värdet gäller."))
    municipality = RadioField(_l("I vilken kommun?"), required=_l("Välj kommun."))
    year = IntegerField(
        _l("Vilket år?"),
        between=(FIRST_YEAR, 2199),
        required=_l("Skriv vilket år värdet gäller."),
    )
    unit = RadioField(_l("Hur är det räknat?"), required=_l("Välj hur värdet är räknat."))
    value = TextField(_l("Värde"), max_length=20, required=_l("Skriv värdet."))
    source = TextField(
        _l("Källa"),
        [Impersonal()],
        max_length=200,
        required=_l("Skriv var värdet kommer ifrån."),
        hint=_l("Till exempel Öppna jämförelser 2025, ASI Uppföljning, LOKE eller Samsyn."),
    )
    note = TextField(
        _l("Kommentar"),
        [Impersonal()],
        max_length=250,
        hint=_l("Det som behövs för att förstå värdet, till exempel vilka som är med i det."),
    )
    reason = TextField(
        _l("Varför rättas värdet?"),
        [Impersonal()],
        max_length=250,
        hint=_l("Behövs bara om året redan har ett värde."),
        may_be_needed=True,
    )

    @property
    def base_version(self) -> int:
        """The version that the form was made from."""
        return as_number(self.version.data)


class VoiceForm(Form):
    """What people with experience, or those near them, said. The view sets the choices."""

    voice_id = NewIdField()
    kind = RadioField(_l("Hur frågade ni?"), required=_l("Välj hur ni frågade."))
    title = TextField(
        _l("Vad kallar ni det?"),
        [Impersonal()],
        max_length=120,
        required=_l("Skriv vad ni kallar det."),
        hint=_l("Till exempel Enkät på beroendemottagningen våren 2026."),
    )
    held_on = DateField(_l("När var det klart?"), required=_l("Skriv vilken dag det var klart."))
    heard = IntegerField(
        _l("Hur många svarade eller var med?"),
        between=(0, 100_000),
        required=_l("Skriv hur många som svarade eller var med."),
    )
    finding = LongTextField(
        _l("Vad kom fram?"),
        [Impersonal()],
        max_length=2000,
        required=_l("Skriv vad som kom fram."),
        hint=NOBODY_IN_IT,
    )


class VoiceAnswerForm(Form):
    """What is done about it."""

    answer = LongTextField(
        _l("Vad gör ni med det?"),
        [Impersonal()],
        max_length=2000,
        required=_l("Skriv vad ni gör med det, eller varför ni inte gör något."),
        hint=NOBODY_IN_IT,
    )


class ShowingForm(Form):
    """That the results were shown in a forum."""

    showing_id = NewIdField()
    forum = TextField(
        _l("I vilket forum?"),
        [Impersonal()],
        max_length=160,
        required=_l("Skriv i vilket forum resultaten visades."),
    )
    shown_on = DateField(_l("Vilken dag?"), required=_l("Skriv vilken dag resultaten visades."))
    followed = LongTextField(
        _l("Vad ledde det till?"),
        [Impersonal()],
        max_length=2000,
        required=_l("Skriv vad det ledde till, också om det är att inget ändras."),
        hint=NOBODY_IN_IT,
    )


YES_OR_NO = (("yes", _l("Ja")), ("no", _l("Nej")))


class ComparisonForm(Form):
    """What the municipality has answered Öppna jämförelser on its agreements."""

    version = HiddenTextField()
    goals = RadioField(
        words.ELEMENTS["goals"][1], required=_l("Svara ja eller nej."), choices=YES_OR_NO
    )
    resources = RadioField(
        words.ELEMENTS["resources"][1], required=_l("Svara ja eller nej."), choices=YES_OR_NO
    )
    responsibility = RadioField(
        words.ELEMENTS["responsibility"][1], required=_l("Svara ja eller nej."), choices=YES_OR_NO
    )
    routines = RadioField(
        words.ELEMENTS["routines"][1], required=_l("Svara ja eller nej."), choices=YES_OR_NO
    )
    reason = TextField(
        _l("Varför rättas svaret?"),
        [Impersonal()],
        max_length=250,
        hint=_l("Behövs bara om året redan har ett svar."),
        may_be_needed=True,
    )

    @property
    def answers(self) -> dict[str, bool]:
        """What was answered, of a form that is whole."""
        return {one: self[one].data == "yes" for one in ELEMENTS}

    @property
    def base_version(self) -> int:
        """The version that the form was made from."""
        return as_number(self.version.data)
