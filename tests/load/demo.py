"""The demo's county beside the whole country: agreements and plans at every stage, and everybody
who works with them, signed in.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import psycopg

from portal import clock
from portal.config import IssuerSettings, Settings
from portal.demo import world
from portal.demo.accounts import ACCOUNTS
from portal.identity.session import COOKIE, hash_of, new_token
from portal.ids import new_id

ISSUERS = tuple(
    IssuerSettings(
        key=door,
        door=door,
        name=door,
        issuer=f"https://{door}.example.se",
        client_id="samsyn",
        levels={"3": 3},
        sign_in_level=3,
    )
    for door in ("staff", "individual")
)
ROLES = """
select distinct a.subject, a.id, m.organisation_id
from app.account a join app.membership m on m.account_id = a.id
where a.subject = any(%s) and m.ended_at is null
order by a.subject
"""
SESSION = """
insert into app.session (id, token_hash, account_id, organisation_id, issuer_key, level,
  signed_in_at, last_seen_at, idle_seconds, expires_at)
values (%s, %s, %s, %s, 'staff', 3, %s, %s, 1800, %s)
"""


def load(settings: Settings) -> None:
    """Make the demo's county in a database without any."""
    world.load(replace(settings, issuers=ISSUERS))


def sign_in(connection: psycopg.Connection) -> Mapping[str, str]:
    """The cookie of everybody with a role, by login."""
    now = clock.now()
    cookies = {}
    logins = [one.login for one in ACCOUNTS]
    for login, account, organisation in connection.execute(ROLES, [logins]).fetchall():
        token = new_token()
        ends = now + timedelta(hours=10)
        signed_in = (new_id(), hash_of(token), account, organisation, now, now, ends)
        connection.execute(SESSION, signed_in)
        cookies[login] = f"{COOKIE}={token}"
    return cookies


def county(connection: psycopg.Connection) -> UUID:
    """The demo's county."""
    row = connection.execute("select id from app.county where key = 'vasterbotten'").fetchone()
    assert row
    return UUID(str(row[0]))
