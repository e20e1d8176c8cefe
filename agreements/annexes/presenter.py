"""What the pages of annexes show."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from markupsafe import Markup

from agreements.abilities import Abilities, abilities
from agreements.annexes.service import may_place
from agreements.outline_acts import OutlineAct, list_acts, was_there
from agreements.outlines import ANNEX_KINDS
from agreements.queries.agreement import get_agreement
from agreements.queries.annex import (
    AnnexText,
    get_annex,
    get_annex_version,
    list_annex_versions,
    list_annexes,
)
from agreements.redlines import show_redline
from agreements.subjects import PartOf
from agreements.tables.agreement import Agreement
from agreements.tables.annex import AnnexVersion
from portal.authz import Actor
from portal.documents import commonmark
from portal.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class AnnexesPage:
    """The annexes in order, those that are taken out, and what has been done with them."""

    agreement: Agreement
    annexes: Sequence[AnnexText]
    removed: Sequence[AnnexText]
    acts: Sequence[OutlineAct]
    can: Abilities


def annexes_page(actor: Actor, agreement: Agreement) -> AnnexesPage:
    """Put the list together."""
    return AnnexesPage(
        agreement=agreement,
        annexes=list_annexes(agreement),
        removed=[
            one for one in list_annexes(agreement, removed=True) if _is_seen(actor, agreement, one)
        ],
        acts=list_acts(actor, agreement, ANNEX_KINDS),
        can=abilities(actor, agreement),
    )


def places_for(agreement: Agreement, moved: AnnexText) -> list[tuple[str, str]]:
    """Where an annex could stand instead, as choices of a form: before another, or last."""
    ids = [str(one.annex.id) for one in list_annexes(agreement)]
    others = [
        (str(one.annex.id), _("Före %(title)s", title=one.version.title))
        for one in list_annexes(agreement)
    ]
    may = [one for one in others if may_place(agreement, str(moved.annex.id), one[0])]
    is_last = ids[-1:] == [str(moved.annex.id)]
    return may if is_last else [*may, ("", _("Sist"))]


def _is_seen(actor: Actor, agreement: Agreement, one: AnnexText) -> bool:
    removed_at = one.annex.removed_at
    return removed_at is None or was_there(actor, agreement, removed_at)


def get_annex_part(actor: Actor, agreement_id: UUID, annex_id: UUID) -> PartOf[AnnexText]:
    """An annex of an agreement, also one that was taken out while the actor's party read it."""
    agreement = get_agreement(actor, agreement_id)
    found = get_annex(agreement, annex_id)
    if not _is_seen(actor, agreement, found):
        raise NotFoundError
    return PartOf(agreement, found)


def get_text_part(actor: Actor, agreement_id: UUID, annex_id: UUID) -> PartOf[AnnexText]:
    """An annex that is a text."""
    return _of_kind(get_annex_part(actor, agreement_id, annex_id), is_file=False)


def get_file_part(actor: Actor, agreement_id: UUID, annex_id: UUID) -> PartOf[AnnexText]:
    """An annex that is a file."""
    return _of_kind(get_annex_part(actor, agreement_id, annex_id), is_file=True)


def _of_kind(found: PartOf[AnnexText], *, is_file: bool) -> PartOf[AnnexText]:
    if found.part.is_file is not is_file:
        raise NotFoundError
    return found


@dataclass(frozen=True, slots=True)
class VersionLine:
    """What an annex has held: who put it there, and when."""

    version: AnnexVersion
    author: str
    is_current: bool

    @property
    def number(self) -> int:
        """Its number."""
        return self.version.version or 0


@dataclass(frozen=True, slots=True)
class AnnexPage:
    """One annex as it was in the version `shown`, and what has changed since the one before."""

    agreement: Agreement
    current: AnnexText
    shown: VersionLine
    versions: Sequence[VersionLine]
    html: Markup
    changes: Markup
    can: Abilities

    @property
    def is_removed(self) -> bool:
        """Whether it is taken out."""
        return self.current.annex.removed_at is not None


def annex_page(
    actor: Actor, agreement: Agreement, current: AnnexText, number: int | None
) -> AnnexPage:
    """Put it together; raises NotFoundError for a version that the actor does not see."""
    versions = [
        VersionLine(
            one,
            f"{one.author_name}, {agreement.party_name(one.organisation_id, one.created_at)}",
            one.version == current.annex.version,
        )
        for one in _versions(actor, agreement, current)
    ]
    wanted = current.annex.version if number is None else number
    at = next((at for at, one in enumerate(versions) if one.number == wanted), None)
    if at is None:
        raise NotFoundError
    shown, before = versions[at].version, versions[at + 1 : at + 2]
    is_text = shown.text is not None and before and before[0].version.text is not None
    redline = show_redline(before[0].version.text or "", shown.text or "") if is_text else None
    return AnnexPage(
        agreement=agreement,
        current=current,
        shown=versions[at],
        versions=versions,
        html=commonmark.to_html(shown.text or "", gaps=True),
        changes=redline.html if redline and redline.is_changed else Markup(),
        can=abilities(actor, agreement),
    )


def _versions(actor: Actor, agreement: Agreement, current: AnnexText) -> Sequence[AnnexVersion]:
    """The versions, newest first, that were there for the actor's party to see."""
    every = list_annex_versions(current.annex)
    later = [one for one in every if was_there(actor, agreement, one.created_at)]
    # the one that stood before them, too: it is what they were let in to
    return every[: len(later) + 1]


def get_file(
    actor: Actor, agreement: Agreement, current: AnnexText, number: int | None
) -> AnnexVersion:
    """A file as it was in one version, with its content; NotFoundError for a text."""
    page = annex_page(actor, agreement, current, number)
    version = get_annex_version(current.annex, page.shown.number)
    if version.content is None:
        raise NotFoundError
    return version
