"""What is true of every document, every sentence and every file."""
