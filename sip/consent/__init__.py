"""Consent: the ledger of acts, and the one question asked of it: who may see what now."""
