"""Calling others to a plan: summons and invitations, meetings, and how long each may take."""
