"""What a run is: its settings, how a link is read and checked, and what it costs."""
