"""Addresses: what a link says beside the run, and how links and forms become one."""
