"""NumPy, on one thread: a fork must copy no lock, and the products of a query are small."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeAlias

_THREADS = "OPENBLAS_NUM_THREADS"
_were = os.environ.get(_THREADS)
os.environ.setdefault(_THREADS, "1")
try:
    import numpy as np
finally:
    if _were is None:
        del os.environ[_THREADS]

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[Any]
    Doubles: TypeAlias = NDArray[np.float64]
    Singles: TypeAlias = NDArray[np.float32]
    Whole: TypeAlias = NDArray[np.int64]
    WholeBytes: TypeAlias = NDArray[np.int8]
    Bytes: TypeAlias = NDArray[np.uint8]

__all__ = ["Array", "Bytes", "Doubles", "Singles", "Whole", "WholeBytes", "np"]
