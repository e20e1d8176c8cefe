"""Forms about the people in a plan."""

from uuid import UUID

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
from portal.web.posted import as_id
from sip.people.words import AGES, GUARDIANS, SHOWN

NUMBER_HINT = _l(
    "Tio eller tolv siffror. Numret förvaras krypterat, och gör att bara rätt person kommer in."
)


AGE_HINT = _l("Behövs bara när personnummer saknas. Åldern avgör vem som samtycker.")
AGE_CHOICES: Choices = (
    ("", _l("Vet inte")),
    *((group.value, label) for group, label in AGES.items()),
)


UNDERSTOOD = _l("Språk, tolk och stöd")
UNDERSTOOD_HINT = _l(
    "Till exempel tolk på arabiska, teckenspråk, lättläst eller hörslinga. Läses av alla"
    " som är med i planen eller kallas, så skriv bara vad som behövs, inte varför."
)


class PersonForm(Form):
    """Somebody's name, number, and how they can be reached."""

    person_id = NewIdField()
    name = TextField(_l("Namn"), max_length=200, required=_l("Skriv personens namn."))
    relation = TextField(
        _l("Relation"), max_length=100, hint=_l("Till exempel mamma, bror eller granne")
    )
    personnummer = PersonnummerField(_l("Personnummer"), hint=NUMBER_HINT)
    understood = TextField(UNDERSTOOD, max_length=200, hint=UNDERSTOOD_HINT)
    contact = LongTextField(
        _l("Så når ni personen"),
        max_length=500,
        hint=_l("Adress, telefon och det som är bra att veta, till exempel ring efter klockan tio"),
    )
    seen = HiddenTextField()  # what was kept when the form was opened


class GuardianForm(PersonForm):
    """Somebody who consents for a child."""

    capacity = RadioField(
        _l("Samtycker för barnet som"),
        required=_l("Välj vad personen är för barnet."),
        choices=[(capacity.value, label) for capacity, label in GUARDIANS.items()],
    )


class ReasonForm(Form):
    """Why something is changed, and on what paper."""

    change_id = NewIdField()
    read = HiddenTextField()  # what would end, as the form was opened
    reason = LongTextField(
        _l("Varför?"),
        max_length=2000,
        required=_l("Skriv varför."),
        hint=_l("Personen och de som samtycker kan läsa det du skriver."),
    )
    document = TextField(
        _l("Underlag"),
        max_length=300,
        required=_l("Skriv vilket underlag ni har sett."),
        hint=_l("Vilken handling det är, och diarienummer om den har ett"),
    )
    document_on = DateField(
        _l("Underlagets datum"), required=_l("Skriv vilken dag underlaget är från.")
    )


class SubjectForm(PersonForm):
    """The person whose plan it is: also how old they are, where no number says it."""

    born = DateField(_l("Födelsedag"), hint=AGE_HINT, may_be_needed=True)
    age = SelectField(_l("Eller ungefär hur gammal"), choices=AGE_CHOICES, may_be_needed=True)


class MandateForm(Form):
    """What somebody who stands in for the person may decide, for how long, and by what paper."""

    change_id = NewIdField()
    capacity = SelectField(_l("Företräder som"), required=_l("Välj på vilken grund."))
    stands = RadioField(
        _l("Vem svarar?"),
        required=_l("Välj vem som svarar."),
        hint=_l(
            "Bara en förvaltare, eller en framtidsfullmakt som har trätt i kraft, kan svara i"
            " personens ställe. Personen kan alltid säga nej."
        ),
        choices=[
            ("beside", _l("Både företrädaren och personen")),
            ("replaces", _l("Företrädaren i personens ställe, när en kollega har bekräftat det")),
        ],
    )
    scope = TicksField(
        _l("Uppdraget omfattar"),
        required=_l("Välj vad uppdraget omfattar."),
        hint=_l(
            "Det som inte är valt svarar personen på utan företrädaren. Om det inte omfattar att"
            " planen görs kan företrädaren inte öppna planen: då antecknar ni svaren."
        ),
    )
    valid_from = DateField(_l("Gäller från"), required=_l("Skriv från vilken dag det gäller."))
    valid_to = DateField(
        _l("Gäller till och med"), required=_l("Skriv till och med vilken dag det gäller.")
    )
    document = TextField(
        _l("Underlag"),
        max_length=280,
        required=_l("Skriv vilket underlag ni har sett."),
        hint=_l("Till exempel förordnande från överförmyndaren, med diarienummer"),
    )
    document_on = DateField(
        _l("Underlagets datum"), required=_l("Skriv vilken dag underlaget är från.")
    )
    reason = LongTextField(
        _l("Varför?"),
        max_length=2000,
        hint=_l(
            "Behövs när företrädaren ska svara i personens ställe, och när uppdraget ersätter ett"
            " som gäller. Personen kan läsa det."
        ),
        may_be_needed=True,
    )


