"""The same truth as JSON: what a run is, and everything that one of its steps did."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import WithJsonSchema

from app.runs.log.record import StepRecord
from app.runs.log.run import Run
from app.runs.spec.faults import Fault
from app.runs.spec.fields import FIELDS, STEPS_MAX, Field
from app.runs.spec.link import SpecError
from app.runs.spec.reading import choice
from app.runs.spec.run_spec import RunSpec
from app.runs.training.ablation import Left
from app.web.address.neurons import neuron_name
from app.web.address.opened import opened
from app.web.address.query import WISHES, View, read_query
from app.web.frames import compact, curve_json, curve_numbers, frame_json, outcome_json, run_json
from app.web.live import sliced
from app.web.live.sliced import Arrays, numbers
from app.web.moment import Moment, curves_of
from app.web.passes import passed
from app.web.site.received import received
from app.web.why.left import LEFT
from app.web.words.answers import ending
from app.web.words.fields import help_of

router = APIRouter(tags=["api"])

SCHEMAS = {"whole": "integer", "number": "number"}


PARAMETERS = Field("parameters", "choice", choices=("false", "true"))
STEP_PATH = Annotated[str, WithJsonSchema({"type": "integer", "minimum": 0, "maximum": STEPS_MAX})]


def described(*more: Field) -> dict[str, Any]:
    """The settings of a run and these fields as OpenAPI has parameters; `read_query` reads and checks them."""
    fields = (*FIELDS.values(), *more)
    return {
        "parameters": [
            {"name": field.name, "in": "query", "description": help_of(field), "schema": schema(field)}
            for field in fields
        ]
    }


def schema(field: Field) -> dict[str, Any]:
    """A setting's kind and limits. The rest of what must hold concerns several settings at once."""
    if field.kind == "choice":
        return {"type": "string", "enum": list(field.choices)}
    if field.kind not in SCHEMAS:
        return {"type": "string"}
    low = "exclusiveMinimum" if field.open_min else "minimum"
    most = {"maximum": field.max} if field.max > field.min else {}  # else the run decides
    return {"type": SCHEMAS[field.kind], low: field.min, **most}


@router.get("/frame", openapi_extra=described(WISHES["step"], WISHES["sample"]))
async def frame(request: Request) -> Response:
    """One step for a figure: the `run`, `frame` and `outcome` of docs/stream.md in one object."""
    async with opened(request, *read_query(received(request.scope)), hold=False) as (run, view, step):
        passes = await passed(run, step, view.passes) if view.passes else None
        async with run.hold(step):
            moment = Moment(run, step, view.sample, view.view == "backward")
            moment.passes = passes
            drawn = frame_json(moment, summary=True)
            body = f'{{"run":{compact(run_json(run))},"frame":{drawn},"outcome":{outcome_json(moment)}}}'
    return Response(body, media_type="application/json")


@router.get("/curve", openapi_extra=described())
async def curve(request: Request) -> Response:
    """The loss chart of a run, as a `curve` event of docs/stream.md has it, and its parts as numbers and words. Waits
    until the run is trained."""
    asked = read_query(received(request.scope))
    async with opened(request, *asked, hold=False) as (run, _, _step):
        await run.finish()
        async with run.turns.turn():
            return Response(curve_json(run, numbers=True), media_type="application/json")


@router.get("/api/run", openapi_extra=described())
async def run_facts(request: Request) -> Response:
    """What a run is, how far it is, and its losses at every evaluation. Waits until it is trained."""
    asked = read_query(received(request.scope))
    async with opened(request, *asked, hold=False) as (run, _, _step):
        await run.finish()
        async with run.turns.turn():  # it may be tens of thousands of numbers
            return JSONResponse(facts(run))


def facts(run: Run) -> dict[str, Any]:
    """What a run is, how far it is, and its losses, for programs."""
    return {
        **run_json(run),
        "spec": run.spec.texts(),
        "sizes": list(run.sizes),
        "parameters": run.spec.parameters,
        "state": run.state,
        "message": ending(run),
        "last_step": run.ended_at,
        "losses": {
            "dropout": numbers(run.logs[0].losses[: run.head + 1]),
            "twin": numbers(run.logs[1].losses[: run.head + 1]),
        },
        "evaluated_at": curves_of(run).steps.tolist(),
        "curve": curve_numbers(run),
    }


