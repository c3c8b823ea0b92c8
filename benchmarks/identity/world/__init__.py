"""What is true in a made world: companies with offices and events, people with posts, households."""
