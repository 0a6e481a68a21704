"""Versions of the policy: proposed by one, adopted by another, reaching what the adopter says."""
