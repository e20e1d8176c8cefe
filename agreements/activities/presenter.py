"""The page of an agreement's activities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from agreements.activities import queries
from agreements.permissions import AgreementPermission
from agreements.planned import ActivityState, state_of
from agreements.tables.activity import Activity
from agreements.tables.agreement import Agreement
from portal.authz import Actor
from portal.web.guard import is_allowed


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity: whose it is, how far it has come, and where its owner says how it ended."""

    activity: Activity
    owner: str
    status: str
    status_label: str
    end_url: str


@dataclass(frozen=True, slots=True)
class ActivitiesPage:
    """Everything that is planned, and has been done."""

    agreement: Agreement
    lines: Sequence[ActivityLine]
    late: int
    is_editable: bool


def activities_page(actor: Actor, agreement: Agreement, today: date) -> ActivitiesPage:
    """Put it together."""
    is_editable = is_allowed(actor, AgreementPermission.FOLLOW_UP, agreement)
    lines = [
        _line(actor, agreement, one, today, is_editable=is_editable)
        for one in queries.list_activities(agreement)
    ]
    late = sum(one.status == "late" for one in lines)
    return ActivitiesPage(agreement, lines, late, is_editable)


def owner_choices(agreement: Agreement) -> list[tuple[str, str]]:
    """The parties that can be asked to do something."""
    return [
        ("", _("Välj part")),
        *(
            (str(one.organisation_id), one.organisation.name)
            for one in agreement.parties
            if one.organisation_id in agreement.bound_ids
        ),
    ]


def _line(
    actor: Actor, agreement: Agreement, one: Activity, today: date, *, is_editable: bool
) -> ActivityLine:
    status, label = {
        ActivityState.PLANNED: ("waiting", _("Planerad")),
        ActivityState.LATE: ("late", ""),
        ActivityState.DONE: ("done", ""),
        ActivityState.DROPPED: ("abandoned", _("Blev inte av")),
    }[state_of(one.due_on, today, is_done=one.is_done)]
    is_mine = actor.organisation_id in {one.owner_id, one.organisation_id}
    url = ""
    if is_editable and is_mine and one.ended_at is None:
        url = url_for("activities.end", agreement_id=agreement.id, activity_id=one.id)
    return ActivityLine(one, agreement.party_name(one.owner_id), status, label, url)
