"""Intake of what organizations keep in files: unit registers and rectification ledgers.

Reading files, understanding rows and writing to the store are three separate things here; the
middle one is pure and knows neither files nor databases.
"""
