"""Forms of decision and signature."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

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


class DecisionForm(Form):
    """A body's formal decision. `looked_over` says that the reader has seen it summed up."""

    looked_over = HiddenTextField(max_length=10)

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


class PaperForm(Form):
    """What is signed on paper: its scan, and each party's fields as `paper_form` adds them."""

    paper_id = NewIdField()
    basis = HiddenTextField(max_length=16)
    are_days_sure = TickField(_l("Ja, dagarna står så på papperet"))
    file = FileField(
        _l("Det inskannade papperet"),
        suffixes=(".pdf", ".png", ".jpg", ".jpeg"),
        required=_l("Välj en fil."),
        hint=_l("PDF, eller en bild (PNG eller JPEG). Högst 1,9 MB."),
    )

    def decisions(self, number: int) -> Sequence[DecisionFacts]:
        """What the party of that number decided, if it is asked for; of a form that is whole."""
        if f"body_{number}" not in self:
            return ()
        return [
            DecisionFacts(
                body=filled(self[f"body_{number}"].data),
                paragraph=filled(self[f"paragraph_{number}"].data),
                decided_on=filled_date(self[f"decided_on_{number}"].data),
                reference=filled(self[f"reference_{number}"].data),
            )
        ]

    def signers(self, number: int) -> list[tuple[str, str]]:
        """Who signed for the party of that number, name and title; nobody if it does not sign."""
        if f"name_{number}" not in self:
            return []
        pairs = ((f"name_{number}", f"title_{number}"), (f"name2_{number}", f"title2_{number}"))
        return [
            (self[name].data, self[title].data or "") for name, title in pairs if self[name].data
        ]


def paper_form(parties: Sequence[tuple[bool, bool]], *, with_decisions: bool) -> type[PaperForm]:
    """The form with fields for each party, which decides and signs or not.

    For decisions only where there are none yet.
    """
    fields: dict[str, object] = {}
    for number, (decides, signs) in enumerate(parties):
        if with_decisions and decides:
            fields |= {
                f"body_{number}": TextField(
                    _l("Vem som har beslutat"),
                    max_length=LONGEST_BODY,
                    required=_l("Skriv vilken nämnd, styrelse eller chef som har beslutat."),
                ),
                f"paragraph_{number}": TextField(
                    _l("Paragraf"), max_length=50, required=_l("Skriv beslutets paragraf.")
                ),
                f"decided_on_{number}": DateField(
                    _l("Beslutsdatum"), required=_l("Skriv vilken dag beslutet fattades.")
                ),
                f"reference_{number}": TextField(
                    _l("Diarienummer"), max_length=50, required=_l("Skriv ärendets diarienummer.")
                ),
            }
        if not signs:
            continue
        fields |= {
            f"name_{number}": TextField(
                _l("Vem som skrev under"), max_length=120, required=_l("Skriv vem som skrev under.")
            ),
            f"title_{number}": TextField(
                _l("Titel"), max_length=120, required=_l("Skriv titeln på den som skrev under.")
            ),
            f"name2_{number}": TextField(_l("En till som skrev under"), max_length=120),
            f"title2_{number}": TextField(_l("Titel för den andra"), max_length=120),
            f"signed_on_{number}": DateField(
                _l("Dag för underskriften"), required=_l("Skriv vilken dag de skrev under.")
            ),
        }
    if with_decisions:
        fields["with_matrix"] = TickField(
            _l("Vem gör vad står i det undertecknade papperet som det är ifyllt här")
        )
    return type(PaperForm.__name__, (PaperForm,), fields)


class PaperAnswerForm(Form):
    """Whether what another party registered is so, and which paper that was."""

    paper_id = HiddenTextField(max_length=36)
    answer = RadioField(
        _l("Stämmer det som är registrerat?"),
        choices=[("yes", _l("Ja, det stämmer")), ("no", _l("Nej, vi invänder"))],
        required=_l("Välj ett svar."),
    )
    reason = LongTextField(
        _l("Vad som inte stämmer"),
        max_length=LONGEST_REASON,
        hint=_l("Behövs om ni invänder. Det står på överenskommelsens sida."),
    )


class WithdrawPaperForm(Form):
    """Why what was registered was wrong."""

    reason = LongTextField(
        _l("Varför"),
        max_length=LONGEST_REASON,
        required=_l("Skriv varför, så att de andra parterna förstår."),
    )


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


class ReturnForm(Form):
    """Why it goes back to the table."""

    reason = LongTextField(
        _l("Varför"),
        max_length=2000,
        required=_l("Skriv varför, så att de andra parterna förstår."),
    )
