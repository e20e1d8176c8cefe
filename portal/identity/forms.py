"""Forms of sign-in, invitations and roles."""

from portal.authz import Role
from portal.outbox.texts import Language
from portal.web.fields import (
    DateField,
    EmailField,
    HiddenTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
)
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l

ROLE_LABELS = {
    Role.COORDINATOR: _l("Samordnare: skriver, förhandlar och registrerar beslut"),
    Role.SIGNATORY: _l("Undertecknare: läser och skriver under"),
    Role.CASEWORKER: _l("Handläggare: deltar i samordnade individuella planer"),
    Role.ADMINISTRATOR: _l("Administratör: bjuder in personer och tar bort roller"),
    Role.REVIEWER: _l("Loggranskare: granskar vem som har gjort vad"),
}


class SignInForm(Form):
    """Which provider, and where to go afterwards."""

    next = HiddenTextField(max_length=2000)


class CodeForm(Form):
    """The code of an invitation."""

    code = TextField(
        _l("Kod"),
        max_length=40,
        required=_l("Skriv koden som du har fått."),
        hint=_l("Står på brevet eller lappen du har fått. Till exempel K7M2-P4RT."),
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", "data-code": ""},
    )


class MailLanguageForm(Form):
    """What mail is to be in."""

    mail_language = RadioField(
        _l("Språk för mejl"),
        choices=[
            (Language.BOTH.value, _l("Svenska, med engelska under")),
            (Language.SWEDISH.value, _l("Svenska")),
            (Language.ENGLISH.value, _l("Engelska")),
        ],
        required=_l("Välj ett språk."),
    )


class PhoneForm(Form):
    """Where one is reached at work."""

    work_phone = TextField(
        _l("Telefon i tjänsten"),
        max_length=40,
        hint=_l(
            "Syns för dem som är med i samma planer som du, också för den som planen gäller."
            " Till exempel 0910-73 50 00, vardagar 9–15. Lämna tomt om du inte vill bli uppringd."
        ),
        render_kw={"autocomplete": "work tel"},
    )


class UnitForm(Form):
    """A unit of the own organisation."""

    unit_id = NewIdField()
    name = TextField(_l("Enhetens namn"), max_length=120, required=_l("Skriv vad enheten heter."))


class ChangeForm(Form):
    """What becomes of an organisation or a unit: from which day, and why."""

    change_id = NewIdField()
    from_day = DateField(_l("Från och med"), required=_l("Skriv från vilken dag."))
    reason = TextField(
        _l("Varför"),
        max_length=250,
        required=_l("Skriv varför, så att de som läser senare förstår."),
    )


class RenameUnitForm(ChangeForm):
    """Another name of a unit."""

    name = TextField(_l("Nytt namn"), max_length=120, required=_l("Skriv vad enheten heter."))


class CloseUnitForm(ChangeForm):
    """Who takes over what is open in a unit."""

    receiver = SelectField(_l("Vem tar över det som är öppet?"))


class ContactForm(Form):
    """Whom one calls at the own organisation."""

    name = TextField(
        _l("Vem man ringer"),
        max_length=120,
        hint=_l("En person eller en funktion, till exempel Maja Öhlund eller Växeln"),
    )
    phone = TextField(
        _l("Telefon"), max_length=40, hint=_l("Till exempel 0933-140 00, vardagar 9–15")
    )
    email = EmailField(_l("E-post"))
    address = TextField(
        _l("Postadress"),
        max_length=200,
        hint=_l("Står på blanketter på papper. Till exempel Storgatan 1, 910 60 Åsele"),
    )


class InvitationForm(Form):
    """Somebody to invite to the own organisation."""

    # no NewIdField: a code is shown once, and who asks again wants another
    invitation_id = HiddenTextField(max_length=36)
    name = TextField(_l("Namn"), max_length=200, required=_l("Skriv personens namn."))
    email = EmailField(
        _l("E-post"), hint=_l("Hit skickar vi besked om att något väntar, aldrig vad det gäller.")
    )
    role = RadioField(_l("Roll"), required=_l("Välj en roll."))
    unit = SelectField(_l("Enhet"), hint=_l("De flesta roller gäller hela organisationen."))
    issuer = SelectField(_l("Loggar in med"), required=_l("Välj hur personen loggar in."))


class DepartureForm(Form):
    """Who takes over, for each role that somebody has to; the view takes the others out."""

    coordinator = SelectField(
        _l("Vem blir samordnare i stället?"),
        required=_l("Välj vem som tar över."),
        hint=_l("Personen får rollen direkt."),
    )
    signatory = SelectField(
        _l("Vem skriver under i stället?"),
        required=_l("Välj vem som tar över."),
        hint=_l("Personen får rollen direkt."),
    )
    caseworker = SelectField(
        _l("Vem tar över planerna?"),
        required=_l("Välj vem som tar över."),
        hint=_l(
            "Personen blir med i planerna och tar över möten, uppföljningar och åtgärder."
            " Alla som är med får veta att någon har tagit över."
        ),
    )


class StandInForm(Form):
    """Who stands in, from which day and until which."""

    stand_in_id = NewIdField()
    colleague = SelectField(_l("Vem står in?"), required=_l("Välj en kollega."))
    from_on = DateField(_l("Från och med"), required=_l("Skriv från vilken dag."))
    until_on = DateField(_l("Till och med"), required=_l("Skriv till och med vilken dag."))


class LogForm(Form):
    """Which entries of the log to show."""

    what = SelectField(_l("Vad"))
    who = TextField(_l("Vem"), max_length=200, hint=_l("Hela namnet eller en del av det"))
    first = DateField(_l("Från"))
    last = DateField(_l("Till och med"))
