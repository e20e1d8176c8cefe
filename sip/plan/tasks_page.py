"""What "Mina uppgifter" shows: what waits on somebody, by what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString, ngettext

from portal.outbox.notices import ShownNotice
from portal.web.addresses import url_for
from portal.web.i18n import gettext as _
from portal.web.i18n import lazy_gettext as _l
from sip.kernel.vocabulary import Whose
from sip.plan.next_steps import SUBJECTS
from sip.plan.queries import CaseStep, Tasks

WHOSE: Mapping[Whose, LazyString] = {
    Whose.ALL: _l("Alla dina planer"),
    Whose.MINE: _l("De du håller ihop"),
    Whose.UNIT: _l("De din enhet håller ihop"),
}


@dataclass(frozen=True, slots=True)
class TasksPage:
    """What waits, in the plans that are `whose`."""

    tasks: Tasks
    whose: Whose
    told: Sequence[ShownNotice]

    @property
    def heading(self) -> str:
        """What the page says first."""
        return tasks_finding(self.tasks)

    @property
    def own_heading(self) -> str:
        """What stands above that which somebody is to do by a day."""
        is_units = self.whose is Whose.UNIT
        return _("Det din enhet ska göra") if is_units else _("Det du ska göra")

    @property
    def choices(self) -> tuple[tuple[str, str, bool], ...]:
        """Which plans it can be about: by what name, where, and whether it is."""
        return tuple(
            (str(label), url_for("tasks.show", **_asked_for(one)), one is self.whose)
            for one, label in WHOSE.items()
        )

    @property
    def all_url(self) -> str:
        """Where all of it is shown, not only the nearest."""
        return url_for("tasks.show", all=1, **_asked_for(self.whose))

    @property
    def subjects(self) -> tuple[tuple[str, tuple[CaseStep, ...]], ...]:
        """What comes next in the cases, by what it is about, the late first."""
        found = (
            (str(label), tuple(one for one in self.tasks.steps if one.step.step in steps))
            for label, steps in SUBJECTS.items()
        )
        return tuple(
            (label, tuple(sorted(its, key=lambda one: not one.step.is_late)))
            for label, its in found
            if its
        )


def _asked_for(whose: Whose) -> Mapping[str, str]:
    return {} if whose is Whose.ALL else {"whose": whose.value}


def tasks_finding(tasks: Tasks) -> str:
    """What "Mina uppgifter" says first."""
    if not tasks.count:
        return _finding_without_tasks(tasks)
    waiting = ngettext("En uppgift", "%(num)d uppgifter", tasks.count)
    if not tasks.overdue and tasks.late_cases:
        return f"{waiting}, {_late_cases(tasks.late_cases)}"
    if not tasks.overdue:
        return _("%(tasks)s, ingen är försenad", tasks=waiting)
    if tasks.count == 1:
        return _("En uppgift är försenad")
    late = ngettext("en är försenad", "%(num)d är försenade", tasks.overdue)
    return f"{waiting}, {late}"


def _late_cases(number: int) -> str:
    return ngettext("ett ärende är försenat", "%(num)d ärenden är försenade", number)


def _finding_without_tasks(tasks: Tasks) -> str:
    if tasks.late_cases:
        told = _late_cases(tasks.late_cases)
        return told[0].upper() + told[1:]
    if tasks.calls:
        return ngettext(
            "En kallelse väntar på svar", "%(num)d kallelser väntar på svar", tasks.calls
        )
    if tasks.acts:
        return ngettext("Ett ärende väntar på dig", "%(num)d ärenden väntar på dig", tasks.acts)
    return _("Inget väntar på dig")
