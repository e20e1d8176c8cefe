"""Calling together: summons, invitations, meetings, calendars, reminders."""
