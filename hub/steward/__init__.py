"""What stewards and operators ask of the store: see a plan, apply it, ask why, decide, retry. No language, no print."""
