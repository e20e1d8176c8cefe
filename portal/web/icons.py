"""The icons of the portal: line drawings in the colour of the text around them."""

from functools import cache

from markupsafe import Markup

PATHS = {
    "check": '<path d="M2.5 8.5l3.5 3.5 7.5-8" stroke-width="2.2"/>',
    "clock": '<circle cx="8" cy="8" r="6.2"/><path d="M8 4.5V8l2.5 2"/>',
    "signature": '<path d="M2 13.2c2-3.5 3.3-7 4.6-7s-.3 5 1 5 1.4-2 2.4-2 .6 1.6 1.6 1.6H14"/>',
    "pen": '<path d="M3 13l.8-3.2 7-7 2.4 2.4-7 7z"/>',
    "cross": '<path d="M4 4l8 8M12 4l-8 8" stroke-width="2.2"/>',
    "half": (
        '<circle cx="8" cy="8" r="5.6"/>'
        '<path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" stroke="none"/>'
    ),
    "empty": '<circle cx="8" cy="8" r="5.6"/>',
    "person": (
        '<g fill="currentColor" stroke="none"><circle cx="8" cy="5" r="2.8"/>'
        '<path d="M2.5 14c.4-3 2.6-4.6 5.5-4.6s5.1 1.6 5.5 4.6z"/></g>'
    ),
    "people": (
        '<circle cx="5.6" cy="5.4" r="2.2"/>'
        '<path d="M1.4 13c.3-2.6 2-4 4.2-4s3.9 1.4 4.2 4"/>'
        '<path d="M10.3 3.4a2.2 2.2 0 0 1 0 4M11.8 9.4c1.6.5 2.6 1.7 2.8 3.6"/>'
    ),
    "arrow-left": '<path d="M13 8H3m4.2-4.2L3 8l4.2 4.2"/>',
    "arrow-right": '<path d="M3 8h10M8.8 3.8L13 8l-4.2 4.2"/>',
    "arrow-up": '<path d="M8 13V3M3.8 7.2L8 3l4.2 4.2"/>',
    "arrow-down": '<path d="M8 3v10M3.8 8.8L8 13l4.2-4.2"/>',
    "download": '<path d="M8 2.2v7.6M4.6 6.6L8 10l3.4-3.4M2.6 13.4h10.8"/>',
    "warning": '<path d="M8 2.2l6.4 11.4H1.6z"/><path d="M8 6.4v3.2M8 11.6v.1" stroke-width="2"/>',
    "info": '<circle cx="8" cy="8" r="6.2"/><path d="M8 7.4v3.8M8 4.9v.1" stroke-width="2"/>',
    "comment": '<path d="M2.2 3h11.6v8H7.4l-3 2.8V11H2.2z"/>',
    "decision": '<path d="M3.6 1.8h6l2.8 2.8v9.6H3.6z"/><path d="M5.8 8.6l1.7 1.7 2.9-3.2"/>',
    "document": '<path d="M3.6 1.8h6l2.8 2.8v9.6H3.6z"/><path d="M5.9 7.4h4.2M5.9 10.2h4.2"/>',
    "lock": '<path d="M3.4 7.2h9.2v6.6H3.4zM5.4 7.2V5a2.6 2.6 0 0 1 5.2 0v2.2"/>',
    "search": '<circle cx="7" cy="7" r="4.4"/><path d="M10.4 10.4L14 14"/>',
    "plus": '<path d="M8 3v10M3 8h10" stroke-width="2"/>',
    "mail": '<path d="M1.8 3.6h12.4v8.8H1.8z"/><path d="M2 4l6 4.8L14 4"/>',
}


@cache
def silent_icon(name: str) -> Markup:
    """An icon that words stand beside; drawn once, for a page shows dozens."""
    return _draw(name, Markup(' aria-hidden="true"'))


def icon(name: str, label: str | None = None) -> Markup:
    """The icon called `name`, with a `label` when no words stand beside it."""
    if not label:
        return silent_icon(name)
    return _draw(name, Markup(' role="img" aria-label="{}"').format(label))


def _draw(name: str, about: Markup) -> Markup:
    return Markup(
        '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none"'
        ' stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"'
        ' focusable="false"{}>{}</svg>'
    ).format(about, Markup(PATHS[name]))  # noqa: S704 (our own drawings)
