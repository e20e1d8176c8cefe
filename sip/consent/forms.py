"""Forms of consent. The grid has a row of fields for each who may be let in."""

from collections.abc import Container, Iterable, Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.web.fields import (
    DateField,
    HiddenTextField,
    LongTextField,
    RadioField,
    SelectField,
    TickField,
    TicksField,
)
from portal.web.forms import Form
from sip.consent.parties import PartyView
from sip.ledger.items import Wish

Choices = Sequence[tuple[str, str]]


class GridForm(Form):
    """Who may see what until when. `with_parties` adds the fields of each party."""

    seq = HiddenTextField()
    offered = HiddenTextField()
    plan = RadioField(_l("Får en samordnad plan göras?"), required=_l("Svara ja eller nej."))
    valid_from = DateField(
        _l("Gäller från och med"), required=_l("Skriv från vilken dag samtycket gäller.")
    )
    valid_to = DateField(
        _l("Gäller till och med"), required=_l("Skriv till vilken dag samtycket gäller.")
    )


class RecordForm(GridForm):
    """What somebody said to staff, or signed."""

    how = RadioField(_l("Hur svarade personen?"), required=_l("Välj hur personen svarade."))


def with_mirror(form: type[GridForm], name: str, categories: Choices) -> type[GridForm]:
    """`form` with `mirror`: what the others may see of what the party itself writes."""
    field = TicksField(
        _("Det %(name)s skriver får de andra i planen se om", name=name), choices=categories
    )
    return type(form.__name__, (form,), {"mirror": field})


def with_parties(
    form: type[GridForm],
    views: Sequence[PartyView],
    entries: Container[UUID],
    categories: Choices,
) -> type[GridForm]:
    """`form` with `party_<id>` and `see_<id>` for each party, so that none is taken for another.

    Only those of `entries` have a box for taking part: others do already, or that is not for the
    one who answers to decide.
    """
    fields: dict[str, object] = {}
    for view in views:
        if view.id in entries:
            fields[_party(view)] = TickField(_l("Får vara med i planen"))
        fields[f"see_{view.id.hex}"] = TicksField(
            _l("Får se det andra har skrivit om"), choices=categories
        )
    return type(form.__name__, (form,), fields)


def wishes(form: Form, views: Sequence[PartyView]) -> list[Wish]:
    """What was ticked, for each party."""
    return [
        Wish(
            view.receiver,
            takes_part=f"party_{view.id.hex}" not in form
            or bool(form[f"party_{view.id.hex}"].data),
            categories=frozenset(form[f"see_{view.id.hex}"].data),
        )
        for view in views
    ]


def ticked(views: Sequence[PartyView], wished: Iterable[Wish]) -> dict[str, object]:
    """The fields' data for what stands now."""
    of = {wish.receiver.id: wish for wish in wished}
    values: dict[str, object] = {}
    for view in views:
        values[_party(view)] = of[view.id].takes_part
        values[_see(view)] = sorted(of[view.id].categories)
    return values


def _party(view: PartyView) -> str:
    return f"party_{view.id.hex}"


def _see(view: PartyView) -> str:
    return f"see_{view.id.hex}"


class AskForm(Form):
    """Whom to ask about, and what."""

    seq = HiddenTextField()
    parties = TicksField(
        _l("Vilka ska få vara med?"),
        hint=_l("Din egen organisation är med från början."),
    )
    categories = TicksField(
        _l("Vad behöver de få veta om varandras arbete?"),
        required=_l("Välj minst en sorts uppgifter."),
        hint=_l("Personen väljer själv för var och en när frågan besvaras."),
    )
    how = RadioField(_l("Hur ställs frågan?"), required=_l("Välj hur frågan ställs."))


class WithdrawForm(Form):
    """What somebody takes back, said to staff."""

    what = SelectField(_l("Vad tas tillbaka?"), required=_l("Välj vad som tas tillbaka."))
    how = RadioField(_l("Hur sa personen det?"), required=_l("Välj hur personen sa det."))


class AnnulForm(Form):
    """That an act was recorded in error."""

    seq = HiddenTextField()


class BasisForm(Form):
    """A decision to disclose without consent."""

    decision_id = HiddenTextField()
    code = RadioField(_l("Stöd i lag"), required=_l("Välj vilket stöd beslutet har."))
    to = SelectField(_l("Till vem?"), required=_l("Välj vem som får uppgifterna."))
    categories = TicksField(_l("Vilka uppgifter?"), required=_l("Välj minst en sorts uppgifter."))
    reason = LongTextField(
        _l("Varför?"),
        max_length=4000,
        required=_l("Skriv varför uppgifterna behöver lämnas."),
        hint=_l("Vad som gör det nödvändigt nu, och varför samtycke inte går att få."),
    )
    valid_to = DateField(
        _l("Till och med vilken dag?"), required=_l("Skriv till vilken dag beslutet gäller.")
    )
    follow_up_on = DateField(
        _l("Följs upp den"), required=_l("Skriv vilken dag beslutet följs upp.")
    )


def as_ids(values: Iterable[str]) -> list[UUID]:
    """The ids that ticks carried; the field has refused what was not offered."""
    return [UUID(value) for value in values]
