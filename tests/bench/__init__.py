"""Benchmarks: ratios to a floor that is measured in turn in the same rounds, never absolute times.

.uv/bin/uv run python -m tests.bench                      the whole table
.uv/bin/uv run python -m tests.bench commands discord     some of it
.uv/bin/uv run python -m tests.bench pictures --claims 1000000
"""
