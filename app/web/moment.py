"""A run at one step, seen for one sample: what every figure draws and every frame holds, each part computed once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Generic, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from app.runs.log.curves import Curves
from app.runs.log.outcome import Outcome, Passes
from app.runs.log.record import Norm, StepRecord
from app.runs.log.run import Run
from app.runs.nets.dense import DenseModel
from app.runs.training.loop import Training
from app.web.address.query import View
from app.web.once import once_a_head

Array = NDArray[np.float64]
Bits = NDArray[np.bool_]
Made = TypeVar("Made")

ARRIVES, LEAVES, MASKED, FLAT = 1, 2, 4, 8  # the last two: stopped by the mask, or by a slope of 0
OF_THE_STEP = ("record", "training", "rates", "values", "whole", "factors", "weights", "outcome")  # for whatever sample
ARROW_MIN = 0.04  # a gradient smaller than this share of its layer's largest has no arrow, unless it is stopped


class once(Generic[Made]):
    """functools.cached_property without its lock, which costs Python 3.11 a tenth of a frame."""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self.make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, moment: Any, owner: type | None = None) -> Made:
        made = moment.__dict__[self.name] = self.make(moment)
        return made


class Moment:
    """Lists go from the input (0) to the output (L + 1). Nothing else computes the run's steps meanwhile (`Run.hold`).

    What needs no gradient asks for a forward pass alone, unless the `record` is there already.
    """

    def __init__(self, run: Run, step: int, sample: int = 0, backward: bool = False) -> None:
        self.run = run
        self.step = step
        self.sample = sample
        self.backward = backward  # whether gradients are drawn in place of weights
        self.passes: Passes | None = None  # where a viewer wishes for them
        self.made: dict[object, object] = {}  # by `once_a_moment`

    def beside(self, sample: int) -> Moment:
        """The same step, seen for another sample; what is computed for all of them already is not computed again."""
        other = Moment(self.run, self.step, sample, self.backward)
        other.__dict__.update((name, self.__dict__[name]) for name in OF_THE_STEP if name in self.__dict__)
        return other

    @once
    def record(self) -> StepRecord:
        """All that the step did, for all samples: forward and backward."""
        return self.run.record(self.step)

    @once
    def training(self) -> Training:
        """At this step, with its forward pass done."""
        training = self.run.replays[0].at(self.step)
        if self._recorded is None:  # which left its own there
            training.output()
        return training

    @property
    def _recorded(self) -> StepRecord | None:
        return self.__dict__.get("record")

    @once
    def rates(self) -> tuple[float, ...]:
        """p in force at each place, set or learned; 0 where there is no dropout."""
        return self._recorded.rates if self._recorded else self.training.model.ps

    @property
    def ps(self) -> tuple[float, ...]:
        """The same at the places where the method sits."""
        return tuple(self.rates[place] for place in self.run.spec.place)

    @once
    def values(self) -> list[Array]:
        """x, what each hidden layer puts out before its mask, and z: (batch, units) each."""
        if self._recorded:
            return self._recorded.activations
        return [self.training.x, *self.model.values().values()]

    @property
    def model(self) -> DenseModel:
        """The network, where it is of columns."""
        model = self.training.model
        assert isinstance(model, DenseModel)
        return model

    @once
    def whole(self) -> dict[str, Array]:
        """Each signal of the network for all samples, by its name: (batch, *shape)."""
        if self._recorded:
            return self._recorded.value
        x, training = self.run.spec.plan.signals[0], self.training
        return {x.name: training.x.reshape(len(training.x), *x.shape), **training.model.values()}

    @property
    def signals(self) -> dict[str, Array]:
        """The same of this sample: (*shape)."""
        return {name: of[self.sample] for name, of in self.whole.items()}

    @property
    def passed_back(self) -> dict[str, Array]:
        """dL/d(signal) of this sample, of those that have it."""
        return {name: of[self.sample] for name, of in self.record.gradient.items()}

    @once
    def factors(self) -> dict[int, Array]:
        """What multiplies at each place that drops, neurons or weights: (batch, *mask), or (1, *mask) for them all."""
        if self._recorded:
            drawn = (place.factors for place in self._recorded.drawn.values())
            return {k: factors for k, factors in enumerate(drawn) if factors is not None}
        return self.training.model.factors

    @property
    def masks(self) -> dict[int, Array]:
        """The same of neurons alone: (batch, units)."""
        return self.factors if self.run.spec.plan.masks_neurons else {}

    @property
    def weight_masks(self) -> dict[int, Array]:
        """What multiplies the weights that leave a layer, for this sample: (inputs, outputs)."""
        return self.acting if self.run.spec.plan.masks_weights else {}

    @once
    def weights(self) -> list[Array]:
        """W between each two layers, before this step's update."""
        return self._recorded.weights if self._recorded else self.model.weights

    @once
    def acting(self) -> dict[int, Array]:
        """The factors of this sample alone: of a place's neurons, or of the weights that leave it."""
        return {k: of[self.sample if len(of) > 1 else 0] for k, of in self.factors.items()}

    @once
    def of_neurons(self) -> dict[int, Array]:
        """Those of them that multiply neurons, by layer."""
        return self.acting if self.run.spec.plan.masks_neurons else {}

    @once
    def scaled(self) -> dict[int, NDArray[np.uint8]]:
        """Factors of neurons that are any number, as a frame and the figure have them: 128 + 32 f, a byte each."""
        return {k: factor_bytes(of) for k, of in self.of_neurons.items()} if self.run.spec.plan.real else {}

    @once
    def off(self) -> list[Bits]:
        """Of each layer: which of its neurons the mask of this sample drops. Of real factors none does."""
        masks = {} if self.run.spec.plan.real else self.masks
        none = (np.zeros(units, bool) for units in self.run.sizes)
        return [masks[k][self.sample] == 0 if k in masks else bits for k, bits in enumerate(none)]

    @once
    def cut(self) -> list[Bits]:
        """Between each two layers: which weights this sample's mask drops."""
        none = (np.zeros(weights.shape, bool) for weights in self.run.spec.plan.weights)
        return [self.weight_masks[k] == 0 if k in self.weight_masks else bits for k, bits in enumerate(none)]

    @property
    def dropped(self) -> dict[int, int]:
        """At each place where the method sits: how many neurons, or weights, are off."""
        if not self.run.spec.plan.columns:
            return {k: int((self.acting[k] == 0).sum()) if k in self.acting else 0 for k in self.run.spec.place}
        bits = self.cut if self.run.spec.plan.masks_weights else self.off
        return {k: int(bits[k].sum()) for k in self.run.spec.place}

    @once
    def shades(self) -> Array:
        """All neurons from the input to the output in one row, each in [-1, 1], as docs/stream.md gives them."""
        x, *hidden, z = (values[self.sample] for values in self.values)
        task = self.run.data.task
        if task == "classes":
            return np.concatenate([x, np.tanh(np.concatenate(hidden)), self.run.predict(z)])
        shade: Array = np.tanh(np.concatenate([x, *hidden, z * 0.5 if task == "binary" else z]))
        return shade

    @once
    def share(self) -> Array:
        """For each neuron of the places that drop, in one row: in which share of the last steps it was kept. Empty
        where no neuron can be off."""
        if not self.rings:
            return np.empty(0)
        return self.run.kept.share(self.training.model.coins, self.step, self.sample)

    @once
    def shares(self) -> dict[int, Array]:
        """The same by place."""
        if not self.rings:
            return {}
        places = placed(self.run, self.step)
        ends = np.cumsum([self.run.sizes[k] for k in places])
        return dict(zip(places, np.split(self.share, ends[:-1]), strict=True)) if places else {}

    @property
    def rings(self) -> bool:
        """Whether neurons are kept or off."""
        return self.run.spec.plan.masks_neurons and not self.run.spec.plan.real

    @property
    def bits(self) -> bool:
        """Whether what a mask multiplies is kept or off, of neurons or of anything else than weights."""
        return not self.run.spec.plan.masks_weights and not self.run.spec.plan.real

    @once
    def outcome(self) -> Outcome:
        """What both arms have learned."""
        return self.run.outcome(self.step)

    @property
    def curves(self) -> Curves:
        """The losses of both arms so far."""
        return curves_of(self.run)

    @once
    def dead(self) -> list[set[int]]:
        """Of each layer: its dead neurons, 0 for every training sample with dropout off.

        One that the masks below it wake for this sample is not among them.
        """
        hidden = self.outcome.dead if "outcome" in self.__dict__ else self.run.dead(self.step)
        now = [values[self.sample] for values in self.values]
        return [set(), *({u for u in units if now[k][u] == 0} for k, units in enumerate(hidden, 1)), set()]

    @once
    def states(self) -> list[list[str]]:
        """Of each layer, what each neuron is for this sample: dropped, dead, silent or kept."""
        last, found = len(self.run.sizes) - 1, []
        for k, values in enumerate(self.values):
            silent = values[self.sample] == 0 if 0 < k < last else np.zeros(values.shape[1], bool)
            rows = zip(self.off[k].tolist(), silent.tolist(), strict=True)
            dead = self.dead[k]
            found.append([_state(gone, quiet, unit in dead) for unit, (gone, quiet) in enumerate(rows)])
        return found

    @once
    def gradients(self) -> list[Array]:
        """What each neuron passes back, relative to the largest of its layer: dL/d of what its nonlinearity got, and
        dL/dx of the input."""
        return [relative(values[self.sample]) for values in (self.record.gradients[0], *self.record.dz)]

    @once
    def weight_gradients(self) -> list[Array]:
        """dL/dW between each two layers as far as it comes from this sample: y_i dL/dz_j, times the weight's mask.

        Over all samples of the batch they add up to the step's gradient, before weight decay.
        """
        outer = (np.outer(self.passed(k), dz[self.sample]) for k, dz in enumerate(self.record.sums))
        return [of * self.weight_masks[k] if k in self.weight_masks else of for k, of in enumerate(outer)]

    @once
    def arrows(self) -> list[NDArray[np.int_]]:
        """Of each layer, how the gradient goes through each neuron: a sum of ARRIVES, LEAVES, MASKED and FLAT.

        Less than ARROW_MIN of its layer's largest has no arrow, unless it is stopped. It begins at the output, and ends
        at the input.
        """
        record, sample, last = self.record, self.sample, len(self.record.upstreams)
        found: list[NDArray[np.int_]] = []
        for k in range(last + 1):
            arriving = record.upstreams[k][sample] if k < last else np.zeros_like(record.dz[-1][sample])
            ones = np.ones(len(arriving))
            passed_on = record.dz[k - 1][sample] if k else np.zeros_like(arriving)
            masked = (self.of_neurons.get(k, ones) == 0) & (arriving != 0)
            flat = ~masked & (arriving != 0) & (passed_on == 0) if k else np.zeros_like(masked)
            leaves = np.abs(relative(passed_on)) >= ARROW_MIN
            arrives = (np.abs(relative(arriving)) >= ARROW_MIN) | masked | flat | (leaves & (arriving != 0))
            found.append(ARRIVES * arrives + LEAVES * leaves + MASKED * masked + FLAT * flat)
        return found

    def passed(self, layer: int) -> Array:
        """What a layer hands to the next for this sample: its activations times their mask, normalised where that comes
        after it."""
        norm = self.norm_of(layer, "after")
        if norm is not None:
            return norm.y[self.sample]
        return np.asarray(self.values[layer][self.sample] * self.of_neurons.get(layer, 1.0))

    def norm_of(self, layer: int, where: str) -> Norm | None:
        """What batch normalisation did in a hidden layer, if it stands there: before or after dropout."""
        if self.run.spec.plan.norm != where:
            return None
        return self.record.norms.get(self.run.spec.plan.signals[layer].name)


