"""Forms of drafting. They check shape; rules are the service's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from agreements.forms import (
    HOW_TO_WRITE,
    LONGEST_SECTION,
    NOTHING,
    TermForm,
    due_field,
    replaces_field,
)
from portal.web.fields import (
    HiddenTextField,
    LongTextField,
    NewIdField,
    ProseField,
    RadioField,
    SelectField,
    TextField,
    TickField,
    TicksField,
)
from portal.web.forms import Form
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext as _l

PART = "part_"
"""What a field begins with that says what an organisation does."""


class CreateForm(Form):
    """A new agreement."""

    agreement_id = NewIdField()
    title = TextField(_l("Namn"), max_length=200, required=_l("Ge överenskommelsen ett namn."))


@dataclass(frozen=True, slots=True)
class WhoAndWhere:
    """What a form offers of where an agreement holds and who takes part, as id and name.

    `parties` say also whether that one has to have one of the `parts`.
    """

    places: Sequence[tuple[str, str]]
    parties: Sequence[tuple[str, str, bool]]
    parts: Sequence[tuple[str, str]]
    drafters: Sequence[tuple[str, str]] = ()


def who_and_where(offered: WhoAndWhere) -> dict[str, Any]:
    """The fields, each where there is anything to choose."""
    fields: dict[str, Any] = {}
    if len(offered.places) > 1:
        fields["covers_county"] = TickField(_l("Hela länet"))
        fields["area"] = TicksField(_l("Kommuner"), choices=offered.places)
    for id_, name, must in offered.parties:
        choices = [*offered.parts] if must else [("", _("Är inte med")), *offered.parts]
        fields[f"{PART}{id_}"] = SelectField(name, choices=choices)
    if offered.drafters:
        fields["drafting"] = TicksField(
            _l("Vilka skriver utkastet tillsammans med er?"),
            choices=offered.drafters,
            hint=_l(
                "De läser och ändrar i utkastet från början."
                " De andra ser det först när ni delar det."
            ),
        )
    return fields


def with_choices(
    form: type[CreateForm],
    offered: WhoAndWhere,
    replaceable: Sequence[tuple[str, str]],
    renewable: Sequence[tuple[str, str]],
) -> type[CreateForm]:
    """`form` with where it holds, whose text to begin from, who takes part, what it replaces.

    Each where there is anything to choose.
    """
    fields: dict[str, object] = {}
    if renewable:
        fields["renews"] = RadioField(
            _l("Vad vill ni börja från?"),
            choices=[*renewable, (NOTHING, _l("Länets mall, från början"))],
            required=_l("Välj vad ni vill börja från."),
            hint=_l("Börjar ni från er text står mallens ändringar bredvid den."),
        )
    fields |= who_and_where(offered)
    if replaceable:
        fields["replaces"] = replaces_field(replaceable)
    return type(form.__name__, (form,), fields)


class DraftTermForm(TermForm):
    """The dates of a draft, and those that stood when the form was opened."""

    seen = HiddenTextField()


class TitleForm(Form):
    """What the agreement is called."""

    seen = HiddenTextField()  # what it was called when the form was opened
    title = TextField(
        _l("Namn"),
        max_length=200,
        required=_l("Ge överenskommelsen ett namn."),
        hint=_l("Namnet kan ändras tills ni delar utkastet."),
    )


class SectionForm(Form):
    """A section's text, and the version it was written from."""

    base_version = HiddenTextField()
    text = ProseField(
        _l("Text"),
        max_length=LONGEST_SECTION,
        hint=HOW_TO_WRITE,
    )


class AnswersForm(Form):
    """A section question by question: its passages, and where each question is answered.

    `passage_0`, `answer_4`, `state_0`, `note_0` and so on are fields of their own.
    """

    base_version = HiddenTextField()
    places = HiddenTextField(max_length=1000)

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        """The passages together are one section's text."""
        is_whole = bool(super().validate(extra_validators))
        length = sum(len(one.data or "") for one in self if isinstance(one, ProseField))
        if length > LONGEST_SECTION:
            told = _("Texten får vara högst %(max)d tecken.", max=LONGEST_SECTION)
            self.form_errors.append(told)
            return False
        return is_whole


class ShareForm(Form):
    """Until when the others are to have read it, and which draft that is."""

    revision = HiddenTextField()
    due_on = due_field(_l("De andra ska ha läst och vara klara senast"))


class DueForm(Form):
    """Another day until when something is to be done."""

    due_on = due_field(_l("Senast"))


class WithdrawForm(Form):
    """Why the work is given up, and how far it had come when the form was opened."""

    status = HiddenTextField()
    reason = LongTextField(
        _l("Varför"),
        max_length=2000,
        required=_l("Skriv varför, så att de som läser senare förstår."),
        hint=_l("Alla parter som har fått läsa utkastet ser det."),
    )


class PromptsForm(Form):
    """The guided questions of one section: `state_0`, `note_0`, `state_1` and so on."""


def with_answers(
    labels: Mapping[str, str], prompts: int, states: Sequence[tuple[str, str]]
) -> type[AnswersForm]:
    """The form with a field for each passage, by name, and a pair for each question."""
    fields: dict[str, object] = {
        name: ProseField(label, max_length=LONGEST_SECTION) for name, label in labels.items()
    }
    for number in range(prompts):
        fields[f"state_{number}"] = SelectField(_l("Frågan är"), choices=states)
        fields[f"note_{number}"] = TextField(_l("Anteckning"), max_length=500)
    return type(AnswersForm.__name__, (AnswersForm,), fields)


def with_prompts(
    form: type[Form], prompts: Sequence[dict[str, str]], states: Sequence[tuple[str, str]]
) -> type[Form]:
    """`form` with a pair of fields for each question."""
    fields: dict[str, object] = {
        "all_answered": TickField(_l("Texten besvarar alla frågor som inte är besvarade än"))
    }
    for index, prompt in enumerate(prompts):
        fields[f"state_{index}"] = SelectField(prompt["question"], choices=states)
        fields[f"note_{index}"] = TextField(_l("Anteckning"), max_length=500)
    return type(form.__name__, (form,), fields)
