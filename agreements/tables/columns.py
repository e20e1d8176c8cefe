"""What the tables of agreements have in common: keys within a county, a search."""

from sqlalchemy import Computed, ForeignKeyConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import MappedColumn, mapped_column


def within(*columns: str, of: str) -> ForeignKeyConstraint:
    """A composite key, so that a row cannot point into another county or agreement."""
    referred = [columns[0], "id"]
    return ForeignKeyConstraint(list(columns), [f"app.{of}.{column}" for column in referred])


def of_party(table: str = "agreement_party") -> ForeignKeyConstraint:
    columns = ["agreement_id", "organisation_id"]
    return ForeignKeyConstraint(columns, [f"app.{table}.{column}" for column in columns])


def searched(words: str) -> MappedColumn[str]:
    """Swedish words to search by; only SQL reads it (app.search_agreements)."""
    made = Computed(f"to_tsvector('swedish', {words})", persisted=True)
    return mapped_column(TSVECTOR, made, deferred=True)
