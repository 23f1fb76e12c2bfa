"""Benchmarks: always ratios to a floor measured in the same run, never absolute times.

.uv/bin/uv run python -m tests.bench              everything that is quick enough to wait for
.uv/bin/uv run python -m tests.bench --most 1000000   up to a million claims
"""
