"""What every page stands on: templates, scripts, errors, headers."""
