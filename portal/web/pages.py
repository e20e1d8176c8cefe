"""Public pages that belong to no feature: accessibility, personal data, source, health."""

from datetime import timedelta

from flask import Blueprint, Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.config import OperatorSettings
from portal.db import db
from portal.errors import NotFoundError, PortalError, UnsafeDatabaseError
from portal.web import errors
from portal.web.guard import public

SECURITY_TXT_HOLDS = timedelta(days=180)

bp = Blueprint("pages", __name__)


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Statement under lagen (2018:1937) om tillgänglighet till digital offentlig service."""
    return _page("accessibility")


@bp.get("/personal-data")
@public
def personal_data() -> ResponseReturnValue:
    """What is kept about those who use the portal, and why."""
    return _page("personal_data")


@bp.get("/source-code")
@public
def source_code() -> ResponseReturnValue:
    """Licence, source, and the works of others that are part of it."""
    return _page("source_code")


@bp.get("/healthz")
@public
def health() -> ResponseReturnValue:
    """For the machine that watches: 200 when requests can be answered, else 503; no detail.

    Asked are the database, whether it takes writes, and what the portal would refuse to start on.
    """
    try:
        current_app.extensions["refuse_unfit"]()
        if db.session.scalar(select(func.pg_is_in_recovery())):
            raise UnsafeDatabaseError("The database is a standby, which takes no writes.")
    except SQLAlchemyError as error:
        current_app.logger.error("health check: %s", errors.reason(error))  # noqa: TRY400
    except PortalError as refusal:
        current_app.logger.error("health check: %s", refusal)  # noqa: TRY400
    else:
        return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
    return "unavailable\n", 503, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/.well-known/security.txt")
@public
def security_txt() -> ResponseReturnValue:
    """Where to report a weakness (RFC 9116); none when the operator has given no address."""
    operator: OperatorSettings = current_app.extensions["operator"]
    if not operator.email:
        raise NotFoundError
    lines = [
        f"Contact: mailto:{operator.email}",
        f"Expires: {clock.now() + SECURITY_TXT_HOLDS:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: sv, en",
    ]
    return "\n".join(lines) + "\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Nothing here is for search engines."""
    return "User-agent: *\nDisallow: /\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


def _page(name: str) -> ResponseReturnValue:
    return render_template(f"portal/web/{name}.html", operator=current_app.extensions["operator"])


def init_app(app: Flask, operator: OperatorSettings) -> None:
    """Serve the pages on behalf of `operator`."""
    app.extensions["operator"] = operator
    app.register_blueprint(bp)
