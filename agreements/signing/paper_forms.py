"""Forms of what is signed on paper: register it, say whether it is so, take it back."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.form import BaseForm

from agreements.document import DecisionFacts
from agreements.signing.forms import LONGEST_BODY, LONGEST_REASON
from portal.web.fields import (
    DateField,
    FileField,
    HiddenTextField,
    LongTextField,
    NewIdField,
    RadioField,
    TextField,
    TickField,
)
from portal.web.fields.checks import Filled
from portal.web.forms import Form, filled, filled_date

DECISION = ("body", "paragraph", "decided_on", "reference")
SIGNATURE = ("name", "title", "signed_on")
MOST_LINES = 20


class WithTheLine:
    """Has to be filled in when something else on its line is."""

    def __init__(self, line: Sequence[str], message: LazyString) -> None:
        self.line = line
        self.check = Filled(message)

    def __call__(self, form: BaseForm, field: Field) -> None:
        if any(form[name].data for name in self.line):
            self.check(form, field)


class PaperForm(Form):
    """What is signed on paper: its scan, and each party's lines as `paper_form` adds them.

    A line has the fields of DECISION or SIGNATURE, each named `body_0_1`: of the first party, the
    second line. A line after the first may be left empty.
    """

    paper_id = NewIdField()
    basis = HiddenTextField(max_length=16)
    are_days_sure = TickField(_l("Ja, dagarna står så på papperet"))
    file = FileField(
        _l("Det inskannade papperet"),
        suffixes=(".pdf", ".png", ".jpg", ".jpeg"),
        required=_l("Välj en fil."),
        hint=_l("PDF, eller en bild (PNG eller JPEG). Högst 1,9 MB."),
    )

    def lines(self, kind: Sequence[str], party: int) -> list[list[str]]:
        """The names of the fields on each line of that kind of the party of that number."""
        lines = [line_of(kind, party, number) for number in range(MOST_LINES)]
        return [line for line in lines if line[0] in self]

    def decisions(self, party: int) -> Iterator[tuple[str, DecisionFacts]]:
        """What the party decided, each with the name of its field of the day; of a whole form."""
        for body, paragraph, decided_on, reference in self._written(DECISION, party):
            facts = DecisionFacts(
                body=filled(self[body].data),
                paragraph=filled(self[paragraph].data),
                decided_on=filled_date(self[decided_on].data),
                reference=filled(self[reference].data),
            )
            yield decided_on, facts

    def signers(self, party: int) -> Iterator[tuple[str, str, str, date]]:
        """Who signed for the party: the field of the day, name, title, day; of a whole form."""
        for name, title, signed_on in self._written(SIGNATURE, party):
            day = filled_date(self[signed_on].data)
            yield signed_on, filled(self[name].data), filled(self[title].data), day

    def _written(self, kind: Sequence[str], party: int) -> list[list[str]]:
        return [line for line in self.lines(kind, party) if any(self[one].data for one in line)]


def line_of(kind: Sequence[str], party: int, line: int) -> list[str]:
    """The names of the fields on a line of that kind."""
    return [f"{name}_{party}_{line}" for name in kind]


def paper_form(parties: Sequence[tuple[int, int]], *, with_matrix: bool) -> type[PaperForm]:
    """The form with so many lines of decisions and of signatures for each party.

    `with_matrix`: it asks whether the paper says who does what as it is filled in here.
    """
    fields: dict[str, object] = {}
    for party, (decisions, signatures) in enumerate(parties):
        for number in range(min(decisions, MOST_LINES)):
            fields |= _decision(line_of(DECISION, party, number), is_first=number == 0)
        for number in range(min(signatures, MOST_LINES)):
            fields |= _signature(line_of(SIGNATURE, party, number), is_first=number == 0)
    if with_matrix:
        fields["with_matrix"] = TickField(
            _l("”Vem gör vad” är ifyllt här så som det står i papperet")
        )
    return type(PaperForm.__name__, (PaperForm,), fields)


def _decision(line: Sequence[str], *, is_first: bool) -> dict[str, object]:
    body, paragraph, decided_on, reference = line
    return {
        body: TextField(
            _l("Vem som har beslutat"),
            max_length=LONGEST_BODY,
            may_be_needed=True,
            validators=[
                _check(
                    line,
                    _l("Skriv vilken nämnd, styrelse eller chef som har beslutat."),
                    is_first=is_first,
                )
            ],
        ),
        paragraph: TextField(
            _l("Paragraf"),
            max_length=50,
            may_be_needed=True,
            validators=[_check(line, _l("Skriv beslutets paragraf."), is_first=is_first)],
        ),
        decided_on: DateField(
            _l("Beslutsdatum"),
            may_be_needed=True,
            validators=[_check(line, _l("Skriv vilken dag beslutet fattades."), is_first=is_first)],
        ),
        reference: TextField(
            _l("Diarienummer"),
            max_length=50,
            may_be_needed=True,
            validators=[_check(line, _l("Skriv ärendets diarienummer."), is_first=is_first)],
        ),
    }


def _signature(line: Sequence[str], *, is_first: bool) -> dict[str, object]:
    name, title, signed_on = line
    return {
        name: TextField(
            _l("Vem som skrev under"),
            max_length=120,
            may_be_needed=True,
            validators=[_check(line, _l("Skriv vem som skrev under."), is_first=is_first)],
        ),
        title: TextField(
            _l("Titel"),
            max_length=120,
            may_be_needed=True,
            validators=[
                _check(line, _l("Skriv titeln på den som skrev under."), is_first=is_first)
            ],
        ),
        signed_on: DateField(
            _l("Dag för underskriften"),
            may_be_needed=True,
            validators=[_check(line, _l("Skriv vilken dag de skrev under."), is_first=is_first)],
        ),
    }


def _check(line: Sequence[str], message: LazyString, *, is_first: bool) -> Filled | WithTheLine:
    return Filled(message) if is_first else WithTheLine(line, message)


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
        may_be_needed=True,
    )


class WithdrawPaperForm(Form):
    """Why what was registered was wrong, and which paper that was."""

    paper_id = HiddenTextField(max_length=36)
    reason = LongTextField(
        _l("Varför"),
        max_length=LONGEST_REASON,
        required=_l("Skriv varför, så att de andra parterna förstår."),
    )
