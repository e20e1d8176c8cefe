"""What each program of a demo begins with in tests: Python runs it, found by PYTHONPATH."""

import gc
import os

# It loads a thousand modules that stay: looking through them for rubbish takes a fifth of that.
gc.set_threshold(100_000, 50, 100)
if "SECONDS_AHEAD" in os.environ:
    import ahead

    ahead.begin()
if "COMPILED" in os.environ:
    import compiled

    compiled.begin()
