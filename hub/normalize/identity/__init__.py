"""What a value says about whose it is: names, numbers and places in parts that two records can be compared by.

Invariant: every function is pure, reads no more than a field may sensibly hold, and gives its parts back unchanged when
they are put in again. What says nothing about anybody (不明, 000-0000-0000) has no parts at all.
"""
