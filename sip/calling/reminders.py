"""`portal remind`: queues what is due, for cron. Any number may run it, at any time."""

from sqlalchemy import create_engine, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB

from portal.config import Settings
from sip.settings import DEFAULTS, load_settings


def remind(settings: Settings) -> int:
    """Queue every reminder that is due and was not queued before; answers how many.

    The database decides whom it may write to (migration 0006): the login that asks sees no plan.
    """
    clocks = dict(load_settings(settings.sip_settings or DEFAULTS).clocks)
    engine = create_engine(settings.database.worker_url, hide_parameters=True)
    try:
        with engine.begin() as connection:
            queued = connection.scalar(select(func.app.remind(literal(clocks, JSONB))))
    finally:
        engine.dispose()
    return queued or 0
