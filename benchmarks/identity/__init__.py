"""The benchmark of identity: worlds of Japanese companies and people with their truth, the score, the peers."""
