"""The supervisor's review: the log, stories, holds, containers. It shows and asks; the station decides."""
