"""Who may ask what, and when: the only folder that knows all the others."""
