"""What people ask, in their words, and what they hear."""
