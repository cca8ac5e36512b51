"""Figures: each module makes the context of one template in templates/figures/."""
