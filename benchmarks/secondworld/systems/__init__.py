"""The systems that hold the customers: each writes down what there is to see in its own habits."""
