"""述职: the year's figures, and the draft of the annual duty report made of them (S1)."""
