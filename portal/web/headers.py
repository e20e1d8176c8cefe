"""The headers that tell a browser what our pages may do, and what it may remember."""

from collections.abc import Iterable, Mapping
from functools import partial
from urllib.parse import urlsplit

from flask import Flask, Response, request

from portal.web.static_files import version

SWITCHED_OFF = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()"
)
A_YEAR = 365 * 24 * 60 * 60


def origin(url: str) -> str:
    """Scheme, host and port of `url`, as Content-Security-Policy wants them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def security_headers(*, https: bool, form_targets: Iterable[str] = ()) -> Mapping[str, str]:
    """Headers for every answer.

    `form_targets` are addresses that a form may end at besides our own: signing in begins with a
    POST that redirects to the identity provider, and Chromium holds form-action against that too.
    """
    targets = " ".join(["'self'", *sorted({origin(url) for url in form_targets})])
    headers = {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            "font-src 'self'; connect-src 'self'; manifest-src 'self'; "
            f"form-action {targets}; base-uri 'none'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": SWITCHED_OFF,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if https:
        headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
    return headers


def init_app(app: Flask, *, https: bool, form_targets: Iterable[str] = ()) -> None:
    """Add the headers to every answer of `app`, error pages included."""
    headers = security_headers(https=https, form_targets=form_targets)
    app.after_request(partial(_add, headers))


def _add(headers: Mapping[str, str], response: Response) -> Response:
    response.headers.update(headers)
    if request.endpoint == "static":
        _cache_static(response)
    else:
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    return response


def _cache_static(response: Response) -> None:
    name = (request.view_args or {}).get("filename", "")
    if response.status_code in {200, 304} and request.args.get("v") == version(name):
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
