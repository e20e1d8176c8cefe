"""Before sharing: one party writes, directly, from the county's template."""
