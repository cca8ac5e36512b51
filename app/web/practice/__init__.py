"""The pages /why and /practice, which lead to all reasons and experiments."""
