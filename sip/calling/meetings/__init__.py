"""Meetings of a plan: planning them, who comes, what is taken up, and everybody's calendar."""
