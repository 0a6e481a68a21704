"""What one account has read of what it was told."""
