"""Names of the database roles that our processes work as."""

APP_ROLE = "fupan_app"
SEQUENCER_ROLE = "fupan_sequencer"
