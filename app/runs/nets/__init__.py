"""Networks, from a spec's part to layers of the engine."""
