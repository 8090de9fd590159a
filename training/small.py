"""Fitting of the small coder: hashed words, one logistic layer for each question, stored in int8."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from suasion.read.coder.labels import HEADS
from suasion.read.coder.linear import BINS, Linear, features, vector
from training.examples import Example

_STRENGTH = 30.0  # inverse of the penalty; chosen once, not tuned


def fit_small(examples: Sequence[Example], heads: Sequence[str], weights: Sequence[float] | None = None) -> Linear:
    """Return the small coder for the questions named, fitted on examples of the weights given."""
    counts = np.zeros(BINS)
    for example in examples:
        counts[list({crc32(f.encode()) % BINS for f in features(example.marked)})] += 1
    idf = (np.log((1 + len(examples)) / (1 + counts)) + 1).astype(np.float32)
    matrix = to_matrix(examples, idf)
    each = np.ones(len(examples)) if weights is None else np.asarray(weights)
    layers, scales, biases = {}, {}, {}
    for head in heads:
        rows = np.array([i for i, e in enumerate(examples) if head in e.answers])
        said = np.array([examples[i].answers[head] for i in rows])
        model = LogisticRegression(C=_STRENGTH, max_iter=300, class_weight="balanced")
        model.fit(matrix[rows], said, sample_weight=each[rows])
        width = len(HEADS[head])
        full, bias = np.zeros((BINS, width)), np.full(width, -20.0)
        if len(model.classes_) == 2:
            model.coef_ = np.vstack([-model.coef_[0], model.coef_[0]]) / 2
            model.intercept_ = np.array([-model.intercept_[0], model.intercept_[0]]) / 2
        full[:, model.classes_], bias[model.classes_] = model.coef_.T, model.intercept_
        scale = np.maximum(np.abs(full).max(0), 1e-6) / 127
        layers[head] = np.rint(full / scale).astype(np.int8)
        scales[head], biases[head] = scale.astype(np.float32), bias.astype(np.float32)
    return Linear(idf, layers, scales, biases)


def to_matrix(examples: Sequence[Example], idf: Any) -> csr_matrix:
    """Return the features of all examples, shape (n_examples, BINS)."""
    parts = [vector(example.marked, idf) for example in examples]
    ends = np.concatenate([[0], np.cumsum([len(bins) for bins, _ in parts])])
    columns, values = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    return csr_matrix((values, columns, ends), shape=(len(parts), BINS))


def probabilities(small: Linear, examples: Sequence[Example]) -> dict[str, Any]:
    """Return for each question the probabilities, shape (n_examples, n_answers)."""
    each = [small.probabilities(example.marked) for example in examples]
    return {head: np.stack([one[head] for one in each]) for head in small.weights}


def save(small: Linear, path: Path) -> None:
    """Write the weights without anything executable."""
    arrays = {"idf": small.idf.astype(np.float16)}
    for head, weights in small.weights.items():
        # Of 127 steps the first three say nothing that scores show, and zeros pack well.
        kept = np.where(np.abs(weights) <= 3, 0, weights).astype(weights.dtype)
        arrays |= {f"w_{head}": kept, f"s_{head}": small.scale[head], f"b_{head}": small.bias[head]}
    np.savez_compressed(path, **arrays)
