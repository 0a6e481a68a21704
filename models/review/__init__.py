"""复盘: one organization looks back on a month with the team that visits it (domain.md §2.4)."""