@router.get("/api/step/{t}", openapi_extra=described(WISHES["sample"], WISHES["off"], PARAMETERS))
async def step_facts(request: Request, t: STEP_PATH) -> Response:
    """Everything that step t did: masks and coins (per place, batch x units), activations, gradients, losses.

    Numbers are float32's digits. `sample`, counted from 1, narrows arrays to its row; `parameters=true` adds
    weights and biases; `off` what both arms, at this step and on the test set, are without these hidden neurons. Arrays
    count from 0.
    """
    pairs = received(request.scope)
    parameters = _asked([text for name, text in pairs if name == "parameters"])
    pairs = [pair for pair in pairs if pair[0] != "parameters"]
    spec, view = read_query([*pairs, ("step", t)])
    one_sample = any(name == "sample" for name, _ in pairs)
    rows = slice(view.sample, view.sample + 1) if one_sample else slice(None)
    without = await _without(request, spec, view) if view.off else None
    async with opened(request, spec, view) as (run, view, step):
        record = run.record(step)
        scores = run.scores(step)
        batch = run.spec.training.batch

        def of_rows(values: Any) -> Any:
            """One sample's, where each has its own."""
            return values[rows] if len(values) == batch else values

        masks = [drawn.factors for drawn in record.drawn.values()]
        body = {
            "query": run.query,
            "step": step,
            "sample": view.sample + 1 if one_sample else None,
            "loss": numbers(record.loss),
            "twin_loss": numbers(record.twin_loss),
            "evaluation": {
                "step": scores.step,
                "dropout": dict(zip(scores.dropout._fields, map(numbers, scores.dropout), strict=True)),
                "twin": dict(zip(scores.twin._fields, map(numbers, scores.twin), strict=True)),
            },
            "without": without,
            "rows": record.rows[rows].tolist(),
            "x": numbers(record.x[rows]),
            "y": numbers(record.y[rows]),
            "p": list(record.rates),
            "penalty": numbers(record.penalty),
            "signals": list(record.value),
            "places": [[place.name, place.on] for place in record.plan.places],
            "coins": Arrays(of_rows(u) for u in record.coins),
            "masks": Arrays(mask if mask is None else of_rows(mask) for mask in masks),
            "dropped": Arrays(mask if mask is None else (of_rows(mask) == 0).astype(int) for mask in masks),
            "gradients_of": list(record.gradient),
            "activations": Arrays(a[rows] for a in record.activations),
            "upstream": Arrays(g[rows] for g in record.upstreams),
            "gradients": Arrays(g[rows] for g in record.gradients),
            "dz": Arrays(g[rows] for g in record.dz),
        }
        if record.norms:
            body["normalised"] = {
                name: {"y": numbers(norm.y[rows]), "mean": numbers(norm.mean), "deviation": numbers(norm.deviation),
                       "upstream": numbers(norm.dy[rows]), "gradient": numbers(norm.dx[rows])}
                for name, norm in record.norms.items()
            }  # fmt: skip
        if parameters:
            body |= {
                "params": list(record.params),
                "weights": Arrays(record.weights),
                "biases": Arrays(record.biases),
                "weight_gradients": Arrays(record.weight_grads),
                "bias_gradients": Arrays(record.bias_grads),
                "others": {name: numbers(record.params[name]) for name in _others(record)},
                "other_gradients": {name: numbers(record.grads[name]) for name in _others(record)},
            }
    return await sliced.answer(body, run.turns)


async def _without(request: Request, spec: RunSpec, view: View) -> dict[str, Any]:
    """Both arms without the neurons that a link takes away, as /why/remove has them."""
    async with opened(request, spec, view, hold=False) as (run, view, step):
        await LEFT.find(run, step, view.off)
        arms = zip(("dropout", "twin"), LEFT.of(run, step, view.off), strict=True)
        left = {arm: dict(zip(Left._fields, map(numbers, found[1]), strict=True)) for arm, found in arms}
    return {"off": list(map(neuron_name, view.off)), **left}


def _others(record: StepRecord) -> list[str]:
    """The parameters that are neither weights nor biases: the logit of a learned p."""
    layers = {name for weights in record.plan.weights for name in (weights.name, weights.bias)}
    return [name for name in record.params if name not in layers]


@router.get("/healthz")
async def health(request: Request) -> dict[str, Any]:
    """Whether the server is there, and what it holds."""
    return {"status": "ok", **request.app.state.store.counts, "viewers": request.app.state.hub.viewers}


def _asked(texts: list[str]) -> bool:
    """Whether `parameters` is true, read as a link is. Raises: SpecError."""
    try:
        if len(texts) > 1:
            raise Fault("repeated", PARAMETERS)
        return choice(PARAMETERS, texts[0] if texts else "false") == "true"
    except Fault as fault:
        raise SpecError({"parameters": fault}) from None
