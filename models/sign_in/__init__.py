"""Who proved to be whom, and who failed to: one stream per account and day.

A stream of its own keeps the account's stream short, and a day keeps this one short.
"""
