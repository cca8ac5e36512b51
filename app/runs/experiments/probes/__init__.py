"""Probes: what is measured of a trained arm, one module each."""
