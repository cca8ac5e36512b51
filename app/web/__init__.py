"""Pages, forms, streams and figures: what a browser gets."""
