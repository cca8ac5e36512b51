"""The same truth as JSON: what a run is, and everything that one of its steps did."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from app.runs.fields import FIELDS, Field
from app.web import sliced
from app.web.frames import compact, curve_json, frame_json, outcome_json, run_json
from app.web.opened import opened
from app.web.query import read_query
from app.web.sliced import numbers

router = APIRouter(tags=["api"])

SCHEMAS = {"whole": "integer", "number": "number"}


def described(*wishes: str) -> dict[str, Any]:
    """The settings of a run and these wishes as OpenAPI has parameters; `read_query` reads and checks them."""
    found = [
        {"name": field.name, "in": "query", "description": field.help, "schema": schema(field)}
        for field in FIELDS.values()
    ]
    texts = {
        "step": (0, "The step; 0 where it is left out."),
        "sample": (1, "A sample of the batch, counted from 1, as the page counts; arrays count from 0."),
    }
    for name in wishes:
        least, text = texts[name]
        limits = {"type": "integer", "minimum": least}
        found.append({"name": name, "in": "query", "description": text, "schema": limits})
    return {"parameters": found}


def schema(field: Field) -> dict[str, Any]:
    """A setting's kind and limits. The rest of what must hold concerns several settings at once."""
    if field.kind == "choice":
        return {"type": "string", "enum": list(field.choices)}
    if field.kind in SCHEMAS:
        low, high = ("exclusiveMinimum" if field.open_min else "minimum"), "maximum"
        return {"type": SCHEMAS[field.kind], low: field.min, high: field.max}
    return {"type": "string"}


@router.get("/frame", openapi_extra=described("step", "sample"))
async def frame(request: Request) -> Response:
    """One step for a figure: the `run`, `frame` and `outcome` of docs/stream.md in one object."""
    async with opened(request, *read_query(request.query_params.multi_items())) as (run, view, step):
        body = (
            f'{{"run":{compact(run_json(run))},"frame":{frame_json(run, step, view.sample)},'
            f'"outcome":{outcome_json(run, step)}}}'
        )
    return Response(body, media_type="application/json")


@router.get("/api/run", openapi_extra=described())
async def run_facts(request: Request) -> Response:
    """What a run is, how far it is, and its losses at every evaluation. Waits until it is trained."""
    asked = read_query(request.query_params.multi_items())
    async with opened(request, *asked, hold=False) as (run, _, _step):
        await run.finish()
        body = {
            **run_json(run),
            "spec": run.spec.texts(),
            "sizes": list(run.sizes),
            "parameters": run.spec.parameters,
            "state": run.state,
            "message": run.message,
            "last_step": run.ended_at,
            "losses": {
                "dropout": numbers(run.logs[0].losses[: run.head + 1]),
                "twin": numbers(run.logs[1].losses[: run.head + 1]),
            },
            "evaluated_at": run.curves().steps.tolist(),
            "curve": json.loads(curve_json(run)),
        }
    return JSONResponse(body)


@router.get("/api/step/{t}", openapi_extra=described("sample"))
async def step_facts(request: Request, t: int, parameters: bool = False) -> Response:
    """Everything that step t did: masks and coins (per place, batch x units), activations, gradients, losses.

    Numbers are float32's digits. `sample`, counted from 1, narrows arrays to
    its row; `parameters=true` adds weights and biases.
    """
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "parameters"]
    spec, view = read_query([*pairs, ("step", str(t))])
    one_sample = any(name == "sample" for name, _ in pairs)
    rows = slice(view.sample, view.sample + 1) if one_sample else slice(None)
    async with opened(request, spec, view) as (run, view, _step):
        record = run.record(t)
        scores = run.scores(t)
        body = {
            "query": run.query,
            "step": t,
            "sample": view.sample + 1 if one_sample else None,
            "loss": numbers(record.loss),
            "twin_loss": numbers(record.twin_loss),
            "evaluation": {
                "step": scores.step,
                "dropout": dict(zip(scores.dropout._fields, map(numbers, scores.dropout), strict=True)),
                "twin": dict(zip(scores.twin._fields, map(numbers, scores.twin), strict=True)),
            },
            "rows": record.rows[rows].tolist(),
            "x": numbers(record.x[rows]),
            "y": numbers(record.y[rows]),
            "p": list(record.rates),
            "coins": [numbers(u[rows]) for u in record.coins],
            "masks": [None if mask is None else numbers(mask[rows]) for mask in record.masks],
            "dropped": [None if mask is None else (mask[rows] == 0).astype(int).tolist() for mask in record.masks],
            "activations": [numbers(a[rows]) for a in record.activations],
            "upstream": [numbers(g[rows]) for g in record.upstream],
            "gradients": [numbers(g[rows]) for g in record.gradients],
        }
        large = {
            "weights": record.weights,
            "biases": record.biases,
            "weight_gradients": record.weight_grads,
            "bias_gradients": record.bias_grads,
        }
    if parameters and run.spec.parameters > sliced.AT_ONCE:
        return await sliced.answer(body, large, run.turns)
    more = {name: [numbers(values) for values in arrays] for name, arrays in large.items()} if parameters else {}
    return JSONResponse(body | more)


@router.get("/healthz")
async def health(request: Request) -> dict[str, Any]:
    """Whether the server is there, and what it holds."""
    return {"status": "ok", **request.app.state.store.counts, "viewers": request.app.state.hub.viewers}
