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
# what the demo has none of, so that somebody comes to every page: an invitation that waits, a
# version that was taken back, and somebody who has been let in but has no plan (yet)
MORE = """
insert into app.membership (id, county_id, account_id, organisation_id, role, granted_at)
select gen_random_uuid(), m.county_id, other.id, m.organisation_id, m.role, now()
from app.membership m join app.account a on a.id = m.account_id, app.account other
where a.subject = 'kim.andersson' and other.subject = 'robin.sandberg';
insert into app.invitation (id, county_id, token_hash, issuer_key, organisation_id, role, name,
  invited_by, created_at, expires_at)
select gen_random_uuid(), m.county_id, sha256(m.id::text::bytea), 'staff', m.organisation_id,
  'coordinator', 'Kerstin Exempel', a.name, now(), now() + interval '7 days'
from app.membership m join app.account a on a.id = m.account_id
where m.role = 'administrator' and a.subject = any(%(logins)s);
insert into app.document_version (id, county_id, agreement_id, number, content, made_at, voided_at,
  voided_by, voided_reason)
select gen_random_uuid(), county_id, agreement_id, number + 1, content, made_at, now(),
  'Maja Öhlund, Bjurholm', 'Regionen ville se över tiderna.'
from app.document_version join app.county c on c.id = county_id
where c.key = 'vasterbotten' and voided_at is null
"""


def load(settings: Settings) -> None:
    """Make the demo's county in a database without any."""
    world.load(replace(settings, issuers=ISSUERS))


def add_more(connection: psycopg.Connection) -> None:
    """Add what the demo has none of."""
    psycopg.ClientCursor(connection).execute(MORE, {"logins": [one.login for one in ACCOUNTS]})


def sign_in(connection: psycopg.Connection) -> Mapping[str, str]:
    """The cookie of everybody, by login; each is signed in elsewhere, too."""
    now = clock.now()
    cookies = {}
    logins = [one.login for one in ACCOUNTS]
    for login, account, organisation in connection.execute(ROLES, [logins]).fetchall():
        ends = now + timedelta(hours=10)
        for _ in range(2):
            token = new_token()
            signed_in = (new_id(), hash_of(token), account, organisation, now, now, ends)
            connection.execute(SESSION, signed_in)
        cookies[login] = f"{COOKIE}={token}"
    return cookies


def county(connection: psycopg.Connection) -> UUID:
    """The demo's county."""
    row = connection.execute("select id from app.county where key = 'vasterbotten'").fetchone()
    assert row
    return UUID(str(row[0]))
