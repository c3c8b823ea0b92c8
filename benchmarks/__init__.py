"""What the README's figures come from: a local system with any number of contacts, the hub, and a peer beside it."""
