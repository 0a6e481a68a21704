"""Ways to reach a person. A channel is one file and is held to one suite of tests."""
