"""Japanese billing parties with their truth, and how well they are linked to the customers without a person.

`python -m benchmarks.billing` prints the figures.
"""
