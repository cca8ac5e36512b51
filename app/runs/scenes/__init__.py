"""The default scene of each data set, and what was measured with it."""
