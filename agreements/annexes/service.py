"""The annexes of a draft: added, replaced, moved, taken out, and back as they were."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from agreements import changes
from agreements.changes import Author
from agreements.outlines import OutlineKind
from agreements.queries.annex import AnnexText, get_annex, get_annex_version, list_annexes
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import Status, check_status
from agreements.tables.agreement import Agreement
from agreements.tables.annex import Annex, AnnexVersion
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.documents import uploads
from portal.documents.commonmark import count_gaps
from portal.documents.gaps import count_in
from portal.errors import Difference, StaleError

MOST_ANNEXES = 30


@dataclass(frozen=True, slots=True)
class Held:
    """What an annex is called and holds: a `text`, or the `content` of a file."""

    title: str
    text: str | None = None
    content: bytes | None = None
    suffix: str = ""

    @property
    def source(self) -> bytes:
        """What its checksum is of."""
        return self.content if self.content is not None else (self.text or "").encode("utf-8")


def held_by(version: AnnexVersion) -> Held:
    """What one version holds; a file's content has to be loaded."""
    return Held(version.title, version.text, version.content, version.suffix)


def text_held(title: str, text: str) -> Held:
    """A text, refused while it has gaps: the version that is decided on holds it as it is."""
    _check_title(title)
    if count_gaps(text):
        raise AgreementRuleError(Refusal.HALF_AN_ANNEX, field="text")
    return Held(title, text=text)


def file_held(title: str, content: bytes) -> Held:
    """A file, taken for what its content is."""
    _check_title(title)
    if len(content) > uploads.MOST_BYTES:
        raise AgreementRuleError(Refusal.TOO_LARGE_FILE, field="file")
    kind = uploads.recognise(content)
    if kind is None:
        raise AgreementRuleError(Refusal.NOT_A_FILE, field="file")
    return Held(title, content=content, suffix=kind.suffix)


def renamed(current: AnnexText, title: str) -> Held:
    """The same file by another name."""
    _check_title(title)
    version = get_annex_version(current.annex, current.annex.version)
    return Held(title, version.text, version.content, version.suffix)


def _check_title(title: str) -> None:
    if count_in(title):
        raise AgreementRuleError(Refusal.HALF_AN_ANNEX, field="title")


def add(actor: Actor, agreement: Agreement, *, annex_id: UUID, held: Held, now: datetime) -> None:
    """Add an annex, the last of them. The same `annex_id` twice is one annex."""
    found = _open(agreement)
    every = (*found, *list_annexes(agreement, removed=True))
    if any(one.annex.id == annex_id for one in every):
        return
    if not has_room(found):
        raise AgreementRuleError(Refusal.TOO_MANY_ANNEXES)
    annex = new_annex(agreement, annex_id)
    put(changes.author_of(actor), agreement, annex, held, now)
    _log(actor, agreement, annex, OutlineKind.ANNEX_ADDED)


def has_room(annexes: Sequence[AnnexText]) -> bool:
    """Whether an agreement that has these may have one more."""
    return len(annexes) < MOST_ANNEXES


def new_annex(agreement: Agreement, annex_id: UUID) -> Annex:
    """An annex that holds nothing yet and stands nowhere."""
    annex = Annex(
        id=annex_id,
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        key=f"bilaga-{annex_id.hex[-12:]}",
        position=0,
        version=0,
    )
    db.session.add(annex)
    db.session.flush()
    return annex


def put(author: Author, agreement: Agreement, annex: Annex, held: Held, now: datetime) -> None:
    """Let a new annex be the last of them."""
    annex.position = _next_position(agreement)
    hold(author, annex, held, now)
    _changed(author, agreement, annex, OutlineKind.ANNEX_ADDED, held.title, now)


def _next_position(agreement: Agreement) -> int:
    last = select(func.max(Annex.position)).where(Annex.agreement_id == agreement.id)
    return (db.session.scalar(last) or 0) + 1


