"""A second world of Japanese customers with truth, written apart from the matcher and from the first world."""
