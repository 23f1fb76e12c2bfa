"""Record files that tests read: an invented mission, long and lifelike, and the force that follows it."""
