"""One dropout layer by hand: a link that holds its numbers, its passes, and what is measured of them."""
