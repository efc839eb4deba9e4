"""The simulation: days at the dock as physical things and a worker who errs, and what the desk must say.

A second reading of the rules, on purpose: nothing here calls the station's code, so that where the two
differ one of them is wrong. What is printed, what is listed and which models exist is data and is shared.
"""
