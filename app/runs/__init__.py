"""What a run is: its spec, data, training, log and store. No HTTP, no HTML."""