def once_a_moment(make: Callable[[Moment], Made]) -> Callable[[Moment], Made]:
    """A function of a moment that several of its readers call: called once."""

    @wraps(make)
    def kept(moment: Moment) -> Made:
        if make not in moment.made:
            moment.made[make] = make(moment)
        return cast(Made, moment.made[make])

    return kept


def seen(run: Run, view: View) -> Moment:
    """What a page draws of a link's view: a moment whose step is recorded, so that one pass serves all its parts."""
    moment = Moment(run, view.step or 0, view.sample, view.view == "backward")
    _ = moment.record
    return moment


@once_a_head
def curves_of(run: Run) -> Curves:
    """The losses of both arms so far."""
    return run.curves()


def placed(run: Run, step: int) -> list[int]:
    """The places that drop at a step, in order."""
    return list(run.kept.plan(step).places)


def factor_bytes(factors: Array) -> NDArray[np.uint8]:
    """One byte each: 128 + round(32 f), from -4 to almost 4; what lies outside is cut off."""
    return np.clip(np.rint(128.0 + 32.0 * factors), 0, 255).astype(np.uint8)


def relative(values: Array) -> Array:
    """As shares of the largest, by size."""
    largest = np.abs(values).max()
    return values / largest if largest > 0 else values


def _state(dropped: bool, silent: bool, dead: bool) -> str:
    return "dropped" if dropped else "dead" if dead else "silent" if silent else "kept"
