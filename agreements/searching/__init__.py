"""Finding, reading and comparing what holds in the county: open to everybody who is signed in."""
