"""The nouns, frozen: one file per stage, so that a skipped step is a type error."""
