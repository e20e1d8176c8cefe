"""The one door to a plan: what opens it, logs the reading and hands out its key."""
