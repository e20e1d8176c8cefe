"""What each program of a demo begins with in tests: Python runs it, found by PYTHONPATH."""

import os

if "SECONDS_AHEAD" in os.environ:
    import ahead

    ahead.begin()
if "COMPILED" in os.environ:
    import compiled

    compiled.begin()
