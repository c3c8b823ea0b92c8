"""The pipeline, one file a step: pull, resolve, plan, push, and the run that strings them together."""
