"""The form in which staff put a question: built with each party's own fields, and read."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from portal import clock
from portal.web.fields import TextField, TickField
from portal.web.forms import filled, filled_date
from portal.web.posted import as_number
from sip.consent.forms import AskForm, is_in_time, keep_in_time
from sip.consent.page import ConsentPage
from sip.consent.parties import PartyGroups, PartyView, grouped
from sip.consent.sealed import Why
from sip.consent.service import Asked
from sip.consent.words import GIVEN, TOLD
from sip.kernel.categories import category_choices
from sip.kernel.days import day_of, ends_at, last_whole_day
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import Given, How
from sip.ledger.items import YEAR

LONGEST_REASON = 300


class PartiesForm(AskForm):
    """With `ask_<id>` and `why_<id>` for each party; each that is chosen has its reason."""

    asked_views: Sequence[PartyView] = ()
    to_be_in: Sequence[PartyView] = ()  # must be in a plan, and nobody has been asked about them

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 (WTForms')
        """Somebody is asked about, each for a reason, not for too long, and whoever must be in."""
        is_whole = bool(super().validate(extra_validators))
        if not self.reasons:
            self.form_errors.append(_("Välj minst en som ska få vara med."))
            is_whole = False
        for view in self.asked_views:
            if self.reasons.get(view.id) == "":
                self[_why(view)].errors = [
                    _("Skriv varför %(name)s behöver vara med.", name=view.name)
                ]
                is_whole = False
        for view in self.to_be_in:
            if self.reasons and view.id not in self.reasons:
                self[_ask(view)].errors = [
                    _(
                        "%(name)s måste vara med i en samordnad plan. Fråga om dem också.",
                        name=view.name,
                    )
                ]
                is_whole = False
        if self.until.data is not None and self.until.data < clock.today():
            self.until.errors = [_("Den dagen har redan varit. Välj en dag framåt.")]
        return is_in_time(self.until, _latest_day(clock.now())) and is_whole

    @property
    def reasons(self) -> Mapping[UUID, str]:
        """Those who were chosen, each with why."""
        return {
            view.id: str(self[_why(view)].data or "")
            for view in self.asked_views
            if self[_ask(view)].data
        }


def build(page: ConsentPage) -> PartiesForm:
    """The form, with nothing chosen."""
    found = groups(page)
    views = tuple(found.everybody)
    to_be_in = [one for one in found.first if page.is_to_be_asked_about(one)]
    fields: dict[str, object] = {"asked_views": views, "to_be_in": to_be_in}
    for view in views:
        fields[_ask(view)] = TickField(view.name)
        fields[_why(view)] = TextField(
            _("Varför %(name)s?", name=view.name), max_length=LONGEST_REASON
        )
    made = type("PartiesForm", (PartiesForm,), fields)
    form: PartiesForm = made(seq=str(page.seq), until=_proposed(page.now))
    form.categories.choices = category_choices()
    form.how.choices = TOLD
    form.given.choices = [(given.value, label) for given, label in GIVEN.items()]
    keep_in_time(form.until, _latest_day(page.now))
    return form


def groups(page: ConsentPage) -> PartyGroups:
    """Whom the form names, the likeliest first."""
    return grouped(page.found, page.opened.plan.municipality_id)


def read(form: PartiesForm, page: ConsentPage) -> Asked:
    """What is asked; `page` has those who were chosen in it."""
    reasons = form.reasons
    return Asked(
        items=page.items_to_ask(reasons, form.categories.data),
        why=Why(
            filled(form.purpose.data),
            reasons,
            Given(filled(form.given.data)),
            is_interpreted=form.interpreter.data == "yes",
        ),
        until=ends_at(filled_date(form.until.data)),
        how=How(filled(form.how.data)),
        seq=as_number(form.seq.data),
    )


def _proposed(now: datetime) -> date:
    """Until when staff ask, unless they choose another day: a year, or the longest that it may."""
    return min(day_of(now + YEAR), _latest_day(now))


def _latest_day(now: datetime) -> date:
    return last_whole_day(now + sip_settings().longest_consent)


def _ask(view: PartyView) -> str:
    return f"ask_{view.id.hex}"


def _why(view: PartyView) -> str:
    return f"why_{view.id.hex}"
