"""Failures of databases, nodes, networks and clocks under load, and what must hold afterwards.

Writers (`load`) live stories (`stories`) whose every step is known by a mark of its own, which the trail keeps; so it can be
said of each request whether it was carried out never, once or twice (`verdict`).
"""
