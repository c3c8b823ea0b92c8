"""Facts that worlds are made of: names by generation, words of company names, area codes, weights of places."""
