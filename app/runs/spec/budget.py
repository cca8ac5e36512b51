"""What a run may cost: seconds of training, bytes of log, and seconds to find one of its steps again.

A log keeps the parameters of every step while they are small. For larger networks it keeps all that training needs
(parameters and the optimizer's memory, three arrays at most) at key steps, and a step between is computed from the
key step before it.
"""

from __future__ import annotations

from app.runs.nets.plan import Plan
from app.runs.spec.parts import TrainingPart

# One step costs about 50 us of overhead, 6 floating-point operations for each product and sum of a sample's forward
# pass, at about 1e10 a second, and 4 ns a parameter for its update.
STEP_OVERHEAD, OPERATIONS, SPEED, UPDATE = 50e-6, 6, 10e9, 4e-9
STACK_OVERHEAD = 100e-6  # of a step of a stack, however many arms it has
SHIFT, SHIFTED = 5e-6, 3e-9  # seconds of a step whose images are moved, and for each number of its batch
PASS = 60e-6  # seconds of a pass without a gradient, besides its samples: what few of them cost
UNIT = 10e-9  # seconds a neuron and sample of a pass, besides its products: activations larger than the cache
# What a method adds: for each coin and each factor where weights are masked, for each factor that is a real number, and
# for each place that learns p. Masks of neurons are drawn ahead, a block at a time, and are part of the overhead.
WEIGHT_COIN, WEIGHT_FACTOR, REAL_FACTOR, LEARNED_PLACE = 2.5e-9, 11e-9, 60e-9, 80e-6
AVERAGED_UNIT = 2.5e-6  # seconds a neuron and sample of an evaluation by moments
MOMENT_MAX = 5e-3  # seconds that the server's loop computes at once; what takes longer is sliced, or the worker's
HEAVY = 10.0  # seconds from which training an arm, with its evaluations, is heavy work
HEAVY_ARMS = 4  # that train at a time: others wait for minutes, and each holds tens of megabytes

STACK_PAYS = 0.8  # of the time that arms take one after another

WORK_MAX = 60.0  # seconds of training: more would hold the worker for too long
SEEK_MAX = 3.0  # seconds to find a step again, in slices between which the server does other things
BRANCH_MAX = 0.15  # seconds to find the step at which a run branches off: the server does nothing else meanwhile

WEIGHT_COINS_MAX = 1 << 20  # of one step, where weights are masked: 2 MB, and tens of milliseconds

ROWS_BYTES = 4 << 20  # parameters of every step are kept up to this size
STATES_BYTES = 16 << 20  # and states at every KEY_STEPS steps, or twice that, ..., up to this
KEY_STEPS = 64


def step_seconds(training: TrainingPart, plan: Plan) -> float:
    """About how long one training step takes."""
    batch = training.batch
    products = OPERATIONS * batch / SPEED * plan.operations
    shifts = SHIFT + SHIFTED * batch * plan.sizes[0] if training.shift else 0.0
    return STEP_OVERHEAD + plan.overhead + products + UPDATE * plan.parameters + chance_seconds(batch, plan) + shifts


def stacked_seconds(count: int, training: TrainingPart, plan: Plan) -> float:
    """About how long one training step of so many dense arms takes as a stack."""
    units = UNIT * training.batch * sum(plan.sizes[1:])
    return STACK_OVERHEAD + count * (step_seconds(training, plan) - STEP_OVERHEAD + units)


def stack_pays(count: int, training: TrainingPart, plan: Plan) -> bool:
    """Whether that is clearly less than one after another."""
    return stacked_seconds(count, training, plan) < STACK_PAYS * count * step_seconds(training, plan)


def chance_seconds(batch: int, plan: Plan) -> float:
    """About how long a method's masks take in one step, besides those of neurons that are drawn ahead."""
    factors = plan.factors(batch)
    if plan.masks_weights:
        return WEIGHT_COIN * plan.coins(batch) + WEIGHT_FACTOR * factors
    if not plan.columns:  # every place has all of its coins, whatever of them a mask is made of
        return WEIGHT_COIN * plan.coins(batch) + WEIGHT_FACTOR * factors
    real = REAL_FACTOR * factors if plan.real else 0.0
    return real + (LEARNED_PLACE * len(plan.placed) if plan.learns_p else 0.0)


def work(training: TrainingPart, plan: Plan) -> float:
    """About how many seconds one arm trains."""
    return training.steps * step_seconds(training, plan)


def pass_seconds(samples: int, plan: Plan) -> float:
    """About how long it takes to evaluate so many samples, where they are many."""
    units = sum(plan.sizes)
    return samples * (2 * plan.operations / SPEED + UNIT * units + AVERAGED_UNIT * plan.averaged)


def passes_seconds(count: int, samples: int, plan: Plan) -> float:
    """About how long it takes to evaluate so many samples, many or few, so many times."""
    return count * (PASS + pass_seconds(samples, plan))


def keeps_rows(steps: int, state: int) -> bool:
    """Whether there is room for the network's state, so many numbers, of every step."""
    return (steps + 1) * state * 4 <= ROWS_BYTES


def key_steps(steps: int, state: int) -> int:
    """How far apart the key steps are."""
    every = KEY_STEPS
    while steps / every * state * 12 > STATES_BYTES and every < steps:
        every *= 2
    return every


def seek_seconds(training: TrainingPart, plan: Plan) -> float:
    """About how long the farthest step from a key step takes."""
    steps = training.steps
    between = 1 if keeps_rows(steps, plan.state) else min(steps, key_steps(steps, plan.state))
    return between * step_seconds(training, plan)
