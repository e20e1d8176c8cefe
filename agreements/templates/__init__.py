"""The county's template as the portal keeps it: published editions, and starting from one."""
