"""The demo's county beside the whole country: agreements and plans at every stage, and everybody
who works with them, signed in.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from uuid import UUID

import psycopg

from portal import clock
from portal.config import IssuerSettings, Settings
from portal.demo import world
from portal.demo.accounts import ACCOUNTS
from portal.identity.session import COOKIE, hash_of, new_token
from portal.ids import new_id
from portal.vault import Place, Vault
from sip.content.suggested import as_json
from sip.plan.requests import Wish

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
# what the demo has none of, so that somebody comes to every page: an invitation that waits, an
# annex of each kind in a draft, a version that was taken back, an extract of the minutes, a new
# name whose day has not come, somebody who has been let in but has no plan (yet), a plan closed
# yesterday, news for somebody who never signs in, words that staff have noted in Kim's name, a way
# to end the dispute that waits for the other side's answer, people who will stand in for others,
# minutes that nobody has confirmed, and two answers about consent that were given on paper
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
insert into app.annex (id, county_id, agreement_id, key, position, version)
select gen_random_uuid(), a.county_id, a.id, k.key, k.position, 1
from app.agreement a join app.county c on c.id = a.county_id,
  (values ('text', 1), ('fil', 2)) k (key, position)
where c.key = 'vasterbotten' and a.status = 'draft';
insert into app.annex_version (id, county_id, agreement_id, annex_id, version, title, text, content,
  suffix, size, sha256, organisation_id, author_name, created_at)
select gen_random_uuid(), x.county_id, x.agreement_id, x.id, 1, 'Karta', t.text, t.content,
  t.suffix, 5, '', a.creator_id, a.creator_name, now()
from app.annex x join app.agreement a on a.id = x.agreement_id
join (values ('text', 'Här.', null::bytea, ''), ('fil', null, '%%PDF-', 'pdf'))
  t (key, text, content, suffix) on t.key = x.key
where a.status = 'draft';
insert into app.document_version (id, county_id, agreement_id, number, content, made_at, voided_at,
  voided_by, voided_reason)
select gen_random_uuid(), county_id, agreement_id, number + 1, content, made_at, now(),
  'Maja Öhlund, Bjurholm', 'Regionen ville se över tiderna.'
from app.document_version join app.county c on c.id = county_id
where c.key = 'vasterbotten' and voided_at is null;
insert into app.decision_extract (id, county_id, agreement_id, decision_id, suffix, content, size,
  sha256, added_by, added_at)
select gen_random_uuid(), d.county_id, d.agreement_id, d.id, 'pdf', '%%PDF-', 5,
  encode(sha256('%%PDF-'), 'hex'), d.recorded_by, now()
from app.decision d join app.agreement a on a.id = d.agreement_id
where a.status in ('decision', 'signing');
insert into app.organisation_change (id, county_id, organisation_id, kind, from_day, at, made_by,
  reason, was, name, short_name, sort_key)
select gen_random_uuid(), o.county_id, o.id, 'renamed', current_date + 30, now(), 'Karin Nyström',
  'Fullmäktige beslutade.', o.name, 'Nya ' || o.name, o.short_name, o.sort_key
from app.organisation o join app.county c on c.id = o.county_id
where c.key = 'vasterbotten' and o.name = 'Malå kommun';
update app.plan l set closed_at = now() - interval '1 day'
from app.participant p join app.account a on a.id = p.account_id
where p.plan_id = l.id and a.subject = 'sara.nilsson' and l.closed_at is not null;
insert into app.person_notice (id, county_id, plan_id, person_id, kind, at, by_name,
  organisation_id)
select gen_random_uuid(), s.county_id, s.plan_id, s.id, 'written', now(), a.name, p.organisation_id
from app.plan_person s join app.participant p on p.plan_id = s.plan_id and p.ended_at is null
join app.account a on a.id = p.account_id join app.plan l on l.id = s.plan_id
where s.kind = 'subject' and s.account_id is null and l.closed_at is null
  and a.subject = 'sara.nilsson';
update app.goal g set is_noted = true, confirmed_at = null, confirmed_by = null
from app.plan_person s join app.account a on a.id = s.account_id
where s.id = g.from_party and a.subject = 'kim.andersson';
insert into app.dispute_settlement (id, county_id, dispute_id, organisation_id, answers_id, pays,
  from_day, outcome, proposed_by, proposed_at, status, reason)
select gen_random_uuid(), d.county_id, d.id, d.opener_id, d.opener_id, 'Delas lika.',
  current_date + 7, 'Regionen samordnar, och kommunen är med varje vecka.', d.opened_by, now(),
  'open', ''
from app.dispute d join app.county c on c.id = d.county_id
where c.key = 'vasterbotten' and d.settled_at is null;
insert into app.stand_in (id, county_id, organisation_id, absent_id, colleague_id, from_on,
  until_on, made_by, made_at)
select distinct on (m.organisation_id) gen_random_uuid(), m.county_id, m.organisation_id,
  m.account_id, o.account_id, current_date + 9, current_date + 30, m.account_id, now()
from app.membership m join app.account a on a.id = m.account_id
join app.membership o on o.organisation_id = m.organisation_id and o.role = 'caseworker'
  and o.account_id <> m.account_id and o.ended_at is null
where m.role = 'caseworker' and m.ended_at is null
order by m.organisation_id, a.subject <> 'sara.nilsson';
delete from app.minutes_confirmation;
update app.group_meeting set fixed_at = null where minutes_revision > 0;
update app.consent_act set how = 'written', signed_on = current_date
where id in (select c.id from app.consent_act c
  join app.plan_person s on s.plan_id = c.plan_id and s.kind = 'subject'
  join app.account a on a.id = s.account_id and a.subject = 'kim.andersson'
  where c.kind = 'grant' order by c.seq desc limit 2)
"""
KIMS_WORDS = """
select x.id, x.plan_id, x.county_id, x.from_party, x.category, p.organisation_id, k.wrapped,
  k.master_version
from app.plan_text x join app.plan_person s on s.id = x.from_party and s.kind = 'subject'
join app.account a on a.id = s.account_id and a.subject = 'kim.andersson'
join app.plan_key k on k.plan_id = x.plan_id
join app.participant p on p.plan_id = x.plan_id
join app.account by on by.id = p.account_id and by.subject = 'sara.nilsson'
where x.removed_at is null and not x.is_noted limit 1
"""
SUGGESTED = """
insert into app.word_suggestion (id, county_id, plan_id, from_party, category, subject_kind,
  subject_id, words_party, said_sealed, made_by, made_at)
values (%s, %s, %s, %s, %s, 'plan_text', %s, %s, %s, 'Sara Nilsson', now())
"""
ON_PAPER = """
select c.id, c.plan_id, c.county_id, p.organisation_id, k.wrapped, k.master_version
from app.consent_act c join app.plan_key k on k.plan_id = c.plan_id
join app.participant p on p.plan_id = c.plan_id
join app.account by on by.id = p.account_id and by.subject = 'sara.nilsson'
where c.how = 'written' limit 1
"""
PAPER = """
insert into app.consent_paper (id, county_id, plan_id, act_id, from_party, suffix, content_sealed,
  added_by, added_at)
values (%s, %s, %s, %s, %s, 'pdf', %s, 'Sara Nilsson', now())
"""
SARA = """
select m.county_id, m.organisation_id, a.id, a.name from app.account a
join app.membership m on m.account_id = a.id and m.role = 'caseworker' and m.ended_at is null
where a.subject = 'sara.nilsson'
"""
REQUEST = """
insert into app.plan_request (id, county_id, organisation_id, wrapped, master_version,
  content_sealed, asked_at, taken_by, taken_by_name, taken_at)
values (%s, %s, %s, %s, %s, %s, now(), %s, %s, now())
"""


