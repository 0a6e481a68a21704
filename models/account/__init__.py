"""Accounts and the posts they hold. No name, login or secret of a person stands in a fact."""
