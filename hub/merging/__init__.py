"""Which value survives: claims in, one golden record out, with the losers named; pure."""
