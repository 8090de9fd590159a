"""Training of the reader's weights, from the sentences in `training/data`. Not part of the package that users install."""
