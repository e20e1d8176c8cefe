"""Writing in a plan: texts, goals and actions."""