class RepresentativeForm(PersonForm, MandateForm):
    """Somebody who stands in for the person, with their mandate."""


class KeepOutForm(Form):
    """That somebody is kept out of the plan."""

    kept_id = NewIdField()


class KeepOutByTwoForm(KeepOutForm):
    """That somebody whose say counts is kept out of the plan: a colleague reads why."""

    reason = LongTextField(
        _l("Varför?"),
        max_length=2000,
        required=_l("Skriv varför."),
        hint=_l(
            "Bara handläggarna i planen hos er kan läsa det. Personen, de närstående och den som"
            " hålls utanför ser det aldrig."
        ),
    )


class RevokeCodeForm(Form):
    """That the code which was handed over when the form was opened is taken back."""

    code_id = HiddenTextField()


class DecisionForm(Form):
    """That the decision to keep somebody out which was read is confirmed, or ends."""

    kept_id = HiddenTextField()

    @property
    def decision(self) -> UUID:
        """The decision that was read."""
        return as_id(self.kept_id.data)


class OwnConsentForm(Form):
    """Whether a child's own consent is required."""

    change_id = NewIdField()
    decides = RadioField(
        _l("Ska barnet själv tillfrågas?"),
        required=_l("Välj om barnet ska tillfrågas."),
        choices=[
            ("yes", _l("Ja, barnet samtycker tillsammans med sina vårdnadshavare")),
            ("no", _l("Nej, bara vårdnadshavarna, när en kollega har bekräftat det")),
        ],
    )
    reason = LongTextField(
        _l("Varför?"),
        max_length=2000,
        required=_l("Skriv varför."),
        hint=_l("Barnet och vårdnadshavarna kan läsa det du skriver."),
    )
    document = TextField(
        _l("Underlag"),
        max_length=300,
        hint=_l("Behövs när barnet inte ska tillfrågas: vilken bedömning eller handling det är"),
        may_be_needed=True,
    )
    document_on = DateField(_l("Underlagets datum"), may_be_needed=True)


class MessageForm(Form):
    """What somebody writes to the other side."""

    message_id = NewIdField()
    text = LongTextField(_l("Ditt meddelande"), max_length=4000, required=_l("Skriv något först."))


class ReplyForm(MessageForm):
    """What a handler writes, and the last message that was read."""

    read = HiddenTextField()


class CodeForm(Form):
    """Which e-legitimation the code is for."""

    # no NewIdField: a code is shown once, and who asks again wants another
    invitation_id = HiddenTextField(max_length=36)
    code_id = HiddenTextField()  # the code that could be used when the form was opened
    issuer = SelectField(_l("Loggar in med"), required=_l("Välj hur personen loggar in."))


class ProtectionForm(Form):
    """Whether the identity is protected, and who sees nonetheless."""

    is_protected = TickField(_l("Personen har skyddade personuppgifter"))
    who_sees = TicksField(
        _l("Vilka får se adress, enheter och platser"),
        hint=_l(
            "Välj så få som möjligt. Personen själv ser alltid allt. Vårdnadshavare och företrädare"
            " ser inte var personen finns: det kan vara en av dem som inte får veta det."
        ),
    )
    seen = HiddenTextField()  # the protection as the form was opened with it


class DocumentForm(Form):
    """That what somebody's right to stand in for the person rests on was seen."""

    check_id = NewIdField()
    shown = RadioField(
        _l("Vad har ni sett?"),
        required=_l("Välj vad ni har sett."),
        choices=[(one.value, label) for one, label in SHOWN.items()],
    )
    seen_on = DateField(_l("Vilken dag?"), required=_l("Skriv vilken dag."))
    has_copy = TickField(_l("En kopia finns i vår akt"))
    check_again_on = DateField(
        _l("När ska ni kontrollera igen?"),
        hint=_l("Behövs för en muntlig fullmakt. Den dagen kommer det upp bland era uppgifter."),
        may_be_needed=True,
    )
