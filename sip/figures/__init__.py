"""Figures: the indicators of SIP as aggregates that identify nobody."""
