"""What each party says of a shared text, and what has changed since it was ready, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from agreements.outlines import ANNEX_KINDS, COLUMN_KINDS, ROW_KINDS, OutlineKind
from agreements.parts import Adopted
from agreements.progress import stands_of
from agreements.readings import ReadingKind, Stand
from agreements.tables.agreement import Agreement
from agreements.tables.party import PartyReading
from portal.web.filters import date_and_time


@dataclass(frozen=True, slots=True)
class ShownStand:
    """How one party stands to the text as it is now.

    `status` is a kind of portal/web/statuses.py, `label` its words here; `detail` who said it and
    when, "" before anybody has. `changed` is what has become another text since the party was
    ready, each with the page that shows it; none where the agreement has come back unchanged.
    """

    party: str
    organisation_id: UUID
    stand: Stand
    status: str
    label: str
    detail: str
    changed: Sequence[tuple[str, str]]

    @property
    def is_ready(self) -> bool:
        """Whether it is ready with the text as it is now."""
        return self.stand is Stand.READY

    @property
    def has_lapsed(self) -> bool:
        """Whether it was ready with a text that has become another."""
        return self.stand is Stand.LAPSED

    @property
    def is_silent(self) -> bool:
        """Whether it has said nothing yet."""
        return self.stand is Stand.SILENT


def shown_stands(
    agreement: Agreement, readings: Sequence[PartyReading], adopted: Sequence[Adopted]
) -> list[ShownStand]:
    """Each of its parties, in their order."""
    stands = stands_of(agreement, readings)
    return [
        _shown(agreement, party, stand, _last(readings, party, stand), adopted)
        for party, stand in stands.items()
    ]


def _last(readings: Sequence[PartyReading], party: UUID, stand: Stand) -> PartyReading | None:
    """What the party's stand rests on: its last word of being ready, or the last of all."""
    mine = [one for one in readings if one.organisation_id == party]
    if stand in {Stand.READY, Stand.LAPSED}:
        mine = [one for one in mine if one.kind is not ReadingKind.READ]
    return mine[-1] if mine else None


def _shown(
    agreement: Agreement,
    party: UUID,
    stand: Stand,
    last: PartyReading | None,
    adopted: Sequence[Adopted],
) -> ShownStand:
    has_lapsed = stand is Stand.LAPSED and last is not None
    return ShownStand(
        party=agreement.party_name(party),
        organisation_id=party,
        stand=stand,
        status="done" if stand is Stand.READY else "waiting",
        label=_label(stand, last, is_own=party == agreement.creator_id),
        detail=f"{last.read_by}, {date_and_time(last.read_at)}" if last else "",
        changed=_changed(agreement, [one for one in adopted if one.at > last.read_at])
        if has_lapsed and last
        else (),
    )


def _label(stand: Stand, last: PartyReading | None, *, is_own: bool) -> str:
    """In words; whoever began it and shared it has not left it unread (`is_own`)."""
    if last is not None and last.kind is ReadingKind.NOT_READY:
        return _("Är inte klara än")
    return {
        Stand.SILENT: _("Har delat utkastet") if is_own else _("Har inte läst än"),
        Stand.READ: _("Har läst"),
        Stand.LAPSED: _("Var klara, men texten har ändrats"),
        Stand.READY: _("Är klara med texten"),
    }[stand]


def _changed(agreement: Agreement, adopted: Sequence[Adopted]) -> list[tuple[str, str]]:
    """Each place that has changed, once, with the latest that changed it."""
    found = {
        _place(one): url_for(
            "negotiation.show", agreement_id=agreement.id, suggestion_id=one.suggestion
        )
        for one in adopted
    }
    return list(found.items())


def _place(one: Adopted) -> str:
    if one.number is not None:
        return _("avsnitt %(number)s", number=one.number)
    if one.outline in ANNEX_KINDS:
        return _("bilagorna")
    if one.outline == OutlineKind.RENAMED:
        return _("namnet")
    if one.outline == OutlineKind.FACT_CHANGED:
        return _("uppgifterna")
    is_matrix = one.of_matrix or one.outline in ROW_KINDS | COLUMN_KINDS
    return _("Vem gör vad") if is_matrix else _("när överenskommelsen gäller")
