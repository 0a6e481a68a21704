"""A year played through the real workflows, its time skipped, before it is lived."""
