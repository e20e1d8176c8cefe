"""The form in which somebody answers what they are asked about: built, and read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from portal import clock
from portal.errors import StaleError
from portal.web.fields import TickField, TicksField
from portal.web.forms import Form, filled_date
from portal.web.posted import as_number
from sip.consent.forms import AnswerForm, Choices, keep_in_time
from sip.consent.parties import PartyView
from sip.consent.presenter import standing_wishes
from sip.consent.questions import Questions
from sip.consent.service import Answered, Paper, Period, Said
from sip.kernel.categories import category_label
from sip.kernel.days import ends_at, last_day, starts_at
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import How, Standing
from sip.ledger import words
from sip.ledger.items import (
    YEAR,
    Wish,
    granted,
    granted_until,
    of_plan,
    shares_of,
    wanted,
    within_mandate,
)
from sip.ledger.refusals import ConsentRefusal
from sip.ledger.rules import PLAN, Item, State, state


def build(questions: Questions, kind: type[AnswerForm]) -> AnswerForm:
    """The form, filled in with what stands now."""
    choices = [(key, category_label(key)) for key in questions.categories]
    made = _with_parties(kind, questions.views, questions.entries, choices)
    if questions.mirrored(questions.categories):
        made = _with_mirror(made, questions.views[0].name, choices)
    form = made(data=_standing(questions))
    form.plan.choices = [("yes", _("Ja")), ("no", _("Nej"))]
    form.latest = questions.latest_day
    keep_in_time(form.valid_to, form.latest)
    if not questions.asks_plan:
        del form.plan
    return form


def build_again(questions: Questions, kind: type[AnswerForm]) -> AnswerForm:
    """The form that was sent, for what stands now: ticks are kept, and may be sent anew."""
    form = build(questions, kind)
    form.seq.data, form.offered.data = str(questions.page.seq), questions.fingerprint
    return form


def read(
    questions: Questions, form: Form, how: How, *, information: str, paper: Paper | None = None
) -> Answered:
    """What was answered. Raises StaleError when the form asked about something else.

    A form in which nothing was chosen or changed is no answer, and no silent no. `information` and
    `paper` are as in Said.
    """
    if form.offered.data != questions.fingerprint:
        raise StaleError(())
    if as_number(form.seq.data) == questions.page.seq and _is_untouched(questions, form):
        raise SipRuleError(ConsentRefusal.NOTHING_CHOSEN)
    page, offered = questions.page, questions.offered
    says_no = questions.asks_plan and form.plan.data == "no"
    yes: frozenset[Item] = frozenset()
    if not says_no:
        yes = wanted(page.found.parties, _wishes(form, questions.views))
        mirrored = form.mirror.data if "mirror" in form else ()
        yes = (yes | questions.mirrored(mirrored) | {PLAN}) & offered
    if page.opened.standing is Standing.CLOSED:
        yes -= _lacking(questions)
    # no to the plan is no to everything that was ever asked about
    asked = offered | of_plan(page.ledger) if says_no else offered
    return Answered(
        said=Said(questions.consenter.id, how, as_number(form.seq.data), paper, information),
        yes=yes,
        asked_about=within_mandate(questions.consenter, asked, page.at),
        period=Period(
            starts_at(filled_date(form.valid_from.data), page.now),
            ends_at(filled_date(form.valid_to.data)),
        ),
        keeps_ends=form.valid_to.data == _last_day(questions),
    )


def _standing(questions: Questions) -> dict[str, object]:
    """The form's data for what stands now."""
    page = questions.page
    standing = standing_wishes(
        page.ledger,
        page.found,
        questions.views,
        questions.categories,
        questions.consenter,
        page.at,
    )
    return {**_ticked(questions.views, standing), **_rest(questions)}


def _is_untouched(questions: Questions, form: Form) -> bool:
    """Whether the form says what stood when it was opened, and nothing else."""
    return all(
        _plain(form[name].data) == _plain(value)
        for name, value in _standing(questions).items()
        if name in form
    )


def _plain(value: object) -> object:
    """A field's data, whatever the order of its ticks; nothing chosen is nothing."""
    return sorted(value) if isinstance(value, list) else value or ""


def _rest(questions: Questions) -> dict[str, object]:
    """The data of the fields that are no party's."""
    page = questions.page
    said = state(page.ledger, questions.consenter.id, PLAN, page.at)
    return {
        "seq": str(page.seq),
        "offered": questions.fingerprint,
        "mirror": questions.mirrored_now(),
        "plan": "yes" if said is State.GRANTED else "",
        "valid_from": clock.today(),
        "valid_to": _last_day(questions),
    }


def _last_day(questions: Questions) -> date:
    """What stands ends then; a new consent lasts a year, and no longer than it may."""
    page, consenter = questions.page, questions.consenter
    ends = granted_until(page.ledger, consenter.id, questions.offered, page.at)
    last = last_day(ends or page.now + YEAR)
    return min(last, questions.latest_day)


def _with_mirror(form: type[AnswerForm], name: str, categories: Choices) -> type[AnswerForm]:
    """`form` with `mirror`: what the others may see of what the party itself writes."""
    field = TicksField(_("Det här får de andra veta av %(name)s", name=name), choices=categories)
    return type(form.__name__, (form,), {"mirror": field})


def _with_parties(
    form: type[AnswerForm],
    views: Sequence[PartyView],
    entries: Mapping[UUID, Item],
    categories: Choices,
) -> type[AnswerForm]:
    """`form` with `party_<id>` and `see_<id>` for each party, so that none is taken for another.

    Only those of `entries` have a box for taking part: others do already, or that is not for the
    one who answers to decide.
    """
    fields: dict[str, object] = {}
    for view in views:
        if (entry := entries.get(view.id)) is not None:
            fields[_party(view)] = TickField(words.words_of(entry.kind).question)
        fields[_see(view)] = TicksField(words.SHARE.question, choices=categories)
    return type(form.__name__, (form,), fields)


def _lacking(questions: Questions) -> frozenset[Item]:
    """What a box that was ticked before does not say yes to: from those who have come since."""
    page = questions.page
    given = granted(page.ledger, questions.consenter.id, questions.offered, page.at)
    boxes = [questions.mirrored([key]) for key in questions.categories]
    boxes += [
        shares_of(page.found.parties, view.receiver, key)
        for view in questions.views
        for key in questions.categories
    ]
    return frozenset[Item]().union(*(box - given for box in boxes if box & given))


def _wishes(form: Form, views: Sequence[PartyView]) -> list[Wish]:
    """What was ticked, for each party."""
    return [
        Wish(
            view.receiver,
            takes_part=_party(view) not in form or bool(form[_party(view)].data),
            categories=frozenset(form[_see(view)].data),
        )
        for view in views
    ]


def _ticked(views: Sequence[PartyView], wished: Iterable[Wish]) -> dict[str, object]:
    """The fields' data for what stands now."""
    of = {wish.receiver.id: wish for wish in wished}
    values: dict[str, object] = {}
    for view in views:
        values[_party(view)] = of[view.id].takes_part
        values[_see(view)] = sorted(of[view.id].categories)
    return values


def _party(view: PartyView) -> str:
    return f"party_{view.id.hex}"


def _see(view: PartyView) -> str:
    return f"see_{view.id.hex}"
