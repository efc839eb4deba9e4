"""Hub: the reference claims system, on PostgreSQL. It knows the core and nothing else of a station."""
