"""Crosscheck: comparison claims with sources, dates, verdicts, and proofs that run."""

__version__ = "0.1.0"