def load(settings: Settings) -> None:
    """Make the demo's county in a database without any."""
    world.load(replace(settings, issuers=ISSUERS))


def add_more(connection: psycopg.Connection, vault: Vault) -> None:
    """Add what the demo has none of; also a change that Sara suggests in Kim's own words.

    And the paper of one answer, and somebody's wish for a plan, which Sara has taken in hand.
    """
    with connection.transaction():
        connection.execute("set local session_replication_role = replica")
        psycopg.ClientCursor(connection).execute(MORE, {"logins": [one.login for one in ACCOUNTS]})
        row = connection.execute(KIMS_WORDS).fetchone()
        assert row
        text, plan, county, person, category, organisation, wrapped, version = row
        key, new = vault.open_key(wrapped, version), new_id()
        said = as_json({"text": "Som det står"}, {"text": "Som det kunde stå"})
        sealed = key.seal(said, Place("word_suggestion", "said_sealed", new))
        made = [new, county, plan, organisation, category, text, person, sealed]
        connection.execute(SUGGESTED, made)
        _add_paper(connection, vault)
        _add_request(connection, vault)


def _add_paper(connection: psycopg.Connection, vault: Vault) -> None:
    row = connection.execute(ON_PAPER).fetchone()
    assert row
    act, plan, county, organisation, wrapped, version = row
    key, new = vault.open_key(wrapped, version), new_id()
    sealed = key.seal_bytes(b"%PDF-", Place("consent_paper", "content_sealed", new))
    connection.execute(PAPER, [new, county, plan, act, organisation, sealed])


def _add_request(connection: psycopg.Connection, vault: Vault) -> None:
    row = connection.execute(SARA).fetchone()
    assert row
    county, organisation, account, name = row
    new, made = new_id(), vault.new_key()
    wish = Wish("Åsa Exempel", "070-174 06 05", "Ove Exempel", "bror", "Stöd efter sjukhuset.")
    said = json.dumps(asdict(wish), ensure_ascii=False)
    sealed = made.key.seal(said, Place("plan_request", "content_sealed", new))
    values = [new, county, organisation, made.wrapped, made.master_version, sealed, account, name]
    connection.execute(REQUEST, values)


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
