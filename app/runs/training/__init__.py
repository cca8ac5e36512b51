"""The loop of one arm, its evaluations, and the jobs that record it."""
