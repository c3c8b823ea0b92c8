"""The whole hub in virtual time: one seed is one history, and a book of edits tells whether anything was lost in it."""
