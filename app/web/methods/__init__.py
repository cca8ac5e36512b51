"""The pages of the methods: each on the network where it is at home."""
