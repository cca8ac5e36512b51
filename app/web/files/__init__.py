"""Files of a run, to take away: programs that train it again, its numbers as NPZ and JSON, tables as CSV."""
