"""Who is told what, and when: the rules of notices."""