def replace(
    actor: Actor,
    agreement: Agreement,
    current: AnnexText,
    *,
    held: Held,
    base_version: int,
    now: datetime,
) -> None:
    """Let an annex be called or hold something else: its next version.

    Raises StaleError when somebody has replaced it since the form was opened.
    """
    _open(agreement)
    latest = get_annex(agreement, current.annex.id)
    if _is_same(latest.version, held):
        return
    if latest.annex.version != base_version:
        raise StaleError((_difference(latest.version, held),))
    put_instead(changes.author_of(actor), agreement, latest, held, now)
    _log(actor, agreement, latest.annex, OutlineKind.ANNEX_REPLACED)


def put_instead(
    author: Author, agreement: Agreement, current: AnnexText, held: Held, now: datetime
) -> None:
    """Let an annex hold something else."""
    before, kind = current.version.title, OutlineKind.ANNEX_REPLACED
    hold(author, current.annex, held, now)
    _changed(author, agreement, current.annex, kind, held.title, now, before=before)


def _is_same(version: AnnexVersion, held: Held) -> bool:
    return (version.title, version.sha256) == (held.title, _checksum(held))


def _difference(version: AnnexVersion, held: Held) -> Difference:
    return Difference(
        version.title,
        yours=held.title if held.text is None else held.text,
        theirs=version.title if version.text is None else version.text,
        changed_by=version.author_name,
    )


def hold(author: Author, annex: Annex, held: Held, now: datetime) -> None:
    """Make `held` the annex's next version."""
    annex.version += 1
    keep(author, annex, held, annex.version, now)


def keep(author: Author, annex: Annex, held: Held, version: int | None, now: datetime) -> None:
    """Keep what an annex holds, or by a suggestion would hold: then it has no number."""
    db.session.add(
        AnnexVersion(
            county_id=annex.county_id,
            agreement_id=annex.agreement_id,
            annex_id=annex.id,
            version=version,
            title=held.title,
            text=held.text,
            content=held.content,
            suffix=held.suffix,
            size=len(held.source),
            sha256=_checksum(held),
            organisation_id=author.organisation_id,
            author_name=author.name,
            created_at=now,
            suggestion_id=author.suggestion_id,
        )
    )
    db.session.flush()


def _checksum(held: Held) -> str:
    return hashlib.sha256(held.source).hexdigest()


def restore_version(
    actor: Actor,
    agreement: Agreement,
    current: AnnexText,
    *,
    number: int,
    base_version: int,
    now: datetime,
) -> None:
    """Hold once more what it held in the version `number`: what stands now stays, too.

    `base_version` is the one that stood when the page was opened, as in `replace`.
    """
    version = get_annex_version(current.annex, number)
    held = held_by(version)
    replace(actor, agreement, current, held=held, base_version=base_version, now=now)


def move(
    actor: Actor, agreement: Agreement, current: AnnexText, *, earlier: bool, now: datetime
) -> None:
    """Let it change places with the one before it, or after it; the ends stay where they are."""
    found = _open(agreement)
    at = _place_of(found, current)
    other = at - 1 if earlier else at + 1
    if not 0 <= other < len(found):
        return
    one, two = found[at].annex, found[other].annex
    one.position, two.position = two.position, one.position
    kind, title, places = OutlineKind.ANNEX_MOVED, found[at].version.title, (at + 1, other + 1)
    was, now_at = map(str, places)
    author = changes.author_of(actor)
    _changed(author, agreement, one, kind, title, now, before=was, after=now_at)
    _log(actor, agreement, one, kind)


def may_place(agreement: Agreement, annex: str, before: str) -> bool:
    """Whether an annex can stand before another, by their ids, and does not already; "" is last."""
    ids = [str(one.annex.id) for one in list_annexes(agreement)]
    if annex not in ids or (before and before not in ids):
        return False
    at = ids.index(annex)
    following = ids[at + 1] if at + 1 < len(ids) else ""
    return before not in {annex, following}


