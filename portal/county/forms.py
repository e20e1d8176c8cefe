"""Forms of a county's organisations. They check shape; rules are the service's."""

from collections.abc import Iterable
from uuid import UUID

from portal.identity.forms import ChangeForm
from portal.tenancy.rules import LONGEST_SHORT
from portal.web.fields import (
    EmailField,
    HiddenTextField,
    NewIdField,
    SelectField,
    TextField,
)
from portal.web.fields.base import OurField
from portal.web.forms import Form
from portal.web.i18n import lazy_gettext as _l


class RenameForm(ChangeForm):
    """Another name of an organisation."""

    name = TextField(
        _l("Nytt namn"), max_length=120, required=_l("Skriv vad organisationen heter.")
    )
    short_name = TextField(
        _l("Kort namn"),
        max_length=LONGEST_SHORT,
        hint=_l("Där det är ont om plats, till exempel Umeå. Utan kort namn står hela namnet."),
        may_be_needed=True,
    )


class AddForm(Form):
    """An organisation that is not there."""

    organisation_id = NewIdField()
    name = TextField(_l("Namn"), max_length=120, required=_l("Skriv vad organisationen heter."))
    kind = SelectField(_l("Slag"), required=_l("Välj vad för slags organisation det är."))
    number = TextField(
        _l("Organisationsnummer"),
        max_length=20,
        hint=_l("Tio siffror, till exempel 212000-2627"),
        may_be_needed=True,
    )
    why_none = TextField(
        _l("Varför det inte finns något nummer"),
        max_length=250,
        hint=_l("Bara om organisationen inte har något, till exempel en samverkansgrupp."),
        may_be_needed=True,
    )


class MergeForm(ChangeForm):
    """Whom an organisation is merged into."""

    receiver = SelectField(_l("Går upp i"), required=_l("Välj en organisation."))


class MoveUnitForm(ChangeForm):
    """Which organisation has a unit from now on."""

    receiver = SelectField(_l("Flyttas till"), required=_l("Välj en organisation."))


class DivideForm(ChangeForm):
    """The organisations that come after one; `dividing` adds them, and who gets what."""


FEWEST, MOST = 2, 9
"""Into how many one organisation can be divided."""
ALL = "all"


def dividing(
    parts: int, agreements: Iterable[tuple[UUID, str]], units: Iterable[tuple[UUID, str]]
) -> type[DivideForm]:
    """The form with fields for each new organisation, and one for each thing that one gets."""
    fields: dict[str, OurField] = {}
    numbers = range(1, parts + 1)
    for number in numbers:
        fields |= _of_part(number)
    each = [(str(number), _l("Organisation %(number)s", number=number)) for number in numbers]
    choices = [("", _l("Välj …")), *each]
    fields["roles"] = SelectField(
        _l("De som har en roll i hela organisationen"),
        choices=[*choices, (ALL, _l("Alla de nya"))],
        required=_l("Välj var de som har en roll i hela organisationen får den."),
        hint=_l("Administratörerna får sin roll i alla de nya."),
    )
    things = [
        *((f"agreement_{key}", title) for key, title in agreements),
        *((f"unit_{key}", name) for key, name in units),
    ]
    for name, label in things:
        needed = _l("Välj vem som får %(what)s.", what=label)
        fields[name] = SelectField(label, choices=choices, required=needed)
    return type("DivideForm", (DivideForm,), fields)


def _of_part(number: int) -> dict[str, OurField]:
    return {
        f"id_{number}": NewIdField(),
        f"name_{number}": TextField(
            _l("Organisation %(number)s: namn", number=number),
            max_length=120,
            required=_l("Skriv vad organisation %(number)s heter.", number=number),
        ),
        f"number_{number}": TextField(
            _l("Organisation %(number)s: organisationsnummer", number=number),
            max_length=20,
            may_be_needed=True,
        ),
        f"why_{number}": TextField(
            _l("Organisation %(number)s: varför det inte finns något nummer", number=number),
            max_length=250,
            may_be_needed=True,
        ),
    }


class AdministratorForm(Form):
    """Who is invited to administer an organisation."""

    # no NewIdField: a code is shown once, and who asks again wants another
    invitation_id = HiddenTextField(max_length=36)
    name = TextField(_l("Namn"), max_length=200, required=_l("Skriv personens namn."))
    email = EmailField(
        _l("E-post"), hint=_l("Hit skickar vi besked om att något väntar, aldrig vad det gäller.")
    )
    issuer = SelectField(_l("Loggar in med"), required=_l("Välj hur personen loggar in."))
