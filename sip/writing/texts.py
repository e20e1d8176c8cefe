"""Writing the plan's texts: each party in its own name, a handler also in the person's."""

from datetime import datetime
from uuid import UUID

from portal.authz import Actor
from portal.errors import Difference, StaleError
from sip.content import changes
from sip.content.texts import WrittenText, add_text
from sip.content.unsealing import CASE_NOTES
from sip.door.locking import hold_open
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import OF_PERSON, TextKind
from sip.tables.plan import PlanText
from sip.writing.rows import find_row, get_row, was_removed
from sip.writing.rules import WritingRefusal, check_as_read


def write_text(
    actor: Actor,
    opened: OpenedPlan,
    written: WrittenText,
    *,
    text_id: UUID,
    base_version: int,
    now: datetime,
) -> None:
    """Write a text: new with `base_version` 0, else over the one that was read.

    Raises StaleError when somebody saved another text in between. The same text twice is one.
    """
    hold_open(opened)
    check_may_write(opened, written.kind)
    row = find_row(opened, PlanText, text_id)
    if row is None:
        add_text(actor, opened, written, now=now, text_id=text_id)
        return
    changes.check_may_change(opened, row)
    before = changes.unseal(opened.key, row, "text_sealed")
    if written.text != before and row.version != base_version:
        raise StaleError((Difference("text", written.text, before, row.changed_by),))

    def put() -> None:
        row.category = written.category
        if written.text != before:
            row.text_sealed = changes.seal(opened.key, row, "text_sealed", written.text)

    said = {"category": (row.category, written.category), "text": (before, written.text)}
    changes.write(actor, opened, row, said, put, now=now)


def check_may_write(opened: OpenedPlan, kind: TextKind) -> None:
    """Raise when a text of this kind is written only while the plan is shared, and it is not."""
    if kind not in CASE_NOTES:
        opened.check_shared()


def text_in_name(opened: OpenedPlan, kind: TextKind, *, text: str, category: str) -> WrittenText:
    """A text in the name it is written in: the person's own words are the person's."""
    party = changes.party_to_write_for(opened, for_person=kind in OF_PERSON)
    return WrittenText(kind, text, category, party)


def text_version(opened: OpenedPlan, text_id: UUID) -> int:
    """The version that a text has now; 0 before it is written."""
    row = find_row(opened, PlanText, text_id)
    return row.version if row is not None else 0


def category_of(opened: OpenedPlan, text_id: UUID) -> str:
    """The category that a text is in now; "" before it is written."""
    row = find_row(opened, PlanText, text_id)
    return row.category if row is not None else ""


def remove_text(
    actor: Actor, opened: OpenedPlan, text_id: UUID, *, version: int, now: datetime
) -> None:
    """Take a text out, as it was read (`version`). Its history stays, and the need is kept."""
    hold_open(opened)
    if was_removed(opened, text_id):
        return  # by the same form, sent twice
    row = get_row(opened, PlanText, text_id)
    changes.check_may_change(opened, row)
    if row.kind is TextKind.NEED:
        raise SipRuleError(WritingRefusal.NEED_IS_KEPT)
    check_as_read(version, row.version)
    before = changes.unseal(opened.key, row, "text_sealed")
    changes.remove(actor, opened, row, {"text": (before, None)}, now=now)