def place(author: Author, agreement: Agreement, annex: str, before: str, now: datetime) -> None:
    """Write the annexes in their new order."""
    found = list(list_annexes(agreement))
    places = [one.annex.position for one in found]
    ids = [str(one.annex.id) for one in found]
    was = ids.index(annex)
    moved = found.pop(was)
    ids.remove(annex)
    now_at = ids.index(before) if before else len(ids)
    found.insert(now_at, moved)
    for one, position in zip(found, places, strict=True):
        one.annex.position = position
    title, kind = moved.version.title, OutlineKind.ANNEX_MOVED
    both = {"before": str(was + 1), "after": str(now_at + 1)}
    _changed(author, agreement, moved.annex, kind, title, now, **both)


def _place_of(found: Sequence[AnnexText], wanted: AnnexText) -> int:
    ids = [one.annex.id for one in found]
    if wanted.annex.id not in ids:
        raise AgreementRuleError(Refusal.WRONG_STATE)
    return ids.index(wanted.annex.id)


def remove(actor: Actor, agreement: Agreement, current: AnnexText, *, now: datetime) -> None:
    """Take it out; what it has held stays to be read."""
    found = _open(agreement)
    if current.annex.id not in {one.annex.id for one in found}:
        return
    take_out(changes.author_of(actor), agreement, current, now)
    _log(actor, agreement, current.annex, OutlineKind.ANNEX_REMOVED)


def take_out(author: Author, agreement: Agreement, current: AnnexText, now: datetime) -> None:
    """Let it be an annex no more."""
    kind = OutlineKind.ANNEX_REMOVED
    current.annex.removed_at = now
    _changed(author, agreement, current.annex, kind, current.version.title, now)


def restore(actor: Actor, agreement: Agreement, current: AnnexText, *, now: datetime) -> None:
    """Take it back in, the last of them."""
    found = _open(agreement)
    if current.annex.id in {one.annex.id for one in found}:
        return
    if not has_room(found):
        raise AgreementRuleError(Refusal.TOO_MANY_ANNEXES)
    current.annex.removed_at = None
    current.annex.position = _next_position(agreement)
    kind, title = OutlineKind.ANNEX_RESTORED, current.version.title
    _changed(changes.author_of(actor), agreement, current.annex, kind, title, now)
    _log(actor, agreement, current.annex, kind)


def copy_annexes(actor: Actor, base: Agreement, copy: Agreement, now: datetime) -> None:
    """Give an agreement that is begun from another all the annexes of that one."""
    for position, one in enumerate(list_annexes(base), start=1):
        version = get_annex_version(one.annex, one.annex.version)
        annex = Annex(
            county_id=copy.county_id,
            agreement_id=copy.id,
            key=one.annex.key,
            position=position,
            version=0,
        )
        db.session.add(annex)
        db.session.flush()
        hold(changes.author_of(actor), annex, held_by(version), now)


def _open(agreement: Agreement) -> Sequence[AnnexText]:
    """The annexes of an agreement that nobody else changes meanwhile, and that is a draft."""
    changes.lock(agreement)
    check_status(agreement.status, Status.DRAFT)
    return list_annexes(agreement)


def _changed(
    author: Author,
    agreement: Agreement,
    annex: Annex,
    kind: OutlineKind,
    title: str,
    now: datetime,
    *,
    before: str = "",
    after: str = "",
) -> None:
    changes.touch(agreement, now)
    changes.note_outline(
        author, agreement, kind, annex.id, title, before=before, after=after, now=now
    )
    db.session.flush()


def _log(actor: Actor, agreement: Agreement, annex: Annex, kind: OutlineKind) -> None:
    audit.record(
        actor, f"agreement.{kind.value}", annex, stream=agreement.id, version=annex.version
    )
