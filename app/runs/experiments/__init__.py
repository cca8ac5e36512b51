"""Experiments: one setting varied, both arms, many seeds."""
