"""Counties, organisations, units and memberships."""
