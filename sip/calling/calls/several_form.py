"""The form in which several organisations are called at once: fields for each that may be."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from portal.ids import new_id
from portal.web.fields import LongTextField, NewIdField, SelectField, TickField
from portal.web.forms import Form
from portal.web.posted import as_id
from sip.calling.calls.forms import LONGEST_TEXT
from sip.calling.calls.queries import Candidate
from sip.calling.calls.service import ToCall


class SeveralForm(Form):
    """With `call_<id>`, `unit_<id>` and `asked_<id>` for each organisation; nothing is chosen."""

    candidates: Sequence[Candidate] = ()

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 (WTForms')
        """Somebody is called, and each of them is asked for something."""
        is_whole = bool(super().validate(extra_validators))
        if not self.chosen:
            self.form_errors.append(_("Välj minst en att kalla."))
            return False
        for one in self.chosen:
            if not self[_asked(one)].data:
                self[_asked(one)].errors = [
                    _("Skriv vad %(name)s ombeds bidra med.", name=one.name)
                ]
                is_whole = False
        return is_whole

    @property
    def chosen(self) -> Sequence[Candidate]:
        """Those who are to be called."""
        return [one for one in self.candidates if self[_call(one)].data]

    @property
    def to_call(self) -> Sequence[ToCall]:
        """What is asked of each of them."""
        return [
            ToCall(
                call_id=as_id(self[_id(one)].data),
                organisation_id=one.id,
                unit_id=as_id(self[_unit(one)].data) if self[_unit(one)].data else None,
                asked=str(self[_asked(one)].data),
            )
            for one in self.chosen
        ]


def build(candidates: Sequence[Candidate], units: Mapping[UUID, Mapping[UUID, str]]) -> SeveralForm:
    """The form, with the units that each may be called at."""
    fields: dict[str, object] = {"candidates": tuple(candidates)}
    values: dict[str, str] = {}
    for one in candidates:
        fields[_call(one)] = TickField(one.name)
        fields[_unit(one)] = SelectField(
            _("Enhet hos %(name)s", name=one.name),
            choices=[
                ("", _("Hela organisationen")),
                *((str(key), name) for key, name in units.get(one.id, {}).items()),
            ],
        )
        fields[_asked(one)] = LongTextField(
            _("Vad %(name)s ombeds bidra med", name=one.name), max_length=LONGEST_TEXT
        )
        fields[_id(one)] = NewIdField()
        values[_id(one)] = str(new_id())
    made = type("SeveralForm", (SeveralForm,), fields)
    form: SeveralForm = made(**values)
    return form


def _call(one: Candidate) -> str:
    return f"call_{one.id.hex}"


def _unit(one: Candidate) -> str:
    return f"unit_{one.id.hex}"


def _asked(one: Candidate) -> str:
    return f"asked_{one.id.hex}"


def _id(one: Candidate) -> str:
    return f"id_{one.id.hex}"
