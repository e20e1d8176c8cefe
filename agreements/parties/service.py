"""Changing where an agreement holds and who takes part, until its text is locked."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from agreements import changes
from agreements.county_templates.model import TemplateFile
from agreements.drafting.composing import Composition, Wanted, compose
from agreements.drafting.creation import actors_of, check_none_in_progress, check_replaced, label_of
from agreements.matrix.columns import list_columns, list_removed
from agreements.negotiation.answering import settle_open
from agreements.outlines import OutlineKind
from agreements.parties.rules import ColumnNow, ColumnWanted, Fitted, Taking, fit
from agreements.queries.agreement import get_agreement, list_area
from agreements.queries.holding import list_holding
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import Part, Status, check_status
from agreements.tables import signing_functions
from agreements.tables.agreement import Agreement
from agreements.tables.party import AgreementParty
from agreements.tables.signing_functions import Recomposed
from agreements.templates.queries import get_template_version
from agreements.templates.service import content_of
from agreements.terms import check_alone
from portal.audit import service as audit
from portal.authz import Actor, OrganisationKind, Role
from portal.db import db
from portal.ids import new_id
from portal.outbox import service as outbox
from portal.tenancy.models import Organisation

COORDINATORS = frozenset({Role.COORDINATOR})

THE_COUNTY = "*"
"""How the history writes an area that covers the county."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What would be another. `parties` are those who would take part in another way, as was and is.

    What a party does is written as its Part, with "drafts" after it if it writes the draft.
    """

    area: tuple[str, str] | None = None
    replaces: tuple[str, str] | None = None
    parties: Sequence[tuple[Organisation, str, str]] = field(default_factory=tuple)

    @property
    def is_none(self) -> bool:
        """Whether nothing would be."""
        return self.area is None and self.replaces is None and not self.parties

    @property
    def leaving(self) -> list[Organisation]:
        """Those who would no longer take part."""
        return [one for one, _was, now in self.parties if not now]

    @property
    def coming(self) -> list[Organisation]:
        """Those who would take part."""
        return [one for one, was, _now in self.parties if not was]

    def told(self) -> Iterator[dict[str, str | None]]:
        """How the history says it."""
        for kind, both in (
            (OutlineKind.AREA_CHANGED, self.area),
            (OutlineKind.REPLACES_CHANGED, self.replaces),
        ):
            if both is not None:
                yield _note(kind, None, "", *both)
        for one, was, now in self.parties:
            kind = OutlineKind.PARTY_CHANGED if was and now else OutlineKind.PARTY_REMOVED
            yield _note(kind if was else OutlineKind.PARTY_ADDED, one.id, one.name, was, now)


def _note(
    kind: OutlineKind, place: UUID | None, name: str, before: str, after: str
) -> dict[str, str | None]:
    return {
        "kind": kind.value,
        "place_id": str(place) if place else None,
        "name": name,
        "before": before,
        "after": after,
    }


def content_for(actor: Actor, agreement: Agreement) -> TemplateFile:
    """The template that it was begun from, which says who may take part."""
    return content_of(get_template_version(actor, agreement.template_version_id))


def difference(
    actor: Actor, agreement: Agreement, wanted: Wanted, replaces: Collection[UUID], today: date
) -> Difference:
    """What would be another if it were composed so; raises where it cannot be."""
    return _difference(agreement, *_checked(actor, agreement, wanted, replaces, today))


def mark(agreement: Agreement) -> str:
    """What stands of who and where, in short; after a change it is another."""
    stands = (
        _area(list_area(agreement), covers_county=agreement.covers_county),
        *(f"{one.organisation_id} {_told(one)}" for one in agreement.parties),
        *map(str, agreement.replaces_ids),
    )
    return sha256("|".join(stands).encode()).hexdigest()[:16]


def recompose(
    actor: Actor,
    agreement: Agreement,
    wanted: Wanted,
    replaces: Collection[UUID],
    *,
    base: str,
    reason: str,
    now: datetime,
    today: date,
) -> Difference:
    """Say anew where it holds, who takes part with what, and what it replaces.

    `base` is the mark that the form was opened with. Once others read it, with the reason: those
    who leave and those who stay are told, what the
    parties have said of the text holds no more, and what waited only for one that left is settled.
    """
    changes.lock(agreement)
    db.session.expire(agreement, ["every_party"])
    if base != mark(agreement):
        raise AgreementRuleError(Refusal.COMPOSED_MEANWHILE)
    made, replaced = _checked(actor, agreement, wanted, replaces, today)
    found = _difference(agreement, made, replaced)
    if found.is_none:
        return found
    others = others_reading(actor, agreement)
    if others and not reason.strip():
        raise AgreementRuleError(Refusal.REASON_NEEDED, field="reason")
    leaving = {one.id for one in found.leaving}
    if others & leaving:
        # afterwards they are nobody's to tell
        changes.tell_undone(
            agreement,
            "agreement.party_removed",
            subject_id=new_id(),
            parties=others & leaving,
            path="/left",
        )
    signing_functions.recompose(
        agreement.id,
        Recomposed(
            area=made.municipality_ids,
            covers_county=made.covers_county,
            parties=[
                {
                    "organisation_id": str(one.organisation.id),
                    "position": position,
                    "drafts": one.drafts,
                    "decides": one.part.decides,
                    "signs": one.part.signs,
                }
                for position, one in enumerate(made.parties)
            ],
            columns=_columns(actor, agreement, made),
            replaces=replaced,
            told=list(found.told()),
            reason=reason,
        ),
    )
    db.session.expire(agreement)
    agreement = get_agreement(actor, agreement.id)
    if found.area and signing_functions.meets_in_decision(agreement.id):
        raise AgreementRuleError(Refusal.BEING_DECIDED, field="area")
    audit.record(actor, "agreement.recomposed", agreement, stream=agreement.id)
    _tell(actor, agreement, others - leaving)
    if agreement.status is Status.SHARED:
        settle_open(actor, agreement, now)
    return found


def _checked(
    actor: Actor, agreement: Agreement, wanted: Wanted, replaces: Collection[UUID], today: date
) -> tuple[Composition, list[UUID]]:
    check_status(agreement.status, Status.DRAFT, Status.SHARED)
    if not agreement.is_own:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    made = compose(actor, content_for(actor, agreement), wanted)
    if agreement.status is Status.SHARED:
        # who wrote the draft stays as it was
        wrote = agreement.drafter_ids
        parties = [replace(one, drafts=one.organisation.id in wrote) for one in made.parties]
        made = replace(made, parties=parties)
    area = made.municipality_ids
    check_none_in_progress(actor, area, agreement.subject_id, but=agreement.id)
    replaced = check_replaced(replaces, agreement.subject_id, area)
    if set(area) - set(agreement.municipality_ids):
        first = min(today, agreement.valid_from or today)
        others = list_holding(agreement.subject_id, area, first)
        check_alone(agreement.term, [one for one in others if one.id != agreement.id], replaced)
    return made, replaced


def _difference(agreement: Agreement, made: Composition, replaced: Collection[UUID]) -> Difference:
    was = {one.organisation_id: one for one in agreement.parties}
    now = {one.organisation.id: one for one in made.parties}
    parties = [
        (one.organisation, _told(was.get(id_)), _code(one.part, drafts=one.drafts))
        for id_, one in now.items()
    ]
    gone = [(one.organisation, _told(one), "") for id_, one in was.items() if id_ not in now]
    area = _area(list_area(agreement), covers_county=agreement.covers_county)
    new_area = _area(made.area, covers_county=made.covers_county)
    return Difference(
        area=(area, new_area) if area != new_area else None,
        replaces=_replaces(agreement, replaced),
        parties=[one for one in (*parties, *gone) if one[1] != one[2]],
    )


def _told(party: AgreementParty | None) -> str:
    return _code(party.part, drafts=party.drafts) if party else ""


def _code(part: Part, *, drafts: bool) -> str:
    return f"{part.value} drafts" if drafts else part.value


def _area(places: Sequence[Organisation], *, covers_county: bool) -> str:
    return THE_COUNTY if covers_county else ", ".join(one.name for one in places)


def _replaces(agreement: Agreement, replaced: Collection[UUID]) -> tuple[str, str] | None:
    if set(replaced) == set(agreement.replaces_ids):
        return None
    wanted = {*replaced, *agreement.replaces_ids}
    titles = {
        one.id: one.title
        for one in list_holding(agreement.subject_id, None, date.min)
        if one.id in wanted
    }
    was, now = (
        "; ".join(titles[one] for one in ids if one in titles)
        for ids in (agreement.replaces_ids, replaced)
    )
    return was, now


def others_reading(actor: Actor, agreement: Agreement) -> set[UUID]:
    """The other parties that have been let in, which are owed a reason."""
    here = {one.organisation_id for one in agreement.parties if one.joined_at is not None}
    return here - {actor.organisation_id}


def _columns(actor: Actor, agreement: Agreement, made: Composition) -> dict[str, object]:
    """What becomes of the columns of the matrix, as the database takes it."""
    content = content_for(actor, agreement)
    every = (*list_columns(agreement), *list_removed(agreement))
    columns = [
        ColumnNow(one.id, one.key, one.label, one.organisation_id, one.removed_in is not None)
        for one in every
    ]
    wanted = [
        ColumnWanted(column.key, label_of(column, one, is_only=is_only), one.id if one else None)
        for column, one, _number, is_only in actors_of(content, made)
    ]
    names = {one.organisation_id: one.organisation.short_name for one in agreement.parties}
    names |= {one.organisation.id: one.organisation.short_name for one in made.parties}
    found = fit(columns, wanted, _taking_now(agreement), _taking(made), names)
    return _as_json(found, content, max((one.position for one in every), default=0))


def _as_json(found: Fitted, content: TemplateFile, position: int) -> dict[str, object]:
    return {
        "changed": [
            {"id": str(id_), "label": label, "organisation_id": str(party) if party else None}
            for id_, (label, party) in found.changed.items()
        ],
        "removed": [str(one) for one in found.removed],
        "restored": [str(one) for one in found.restored],
        "added": [
            {
                "id": str(new_id()),
                "key": one.key,
                "label": one.label,
                "organisation_id": str(one.party) if one.party else None,
                "position": position + number,
                "said": _usual(content, one.key),
            }
            for number, one in enumerate(found.added, start=1)
        ],
    }


def _usual(content: TemplateFile, key: str) -> dict[str, str]:
    """What the template says of a column, by row; a second of its kind has a number in its key."""
    own = max((one.key for one in content.columns if key.startswith(one.key)), key=len)
    return {row.key: row.default[own].value for row in content.rows if own in row.default}


def _taking_now(agreement: Agreement) -> Taking:
    bound = [one for one in agreement.parties if one.part is not Part.CONSULTED]
    return Taking(
        parties=agreement.party_ids,
        bound={one.organisation_id for one in bound},
        places=[
            one.organisation_id
            for one in bound
            if one.organisation.kind is OrganisationKind.MUNICIPALITY
        ],
    )


def _taking(made: Composition) -> Taking:
    bound = [one.organisation for one in made.parties if one.part is not Part.CONSULTED]
    return Taking(
        parties={one.organisation.id for one in made.parties},
        bound={one.id for one in bound},
        places=[one.id for one in bound if one.kind is OrganisationKind.MUNICIPALITY],
    )


def _tell(actor: Actor, agreement: Agreement, knew: Collection[UUID]) -> None:
    """Tell those who have been let in now, and those who were before and stay."""
    here = others_reading(actor, agreement)
    is_draft = agreement.status is Status.DRAFT
    kinds = dict.fromkeys(here & set(knew), "agreement.recomposed")
    for party in here - set(knew):
        asked = "agreement.party_added" if party in agreement.bound_ids else "agreement.consulted"
        kinds[party] = "agreement.draft_together" if is_draft else asked
    for party, kind in kinds.items():
        outbox.notify(
            party,
            COORDINATORS,
            kind,
            path=f"/agreements/{agreement.id}",
            dedupe=f"{kind}:{agreement.id}:{agreement.revision}",
        )
