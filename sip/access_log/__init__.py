"""Who has read a plan, and the recurring review of it."""
