"""Forms about the people in a plan."""

from flask_babel import lazy_gettext as _l

from portal.web.fields import (
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

NUMBER_HINT = _l(
    "Tio eller tolv siffror. Numret förvaras krypterat, och gör att bara rätt person kommer in."
)


class PersonForm(Form):
    """Somebody's name, number, and how they can be reached."""

    person_id = NewIdField()
    name = TextField(_l("Namn"), max_length=200, required=_l("Skriv personens namn."))
    relation = TextField(
        _l("Relation"), max_length=100, hint=_l("Till exempel mamma, bror eller granne")
    )
    personnummer = PersonnummerField(_l("Personnummer"), hint=NUMBER_HINT)
    contact = LongTextField(
        _l("Så når ni personen"),
        max_length=500,
        hint=_l("Adress, telefon och det som är bra att veta, till exempel ring efter klockan tio"),
    )


class MandateForm(Form):
    """What somebody who stands in for the person may decide, for how long, and by what paper."""

    capacity = SelectField(_l("Företräder som"), required=_l("Välj på vilken grund."))
    scope = TicksField(
        _l("Uppdraget omfattar"),
        required=_l("Välj vad uppdraget omfattar."),
        hint=_l("Det som inte är valt kan ingen samtycka till så länge uppdraget gäller."),
    )
    valid_from = DateField(_l("Gäller från"), required=_l("Skriv från vilken dag det gäller."))
    valid_to = DateField(
        _l("Gäller till och med"), required=_l("Skriv till och med vilken dag det gäller.")
    )
    evidence = TextField(
        _l("Underlag"),
        max_length=300,
        required=_l("Skriv vilket underlag ni har sett."),
        hint=_l("Till exempel förordnande från överförmyndaren, med datum och diarienummer"),
    )
    beside = RadioField(
        _l("Vem samtycker"),
        required=_l("Välj vem som samtycker."),
        choices=[
            ("instead", _l("Företrädaren i personens ställe")),
            ("beside", _l("Både företrädaren och personen")),
        ],
    )


class RepresentativeForm(PersonForm, MandateForm):
    """Somebody who stands in for the person, with their mandate."""


class OwnConsentForm(Form):
    """Whether the person's own consent is required."""

    decides = RadioField(
        _l("Behövs personens eget samtycke?"),
        required=_l("Välj om personens eget samtycke behövs."),
        choices=[
            ("yes", _l("Ja, personen samtycker själv eller tillsammans med andra")),
            ("no", _l("Nej, andra samtycker för personen")),
        ],
    )


class CodeForm(Form):
    """Which e-legitimation the code is for."""

    # no NewIdField: a code is shown once, and who asks again wants another
    invitation_id = HiddenTextField(max_length=36)
    issuer = SelectField(_l("Loggar in med"), required=_l("Välj hur personen loggar in."))


class ProtectionForm(Form):
    """Whether the identity is protected, and who sees nonetheless."""

    is_protected = TickField(_l("Personen har skyddade personuppgifter"))
    who_sees = TicksField(
        _l("Vilka får se adress, enheter och platser"),
        hint=_l("Välj så få som möjligt. Personen själv ser alltid allt."),
    )
