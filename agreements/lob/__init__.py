"""LOB: care of intoxicated persons (1976:511), and what the county agrees to do about it."""
