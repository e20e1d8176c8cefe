"""What this browser has just made, so that Back and send again makes nothing twice.

A form that makes something carries the id of what it will make (ADR 7). Whoever goes back gets the
page anew, and with it another id: the same words, sent again from the same address within some
minutes, are told by a digest in the form cookie, and come to the command with the first id.
"""

import hashlib
import json
from collections.abc import Iterable

from flask import request
from werkzeug.datastructures import FileStorage
from wtforms import Field

from portal import clock
from portal.web.drafts import CARRIED
from portal.web.fields import NewIdField
from portal.web.tokens import FIELD, form_cookie

REMEMBERED_FOR = 10 * 60
MOST = 6
KEY = "made"


def recall(form: Iterable[Field]) -> None:
    """Give a form that is sent the ids that it had when this browser sent the same before."""
    if request.method != "POST" or not (fields := _new_ids(form)):
        return
    now, digest = clock.now().timestamp(), _digest(fields)
    for told, ids, at in form_cookie().get(KEY, ()):
        if told == digest and len(ids) == len(fields) and now - at < REMEMBERED_FOR:
            for field, made in zip(fields, ids, strict=True):
                field.data = made


def remember(form: Iterable[Field]) -> None:
    """Note what the form has made. What changes something else ends the memory."""
    fields = _new_ids(form)
    if not fields:
        form_cookie().pop(KEY, None)
        return
    now, digest = clock.now().timestamp(), _digest(fields)
    before = [one for one in form_cookie().get(KEY, ()) if one[0] != digest]
    made = [digest, [field.data for field in fields], int(now)]
    form_cookie()[KEY] = [*before, made][-MOST:]


def _new_ids(form: Iterable[Field]) -> list[NewIdField]:
    """The ids of what the form makes; none when its address names what it changes."""
    fields = [field for field in form if isinstance(field, NewIdField)]
    return [] if any(field.data and field.data in request.path for field in fields) else fields


def _digest(fields: list[NewIdField]) -> str:
    left_out = {FIELD, *CARRIED, *(field.name for field in fields)}
    sent = sorted(pair for pair in request.form.items(multi=True) if pair[0] not in left_out)
    asked = sorted(pair for pair in request.args.items(multi=True) if pair[0] != "kept")
    files = sorted((name, _content(file)) for name, file in request.files.items(multi=True))
    whole = json.dumps([request.path, asked, sent, files]).encode()
    return hashlib.sha256(whole).hexdigest()[:20]


def _content(file: FileStorage) -> str:
    """A file that was sent, however far it has been read, by its name and its content."""
    file.stream.seek(0)
    digest = hashlib.sha256(file.stream.read()).hexdigest()
    file.stream.seek(0)
    return f"{file.filename}:{digest}"
