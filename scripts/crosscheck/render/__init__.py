"""Rows → finished pages. Values meet templates only as values, and Markdown never."""
