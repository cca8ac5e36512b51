"""Sections of the pages of reasons, /why."""
