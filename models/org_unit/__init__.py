"""The register of Party organizations: who existed under which name and where, on any date."""
