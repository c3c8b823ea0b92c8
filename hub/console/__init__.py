"""What stewards, accountants and operators see in their browsers: pages that are whole without JavaScript."""
