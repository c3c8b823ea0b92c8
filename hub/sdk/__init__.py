"""All that the author of a connector may import: records, manifests, errors, HTTP, twins and the contract tests."""
