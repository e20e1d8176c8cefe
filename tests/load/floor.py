"""The floor: the barest signed-in page that the same libraries make on the same data.

Flask-Login, Flask-SQLAlchemy-Lite, the ORM and Jinja, as their documentation shows them: no
row-level security, no translations, no audit, no extra headers, no statement but those the page
needs. The user is loaded from a table by Flask-Login's session cookie; then come six queries by
index, and a page that shows what they found: the agreement with its parties, and tables of at most
fifteen lines of its sections, suggestions and measures and of the municipality's other agreements.
"""

import os
from collections.abc import Sequence
from datetime import date
from inspect import iscoroutinefunction
from typing import Any
from uuid import UUID

from flask import Flask, render_template
from flask_login import LoginManager, UserMixin, login_required, login_user
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import MetaData, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

LINES = 15

COPY = """
create schema floor;
create table floor.account as select id, name, email from app.account;
create table floor.organisation as select id, name, kind from app.organisation;
create table floor.agreement as
  select id, municipality_ids[1] as municipality_id, title, status, valid_from, valid_until
  from app.agreement;
create table floor.agreement_party as
  select id, agreement_id, organisation_id, position from app.agreement_party;
create table floor.section as
  select id, agreement_id, number, heading, version from app.section;
create table floor.suggestion as
  select id, agreement_id, status, author_name, reason from app.suggestion;
create table floor.matrix_row as
  select id, agreement_id, position, phase, title from app.matrix_row;
do $$ declare name text; begin
  foreach name in array array['account', 'organisation', 'agreement', 'agreement_party', 'section',
                              'suggestion', 'matrix_row'] loop
    execute format('alter table floor.%I add primary key (id)', name);
    if name in ('agreement_party', 'section', 'suggestion', 'matrix_row') then
      execute format('create index on floor.%I (agreement_id)', name);
    end if;
  end loop;
end $$;
create index on floor.agreement (municipality_id);
grant usage on schema floor to portal_app;
grant select on all tables in schema floor to portal_app;
"""

PAGE = """\
<!doctype html>
<html lang="sv">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{ agreement.title }} – {{ parties[0].name }}</title>
    <link rel="stylesheet" href="{{ url_for('static', filename='page.css') }}">
  </head>
  <body>
    <header>
      <a href="{{ url_for('show', agreement_id=agreement.id) }}">Samsyn</a>
      <p>{{ current_user.name }}, {{ current_user.email }}</p>
    </header>
    <main>
      <h1>{{ agreement.title }}, {{ parties[0].name }}</h1>
      <p>{{ agreement.status }}, {{ agreement.valid_from }} – {{ agreement.valid_until }}</p>
      <ul>{% for one in parties %}<li>{{ one.name }} ({{ one.kind }})</li>{% endfor %}</ul>
      <table>
        <caption>Avsnitt</caption>
        <tr><th>Nummer</th><th>Rubrik</th><th>Version</th></tr>
        {% for one in sections %}
        <tr><td>{{ one.number }}</td><td>{{ one.heading }}</td><td>{{ one.version }}</td></tr>
        {% endfor %}
      </table>
      <table>
        <caption>Förslag</caption>
        <tr><th>Av</th><th>Varför</th><th>Status</th></tr>
        {% for one in suggestions %}
        <tr><td>{{ one.author_name }}</td><td>{{ one.reason }}</td><td>{{ one.status }}</td></tr>
        {% endfor %}
      </table>
      <table>
        <caption>Insatser</caption>
        <tr><th>Grupp</th><th>Insats</th></tr>
        {% for one in rows %}
        <tr><td>{{ one.phase }}</td><td>{{ one.title }}</td></tr>
        {% endfor %}
      </table>
      <table>
        <caption>Kommunens överenskommelser</caption>
        <tr><th>Från</th><th>Till</th><th>Status</th><th></th></tr>
        {% for one in others %}
        <tr><td>{{ one.valid_from }}</td><td>{{ one.valid_until }}</td><td>{{ one.status }}</td>
          <td><a href="{{ url_for('show', agreement_id=one.id) }}">{{ one.title }}</a></td></tr>
        {% endfor %}
      </table>
    </main>
  </body>
</html>
"""

