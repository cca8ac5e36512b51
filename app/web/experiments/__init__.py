"""Pages of experiments: the form, what is asked first, and results as they come."""
