"""Runs shared among viewers, and the process that trains them."""
