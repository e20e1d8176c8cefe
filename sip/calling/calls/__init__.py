"""Summons and invitations: an organisation is asked to take part in a plan, and answers."""
