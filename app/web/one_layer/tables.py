"""The numbers of the page's figure and of what is measured below it, with all their digits: what is written as CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import astuple

import numpy as np

from app.runs.one_layer.layer_pass import run
from app.runs.one_layer.layer_spec import LayerSpec
from app.runs.one_layer.scaling import laboratory
from app.runs.one_layer.ten_answers import ten_answers
from app.runs.one_layer.whose_mask import noises
from app.web.section import Table

OF_A_WAY = ("factor", "mean", "evaluation", "second", "z", "worst")
OF_NOISE = ("batch", "own measured", "shared measured", "own", "shared")


def layer(spec: LayerSpec) -> Table:
    """Every cell there and back; coins and masks only where the layer drew."""
    found = run(spec)
    names = ("x", "coins", "mask", "y", "dy", "dx")
    of = [getattr(found, name) for name in names]
    rows = (
        (i + 1, j + 1, *("" if matrix is None else float(matrix[i, j]) for matrix in of))
        for i, j in np.ndindex(found.x.shape)
    )
    return Table(("sample", "neuron", *names), rows)


def answers(spec: LayerSpec) -> Table:
    """Ten predictions in the link's mode, and evaluation's."""
    found = ten_answers(spec)
    return Table(("time", "answer"), [*enumerate(found.given, 1), ("evaluation", found.evaluated)])


def scaling(spec: LayerSpec) -> Table:
    """Each way to scale, over all masks."""
    rows = ((way.name, *(getattr(way, name) for name in OF_A_WAY)) for way in laboratory(spec).ways)
    return Table(("scaling", *OF_A_WAY), rows)


def scaling_means(spec: LayerSpec) -> Table:
    """The selected cell's mean over more and more masks, each way."""
    ways = [way for way in laboratory(spec).ways if way.running]
    rows = ((each[0][0], *(mean for _, mean in each)) for each in zip(*(way.running for way in ways), strict=True))
    return Table(("masks", *(way.name for way in ways)), rows)


def noise(spec: LayerSpec) -> Table:
    """The variance of the gradient against the size of the batch."""
    return Table(OF_NOISE, map(astuple, noises(spec.p)))


TABLES: Mapping[str, Callable[[LayerSpec], Table]] = {
    "layer": layer,
    "answers": answers,
    "scaling": scaling,
    "scaling-means": scaling_means,
    "noise": noise,
}
