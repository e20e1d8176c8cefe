"""The living demo: a database, two identity providers and a county to try Samsyn with."""
