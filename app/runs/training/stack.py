"""A stack: many arms of one shape, trained at once on the engine's own layers with a leading axis of replicas."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.engine import Dense, Network, StackedDropout, StackedMasks, to_grid
from app.engine.activations import ACTIVATIONS
from app.engine.coins import Coins
from app.engine.layer import Layer
from app.engine.losses import LOSSES
from app.engine.optimizers import OPTIMIZERS
from app.runs.data.batches import Batches
from app.runs.data.data_set import load
from app.runs.data.tasks import TASKS
from app.runs.nets.methods import Plain
from app.runs.nets.parts import DenseNet
from app.runs.spec.run_spec import RunSpec
from app.runs.training.chunk import LARGEST
from app.runs.training.model import training_model

SPAN = 64  # steps whose batches are looked up at once


def stack_key(spec: RunSpec) -> Hashable | None:
    """Arms with equal keys can be one stack; None where an arm has to be trained by itself.

    They differ in p, place, seeds, learning rate and its warm-up, weight decay, changes, and in data of as many inputs
    and outputs.
    """
    plain = spec.method is None or isinstance(spec.method, Plain)
    if not (plain and isinstance(spec.net, DenseNet) and spec.net.norm == "none"):
        return None
    if spec.training.clip or spec.training.shift:
        return None
    kind = TASKS[spec.data.name].kind
    return kind, spec.sizes, spec.net.activation, spec.training.optimizer, spec.training.batch


class Stack:
    """These arms at step t, as `Training` is one: same weights, batches and masks, and the same bits.

    rows: the networks' states as logs keep them, (arms, state); NaN from the step on at which an arm diverged.
    diverged: that step of each arm, as a log would end there, or -1. The others go on as if it were not there.
    Raises: ValueError where their keys differ, or one has none.
    """

    exact = True  # rows have the bits of single runs

    def __init__(self, specs: Sequence[RunSpec]) -> None:
        keys = {stack_key(spec) for spec in specs}
        if len(keys) != 1 or None in keys:
            raise ValueError(f"a stack needs arms of one key, got {keys}")
        self.specs = list(specs)
        first, count = self.specs[0], len(self.specs)
        batch = first.training.batch
        self.masks = self._stacked_masks()
        self.network = self._network()
        self.network.bind((count, batch, first.sizes[0]))
        self.network.want_data_gradient(False)
        self.rows = self.network.theta.astype(np.float32)
        self.diverged = np.full(count, -1)
        self.loss = LOSSES[TASKS[first.data.name].kind]()
        self.optimizer = OPTIMIZERS[first.training.optimizer](self.network.theta, 1.0)
        self._memory_row = np.empty(self.rows.shape, np.float32)
        self._dz_row = np.empty((count, batch, first.sizes[-1]), np.float32)
        warm = max(spec.training.warmup for spec in specs)
        self._changes = {*range(warm + 1), *(change.step for spec in specs for change in spec.changes)}
        self._load()
        self.seek(0)
        with np.errstate(all="ignore"):
            self._forward()

    def _stacked_masks(self) -> StackedMasks:
        """Arms of one seed share their coins."""
        first = self.specs[0]
        shapes = first.plan.drawn(first.training.batch)
        coins = {seed: Coins(seed, shapes) for seed in {spec.seeds.masks for spec in self.specs}}
        return StackedMasks(
            [coins[spec.seeds.masks] for spec in self.specs], sorted({k for spec in self.specs for k in spec.place})
        )

    def _network(self) -> Network:
        """The layers of `app.runs.nets.dense`, each arm with its own initial weights."""
        net, replicas = self.specs[0].dense, (len(self.specs),)
        layers: list[Layer] = []
        for k, weights in enumerate(self.specs[0].plan.weights):
            if k in self.masks.places:
                layers.append(StackedDropout(self.masks.of(k)))
            inputs, outputs = weights.shape
            layers.append(Dense(inputs, outputs, replicas))
            if k < len(net.hidden):
                layers.append(ACTIVATIONS[net.activation]())
        network = Network(layers)
        drawn = {spec.seeds.weights: spec for spec in self.specs}
        begun = {seed: training_model(spec).network.theta for seed, spec in drawn.items()}
        network.theta[...] = [begun[spec.seeds.weights] for spec in self.specs]
        return network

    def _load(self) -> None:
        """All samples one after another, those of the same data once; and where in them the batches are."""
        sources = {(spec.data, spec.seeds.data): load(spec.data, spec.seeds.data) for spec in self.specs}
        starts = dict(zip(sources, np.cumsum([0, *(len(data.x) for data in sources.values())]), strict=False))
        self._first = np.array([starts[spec.data, spec.seeds.data] for spec in self.specs])[:, None]
        self._samples = np.concatenate([data.x for data in sources.values()])
        self._targets = np.concatenate([data.y for data in sources.values()])
        count, batch = len(self.specs), self.specs[0].training.batch
        self._batches = {
            (spec.seeds.batches, spec.data.n): Batches(spec.seeds.batches, spec.data.n, batch) for spec in self.specs
        }
        self._batch_of = [list(self._batches).index((spec.seeds.batches, spec.data.n)) for spec in self.specs]
        self._indices = np.empty((SPAN, count, batch), np.intp)
        self._x = np.empty((count, batch, self._samples.shape[1]))
        self._y = np.empty((count, batch, *self._targets.shape[1:]), self._targets.dtype)

    def seek(self, step: int) -> None:
        """Set the step, and what is in force at it; parameters stay as they are. Steps only rise."""
        self.step = step
        if step in self._changes:
            self.masks.put([[spec.rates(step)[k] for k in self.masks.places] for spec in self.specs])
            self.optimizer.lr = np.array([[spec.lr_at(step)] for spec in self.specs])
            self.optimizer.decay = np.array([[spec.decay_at(step)] for spec in self.specs])
        self.masks.seek(step)
        if step % SPAN == 0:
            found = [batches.span(step, step + SPAN) for batches in self._batches.values()]
            for place, which in enumerate(self._batch_of):
                self._indices[:, place] = found[which]
            self._indices += self._first

    def advance(self, step: int) -> None:
        """Make the updates up to this step."""
        with np.errstate(all="ignore"):  # an arm may diverge
            while self.step < step:
                self._update()
                self.seek(self.step + 1)
                self._forward()

    def _forward(self) -> None:
        """The forward pass of the current step, and a look at who has diverged."""
        indices = self._indices[self.step % SPAN]
        self._samples.take(indices, axis=0, out=self._x, mode="clip")
        self._targets.take(indices, axis=0, out=self._y, mode="clip")
        losses = self.loss.forward(self.network.forward(self._x), self._y)
        flat = self.network.theta.ravel()
        if not (np.abs(losses).max() <= LARGEST and np.isfinite(flat.dot(flat))):  # NaN fails this too
            self._part_with(~((np.abs(losses) <= LARGEST) & np.isfinite(self.network.theta).all(axis=1)))

    def _part_with(self, unsound: NDArray[np.bool_]) -> None:
        """Have arms that diverge now stand still at 0 from here on."""
        self.diverged[unsound] = self.step
        self.network.theta[unsound] = 0.0
        self.rows[unsound] = np.nan
        for memory in self.optimizer.state.values():
            memory[unsound] = 0.0

    def _update(self) -> None:
        """The backward pass, as in `Training`, and a change of all parameters by their gradient."""
        dz = self.loss.backward()
        to_grid(dz, self._dz_row)
        self.network.backward(dz)
        gone = self.diverged >= 0
        self.network.grad[gone] = 0.0
        self.optimizer.step(self.network.grad)
        to_grid(self.network.theta, self.rows)
        self.rows[gone] = np.nan
        for memory in self.optimizer.state.values():
            to_grid(memory, self._memory_row)
