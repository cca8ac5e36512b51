"""What was recorded of both arms, readable at any step."""
