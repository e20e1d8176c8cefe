"""Forms of mandates."""

from collections.abc import Mapping
from uuid import UUID

from agreements.mandate import Holder, Mandate
from portal.web.fields import DateField, NewIdField, RadioField, SelectField, TextField, TickField
from portal.web.forms import Form, filled, filled_date
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext as _l
from portal.web.posted import as_id, as_number

PLACE = "place_"


class MandateForm(Form):
    """A right to sign for the own organisation; `holding` adds a field for each who could."""

    mandate_id = NewIdField()
    body = TextField(
        _l("Vem som har gett behörigheten"),
        max_length=200,
        required=_l("Skriv vilken nämnd eller styrelse som har gett behörigheten."),
        hint=_l("Till exempel kommunstyrelsen"),
    )
    ground = TextField(
        _l("Beslutet"),
        max_length=200,
        required=_l("Skriv vilket beslut behörigheten bygger på."),
        hint=_l("Till exempel § 7 den 12 januari 2026, eller punkt 1.4 i delegationsordningen"),
    )
    valid_from = DateField(_l("Från och med"), required=_l("Skriv första dagen."))
    valid_until = DateField(
        _l("Till och med"), hint=_l("Lämna tomt om behörigheten gäller tills vidare.")
    )
    needed = RadioField(
        _l("Hur många behöver skriva under?"), required=_l("Välj hur många som behövs.")
    )
    in_order = TickField(_l("De skriver under i ordning: plats 1 först"))

    def mandate(self, people: Mapping[str, str]) -> Mandate:
        """What was filled in, of a form that is whole."""
        chosen = {account: self[PLACE + account].data for account in people}
        return Mandate(
            id=as_id(self.mandate_id.data),
            body=filled(self.body.data),
            ground=filled(self.ground.data),
            valid_from=filled_date(self.valid_from.data),
            valid_until=self.valid_until.data,
            needed=as_number(self.needed.data),
            in_order=self.in_order.data,
            holders=[
                Holder(
                    UUID(account),
                    people[account],
                    as_number(place.removeprefix("s")),
                    is_substitute=place.startswith("s"),
                )
                for account, place in chosen.items()
                if place
            ],
        )


def mandate_form(people: Mapping[str, str]) -> type[MandateForm]:
    """The form with a field for each account and its name."""
    fields = {PLACE + account: SelectField(name) for account, name in people.items()}
    return type(MandateForm.__name__, (MandateForm,), fields)


def offer_places(form: MandateForm, people: Mapping[str, str]) -> None:
    """Let as many sign as there are people, each in a place or instead of whose it is."""
    numbers = range(1, len(people) + 1)
    places = [(str(one), _("Plats %(number)s", number=one)) for one in numbers]
    substitutes = [(f"s{one}", _("Ersättare för plats %(number)s", number=one)) for one in numbers]
    for account in people:
        form[PLACE + account].choices = [("", _("Har den inte")), *places, *substitutes]
    form.needed.choices = [
        (str(one), _("En ensam") if one == 1 else _("%(count)s tillsammans", count=one))
        for one in numbers
    ]


class EndForm(Form):
    """Why a mandate is revoked."""

    reason = TextField(
        _l("Varför"), max_length=250, required=_l("Skriv varför, så att den som läser förstår.")
    )
