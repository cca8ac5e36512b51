"""The pages of the methods: which there are, what is theirs beside Explore's scene, and the table of them all."""
