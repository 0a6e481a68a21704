"""举一反三: one problem in several units is everybody's question (domain.md §2.6)."""
