"""What a section's page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from agreements import finding_words, parts, words
from agreements.abilities import Abilities, abilities
from agreements.agreed.presenter import ShownFact, shown_facts
from agreements.agreed.queries import facts_of
from agreements.county_templates.laws import Law, laws
from agreements.parts import Parts
from agreements.passages import find_places, split
from agreements.queries.life import list_corrected
from agreements.queries.text import SectionSummary, SectionText
from agreements.readiness import SectionCheck
from agreements.reading.renewal import find_earlier
from agreements.reading.texts import html_of, notes_of
from agreements.rules import (
    PromptState,
    Status,
)
from agreements.tables.agreement import Agreement
from agreements.tables.text import Section
from agreements.templates.service import own_references
from agreements.waiting import WaitingSuggestion, waiting_of
from portal import clock
from portal.authz import Actor
from portal.documents import commonmark


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a text answers a question: the field of its form, and the passage; "" without one."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownPrompt:
    """A guided question and what became of it; `status` as in portal/web/statuses.py.

    `number` counts from 0, as the fields of its form do.
    """

    number: int
    question: str
    help: str
    place: Answer
    status: str
    state: str
    note: str


def _shown_prompts(section: SectionText, check: SectionCheck | None) -> Sequence[ShownPrompt]:
    prompts, passages = section.section.prompts, split(section.text)
    places = find_places(prompts, passages)
    return [
        _shown_prompt(number, prompt, check, _answer(number, places.get(prompt["key"]), passages))
        for number, prompt in enumerate(prompts)
    ]


def _holds(check: SectionCheck | None, place: Answer) -> bool:
    """Whether what answers a question is finished: its passage, or the text where it has none."""
    if check is None or check.is_sound:
        return True
    return check.is_written and bool(place.text) and not commonmark.count_gaps(place.text)


def _answer(number: int, at: int | None, passages: Sequence[str]) -> Answer:
    return Answer(f"answer_{number}", "") if at is None else Answer(f"passage_{at}", passages[at])


def _shown_prompt(
    number: int, prompt: Mapping[str, str], check: SectionCheck | None, place: Answer
) -> ShownPrompt:
    state = PromptState(prompt["state"])
    is_hollow = state is PromptState.ANSWERED and not _holds(check, place)
    return ShownPrompt(
        number=number,
        question=prompt["question"],
        help=prompt["help"],
        place=place,
        status="started" if is_hollow else words.PROMPT_STATUS[state],
        state=finding_words.hollow_answer() if is_hollow else str(words.PROMPT_STATES_SHORT[state]),
        note=prompt["note"],
    )


@dataclass(frozen=True, slots=True)
class SectionPage:
    """Everything on a section's page. `check` while the text can still change.

    `has_earlier`: it was begun from a text that the reader may compare its template with.
    """

    agreement: Agreement
    section: Section
    current: SectionText
    check: SectionCheck | None
    sections: int
    previous: SectionSummary | None
    next: SectionSummary | None
    html: Markup
    notes: Sequence[tuple[str, str]]
    guidance: Markup
    laws: Sequence[Law]
    waiting: Sequence[WaitingSuggestion]
    facts: Sequence[ShownFact]
    prompts: Sequence[ShownPrompt]
    can: Abilities
    has_earlier: bool

    @property
    def author(self) -> str:
        """Who wrote the current text, and for whom."""
        written = self.current
        party = self.agreement.party_name(written.organisation_id, written.changed_at)
        return f"{self.current.author_name}, {party}"


def section_page(actor: Actor, agreement: Agreement, current_text: SectionText) -> SectionPage:
    """Put a section's page together."""
    section = current_text.section
    found = parts.ask(agreement, _contents(agreement), "waiting", "facts", about=section.id)
    waiting = waiting_of(found)
    every, check = _neighbours(found, section)
    place = [one.id for one in every].index(section.id)
    corrected = list_corrected(agreement).get(section.id)
    return SectionPage(
        agreement=agreement,
        section=section,
        current=current_text,
        check=check,
        previous=every[place - 1] if place else None,
        next=every[place + 1] if place + 1 < len(every) else None,
        html=html_of(current_text, corrected),
        notes=notes_of(agreement, corrected),
        guidance=commonmark.to_html(section.guidance),
        laws=laws(section.legal, clock.today(), own_references(agreement.template_version_id)),
        waiting=waiting,
        facts=shown_facts(agreement, facts_of(found), waiting),
        sections=len(every),
        prompts=_shown_prompts(current_text, check),
        can=abilities(actor, agreement),
        has_earlier=check is not None
        and agreement.is_own
        and find_earlier(actor, agreement) is not None,
    )


def _contents(agreement: Agreement) -> str:
    """The table of contents; while it can still be written, with how ready each section is."""
    return "sections" if agreement.status in {Status.DRAFT, Status.SHARED} else "contents"


def _neighbours(
    found: Parts, section: Section
) -> tuple[Sequence[SectionSummary], SectionCheck | None]:
    if _contents(found.agreement) == "contents":
        return found.contents, None
    checked = found.sections
    return [one for one, _ in checked], {one.id: check for one, check in checked}[section.id]


def find_next_section(agreement: Agreement, section: Section) -> SectionSummary | None:
    """The section that comes after, if there is one."""
    later = parts.ask(agreement, "contents").contents
    return next((one for one in later if one.number > section.number), None)
