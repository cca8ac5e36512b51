"""Figures outside of our pages: in a frame of a course page, as a picture, as a file that plays by itself."""
