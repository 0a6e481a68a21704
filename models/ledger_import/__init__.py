"""Ledgers that somebody meant to bring in and that were not taken: one stream per file's content.

What is taken stands in the streams of the items themselves.
"""
