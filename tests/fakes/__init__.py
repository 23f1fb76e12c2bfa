"""Fakes for tests, only at the network's edge: the real clients talk to them over loopback."""
