"""Names, numbers and sentences as a page writes them."""
