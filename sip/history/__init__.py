"""Earlier versions of a plan, what was changed, and what the person said of each."""
