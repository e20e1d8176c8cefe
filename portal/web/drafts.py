"""What is being written in a form is kept as its writer's own draft until they send it.

A view that is `drafted` answers three things more at its form's address, by the field `draft`:
"save" keeps what the form holds (the page's script asks for it at every pause, and a button without
the script), "continue" opens the form with the draft in it, "discard" throws the draft away. The
guard has let the sender in by then, so a draft ends with the right to write there.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, wraps
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask, flash, has_request_context, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from wtforms import Field, HiddenField, StringField

from portal import clock
from portal.authz import Actor
from portal.db import whoever_asks
from portal.drafts import service
from portal.drafts.service import DraftElsewhereError, DraftTooLargeError, Kept, Scope
from portal.errors import Difference, NotFoundError
from portal.ids import new_id
from portal.transaction import transaction
from portal.web.filters import day_and_month, hour
from portal.web.posted import as_id
from portal.zone import STOCKHOLM

if TYPE_CHECKING:
    from portal.web.forms import Form

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Sent = MultiDict[str, str]

JSON = "application/json"
# what a form carries besides what somebody wrote in it
CARRIED = frozenset({"csrf_token", "draft", "draft_holder", "draft_base"})


# the form of the request under way, if it is drafted
_drafting: "ContextVar[Drafting | None]" = ContextVar("drafting", default=None)


def own_scope(_subject: object) -> Scope:
    """The scope of a form that writes in no agreement and no plan."""
    return Scope()


@dataclass(frozen=True)
class Drafts:
    """Marks views as drafted; `scope_of` says what the subject of the address writes in."""

    scope_of: Callable[[Any], Scope]

    def __call__(
        self, *, by: Iterable[str] = (), shown_at: str | None = None, sent_to: str | None = None
    ) -> Callable[[View], View]:
        """Keep what is written in the form of this view.

        `by` are arguments of the query that make it another form. A form that is sent to another
        view than shows it names each to the other: `shown_at` where it is sent, `sent_to` where it
        is shown.
        """

        def decorate(view: View) -> View:
            @wraps(view)
            def drafting(actor: Actor, subject: object) -> ResponseReturnValue:
                here = Drafting(
                    actor=actor,
                    scope=self.scope_of(subject),
                    sent_to=sent_to or request.endpoint or "",
                    shown_at=shown_at or request.endpoint or "",
                    by=tuple(by),
                )
                _drafting.set(here)
                answer = here.answer(wish) if (wish := _wish()) else None
                return view(actor, subject) if answer is None else answer

            drafting.is_drafted = True  # type: ignore[attr-defined]  # functions take attributes
            return cast("View", drafting)

        return decorate


drafted = Drafts(own_scope)


@dataclass
class Drafting:
    """The form of the page under way, and its writer's draft of it."""

    actor: Actor
    scope: Scope
    sent_to: str
    shown_at: str
    by: tuple[str, ...]
    form: "Form | None" = field(default=None)

    @property
    def place(self) -> str:
        """Which form it is, as drafts know it."""
        named = {name: str(value) for name, value in (request.view_args or {}).items()}
        asked = {name: request.args[name] for name in self.by if request.args.get(name)}
        return f"{self.sent_to}?{urlencode(sorted((named | asked).items()))}"

    @property
    def address(self) -> str:
        """Where the form is sent."""
        return self._url(self.sent_to)

    @cached_property
    def kept(self) -> Kept | None:
        """The draft, if there is one: this place is asked of for those who have begun any."""
        asker = whoever_asks()
        if asker is not None and not asker["keeps_drafts"]:
            return None
        return service.find(self.actor, self.scope, self.place, now=clock.now())

    @property
    def is_open(self) -> bool:
        """The page is opened to go on with the draft."""
        asked = request.method == "GET" and request.args.get("draft") == "open"
        return asked and self.kept is not None

    @property
    def is_offered(self) -> bool:
        """The page shows the form as it would be without the draft, and offers it."""
        shows = request.method == "GET" and self.form is not None and not self.is_open
        return shows and self.kept is not None

    @cached_property
    def holder(self) -> UUID:
        """Who the form is, among all that are open in this place."""
        if request.method == "POST":
            return as_id(request.form.get("draft_holder") or str(new_id()))
        return self.kept.holder if self.is_open and self.kept else new_id()

    @property
    def base(self) -> str:
        """A mark of what is published where the form writes, to tell later whether it changed."""
        published = "\x00".join(_published(one) for one in self._texts())
        return sha256(published.encode()).hexdigest()

    @property
    def is_outdated(self) -> bool:
        """Something else has been published since the draft was begun."""
        return self.kept is not None and self.kept.base != self.base

    @property
    def differences(self) -> list[Difference]:
        """The draft beside what is published now, text by text."""
        drafted = MultiDict(self.kept.fields) if self.kept else MultiDict()
        sides = (
            (one.label.text, _unix(drafted.get(one.name, "")), _published(one))
            for one in self._texts()
        )
        return [
            Difference(label, yours=yours, theirs=theirs, changed_by="")
            for label, yours, theirs in sides
            if yours != theirs
        ]

    @property
    def when(self) -> str:
        """When the draft was saved: the time, and the day unless it was today."""
        return _time(self.kept.saved_at) if self.kept else ""

    def answer(self, wish: str) -> ResponseReturnValue | None:
        """What the form's three buttons of its own lead to; None: the form as it was sent."""
        match wish:
            case "save":
                return self._save()
            case "continue":
                with transaction():
                    service.take_over(self.actor, self.place)
                return redirect(self._form_url(is_open=True))
            case "discard":
                with transaction():
                    service.throw_away(self.actor, self.place)
                flash(_("Utkastet är slängt."))
                return redirect(self._form_url(is_open=False))
            case _:
                raise NotFoundError

    def end(self) -> None:
        """The form has been sent: delete the draft that it wrote."""
        sent = request.form.get("draft_holder")
        if sent:
            service.end(self.actor, self.place, as_id(sent))

    def _save(self) -> ResponseReturnValue | None:
        is_script = request.accept_mimetypes.best == JSON
        sent = request.form.items(multi=True)
        now = clock.now()
        try:
            with transaction():
                service.keep(
                    self.actor,
                    self.scope,
                    self.place,
                    holder=self.holder,
                    fields=[(name, text) for name, text in sent if name not in CARRIED],
                    base=request.form.get("draft_base", ""),
                    now=now,
                )
        except DraftElsewhereError as other:
            told = _(
                "Du har redan ett utkast här, från %(when)s. Fortsätt på det eller släng det, så"
                " sparas det du skriver nu.",
                when=_time(other.saved_at),
            )
            return self._told("elsewhere", told, 409, is_script=is_script)
        except DraftTooLargeError:
            told = _("Texten är för lång för ett utkast. Dela upp den, eller skicka formuläret.")
            return self._told("too_large", told, 413, is_script=is_script)
        told = _("Sparat som utkast %(time)s", time=hour(now))
        return self._told("kept", told, 200, is_script=is_script)

    def _told(
        self, state: str, message: str, status: int, *, is_script: bool
    ) -> ResponseReturnValue | None:
        if is_script:
            return jsonify(state=state, message=message), status
        is_kept = status == 200
        flash(message, "message" if is_kept else "warning")
        return redirect(self._form_url(is_open=True)) if is_kept else None

    def _form_url(self, *, is_open: bool) -> str:
        return self._url(self.shown_at, **({"draft": "open"} if is_open else {}))

    def _url(self, endpoint: str, **more: str) -> str:
        kept = {name: text for name, text in request.args.items() if name != "draft"}
        return url_for(endpoint, **(kept | (request.view_args or {}) | more))

    def _texts(self) -> list[Field]:
        fields = self.form or ()
        return [
            one
            for one in fields
            if isinstance(one, StringField) and not isinstance(one, HiddenField)
        ]


