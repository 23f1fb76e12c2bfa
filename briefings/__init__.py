"""What is true and how it is said: pure functions and frozen values; imports nothing else of ours."""