db = SQLAlchemy()
login_manager = LoginManager()


class Base(DeclarativeBase):
    """The tables of COPY."""

    metadata = MetaData(schema="floor")

    id: Mapped[UUID] = mapped_column(primary_key=True)


class Account(UserMixin, Base):
    __tablename__ = "account"
    name: Mapped[str]
    email: Mapped[str]


class Organisation(Base):
    __tablename__ = "organisation"
    name: Mapped[str]
    kind: Mapped[str]


class Agreement(Base):
    __tablename__ = "agreement"
    municipality_id: Mapped[UUID]
    title: Mapped[str]
    status: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date]


class AgreementParty(Base):
    __tablename__ = "agreement_party"
    agreement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    position: Mapped[int]


class Section(Base):
    __tablename__ = "section"
    agreement_id: Mapped[UUID]
    number: Mapped[int]
    heading: Mapped[str]
    version: Mapped[int]


class Suggestion(Base):
    __tablename__ = "suggestion"
    agreement_id: Mapped[UUID]
    status: Mapped[str]
    author_name: Mapped[str]
    reason: Mapped[str]


class MatrixRow(Base):
    __tablename__ = "matrix_row"
    agreement_id: Mapped[UUID]
    position: Mapped[int]
    phase: Mapped[str]
    title: Mapped[str]


@login_manager.user_loader
def load_user(account_id: str) -> Account | None:
    return db.session.get(Account, UUID(account_id))


def find(agreement_id: UUID) -> dict[str, object]:
    """The six queries, each by an index and of at most fifteen lines."""
    agreement = db.session.scalars(select(Agreement).where(Agreement.id == agreement_id)).one()
    parties = (
        select(Organisation)
        .join(AgreementParty, AgreementParty.organisation_id == Organisation.id)
        .where(AgreementParty.agreement_id == agreement_id)
        .order_by(AgreementParty.position)
    )
    others = (
        select(Agreement)
        .where(Agreement.municipality_id == agreement.municipality_id)
        .order_by(Agreement.valid_from)
        .limit(LINES)
    )
    return {
        "agreement": agreement,
        "parties": db.session.scalars(parties).all(),
        "sections": _lines(Section, agreement_id, Section.number),
        "suggestions": _lines(Suggestion, agreement_id, Suggestion.id),
        "rows": _lines(MatrixRow, agreement_id, MatrixRow.position),
        "others": db.session.scalars(others).all(),
    }


def _lines(
    kind: type[Section | Suggestion | MatrixRow], agreement_id: UUID, order: Any
) -> Sequence[Any]:
    statement = select(kind).where(kind.agreement_id == agreement_id).order_by(order).limit(LINES)
    return db.session.scalars(statement).all()


def create_app() -> Flask:
    """What gunicorn runs: FLOOR_DATABASE is its database, FLOOR_SECRET signs its cookie."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=os.environ["FLOOR_SECRET"],
        SQLALCHEMY_ENGINES={"default": {"url": os.environ["FLOOR_DATABASE"], "pool_size": 4}},
    )
    db.init_app(app)
    # ends asynchronous sessions in an event loop at each request; the portal switches it off, too
    functions = app.teardown_appcontext_funcs
    functions[:] = [one for one in functions if not iscoroutinefunction(one)]
    login_manager.init_app(app)
    page = app.jinja_env.from_string(PAGE)

    @app.get("/sign-in/<uuid:account_id>")
    def sign_in(account_id: UUID) -> str:
        login_user(db.session.get_one(Account, account_id))
        return "signed in"

    @app.get("/agreements/<uuid:agreement_id>")
    @login_required
    def show(agreement_id: UUID) -> str:
        return render_template(page, **find(agreement_id))

    return app
