"""SIP on a database."""
