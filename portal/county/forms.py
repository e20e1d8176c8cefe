"""Forms of a county's organisations. They check shape; rules are the service's."""

from flask_babel import lazy_gettext as _l

from portal.identity.forms import ChangeForm
from portal.web.fields import EmailField, HiddenTextField, NewIdField, SelectField, TextField
from portal.web.forms import Form


class RenameForm(ChangeForm):
    """Another name of an organisation."""

    name = TextField(
        _l("Nytt namn"), max_length=120, required=_l("Skriv vad organisationen heter.")
    )
    short_name = TextField(
        _l("Kort namn"),
        max_length=40,
        hint=_l("Där det är ont om plats, till exempel Umeå. Utan kort namn står hela namnet."),
    )


class AddForm(Form):
    """An organisation that is not there."""

    organisation_id = NewIdField()
    name = TextField(_l("Namn"), max_length=120, required=_l("Skriv vad organisationen heter."))
    kind = SelectField(_l("Slag"), required=_l("Välj vad för slags organisation det är."))
    number = TextField(
        _l("Organisationsnummer"), max_length=20, hint=_l("Tio siffror, till exempel 212000-2627")
    )
    why_none = TextField(
        _l("Varför det inte finns något nummer"),
        max_length=250,
        hint=_l("Bara om organisationen inte har något, till exempel en samverkansgrupp."),
    )


class AdministratorForm(Form):
    """Who is invited to administer an organisation."""

    # no NewIdField: a code is shown once, and who asks again wants another
    invitation_id = HiddenTextField(max_length=36)
    name = TextField(_l("Namn"), max_length=200, required=_l("Skriv personens namn."))
    email = EmailField(
        _l("E-post"), hint=_l("Hit skickar vi besked om att något väntar, aldrig vad det gäller.")
    )
    issuer = SelectField(_l("Loggar in med"), required=_l("Välj hur personen loggar in."))
