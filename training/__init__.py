"""Training of the reader's weights from the sentences in `training/data`; no part of what users install."""
