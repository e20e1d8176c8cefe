"""The time zone whose midnights begin and end days. A module of its own, since rules may ask it."""

from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
