"""Forms of decision and signature."""

from collections.abc import Sequence
from uuid import UUID

from wtforms.validators import ValidationError

from agreements import refusal_words
from agreements.document import DecisionFacts
from agreements.forms import due_field, replaces_field
from portal.web.fields import (
    DateField,
    FileField,
    HiddenTextField,
    LongTextField,
    NewIdField,
    RadioField,
    SelectField,
    TextField,
    TickField,
)
from portal.web.forms import Form, filled, filled_date
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext as _l

LONGEST_REASON = 2000
LONGEST_BODY = 200


class LockForm(Form):
    """What it takes over from, and why the parties go on although something is open."""


def lock_form(
    open_things: Sequence[tuple[str, str]],
    replaceable: Sequence[tuple[str, str]],
    *,
    may_lock: bool,
) -> type[LockForm]:
    """The form with a field for each `(name, what is open)`, and for what it could replace.

    `may_lock`: nothing stops it, and it asks until when the bodies are to decide.
    """
    fields: dict[str, object] = {
        name: LongTextField(
            told,
            max_length=LONGEST_REASON,
            required=_l("Skriv varför ni går vidare ändå."),
        )
        for name, told in open_things
    }
    if replaceable:
        fields["replaces"] = replaces_field(replaceable)
    if may_lock:
        fields["due_on"] = due_field(_l("Besluten ska vara registrerade senast"))
    return type(LockForm.__name__, (LockForm,), fields)


class BodiesForm(Form):
    """Which bodies decide for the own party."""

    seen = HiddenTextField()  # those that were named when the form was opened
    bodies = LongTextField(
        _l("Vilka beslutar för er?"),
        max_length=1000,
        hint=_l(
            "En på varje rad, till exempel kommunstyrelsen och socialnämnden."
            " Lämna tomt om en enda beslutar."
        ),
    )

    def validate_bodies(self, _field: LongTextField) -> None:
        """Each is a name, not a sentence."""
        if any(len(body) > LONGEST_BODY for body in self.named()):
            longest = _("Skriv högst %(most)s tecken på varje rad.", most=LONGEST_BODY)
            raise ValidationError(longest)

    def named(self) -> list[str]:
        """What was written, a body a line."""
        lines = (" ".join(line.split()) for line in (self.bodies.data or "").splitlines())
        return [line for line in lines if line]


class ExtractForm(Form):
    """An extract of the minutes."""

    extract_id = NewIdField()
    file = FileField(
        _l("Protokollsutdrag"),
        suffixes=(".pdf", ".png", ".jpg", ".jpeg"),
        required=_l("Välj en fil."),
        hint=_l("PDF, eller en bild (PNG eller JPEG). Högst 1,9 MB."),
    )


class VersionForm(Form):
    """Base of forms about the locked version that stood on the page."""

    version = HiddenTextField()

    def is_about(self, version: UUID | None) -> bool:
        """Whether that is what was sent. If not, it is told, and the next sending is about it."""
        current = str(version or "")
        if not self.is_submitted() or self.version.data == current:
            return True
        self.form_errors.append(refusal_words.other_version())
        self.version.data = current
        return False


class DecisionForm(VersionForm):
    """A body's formal decision. `looked_over` says that the reader has seen it summed up."""

    looked_over = HiddenTextField(max_length=10)
    was = HiddenTextField()  # what was recorded when a form that puts it right was opened

    delegation = TextField(
        _l("Punkt i delegationsordningen"),
        max_length=100,
        hint=_l("Bara om någon har beslutat på delegation, till exempel punkt 4.2"),
    )
    paragraph = TextField(
        _l("Paragraf"),
        max_length=50,
        required=_l("Skriv beslutets paragraf."),
        hint=_l("Till exempel § 112, eller delegationsbeslutets nummer"),
    )
    decided_on = DateField(_l("Beslutsdatum"), required=_l("Skriv vilken dag beslutet fattades."))
    reference = TextField(
        _l("Diarienummer"),
        max_length=50,
        required=_l("Skriv ärendets diarienummer."),
        hint=_l("Till exempel KS 2026/123"),
    )
    is_day_sure = TickField(_l("Ja, dagen stämmer"))

    def facts(self) -> DecisionFacts:
        """What was filled in, of a form that is whole."""
        return DecisionFacts(
            body=filled(self["body"].data),
            delegation=self.delegation.data or "",
            paragraph=filled(self.paragraph.data),
            decided_on=filled_date(self.decided_on.data),
            reference=filled(self.reference.data),
        )


class OneBodyForm(DecisionForm):
    """The decision of a party that has not said which bodies decide for it."""

    body = TextField(
        _l("Vem som har beslutat"),
        max_length=LONGEST_BODY,
        required=_l("Skriv vilken nämnd, styrelse eller chef som har beslutat."),
        hint=_l("Till exempel kommunstyrelsen eller hälso- och sjukvårdsnämnden"),
    )


class NamedBodyForm(DecisionForm):
    """The decision of one of the bodies that the party has named."""

    body = SelectField(_l("Vem som har beslutat"), required=_l("Välj vem som har beslutat."))


class SignForm(Form):
    """What a signatory confirms before the fresh sign-in."""

    document_sha256 = HiddenTextField()
    mandate = RadioField(
        _l("Behörighet"), required=_l("Välj vilken behörighet du skriver under med.")
    )
    title = TextField(
        _l("Din titel"),
        max_length=120,
        required=_l("Skriv den titel du skriver under med."),
        hint=_l("Till exempel kommunstyrelsens ordförande"),
    )
    agree = TickField(
        _l("Jag har läst överenskommelsen och skriver under för min organisation"),
        required=_l("Kryssa i att du har läst och vill skriva under."),
    )


class ReturnForm(VersionForm):
    """Why it goes back to the table."""

    reason = LongTextField(
        _l("Varför"),
        max_length=2000,
        required=_l("Skriv varför, så att de andra parterna förstår."),
    )
