"""The register and the ledger of a made-up mine, for a first look."""
