"""Reading forms back: who takes part, the guided questions; wording two answers that met."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from agreements.drafting.composing import Offered, Wanted
from agreements.drafting.forms import PART, WhoAndWhere
from agreements.drafting.service import PromptMark, PromptMarks
from agreements.rules import Part, PromptState
from agreements.words import PARTS, PROMPT_STATES
from portal.errors import Difference
from portal.tenancy.models import Organisation
from portal.web.forms import Form


def choices_of(who: Offered, *, with_drafters: bool = True) -> WhoAndWhere:
    """What a form offers; `with_drafters`: also who writes the draft."""
    return WhoAndWhere(
        places=[(str(one.id), one.name) for one in who.municipalities],
        parties=[(str(one.id), one.name, one.id == who.own.id) for one in who.chosen],
        parts=[(part.value, str(label)) for part, label in PARTS.items()],
        drafters=[(str(one.id), one.name) for one in who.drafters] if with_drafters else (),
    )


def wanted(form: Form, places: Sequence[Organisation]) -> Wanted:
    """Where an agreement is to hold and who takes part, as a form that is whole says.

    `places` are the municipalities of the county: where there is one, nobody asks.
    """
    parts = {
        UUID(one.name.removeprefix(PART)): Part(one.data)
        for one in form
        if one.name.startswith(PART) and one.data
    }
    return Wanted(
        municipalities=[UUID(one) for one in form["area"].data]
        if "area" in form
        else [one.id for one in places],
        covers_county="covers_county" in form and form["covers_county"].data,
        parts=parts,
        drafting=[UUID(one) for one in form["drafting"].data] if "drafting" in form else (),
    )


def read_marks(
    prompts: Sequence[Mapping[str, str]], form: Form, posted: Mapping[str, str]
) -> PromptMarks:
    """What the form says of each question now, and what it said when it was opened.

    Of a question that was not sent along it says nothing new.
    """
    said, shown = {}, {}
    for index, prompt in enumerate(prompts):
        key = prompt["key"]
        state, _, note = posted.get(f"was_{index}", "").partition("|")
        shown[key] = PromptMark(state, note)
        chosen = form[f"state_{index}"].data
        written = PromptMark(chosen, form[f"note_{index}"].data or "")
        said[key] = written if chosen else shown[key]
    return PromptMarks(said, shown)


def all_answered(marks: PromptMarks) -> PromptMarks:
    """The same, with every question that is still open said to be answered by the text."""
    answered = PromptState.ANSWERED.value
    said = {
        key: PromptMark(answered, mark.note) if mark.state == PromptState.OPEN else mark
        for key, mark in marks.said.items()
    }
    return PromptMarks(said, marks.shown)


def shown_marks(
    prompts: Sequence[Mapping[str, str]],
    form: Form,
    posted: Mapping[str, str],
    *,
    is_stale: bool,
) -> list[str]:
    """What each question's hidden field is to say when the form is shown.

    Questions that the reader did not touch are shown as they are now. One that they did keeps the
    reading it was changed from, unless both answers have just been shown (`is_stale`).
    """
    touched = read_marks(prompts, form, posted).touched
    shown = []
    for index, prompt in enumerate(prompts):
        now = f"{prompt['state']}|{prompt['note']}"
        if f"was_{index}" not in posted or prompt["key"] not in touched:
            form[f"state_{index}"].data = prompt["state"]
            form[f"note_{index}"].data = prompt["note"]
            shown.append(now)
        else:
            shown.append(now if is_stale else posted[f"was_{index}"])
    return shown


def read_again(
    prompts: Sequence[Mapping[str, str]], posted: Mapping[str, str], *, is_stale: bool
) -> list[str]:
    """What each question said when the form was opened, or says now if both were just shown."""
    now = [f"{prompt['state']}|{prompt['note']}" for prompt in prompts]
    return now if is_stale else [posted.get(f"was_{at}", one) for at, one in enumerate(now)]


def worded(differences: Sequence[Difference]) -> list[Difference]:
    """Differences between questions in words; those between texts are texts already."""
    return [replace(one, yours=_words(one.yours), theirs=_words(one.theirs)) for one in differences]


def _words(mark: str) -> str:
    state, bar, note = mark.partition("|")
    if not bar or state not in set(PromptState):
        return mark
    return f"{PROMPT_STATES[PromptState(state)]}. {note}".strip()
