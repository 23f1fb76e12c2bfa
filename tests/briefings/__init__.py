"""Tests of the pure engine: claims on a day in, words out; no store, no platform, no patch."""
