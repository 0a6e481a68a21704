"""PostgreSQL and Temporal from wheels, for one computer without either."""
