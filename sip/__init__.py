"""The coordinated individual plan (SIP); its first module comes with that part of the portal."""
