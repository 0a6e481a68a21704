"""半年回头看: what was closed in a half-year is looked at again, by others (domain.md §2.8)."""
