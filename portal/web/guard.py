"""Deny by default: an endpoint says who may call it, or the application does not start."""

from collections.abc import Callable, Collection
from contextlib import suppress
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, runtime_checkable

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.authz import Actor, Permission, Policy
from portal.errors import ForbiddenError, OvertakenError
from portal.transaction import page_in_log
from portal.web import security_log

P = ParamSpec("P")
S = TypeVar("S")
View = Callable[..., ResponseReturnValue]

ONLY_LOOKS = {"GET", "HEAD"}
SIGNED_IN = "signed in"
PUBLIC = "public"


def public(view: View) -> View:
    """Mark a view that anyone may call."""
    return _declare(view, PUBLIC)


def signed_in(view: Callable[Concatenate[Actor, P], ResponseReturnValue]) -> View:
    """Mark a view about the caller's own account, whatever their role: it gets the actor."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return _ask_to_sign_in()
        return view(current_user.actor, *args, **kwargs)

    return _declare(guarded, SIGNED_IN)


@runtime_checkable
class Writable(Protocol):
    """A subject that forms write in, and that can stand still."""

    def check_writable(self, even: Collection[object]) -> None:
        """Raise RuleBrokenError when it stands still, in another way than those of `even`."""


def requires(
    permission: Permission,
    find: Callable[Concatenate[Actor, P], S],
    *,
    even: Collection[object] = (),
) -> Callable[[Callable[[Actor, S], ResponseReturnValue]], View]:
    """Find the subject within what the actor may see, ask the policy, call the view with both.

    `find` takes the URL's values and raises NotFoundError for what the actor may not see: 404
    comes before 403, so that a stranger learns nothing. A form is neither shown nor taken when its
    subject stands still, but in the ways of `even`. What the log notes of a reading stands there
    only if all of them answer: what is refused has not been read. To look keeps nobody waiting:
    when what is looked at changes meanwhile, all of this is done anew.
    """

    def decorate(view: Callable[[Actor, S], ResponseReturnValue]) -> View:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return _ask_to_sign_in()
            actor: Actor = current_user.actor

            def answered(*, at_once: bool) -> ResponseReturnValue:
                with page_in_log(at_once=at_once):
                    subject = find(actor, *args, **kwargs)
                    check_allowed(actor, permission, subject)
                    if _is_form() and isinstance(subject, Writable):
                        subject.check_writable(even)
                    return view(actor, subject)

            # a page that was overtaken is made once more, and then nothing is done in between
            if request.method in ONLY_LOOKS:
                with suppress(OvertakenError):
                    return answered(at_once=False)
            return answered(at_once=True)

        return _declare(guarded, permission)

    return decorate


def is_allowed(actor: Actor, permission: Permission, subject: object) -> bool:
    """Whether the policy allows it: for what a page leads to."""
    policy: Policy = current_app.extensions["policy"]
    return policy.allows(actor, permission, subject)


def check_allowed(actor: Actor, permission: Permission, subject: object) -> None:
    """Raise ForbiddenError unless the policy allows it: for what begins outside a view."""
    if not is_allowed(actor, permission, subject):
        security_log.note("forbidden", permission=permission.value, account=actor.account_id)
        raise ForbiddenError


def itself(actor: Actor) -> Actor:
    """The subject of an endpoint that concerns nothing but the actor's own organisation."""
    return actor


def _is_form() -> bool:
    """Whether the address of this request takes a form."""
    rule = request.url_rule
    return rule is not None and "POST" in (rule.methods or ())


def access_of(view: object) -> Any:  # noqa: ANN401 (a permission, a mark, or nothing)
    """What a view declares: a Permission, PUBLIC, SIGNED_IN, or None."""
    return getattr(view, "access", None)


def refuse_unguarded(app: Flask, policy: Policy) -> None:
    """Stop the application from starting with an endpoint nobody thought about."""
    for endpoint, view in app.view_functions.items():
        access = access_of(view)
        if access not in {PUBLIC, SIGNED_IN} and access not in policy.table:
            raise RuntimeError(f"{endpoint} declares no known permission")
    app.extensions["policy"] = policy


def _declare(view: View, access: Permission | str) -> View:
    view.access = access  # type: ignore[attr-defined]  # functions take attributes
    return view


def _ask_to_sign_in() -> ResponseReturnValue:
    answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return answer
