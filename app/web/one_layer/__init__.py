"""Parts of the one-layer page: each module makes the context of one template in templates/layer/."""
