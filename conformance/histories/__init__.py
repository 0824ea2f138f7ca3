"""Histories of concurrent operations on several nodes, and whether one server alone could have answered so.

`record` has clients ask for things at the same time and notes when each asked, when it was answered, and what; `reference` says
what a single server would have answered to one operation after the other; `checker` looks for an order of the operations
that agrees with both.
"""
