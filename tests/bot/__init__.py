"""The program, its desk, its settings and what people type."""
