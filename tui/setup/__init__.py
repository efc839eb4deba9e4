"""The set-up wizard: try a scanner, hear it, check the station, write the settings."""
