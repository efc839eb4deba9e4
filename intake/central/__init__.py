"""Central: the client of the central claims system's contract (`intake.wire`), over HTTPS.

Nothing is exported here: `client` costs the 111 ms of httpx, which neither the desk nor the doctor pays.
"""
