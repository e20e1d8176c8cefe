"""What the pages of area and parties show."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from agreements import words
from agreements.abilities import abilities
from agreements.drafting.composing import Offered, offered
from agreements.drafting.forms import PART
from agreements.drafting.presenter import choices_of
from agreements.forms import NOTHING
from agreements.outline_acts import OutlineAct, list_acts
from agreements.outlines import COMPOSITION_KINDS
from agreements.parties import service
from agreements.parties.forms import ChangeForm, change_form
from agreements.parties.service import Difference
from agreements.queries.agreement import list_area
from agreements.queries.holding import list_holding
from agreements.rules import Status
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


def form_for(
    actor: Actor, agreement: Agreement, asked: Collection[str], *, whole: bool
) -> tuple[ChangeForm, Offered]:
    """The form as things stand, and what it offers.

    It takes over from what holds within its area, or within the one `asked` for, which may be the
    `whole` county.
    """
    who = offered(actor, service.content_for(actor, agreement))
    choices = choices_of(who, with_drafters=agreement.status is Status.DRAFT)
    today = clock.today()
    added = {one.id for one in who.municipalities if str(one.id) in asked}
    is_whole = whole or agreement.covers_county
    area = None if is_whole else added.union(agreement.municipality_ids)
    holding = list_holding(agreement.subject_id, area, today)
    others = [one for one in holding if one.id != agreement.id]
    is_read = bool(service.others_reading(actor, agreement))
    form = change_form(choices, words.replaceable(others), is_read=is_read)(
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
    if found.area:
        told = words.area([found.area[1]], covers_county=found.area[1] == service.THE_COUNTY)
        yield _("Den ska gälla i: %(area)s.", area=told)
    if found.replaces:
        yield _("Den ska ersätta: %(titles)s.", titles=found.replaces[1] or _("ingen annan"))
    let_in = {one.organisation_id for one in agreement.parties if one.joined_at}
    for one, was, now in found.parties:
        yield _of_party(one.name, was, now, has_read=one.id in let_in)
    if agreement.status is Status.SHARED:
        yield _(
            "De andra parterna får veta det. Alla behöver säga igen att de är klara med texten."
        )
    elif len(let_in) > 1:
        yield _("De som skriver utkastet får veta det.")
    yield _("Kolumnerna i ”Vem gör vad” följer parterna. Se efter vad som står där.")


def _of_party(name: str, was: str, now: str, *, has_read: bool) -> str:
    if was and now:
        does, did = words.what_it_does(now), words.what_it_does(was)
        return _("%(name)s: %(was)s blir %(now)s.", name=name, was=did, now=does)
    if now:
        return _("%(name)s kommer med: %(does)s.", name=name, does=words.what_it_does(now))
    if not has_read:
        return _("%(name)s är inte längre med.", name=name)
    return _(
        "%(name)s är inte längre med. De får veta det och varför, och kan inte läsa texten"
        " mer. Förslag från dem som väntar tas tillbaka; det som de har föreslagit och"
        " svarat går att läsa.",
        name=name,
    )
