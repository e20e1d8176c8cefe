"""Archive: each party's own copy, the retention clocks, the shredding of keys."""
