"""The annual plan: which unit is reviewed in which month, and the year's process around it."""
