"""The plan as a whole: starting it, its phases, participants, follow-ups and closing."""
