"""A section as questions and passages: each question is answered where the text answers it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from agreements.drafting.forms import AnswersForm, with_answers
from agreements.drafting.service import PromptMark, PromptMarks
from agreements.passages import find_places, place_of, put_together, split
from agreements.queries.text import SectionText
from agreements.rules import PromptState
from portal.documents.commonmark import count_gaps
from portal.errors import NotFoundError
from portal.web.posted import as_number

BY_TEXT = ""
"""What is chosen for a question whose answer the text decides."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field of the form: a passage with the questions it answers, or where one is answered anew.

    `questions` are the numbers of the questions, counted from 0; a passage may answer none.
    """

    field: str
    questions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The passages of a section when its form was opened, and which one each question belongs to.

    `places` has an entry for each question: the number of a passage, or None.
    """

    current: SectionText
    passages: int
    places: tuple[int | None, ...]

    @property
    def prompts(self) -> Sequence[Mapping[str, str]]:
        """The guided questions."""
        return self.current.section.prompts

    @property
    def fields(self) -> list[Place]:
        """The fields in the order of the text; last the questions that it does not answer yet."""
        found = [
            Place(f"passage_{at}", tuple(_numbers(self.places, at))) for at in range(self.passages)
        ]
        found += [Place(f"answer_{number}", (number,)) for number in _numbers(self.places, None)]
        return found

    @property
    def as_sent(self) -> str:
        """The places as the form carries them along."""
        return ",".join("" if at is None else str(at) for at in self.places)

    def field_of(self, number: int) -> str:
        """Where a question is answered."""
        at = self.places[number]
        return f"answer_{number}" if at is None else f"passage_{at}"


def _numbers(places: Sequence[int | None], at: int | None) -> Iterator[int]:
    return (number for number, place in enumerate(places) if place == at)


def open_sheet(current: SectionText, sent: Mapping[str, str]) -> Sheet:
    """The sheet of a form that was `sent`, or of the text as it is now."""
    prompts = current.section.prompts
    if "places" not in sent:
        passages = split(current.text)
        found = find_places(prompts, passages)
        places = tuple(found.get(prompt["key"]) for prompt in prompts)
        return Sheet(current, len(passages), places)
    count = sum(name.startswith("passage_") for name in sent)
    places = tuple(as_number(one) if one else None for one in sent["places"].split(","))
    is_ours = len(places) == len(prompts) and all(at is None or at < count for at in places)
    if not is_ours or any(f"passage_{at}" not in sent for at in range(count)):
        raise NotFoundError
    return Sheet(current, count, places)


def form_of(sheet: Sheet, states: Sequence[tuple[str, str]]) -> AnswersForm:
    """The form of a sheet; a question has the state that the text gives it, or its own."""
    passages = split(sheet.current.text)
    data: dict[str, str] = {
        "base_version": str(sheet.current.section.version),
        "places": sheet.as_sent,
        **{f"passage_{at}": text for at, text in enumerate(passages)},
    }
    written = sheet.current.section.is_written
    for number, prompt in enumerate(sheet.prompts):
        at = sheet.places[number]
        text = passages[at] if at is not None and at < len(passages) else ""
        by_text = _state_of(text, is_written=written)
        data[f"state_{number}"] = BY_TEXT if prompt["state"] == by_text else prompt["state"]
        data[f"note_{number}"] = prompt["note"]
    labels = {place.field: _label(sheet, place) for place in sheet.fields}
    return with_answers(labels, len(sheet.prompts), states)(data=data)


def _label(sheet: Sheet, place: Place) -> str:
    """The question that a field answers; of several, or none, what it holds."""
    if not place.questions:
        return _("Text som ingen fråga gäller")
    first, *more = place.questions
    return _("Svaret på frågorna här intill") if more else sheet.prompts[first]["question"]


def text_of(sheet: Sheet, form: AnswersForm) -> str:
    """The section's text as the form has it: what is answered anew stands last."""
    written = [form[place.field].data or "" for place in sheet.fields]
    passages = written[: sheet.passages]
    return put_together(sheet.current.text, [*passages, *filter(None, written[sheet.passages :])])


def marks_of(sheet: Sheet, form: AnswersForm, sent: Mapping[str, str]) -> PromptMarks:
    """What the form says of each question, and where the text answers those just answered."""
    is_written = sheet.current.section.is_written or text_of(sheet, form) != sheet.current.text
    said, shown, places = {}, {}, {}
    for number, prompt in enumerate(sheet.prompts):
        key, field = prompt["key"], form[sheet.field_of(number)]
        text = (field.data or "").strip()
        state = form[f"state_{number}"].data or _state_of(text, is_written=is_written)
        was, _, note = sent.get(f"was_{number}", "").partition("|")
        shown[key] = PromptMark(was, note)
        said[key] = PromptMark(state, form[f"note_{number}"].data or "")
        if text and text != (field.object_data or "").strip():
            places[key] = place_of(text)
    return PromptMarks(said, shown, places)


def _state_of(text: str, *, is_written: bool) -> str:
    """Answered by a text without gaps, in a section that somebody has written."""
    is_answered = is_written and bool(text.strip()) and not count_gaps(text)
    return (PromptState.ANSWERED if is_answered else PromptState.OPEN).value