def drafting() -> Drafting | None:
    """The drafting of the page under way, or None where nothing is drafted."""
    return _drafting.get() if has_request_context() else None


def note_form(form: "Form") -> None:
    """Remember that this is the form of the page."""
    here = drafting()
    if here is not None and here.form is None:
        here.form = form


def sent_fields() -> Sent:
    """What the form of the page holds besides its own fields: as it was sent, or in the draft.

    Empty where the form is only opened.
    """
    if request.method == "POST":
        return request.form
    return opened_fields() or ImmutableMultiDict()


def opened_fields() -> Sent | None:
    """What the draft holds that the page is opened to go on with, or None."""
    here = drafting()
    if here is None or not here.is_open or here.kept is None:
        return None
    return ImmutableMultiDict(here.kept.fields)


def is_only_shown() -> bool:
    """The form was sent to be shown again and not to be done.

    It was to be kept as a draft and could not be, or a button asked for it (`asked_again`).
    """
    return (drafting() is not None and _wish() is not None) or bool(asked_again())


def asked_again() -> str:
    """What a button named `again` asks to see of what is written, before it is sent; "" if none."""
    return request.form.get("again", "") if request.method == "POST" else ""


def end_sent() -> None:
    """The form of the page has been sent: its draft is over, in the transaction of the command."""
    here = drafting()
    if here is not None:
        here.end()


def init_app(app: Flask) -> None:
    """Make the page's drafting known to templates."""
    app.before_request(_begin)
    app.jinja_env.globals["drafting"] = drafting


def _wish() -> str | None:
    return request.form.get("draft") if request.method == "POST" else None


def _begin() -> None:
    _drafting.set(None)


def _published(one: Field) -> str:
    return _unix("" if one.object_data is None else str(one.object_data))


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _time(at: datetime) -> str:
    """The time, and the day unless it was today."""
    is_today = at.astimezone(STOCKHOLM).date() == clock.today()
    return hour(at) if is_today else f"{day_and_month(at)} {hour(at)}"
