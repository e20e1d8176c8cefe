"""Forms of a county's organisations. They check shape; rules are the service's."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import LazyString
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


class MergeForm(ChangeForm):
    """Whom an organisation is merged into."""

    receiver = SelectField(_l("Går upp i"), required=_l("Välj en organisation."))


class MoveUnitForm(ChangeForm):
    """Which organisation has a unit from now on."""

    receiver = SelectField(_l("Flyttas till"), required=_l("Välj en organisation."))


class DivideForm(ChangeForm):
    """The two organisations that come after one; `dividing` adds who gets what."""

    first_id = NewIdField()
    first = TextField(_l("Den första heter"), max_length=120, required=_l("Skriv vad den heter."))
    first_number = TextField(_l("Den förstas organisationsnummer"), max_length=20)
    first_why = TextField(_l("Varför den första inte har något nummer"), max_length=250)
    second_id = NewIdField()
    second = TextField(_l("Den andra heter"), max_length=120, required=_l("Skriv vad den heter."))
    second_number = TextField(_l("Den andras organisationsnummer"), max_length=20)
    second_why = TextField(_l("Varför den andra inte har något nummer"), max_length=250)
    roles = SelectField(
        _l("De som har en roll i hela organisationen"), choices=[("first", _l("Den första"))]
    )


FIRST, SECOND = "first", "second"


def dividing(
    agreements: Iterable[tuple[UUID, str]], units: Iterable[tuple[UUID, str]]
) -> type[DivideForm]:
    """The form with a field for each thing that one of the two gets."""
    which = [(FIRST, _l("Den första")), (SECOND, _l("Den andra"))]
    things: list[tuple[str, str | LazyString]] = [
        *((f"agreement_{key}", title) for key, title in agreements),
        *((f"unit_{key}", name) for key, name in units),
        ("roles", _l("De som har en roll i hela organisationen")),
    ]
    fields = {name: SelectField(label, choices=which) for name, label in things}
    return type("DivideForm", (DivideForm,), fields)


class AdministratorForm(Form):
    """Who is invited to administer an organisation."""

    # no NewIdField: a code is shown once, and who asks again wants another
    invitation_id = HiddenTextField(max_length=36)
    name = TextField(_l("Namn"), max_length=200, required=_l("Skriv personens namn."))
    email = EmailField(
        _l("E-post"), hint=_l("Hit skickar vi besked om att något väntar, aldrig vad det gäller.")
    )
    issuer = SelectField(_l("Loggar in med"), required=_l("Välj hur personen loggar in."))
