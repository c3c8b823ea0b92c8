"""customer-hub: one golden record of each customer, kept in step with every system that knows them."""

__version__ = "0.1.0"
