"""What the pages of area and parties show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from agreements import words
from agreements.abilities import abilities
from agreements.drafting.composing import Offered, offered
from agreements.drafting.forms import PART
from agreements.drafting.presenter import choices_of
from agreements.forms import NOTHING
from agreements.outline_acts import OutlineAct, list_acts
from agreements.parties import service
from agreements.parties.forms import ChangeForm, change_form
from agreements.parties.service import Difference
from agreements.queries.agreement import list_area
from agreements.queries.holding import list_holding
from agreements.rules import COMPOSITION_KINDS, Status
from agreements.tables.agreement import Agreement
from portal import clock
from portal.authz import Actor


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party and what it does, in words."""

    name: str
    does: str
    has_begun: bool


@dataclass(frozen=True, slots=True)
class PartiesPage:
    """Where an agreement holds, who takes part, and what has been changed of that."""

    agreement: Agreement
    area: str
    parties: Sequence[PartyLine]
    acts: Sequence[OutlineAct]
    may_change: bool


def parties_page(actor: Actor, agreement: Agreement) -> PartiesPage:
    """Put the page together."""
    names = [one.name for one in list_area(agreement)]
    return PartiesPage(
        agreement=agreement,
        area=words.area(names, covers_county=agreement.covers_county),
        parties=[
            PartyLine(
                one.organisation.name,
                words.what_it_does(f"{one.part.value} drafts" if one.drafts else one.part.value),
                has_begun=one.organisation_id == agreement.creator_id,
            )
            for one in agreement.parties
        ],
        acts=list_acts(actor, agreement, COMPOSITION_KINDS),
        may_change=abilities(actor, agreement).compose,
    )


def form_for(actor: Actor, agreement: Agreement) -> tuple[ChangeForm, Offered]:
    """The form as things stand, and what it offers."""
    who = offered(actor, service.content_for(actor, agreement))
    is_shared = agreement.status is Status.SHARED
    choices = choices_of(who, with_drafters=not is_shared)
    today = clock.today()
    holding = list_holding(agreement.subject_id, None, today)
    others = [one for one in holding if one.id != agreement.id]
    form = change_form(choices, words.replaceable(others), is_shared=is_shared)(
        base=service.mark(agreement),
        covers_county=agreement.covers_county,
        area=[str(one) for one in agreement.municipality_ids],
        drafting=[str(one) for one in agreement.drafter_ids - {agreement.creator_id}],
        replaces=[str(one) for one in agreement.replaces_ids] or [NOTHING],
        **{f"{PART}{one.organisation_id}": one.part.value for one in agreement.parties},
    )
    return form, who


def happens(agreement: Agreement, found: Difference) -> Iterator[str]:
    """Line by line what comes of a change, for those it is about."""
    is_shared = agreement.status is Status.SHARED
    if found.area:
        told = words.area([found.area[1]], covers_county=found.area[1] == service.THE_COUNTY)
        yield _("Den ska gälla i: %(area)s.", area=told)
    if found.replaces:
        yield _("Den ska ersätta: %(titles)s.", titles=found.replaces[1] or _("ingen annan"))
    let_in = {one.organisation_id for one in agreement.parties if one.joined_at}
    for one, was, now in found.parties:
        if not was:
            yield _("%(name)s kommer med: %(does)s.", name=one.name, does=words.what_it_does(now))
        elif now:
            yield _(
                "%(name)s: %(was)s blir %(now)s.",
                name=one.name,
                was=words.what_it_does(was),
                now=words.what_it_does(now),
            )
        elif one.id in let_in:
            yield _(
                "%(name)s är inte längre med. De får veta det och varför, och kan inte läsa texten"
                " mer. Förslag från dem som väntar tas tillbaka; det som de har föreslagit och"
                " svarat går att läsa.",
                name=one.name,
            )
        else:
            yield _("%(name)s är inte längre med.", name=one.name)
    if is_shared:
        yield _(
            "De andra parterna får veta det. Alla behöver säga igen att de är klara med texten."
        )
    yield _("Kolumnerna i ”Vem gör vad” följer parterna. Se efter vad som står där.")
