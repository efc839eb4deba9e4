"""How fast the station is, each figure beside a floor measured in turn with it: `make bench`."""
