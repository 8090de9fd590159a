"""A front for notebooks: a contest with its tables, pictures and brief."""
