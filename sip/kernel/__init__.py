"""What all of SIP stands on: its vocabulary, refusals, phases, settings, days, permissions."""
