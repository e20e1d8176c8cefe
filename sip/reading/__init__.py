"""Reading: the one door to a plan's content, who has looked, and the review of it."""
