"""The plan itself: the need, own words, goals, actions, versions, approval, follow-up, closing."""
