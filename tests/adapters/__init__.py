"""How lines are read and answers are drawn."""
