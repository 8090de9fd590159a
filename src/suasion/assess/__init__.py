"""A contest to an assessment, every number with its evidence."""
