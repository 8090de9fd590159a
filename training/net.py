"""The encoder in torch: what is trained, and how it leaves for ONNX."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import nn
from transformers import BertModel

from suasion.read.coder.encoder import MARKS, Pieces, to_pieces
from suasion.read.coder.labels import HEADS
from training.examples import MISSING, Example

# What each question's error weighs; the root is what the benchmarks ask for.
_WEIGHT: Final = {
    "root": 1.0, "plover": 1.0, "kind": 0.6, "instrument": 0.6, "modality": 0.5, "attribution": 0.3, "conflict": 0.4,
}  # fmt: skip
_SMOOTHING: Final = 0.05
_POOL: Final = 8  # batches are cut from pools of this many, sorted by length, so that little is padded


class Words(nn.Module):
    """Word embeddings as they ship, in int8 and fixed, but for the marks, which are learned."""

    def __init__(self, table: np.ndarray[Any, Any], scale: np.ndarray[Any, Any]) -> None:
        super().__init__()
        fixed = torch.from_numpy(table.astype(np.float32) * scale[:, None])
        self.register_buffer("fixed", fixed, persistent=False)
        self.marks = nn.Parameter(fixed[: len(MARKS) + 1].clone())

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        known = nn.functional.embedding(ids, self.fixed)
        marked = nn.functional.embedding(ids.clamp(max=len(MARKS)), self.marks)
        return torch.where((ids <= len(MARKS)).unsqueeze(-1), marked, known)


class Net(nn.Module):
    """Six layers of attention, and from the states at the marks one trunk and a head for each question."""

    def __init__(self, base: Path, table: np.ndarray[Any, Any], scale: np.ndarray[Any, Any]) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="eager")
        width = self.bert.config.hidden_size
        self.words = Words(table, scale)
        self.bert.embeddings.word_embeddings = nn.Embedding(1, width)  # the words come embedded
        self.trunk = nn.Sequential(nn.Dropout(0.1), nn.Linear(4 * width, width), nn.GELU(), nn.Dropout(0.1))
        self.heads = nn.ModuleDict({head: nn.Linear(width, len(answers)) for head, answers in HEADS.items()})

    def answer(self, embedded: torch.Tensor, mask: torch.Tensor, where: torch.Tensor) -> dict[str, torch.Tensor]:
        """Return the logits of each question; ``where`` has shape (n, 3), 0 for a mark that is not there."""
        states = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        index = where.unsqueeze(-1).expand(-1, -1, states.shape[-1])
        picked = states.gather(1, index) * (where > 0).unsqueeze(-1)
        trunk = self.trunk(torch.cat([states[:, 0], picked.flatten(1)], -1))
        return {head: layer(trunk) for head, layer in self.heads.items()}

    def forward(self, batch: Sequence[Pieces]) -> dict[str, torch.Tensor]:
        longest = max(len(one.ids) for one in batch)
        ids = torch.zeros(len(batch), longest, dtype=torch.long)
        mask = torch.zeros(len(batch), longest, dtype=torch.long)
        for i, one in enumerate(batch):
            ids[i, : len(one.ids)] = torch.from_numpy(one.ids)
            mask[i, : len(one.ids)] = 1
        where = torch.from_numpy(np.stack([one.where for one in batch]))
        return self.answer(self.words(ids), mask, where)


def fit(
    net: Net,
    examples: Sequence[Example],
    *,
    epochs: int,
    rate: float,
    seed: int,
    unmarked: float = 0.5,
    size: int = 16,
    say: Callable[[str], None] = print,
) -> None:
    """Train a net in place; each time an example is seen its trigger is unmarked with probability ``unmarked``."""
    torch.manual_seed(seed)
    order = random.Random(seed)
    cached = [(to_pieces(e.marked), to_pieces(e.without_trigger().marked)) for e in examples]
    trunk = [*net.trunk.parameters(), *net.heads.parameters(), net.words.marks]
    layers = [p for p in net.bert.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": trunk, "lr": 3 * rate}, {"params": layers, "lr": rate}], weight_decay=0.01
    )
    steps = epochs * math.ceil(len(examples) / size)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda k: min((k + 1) / warm, max(0.0, (steps - k) / max(1, steps - warm)))
    )
    net.train()
    began = time.monotonic()
    for epoch in range(epochs):
        numbers = list(range(len(examples)))
        order.shuffle(numbers)
        seen = {n: cached[n][order.random() < unmarked] for n in numbers}
        pools = [numbers[i : i + size * _POOL] for i in range(0, len(numbers), size * _POOL)]
        batches = [
            pool[i : i + size]
            for pool in (sorted(p, key=lambda n: len(seen[n].ids)) for p in pools)
            for i in range(0, len(pool), size)
        ]
        order.shuffle(batches)
        total = 0.0
        for batch in batches:
            logits = net([seen[n] for n in batch])
            loss = torch.zeros(())
            for head, weight in _WEIGHT.items():
                said = torch.tensor([examples[n].answers.get(head, MISSING) for n in batch])
                share = (said != MISSING).float().mean()
                if share > 0:
                    loss = loss + weight * share * nn.functional.cross_entropy(
                        logits[head], said, ignore_index=MISSING, label_smoothing=_SMOOTHING
                    )
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        say(f"  epoch {epoch + 1} of {epochs}: loss {total / len(batches):.3f}, {time.monotonic() - began:.0f} s")
    net.eval()


@torch.no_grad()
def logits_of(net: Net, examples: Sequence[Example], size: int = 32) -> dict[str, np.ndarray[Any, Any]]:
    """Return the logits of each question, shape (n_examples, n_answers)."""
    net.eval()
    read = [to_pieces(e.marked) for e in examples]
    numbers = sorted(range(len(read)), key=lambda n: len(read[n].ids))
    found = {head: np.zeros((len(read), len(answers))) for head, answers in HEADS.items()}
    for i in range(0, len(numbers), size):
        batch = numbers[i : i + size]
        for head, values in net([read[n] for n in batch]).items():
            found[head][batch] = values.numpy()
    return found


class _Outgoing(nn.Module):
    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, embedded: torch.Tensor, where: torch.Tensor) -> torch.Tensor:
        mask = torch.ones(embedded.shape[:2], dtype=torch.long)
        found = self.net.answer(embedded, mask, where.unsqueeze(0))
        return torch.cat([found[head] for head in HEADS], -1)


def export(net: Net, path: Path) -> None:
    """Write the layers and heads of a net as an int8 ONNX graph of one sentence, unpadded."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    full = path.with_suffix(".full.onnx")
    example = torch.zeros(1, 9, net.bert.config.hidden_size), torch.tensor([2, 5, 0])
    torch.onnx.export(
        _Outgoing(net.eval()).eval(),
        example,
        str(full),
        input_names=["embedded", "where"],
        output_names=["logits"],
        dynamic_axes={"embedded": {1: "pieces"}},
        opset_version=17,
        dynamo=False,
    )
    # One bit of range is left unused: without it products overflow on processors that lack int8 dot products.
    quantize_dynamic(str(full), str(path), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    full.unlink()
