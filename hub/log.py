"""Log events are past-tense names with data: human on a terminal, JSON lines otherwise, never a personal value."""
