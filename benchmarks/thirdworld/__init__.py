"""A third world of Japanese customer data with its truth, told from the desks where such data is typed."""
