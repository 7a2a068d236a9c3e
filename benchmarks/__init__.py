"""Measure how fast litrex is, by stage and beside others, on the machine at hand: ``python -m benchmarks``."""
